"""Pure computing: arguments in, values out. No clock, file, network or database."""
