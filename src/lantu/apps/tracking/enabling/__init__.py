"""Packs in a deployment: versions kept as text, the one enabled, the promised systems they run."""
