"""What may be done, by whom: one permission for each action and each family of pages.

A role is a set of permissions. Where a role holds (area, organisation) is the membership's matter.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """The code names the application and the deed."""

    READ_PLANS = "registry.read_plans", _("查看规划和承诺")
    READ_FINDINGS = "registry.read_findings", _("查看校核意见")
    REGISTER_PLAN = "registry.register_plan", _("登记规划")
    LOAD_VERSION = "registry.load_version", _("登记规划版本")
    DECIDE_MATCH = "registry.decide_match", _("确认承诺沿革")
    OPEN_PLAN = "registry.open_plan", _("公开规划")
    IMPORT_AREAS = "people.import_areas", _("导入区划")
    KEEP_ACCOUNTS = "people.keep_accounts", _("管理账号")
    SIGN_IN = "people.sign_in", _("登录")


class Role(TextChoices):
    """What somebody is here for. `PUBLIC` is everybody who has not signed in."""

    PLAN_OFFICER = "plan_officer", _("规划科")
    LEADER = "leader", _("领导")
    REPORTER = "reporter", _("填报员")
    PUBLIC = "public", _("公众")
    SYSTEM = "system", _("系统")


_READER = frozenset({Permission.READ_PLANS, Permission.SIGN_IN})
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.PUBLIC: _READER,
    Role.REPORTER: _READER,
    Role.LEADER: _READER | {Permission.READ_FINDINGS},
    Role.PLAN_OFFICER: _READER
    | {
        Permission.READ_FINDINGS,
        Permission.REGISTER_PLAN,
        Permission.LOAD_VERSION,
        Permission.DECIDE_MATCH,
        Permission.OPEN_PLAN,
        Permission.IMPORT_AREAS,
    },
    Role.SYSTEM: frozenset(Permission),
}
