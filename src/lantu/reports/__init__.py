"""Documents that leave the system: typed inputs in, a finished document out."""
