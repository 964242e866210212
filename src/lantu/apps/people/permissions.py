"""What may be done, and by whom: one permission for each action and each family of pages.

The roles stand in roles.toml, which is read here once and refused as a whole when a word in it is
not known. Where a role holds (organisation, area, dates) is the membership's matter.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lantu.kernel.errors import Invalid


class Permission(TextChoices):
    """The code names the application and the deed."""

    READ_PLANS = "registry.read_plans", _("查看规划和承诺")
    READ_DRAFTS = "registry.read_drafts", _("查看未公开的规划")
    READ_FINDINGS = "registry.read_findings", _("查看校核意见")
    REGISTER_PLAN = "registry.register_plan", _("登记规划")
    LOAD_VERSION = "registry.load_version", _("登记规划版本")
    DECIDE_MATCH = "registry.decide_match", _("确认承诺沿革")
    DECIDE_PROMISE = "registry.decide_promise", _("调整或终止承诺")
    DECIDE_FINDING = "registry.decide_finding", _("处理校核意见")
    OPEN_PLAN = "registry.open_plan", _("公开规划")
    IMPORT_AREAS = "people.import_areas", _("导入区划")
    READ_ORGANISATIONS = "people.read_organisations", _("查看单位目录")
    READ_CONTACTS = "people.read_contacts", _("查看联系人")
    KEEP_ORGANISATIONS = "people.keep_organisations", _("管理单位")
    READ_ACCOUNTS = "people.read_accounts", _("查看账号")
    KEEP_ACCOUNTS = "people.keep_accounts", _("管理账号")
    KEEP_BACKGROUND = "people.keep_background", _("维护后台任务")
    GRANT_ROLES = "people.grant_roles", _("授予角色")
    GRANT_ALL_ROLES = "people.grant_all_roles", _("授予任何角色")
    KEEP_TOKENS = "people.keep_tokens", _("管理接口令牌")
    READ_AUDIT = "people.read_audit", _("查阅审计记录")
    READ_RECORDS = "tracking.read_records", _("查看记录和案件")
    KEEP_RECORDS = "tracking.keep_records", _("登记记录")
    DECIDE_TIER = "tracking.decide_tier", _("认定档次")
    ERASE_RECORD = "tracking.erase_record", _("清除记录")
    REVEAL = "tracking.reveal", _("查看敏感内容")
    OPEN_CASE = "tracking.open_case", _("上报案件")
    STEP_CASE = "tracking.step_case", _("办理案件")
    REPORT_PUBLICLY = "tracking.report_publicly", _("公众上报")
    KEEP_DUTIES = "tracking.keep_duties", _("管理值班表")
    RUN_ROUND = "tracking.run_round", _("开展填报轮次")
    ENABLE_PACK = "tracking.enable_pack", _("启用系统包")
    LINK_SYSTEM = "tracking.link_system", _("确认系统由哪个包承接")
    READ_INSTRUCTIONS = "tracking.read_instructions", _("查看批示")
    GIVE_INSTRUCTION = "tracking.give_instruction", _("作出批示")
    REPLY_INSTRUCTION = "tracking.reply_instruction", _("报送批示办理情况")
    ACT_FOR = "people.act_for", _("代人办理")
    SIGN_IN = "people.sign_in", _("登录")


class Role(TextChoices):
    """What somebody is here for. `PUBLIC` is everybody who has not signed in."""

    PLAN_OFFICER = "plan_officer", _("规划科")
    REPORTER = "reporter", _("填报员")
    REVIEWER = "reviewer", _("审核员")
    LEADER = "leader", _("领导")
    SECRETARY = "secretary", _("联络员")
    GRID_WORKER = "grid_worker", _("网格员")
    HANDLER = "handler", _("承办人")
    ORGANISATION_ADMIN = "organisation_admin", _("单位管理员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDITOR = "auditor", _("审计员")
    PUBLIC = "public", _("公众")
    SYSTEM = "system", _("系统")


class Sees(StrEnum):
    """How far a role sees; the words are explained in roles.toml."""

    AREA = "area"
    ORGANISATION = "organisation"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One entry of roles.toml. needs: what a membership must name."""

    title: str
    does: str
    sees: Sees
    may: frozenset[Permission]
    needs: frozenset[str] = frozenset()
    administers: bool = False


NEEDS = frozenset({"area", "organisation", "leader"})


def read_roles(text: str) -> dict[Role, RoleCard]:
    """The cards of all roles but the system's. Invalid when one is missing or a word unknown."""
    try:
        cards = {Role(name): _card(entry) for name, entry in tomllib.loads(text).items()}
    except (ValueError, KeyError, TypeError) as error:
        raise _refuse(str(error)) from error
    missing = set(Role) - set(cards) - {Role.SYSTEM}
    if missing or Role.SYSTEM in cards:
        raise _refuse(f"缺少 {'、'.join(sorted(missing)) or '—'}；system 不在表中")
    return cards


def _card(entry: Mapping[str, Any]) -> RoleCard:
    needs = frozenset(entry["needs"])
    if needs - NEEDS:
        raise ValueError(f"needs: {sorted(needs - NEEDS)}")
    return RoleCard(
        entry["title"],
        entry["does"],
        Sees(entry["sees"]),
        frozenset(Permission(word) for word in entry["may"]),
        needs,
        bool(entry.get("administers", False)),
    )


def _refuse(why: str) -> Invalid:
    return Invalid("people.roles", "角色表 roles.toml 不能用。", f"请更正：{why}。")


ROLES = read_roles(Path(__file__).with_name("roles.toml").read_text(encoding="utf-8"))
GRANTS: dict[Role, frozenset[Permission]] = {role: card.may for role, card in ROLES.items()} | {
    Role.SYSTEM: frozenset(Permission)
}
ADMINISTRATORS = frozenset(role for role, card in ROLES.items() if card.administers)
"""The three that are never in one hand and never without a second factor."""
