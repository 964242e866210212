"""Packs: a promised system is a folder (pack.yaml, tables/*.csv, examples/*.yaml, rules.py).

`load` reads a folder into one frozen snapshot, or into faults with file and line. A pack holds
names, numbers, dates, sources and references; refuses expressions and keys that no engine has.
"""
