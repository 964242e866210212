"""What time alone does to cases: overdue branches go up a level, dissolved units are succeeded.

Only where the process declares `escalate`; everywhere whoever is late is told. Each case is a
transaction of its own; one that cannot go up stays where it is and stands in the overdue lists.
"""

from contextlib import suppress
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.background.channels import tell
from lantu.apps.people.models import Succession
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import CaseTask
from lantu.apps.tracking.cases.standing import SOFTWARE
from lantu.apps.tracking.cases.storing import InHand, save, take_up
from lantu.apps.tracking.cases.telling import turn_of
from lantu.engines.cases.case import Event, EventKind
from lantu.engines.cases.process import MeasureKind
from lantu.kernel.errors import LantuError

MOST = 2000
"""Cases of one sweep."""


def raise_overdue(now: datetime) -> int:
    """How many branches went up. Whoever let a branch become late is told, and whoever has it then.

    Each branch once a stay, however often it is run; a case that cannot be read keeps the others
    from nothing.
    """
    late = CaseTask.objects.filter(due__lte=now, raised=False).order_by("due")
    raised = 0
    for case, branch in late.values_list("case", "branch")[:MOST]:
        with suppress(LantuError):
            raised += _raise(case, branch)
    return raised


def _raise(case: int, branch: str) -> bool:
    with acting(Permission.STEP_CASE, by=SYSTEM, what="tracking.escalate_case") as deed:
        hand = take_up(deed, case, SYSTEM, 0)
        held, before = hand.state.branch(branch), hand.state
        tasks = CaseTask.objects.filter(case=case, branch=branch)
        _tell(hand, tasks, "已逾期")
        declared = MeasureKind.ESCALATE in hand.process.by_kind
        top = held is None or held.level + 1 >= len(before.areas)
        if declared and not top and not before.outcome:
            assert held is not None  # `top` says so
            reason = "到期未办，自动升级。"
            if _measure(hand, MeasureKind.ESCALATE, branch, reason, level=held.level + 1):
                _tell(hand, tasks, "逾期升级")
                return True
        tasks.update(raised=True)
        return False


def _tell(hand: InHand, tasks: QuerySet[CaseTask], what: str) -> None:
    """A notice to those whose turn it is; the same stay is told of once."""
    for task in tasks.all():
        users = turn_of(task, timezone.localdate())
        state = hand.process.by_name[task.state].title
        if users:
            tell(
                hand.deed, users, source=f"{what}:{hand.row.pk}:{task.branch}:{task.entered}"[:100],
                title=f"{what}：{state} {hand.row.title}"[:200], text=hand.row.number,
            )  # fmt: skip


def pass_to_successors(today: date) -> int:
    """Open branches of a dissolved unit are assigned to the one that follows it."""
    passed = 0
    for row in Succession.objects.filter(day__lte=today):
        held = CaseTask.objects.filter(organisation=row.old_id).values_list("case", "branch")
        for case, branch in held[:MOST]:
            with acting(Permission.STEP_CASE, by=SYSTEM, what="tracking.pass_case_on") as deed:
                hand = take_up(deed, case, SYSTEM, 0)
                reason = f"机构改革，由后继单位办理（{row.document}）。"
                passed += _measure(hand, MeasureKind.ASSIGN, branch, reason, target=str(row.new_id))
    return passed


def _measure(
    hand: InHand, kind: MeasureKind, branch: str, reason: str, *, level: int | None = None,
    target: str = "",
) -> bool:  # fmt: skip
    """Take a measure in the software's name; False when the engine refuses it."""
    event = Event(
        seq=hand.state.seq + 1, at=hand.at, by=SOFTWARE, kind=EventKind.MEASURE, action=kind,
        branch=branch, reason=reason, level=level, target=target,
    )  # fmt: skip
    before = hand.state
    try:
        hand.take(event, SYSTEM)
    except LantuError:
        return False
    hand.assign(SYSTEM, before)  # the duty list of the higher level has its turn
    save(hand)
    return True
