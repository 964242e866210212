"""Cases (案件): processes as data, a case as the fold over its events, its clock, its figures.

Pure values in and out: no clock, no storage, no random choice. Refuses a step with a reason
that the person who tried it can act on.
"""
