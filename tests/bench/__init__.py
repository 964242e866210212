"""Measurements: ratios against a plain baseline of the same run, and growth with size."""
