"""Cases counted into a tally for a period: what was filed, dispatched, due, closed.

Reads nothing but cases, their process and the calendar, so any figure opens to its cases. Refuses
to count a case that was merged: the one that absorbed it counts.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from lantu.engines.cases.case import Case, Outcome, Stage
from lantu.engines.cases.clock import clock, due_without_open_stop
from lantu.engines.cases.figures import Tally
from lantu.engines.cases.process import Flow, MeasureKind, Milestone, Process
from lantu.kernel.workdays import Calendar, local


@dataclass(frozen=True, slots=True)
class Span:
    """A reporting period, both days included. now: the moment of reading."""

    first: date
    last: date
    now: datetime

    def holds(self, moment: datetime | None) -> bool:
        """Whether `moment` lies in it."""
        return moment is not None and self.first <= local(moment).date() <= self.last


def tally(
    process: Process, cases: Iterable[Case], calendar: Calendar, span: Span, source: str = ""
) -> Tally:
    """The counts of `cases` in `span`. source: the field that says who reported.

    A process without a milestone 立案 counts a case as filed when it opens. 应结案 are the cases
    whose limit as a whole ends in the period, void ones left out, stopped ones as if they ran.
    """
    counts: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for case in cases:
        if case.outcome is Outcome.MERGED:
            continue
        filing = _filing(process, case, calendar, span)
        counts.update(filing)
        counts.update(_dispatching(process, case, span))
        counts.update(_closing(case, calendar, span))
        if "filed" in filing and case.values.get(source):
            sources[str(case.values[source])] += 1
    return Tally(**counts, by_source=dict(sources))


def _stays(case: Case) -> list[Stage]:
    """Every stay in a state, the ones that go on last."""
    return [s for s in (*case.past, *(b.stage for b in case.branches)) if s.state]


def _filing(process: Process, case: Case, calendar: Calendar, span: Span) -> list[str]:
    """The first filing: when, and whether the stay that led to it kept its limit."""
    stays = _stays(case)
    filed = [s for s in stays if process.by_name[s.state].milestone is Milestone.FILED]
    has_milestone = any(state.milestone is Milestone.FILED for state in process.states)
    at = min((s.entered for s in filed), default=None) if has_milestone else stays[0].entered
    if not span.holds(at):
        return []
    before = next((s for s in stays if s.left == at and s not in filed), None) if filed else None
    bar = clock(case, before, calendar, span.now) if before else None
    found = ["filed"] + ([] if bar and bar.late else ["filed_on_time"])
    return [*found, "void"] if case.outcome is Outcome.VOID else found


def _dispatching(process: Process, case: Case, span: Span) -> list[str]:
    """One for each dispatch; handling again after rework is not a new one."""
    found: list[str] = []
    stays = _stays(case)
    for stay in stays:
        if process.by_name[stay.state].milestone is not Milestone.DISPATCHED:
            continue
        led = [s.flow for s in stays if s.left == stay.entered and s.branch == stay.branch]
        if not span.holds(stay.entered) or Flow.REWORK in led:
            continue
        went_wrong = stay.flow is Flow.RETURN
        found += ["dispatched"] if went_wrong else ["dispatched", "dispatched_well"]
    return found


def _closing(case: Case, calendar: Calendar, span: Span) -> list[str]:
    due = due_without_open_stop(case, case.whole, calendar)
    if due is None or not span.first <= due.day <= span.last or case.outcome is Outcome.VOID:
        return []
    found = ["due"]
    ended = case.whole.left
    if ended is not None and local(ended).date() <= span.last:
        bar = clock(case, case.whole, calendar, span.now)
        found += ["closed"] if bar and bar.late else ["closed", "closed_on_time"]
    elif case.paused and case.paused.kind is MeasureKind.SUSPEND:
        found.append("deferred")
    if Flow.REWORK in case.flows:
        found.append("reworked")
    return found
