"""Facts and targets: quantified statements of the running text."""
