"""Cases of a pack's processes: a row, task rows for its open branches, an event row per step."""
