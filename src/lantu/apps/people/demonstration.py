"""The accounts of a demonstration: one for each role, known to everybody who looks at it.

Made only by `lantu demo`, shown only where LANTU_DEMO is set. The three administrators need a
second factor here as elsewhere: its secret is none, and the page shows the code of the moment.
"""

import time
from dataclasses import dataclass

from django_otp.oath import TOTP

from lantu.apps.people.permissions import ADMINISTRATORS, Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """place: what the role is held at, chosen by `lantu demo` from what the demonstration has."""

    username: str
    role: Role
    does: str


ACCOUNTS = (
    DemoAccount("guihua", Role.PLAN_OFFICER, "登记规划、确认沿革"),
    DemoAccount("tianbao", Role.REPORTER, "替本单位填报"),
    DemoAccount("shenhe", Role.REVIEWER, "审核本单位的填报"),
    DemoAccount("lingdao", Role.LEADER, "看进展、作批示"),
    DemoAccount("lianluo", Role.SECRETARY, "代领导办理"),
    DemoAccount("wangge", Role.GRID_WORKER, "看自己片区"),
    DemoAccount("chengban", Role.HANDLER, "办理派来的事项"),
    DemoAccount("chuzhi", Role.HANDLER, "处置派来的案件"),
    DemoAccount("danwei", Role.ORGANISATION_ADMIN, "管理本单位人员"),
    DemoAccount("xitong", Role.SYSTEM_ADMIN, "开设账号、维护单位"),
    DemoAccount("anquan", Role.SECURITY_ADMIN, "授予角色"),
    DemoAccount("shenji", Role.AUDITOR, "查阅审计记录"),
)
PASSWORD = "lantu-demo"
KEY = b"lantu demonstration!".hex()
"""The shared secret of the demonstration's second factors."""


def current_code(username: str) -> str:
    """The code of the moment; "" for an account that is none of the demonstration's."""
    known = {a.username for a in ACCOUNTS if a.role in ADMINISTRATORS}
    if username not in known:
        return ""
    code = TOTP(bytes.fromhex(KEY))
    code.time = time.time()
    return f"{code.token():06d}"
