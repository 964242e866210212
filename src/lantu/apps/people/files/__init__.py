"""Files that people hand in: kept and typed by content, read in the scope of who cites them."""
