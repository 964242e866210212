"""The engine's refusals as errors of the house, in words that the reader knows.

The engine speaks of keys (fields, roles, organisations by id); here they get their titles.
"""

import re

from lantu.apps.people.models import Organisation
from lantu.apps.tracking.cases.models import Case as CaseRow
from lantu.engines.cases.case import Case, Refusal
from lantu.engines.registers.fields import Register
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError
from lantu.packs.snapshot import Pack

_FORBIDDEN = frozenset({"cases.role", "cases.owner"})
_INVALID = frozenset(
    {"cases.fields", "cases.reason", "cases.target", "cases.amount", "cases.rating", "cases.most",
     "cases.level"}
)  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_CONSTANT = {"reporter": "上报人", "system": "系统"}


def refused(
    refusal: Refusal, pack: Pack, register: Register, row: CaseRow, seen: int, case: Case | None
) -> LantuError:
    """The error to raise. A Conflict tells which version the person had and which one stands."""
    titles = _CONSTANT | {role.name: role.title for role in pack.roles.values()}
    titles |= {field.name: field.title for field in register.fields}
    words = _KEY.sub(lambda key: titles.get(key[0], key[0]), refusal.reason)
    if refusal.code == "cases.owner":
        words = f"此案已派给{_holder(refusal.reason)}，由该单位办理；如派错请退回或申诉。"
    if refusal.code in _FORBIDDEN:
        return Forbidden(refusal.code, words, "请由上述岗位或单位办理。")
    if refusal.code in _INVALID:
        return Invalid(refusal.code, words, "请补充后再提交。")
    facts = {"seen": seen, "now": row.row_version, "last": case.last if case else ""}
    return Conflict(refusal.code, words, "请刷新页面，看清最新进展后再办。", facts)


def _holder(reason: str) -> str:
    found = re.search(r"\d+", reason)
    name = Organisation.objects.filter(pk=int(found[0])).first() if found else None
    return str(name or "别的单位")
