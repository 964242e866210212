"""Who of a round has answered: out of its cases, by the round's own engine."""

from datetime import datetime

from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.rounds.models import RoundRun
from lantu.engines.cases.case import Outcome
from lantu.engines.cases.rounds import Line, Member, Window, standings
from lantu.kernel.workdays import Due


def window_of(run: RoundRun) -> Window:
    """The window that was opened."""
    due = Due(run.due_day, run.due_at, run.provisional)
    return Window(run.round.partition(".")[2], run.label, run.first, run.last, run.opens, due)


def lines_of_run(run: RoundRun, now: datetime) -> tuple[Line, ...]:
    """Where each member stands; a void case is nobody's debt."""
    cases = Case.objects.filter(origin__startswith=f"{run.round}:{run.label}:").exclude(
        outcome=Outcome.VOID
    )
    members, answered = [], {}
    for record, title, unit, outcome, ended in cases.order_by("pk").values_list(
        "record", "record__title", "organisation", "outcome", "ended_at"
    ):
        members.append(Member(str(record), title, str(unit or "")))
        if outcome == Outcome.CLOSED and ended:
            answered[str(record)] = ended
    return standings(window_of(run), members, answered, now)
