"""Rounds (填报轮次): each period, or on a trigger, one case for every member of a population.

Plans windows and cases, says who has answered, who is to be reminded (催报), who is late, and sums
up by responsible unit. Refuses to make a case twice: its key is the round, the window, the member.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from lantu.engines.cases.figures import percent
from lantu.engines.cases.process import Limit
from lantu.kernel.workdays import Calendar, Due, local, midnight


class Every(StrEnum):
    """The calendar of a round; a trigger makes windows by itself."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    TRIGGER = "trigger"


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """process: by which each member's case runs. population: the register, or view of one, whose
    records are its members. opens_after: days after the period's last day on
    which it opens, negative for before. limit: from opening to due. remind: days before the due
    day on which those who have not answered are reminded; after it, every day."""

    name: str
    title: str
    process: str
    population: str = ""
    every: Every
    limit: Limit
    opens_after: int = 1
    remind: tuple[int, ...] = (3, 1, 0)


@dataclass(frozen=True, slots=True)
class Window:
    """One round of a round. first, last: the period it asks about."""

    round: str
    label: str
    first: date
    last: date
    opens: date
    due: Due


@dataclass(frozen=True, slots=True)
class Member:
    """One of the population. organisation: who answers for it."""

    key: str
    title: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A case to be opened."""

    key: str
    member: Member
    window: Window


class Standing(StrEnum):
    """Where a member stands: 按时 迟报 待报 逾期未报."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """As the notice says it."""
        return {"on_time": "按时", "late": "迟报", "waiting": "待报", "overdue": "逾期未报"}[self]


@dataclass(frozen=True, slots=True)
class Line:
    """days: to the due day; negative when it is past."""

    member: Member
    standing: Standing
    days: int


@dataclass(frozen=True, slots=True)
class Sum:
    """What a unit owes and has given (汇总, 通报). rate: answered on time, in percent."""

    organisation: str
    expected: int
    on_time: int
    late: int
    waiting: int
    overdue: int
    rate: Decimal | None


def windows(round_: Round, calendar: Calendar, since: date, until: date) -> tuple[Window, ...]:
    """The windows that open from `since` to `until`, both included; none for a triggered round."""
    found: list[Window] = []
    start = date(since.year - 1, 1, 1)
    if round_.every is Every.WEEK:
        start -= timedelta(days=start.weekday())
    while round_.every is not Every.TRIGGER and start <= until + timedelta(days=366):
        after = _next(round_.every, start)
        label = _label(round_.every, start)
        window = _window(round_, calendar, label, start, after - timedelta(days=1))
        if since <= window.opens <= until:
            found.append(window)
        start = after
    return tuple(found)


def triggered(round_: Round, calendar: Calendar, label: str, day: date) -> Window:
    """The window that a trigger (a warning, a decision) opens on `day`."""
    return Window(round_.name, label, day, day, day, _due(round_, calendar, day))


def plan(
    window: Window, members: Iterable[Member], existing: frozenset[str] = frozenset()
) -> tuple[Planned, ...]:
    """The cases still to open; `existing` holds the keys of those that are. Runs any number of
    times a day without making one twice."""
    made = {f"{window.round}:{window.label}:{m.key}": m for m in members}
    return tuple(Planned(key, m, window) for key, m in made.items() if key not in existing)


def standings(
    window: Window, members: Iterable[Member], answered: Mapping[str, datetime], now: datetime
) -> tuple[Line, ...]:
    """Where each member stands at `now`. answered: member key -> when its answer was accepted."""
    lines = []
    for member in members:
        at = answered.get(member.key)
        late = (at or now) >= window.due.at
        if at:
            standing = Standing.LATE if late else Standing.ON_TIME
        else:
            standing = Standing.OVERDUE if late else Standing.WAITING
        lines.append(Line(member, standing, (window.due.day - local(at or now).date()).days))
    return tuple(lines)


def to_remind(round_: Round, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Those to be reminded today (催报), the most overdue first."""
    due = [
        line
        for line in lines
        if line.standing is Standing.OVERDUE
        or (line.standing is Standing.WAITING and line.days in round_.remind)
    ]
    return tuple(sorted(due, key=lambda line: (line.days, line.member.key)))


def summary(lines: Iterable[Line]) -> tuple[Sum, ...]:
    """Counts by responsible unit, the worst rate first; units, never persons."""
    by_unit: dict[str, list[Standing]] = {}
    for line in lines:
        by_unit.setdefault(line.member.organisation, []).append(line.standing)
    sums = [_sum(unit, Counter(held)) for unit, held in by_unit.items()]
    return tuple(sorted(sums, key=lambda s: (s.rate or Decimal(0), s.organisation)))


def _sum(unit: str, held: Counter[Standing]) -> Sum:
    return Sum(
        unit,
        held.total(),
        held[Standing.ON_TIME],
        held[Standing.LATE],
        held[Standing.WAITING],
        held[Standing.OVERDUE],
        percent(held[Standing.ON_TIME], held.total()),
    )


def _window(round_: Round, calendar: Calendar, label: str, first: date, last: date) -> Window:
    opens = last + timedelta(days=round_.opens_after)
    return Window(round_.name, label, first, last, opens, _due(round_, calendar, opens))


def _due(round_: Round, calendar: Calendar, opens: date) -> Due:
    due = calendar.due(midnight(opens), round_.limit.amount, round_.limit.unit)
    assert due is not None  # only a pause can leave it open
    return due


def _next(every: Every, first: date) -> date:
    """The first day of the period after the one that begins on `first`."""
    if every is Every.WEEK:
        return first + timedelta(days=7)
    year, month = divmod(first.year * 12 + first.month - 1 + _MONTHS[every], 12)
    return date(year, month + 1, 1)


def _label(every: Every, first: date) -> str:
    """What a period is called; weeks are counted by ISO 8601 (GB/T 7408)."""
    if every is Every.WEEK:
        year, week, _ = first.isocalendar()
        return f"{year}年第{week}周"
    part = (first.month - 1) // _MONTHS[every]
    if every is Every.YEAR:
        return f"{first.year}年"
    if every is Every.HALF:
        return f"{first.year}年{'上下'[part]}半年"
    if every is Every.QUARTER:
        return f"{first.year}年第{'一二三四'[part]}季度"
    return f"{first.year}年{first.month}月"
