"""What the reporter of a case says of its result, signed in; without an account see `public`.

Refuses a rating of a case that somebody else reported.
"""

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.standing import acting_as
from lantu.apps.tracking.cases.storing import save, take_up
from lantu.engines.cases.case import Event, EventKind
from lantu.engines.cases.process import MeasureKind


def rate_case(
    *,
    by: Actor,
    case: int,
    seen: int,
    solved: bool | None,
    satisfaction: int | None = None,
    comment: str = "",
) -> Case:
    """Solved or not, 1 to 5, in words. The engine refuses whoever did not report it."""
    with acting(Permission.STEP_CASE, by=by, what="tracking.rate_case") as deed:
        hand = take_up(deed, case, by, seen)
        hand.take(
            Event(
                seq=seen + 1,
                at=hand.at,
                by=acting_as(by, hand.pack, hand.row, hand.state),
                kind=EventKind.MEASURE,
                action=MeasureKind.FEEDBACK,
                reason=comment.strip()[:1000],
                values={"solved": solved, "satisfaction": satisfaction},
            ),
            by,
        )
        save(hand)
    return hand.row
