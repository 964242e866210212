"""Bytes to and from typed values, one module a standard."""
