"""Who is asked and who is told when an instruction moves: parts of the actions' transactions.

What is told carries the number and the day only, because it may leave by mail; the words stay on
the page.
"""

from collections.abc import Iterable

from django.db.models import Q

from lantu.apps.people.acting import Deed
from lantu.apps.people.background.channels import tell
from lantu.apps.people.inbox.actions import ask, settle
from lantu.apps.people.models import Membership, day_of_today, valid_on
from lantu.apps.people.permissions import GRANTS, ROLES, Permission, Role
from lantu.apps.tracking.instructions.models import Instruction, InstructionStep
from lantu.apps.tracking.instructions.words import StepKind

REPLY, JUDGE = "tracking.reply_instruction", "tracking.judge_instruction"
"""Kinds of inbox items: the lead unit's turn, the leader's turn."""
REPLIERS = tuple(
    role for role in Role if role in ROLES and Permission.REPLY_INSTRUCTION in GRANTS[role]
)

SAID = {
    StepKind.GIVEN: "新的批示：{number}，{unit}主办，限 {due} 办理",
    StepKind.ASSISTED: "协办情况已报送：{number}",
    StepKind.REPLIED: "办理情况已报送：{number}，{unit}主办",
    StepKind.RETURNED: "退回重办：{number}，限 {due} 办理",
    StepKind.URGED: "催办：{number}，限 {due} 办理",
    StepKind.ACCEPTED: "已办结：{number}",
    StepKind.WITHDRAWN: "已撤回：{number}",
}


def ask_unit(deed: Deed, row: Instruction) -> None:
    """The instruction waits for the people of the lead unit who may reply."""
    title = f"{row.number}：{' '.join(row.text.split())}"
    for role in REPLIERS:
        ask(deed, row, REPLY, title=title, organisation=row.lead_id, role=role, due=row.due)


def ask_leader(deed: Deed, row: Instruction) -> None:
    """The reply waits for the leader and for his secretaries."""
    for user in _leader_and_secretaries(row):
        ask(deed, row, JUDGE, title=f"审阅办理情况：{row.number}，{row.lead}报送", user=user)


def unit_is_done(deed: Deed, row: Instruction) -> None:
    settle(deed, row, REPLY)


def leader_is_done(deed: Deed, row: Instruction) -> None:
    settle(deed, row, JUDGE)


def tell_units(deed: Deed, row: Instruction, step: InstructionStep, units: Iterable[int]) -> None:
    """One notice for each person of `units` who may reply."""
    posts = Membership.objects.filter(
        valid_on(day_of_today()), user__is_active=True, organisation__in=list(units),
        role__in=REPLIERS,
    )  # fmt: skip
    _tell(deed, row, step, posts.order_by("user").values_list("user", flat=True).distinct())


def tell_leader(deed: Deed, row: Instruction, step: InstructionStep) -> None:
    _tell(deed, row, step, _leader_and_secretaries(row))


def _tell(deed: Deed, row: Instruction, step: InstructionStep, users: Iterable[int]) -> None:
    others = [user for user in users if user != deed.by.user]
    if others:
        words = SAID[StepKind(step.kind)].format(number=row.number, due=row.due, unit=row.lead)
        tell(deed, others, source=f"instruction:{row.pk}:{step.seq}", title=words)


def _leader_and_secretaries(row: Instruction) -> list[int]:
    serving = Membership.objects.filter(
        valid_on(day_of_today()), Q(serves=row.leader_id), role=Role.SECRETARY,
        user__is_active=True,
    )  # fmt: skip
    found = serving.order_by("user").values_list("user", flat=True).distinct()
    return list(dict.fromkeys((row.leader_id, *found)))
