"""Two plans held against each other: versions (diff), upper and lower plan (align)."""
