"""Records of a pack's registers: typed rows with history, side table, tiers, import, erasure."""
