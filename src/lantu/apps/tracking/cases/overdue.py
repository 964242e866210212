"""What time alone does to cases: overdue branches go up a level, dissolved units are succeeded.

Only where the process declares `escalate`. Each case is a transaction of its own; one that cannot
go up stays where it is and stands in the overdue lists.
"""

from datetime import date, datetime

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.models import Succession
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import CaseTask
from lantu.apps.tracking.cases.standing import SOFTWARE
from lantu.apps.tracking.cases.storing import InHand, save, take_up
from lantu.engines.cases.case import Event, EventKind
from lantu.engines.cases.process import MeasureKind
from lantu.kernel.errors import LantuError

MOST = 2000
"""Cases of one sweep."""


def raise_overdue(now: datetime) -> int:
    """How many branches went up."""
    late = CaseTask.objects.filter(due__lte=now, raised=False).order_by("due")
    return sum(_raise(case, branch) for case, branch in late.values_list("case", "branch")[:MOST])


def _raise(case: int, branch: str) -> bool:
    with acting(Permission.STEP_CASE, by=SYSTEM, what="tracking.escalate_case") as deed:
        hand = take_up(deed, case, SYSTEM, 0)
        held = hand.state.branch(branch)
        declared = MeasureKind.ESCALATE in hand.process.by_kind
        top = held is None or held.level + 1 >= len(hand.state.areas)
        if not declared or top or hand.state.outcome:
            CaseTask.objects.filter(case=case, branch=branch).update(raised=True)
            return False
        assert held is not None  # `top` says so
        return _measure(
            hand, MeasureKind.ESCALATE, branch, "到期未办，自动升级。", level=held.level + 1
        )


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
    try:
        hand.take(event, SYSTEM)
    except LantuError:
        return False
    save(hand)
    return True
