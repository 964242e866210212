"""Registers: records of typed fields, conditions that explain themselves, ladders, history.

Pure values in and out. Refuses to store, to ask a database whether a value is taken, and to decide:
a ladder proposes, a person disposes.
"""
