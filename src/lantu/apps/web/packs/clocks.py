"""The clock of a case as a row of days: used, paused, today, left, due; weeks apart.

Drawn from what the engine's clock says; nothing is counted here that it has not counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lantu.engines.cases.clock import Clock
from lantu.kernel.workdays import BEIJING, Calendar, Pause, Unit

MOST = 60
"""Days drawn; a longer limit shows its key figures alone."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """state: used, paused, today, due, or "" for what is left."""

    day: date
    state: str


@dataclass(frozen=True, slots=True)
class Week:
    """Days that stand together. month: said above the first week of a month, else 0."""

    month: int
    days: tuple[Day, ...]


def weeks(
    clock: Clock, entered: datetime, calendar: Calendar, pauses: Sequence[Pause], now: datetime
) -> tuple[Week, ...]:
    """The counted days from entering to the due day; none for hours, or for very long limits.

    now: of what has ended, the moment at which it did.
    """
    if clock.unit is Unit.HOURS:
        return ()
    first, today = entered.astimezone(BEIJING).date(), now.astimezone(BEIJING).date()
    last = max(clock.due.day, today) if clock.due and clock.late else (
        clock.due.day if clock.due else today
    )  # fmt: skip
    if (last - first).days > 2 * MOST:
        return ()
    days = [
        Day(day, _state(day, today, clock, pauses))
        for day in _between(first + _DAY, last)
        if clock.unit is Unit.DAYS or calendar.is_workday(day)
    ]
    return tuple(_grouped(days)) if len(days) <= MOST else ()


def _state(day: date, today: date, clock: Clock, pauses: Sequence[Pause]) -> str:
    moment = datetime(day.year, day.month, day.day, tzinfo=BEIJING)
    if day == today and not clock.finished:
        return "today"
    if any(pause.holds(moment) for pause in pauses):
        return "paused" if day <= today else ""
    if clock.due and day == clock.due.day:
        return "due"
    return "used" if day < today or (clock.finished and day == today) else ""


def _between(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _grouped(days: Sequence[Day]) -> Iterator[Week]:
    """A new week after every gap in the calendar and every Monday; its month when it is new."""
    month, week = 0, list[Day]()
    for day in days:
        if week and (day.day - week[-1].day > _DAY or day.day.weekday() == 0):
            yield Week(week[0].day.month if week[0].day.month != month else 0, tuple(week))
            month, week = week[0].day.month, []
        week.append(day)
    if week:
        yield Week(week[0].day.month if week[0].day.month != month else 0, tuple(week))
