"""A deployment out of nothing, for a look around, and serving what is there."""
