"""Erasing the sensitive values of an ended case; what happened, and when, stays.

Events hold digests of sensitive values only, so they need no change; that something was erased is
an event of the case itself.
"""

from lantu.apps.people.acting import Deed
from lantu.apps.people.actor import SYSTEM
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.standing import SOFTWARE
from lantu.apps.tracking.cases.storing import save, take_up
from lantu.apps.tracking.records.values import seal, unseal
from lantu.engines.cases.case import Event, EventKind
from lantu.engines.cases.process import MeasureKind


def erase_case(deed: Deed, row: Case, fields: tuple[str, ...], source: str) -> bool:
    """Blank `fields` of the sensitive values, all of them when none is named; False: none held."""
    held = unseal(row.sealed)
    left = {name: value for name, value in held.items() if fields and name not in fields}
    if left == held:
        return False
    hand = take_up(deed, row.pk, SYSTEM, 0)
    hand.take(
        Event(
            seq=hand.state.seq + 1,
            at=hand.at,
            by=SOFTWARE,
            kind=EventKind.MEASURE,
            action=MeasureKind.NOTE,
            reason=f"保存期满，已清除个人信息。{source}",
        ),
        SYSTEM,
    )
    save(hand)
    Case.objects.filter(pk=row.pk).update(sealed=seal(left))
    return True
