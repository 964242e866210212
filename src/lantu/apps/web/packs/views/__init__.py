"""Views of the pages of packs, one module for each kind of page."""
