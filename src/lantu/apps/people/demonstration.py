"""The accounts of a demonstration: one for each role, known to everybody who looks at it.

Made only by `lantu demo`, shown only where LANTU_DEMO is set.
"""

from lantu.apps.people.permissions import Role

ACCOUNTS = (
    ("guihua", Role.PLAN_OFFICER),
    ("lingdao", Role.LEADER),
    ("tianbao", Role.REPORTER),
)
PASSWORD = "lantu-demo"
