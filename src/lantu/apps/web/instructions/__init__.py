"""Pages of written instructions (批示): the dispatch list, one instruction, the form, the steps."""
