"""Files that people hand in: kept by content, typed by content, read in the scope of their citer."""
