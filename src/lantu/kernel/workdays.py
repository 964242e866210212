"""Working days: which days are worked, when n of them have passed, how many have been used.

A calendar is a dated table of days off and of weekend days that are worked (调休上班) for the years
it knows; beyond them it counts weekdays and marks the answer provisional (暂定). Refuses to guess a
holiday, and to read a clock: every moment is given, and knows its zone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

from lantu.kernel.errors import Invalid

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone of all deadlines. A fixed offset: no summer time since 1991, no zone file needed."""

_DAY = timedelta(days=1)
_MOST = 10_000


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"

    @property
    def label(self) -> str:
        """As papers say it."""
        return {"working_days": "个工作日", "days": "天", "hours": "小时"}[self]


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count: suspension, hearing, inspection. end None: it still lasts.

    A day is left out when its first moment lies in the pause: the day on which a pause begins has
    been used, the day on which it ends has not, as the day of acceptance is not counted.
    """

    start: datetime
    end: datetime | None = None

    @classmethod
    def of_days(cls, first: date, last: date) -> "Pause":
        """The whole days `first` to `last`, both included (a written notice of excluded time)."""
        return cls(midnight(first), midnight(last + _DAY))

    def holds(self, moment: datetime) -> bool:
        """Whether `moment` lies in it; its end does not."""
        return self.start <= moment and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class Due:
    """day: the last day (Asia/Shanghai). at: the first moment that is late."""

    day: date
    at: datetime
    provisional: bool = False

    def __str__(self) -> str:
        return f"{self.day.isoformat()}（暂定）" if self.provisional else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Spent:
    """How much of a limit is used, in its unit; hours have fractions, days have none."""

    amount: Decimal
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """off: days off that are not ordinary weekends need be named only if they are weekdays.
    work: weekend days that are worked. first_year to last_year: the years the table covers.
    """

    off: frozenset[date]
    work: frozenset[date]
    first_year: int
    last_year: int

    def __post_init__(self) -> None:
        both = sorted(self.off & self.work)
        if both:
            raise Invalid(
                "workdays.both",
                f"日历里 {both[0]} 既是放假又是上班。",
                "请对照国务院办公厅当年的节假日安排，只保留一种。",
            )

    def knows(self, day: date) -> bool:
        """Whether the table covers the year of `day`."""
        return self.first_year <= day.year <= self.last_year

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked; beyond the table every weekday is.

        >>> bare = Calendar(frozenset(), frozenset({date(2026, 2, 14)}), 2026, 2026)
        >>> bare.is_workday(date(2026, 2, 14)), bare.is_workday(date(2026, 2, 15))
        (True, False)
        """
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def between(self, start: date, end: date) -> Spent:
        """Working days after `start` up to and including `end`; none when `end` is not later."""
        days = days_of(start + _DAY, end)
        return Spent(
            Decimal(sum(map(self.is_workday, days))), bool(days) and not self._knows_all(days)
        )

    def due(
        self, start: datetime, amount: int, unit: Unit, pauses: Sequence[Pause] = ()
    ) -> Due | None:
        """When `amount` units after `start` have passed; None when a pause without end comes first.

        Days: the day of `start` is not counted (acceptance day, 行政许可法 art. 82)
        and the deadline is the end of its day. Hours: round the clock. Invalid for a moment without
        zone, or an amount below 0 or above 10,000.
        """
        if not 0 <= amount <= _MOST:
            raise Invalid(
                "workdays.amount", f"期限 {amount} 无法计算。", f"请填写 0 到 {_MOST} 之间的整数。"
            )
        if unit is Unit.HOURS:
            moment = _after_hours(local(start), timedelta(hours=amount), pauses)
            return None if moment is None else Due(moment.date(), moment)
        last = self._after_days(local(start).date(), amount, unit, pauses)
        if last is None:
            return None
        guessed = unit is Unit.WORKING_DAYS and not self._knows_all(
            days_of(local(start).date() + _DAY, last)
        )
        return Due(last, midnight(last + _DAY), guessed)

    def used(
        self, start: datetime, now: datetime, unit: Unit, pauses: Sequence[Pause] = ()
    ) -> Spent:
        """How much of a limit that began at `start` has been used at `now`, pauses left out.

        Counts days as `due` does, so a limit of n is used up on its last day.
        """
        start, now = local(start), local(now)
        if unit is Unit.HOURS:
            worked = sum((end - begin for begin, end in _running(start, now, pauses)), timedelta())
            return Spent(Decimal(worked // timedelta(minutes=1)) / 60)
        days = days_of(start.date() + _DAY, now.date())
        spent = sum(1 for day in days if self._counts(day, unit, pauses))
        guessed = unit is Unit.WORKING_DAYS and bool(days) and not self._knows_all(days)
        return Spent(Decimal(spent), guessed)

    def _after_days(
        self, start: date, amount: int, unit: Unit, pauses: Sequence[Pause]
    ) -> date | None:
        day, left = start, amount
        while left:
            day += _DAY
            if any(pause.end is None and pause.holds(midnight(day)) for pause in pauses):
                return None
            left -= self._counts(day, unit, pauses)
        return day

    def _counts(self, day: date, unit: Unit, pauses: Sequence[Pause]) -> bool:
        first = midnight(day)
        worked = unit is Unit.DAYS or self.is_workday(day)
        return worked and not any(pause.holds(first) for pause in pauses)

    def _knows_all(self, days: Sequence[date]) -> bool:
        return not days or (self.knows(days[0]) and self.knows(days[-1]))


def midnight(day: date) -> datetime:
    """The first moment of `day` in Asia/Shanghai."""
    return datetime.combine(day, time(), BEIJING)


def local(moment: datetime) -> datetime:
    """`moment` in Asia/Shanghai. Invalid when it has no zone: it could be any day."""
    if moment.tzinfo is None:
        raise Invalid(
            "workdays.naive", f"时间 {moment} 没有时区。", "请给出带时区的时间，例如加上 +08:00。"
        )
    return moment.astimezone(BEIJING)


def days_of(first: date, last: date) -> list[date]:
    """The days `first` to `last`, both included; none when `last` is earlier."""
    return [first + _DAY * n for n in range((last - first).days + 1)]


def _running(
    start: datetime, end: datetime, pauses: Iterable[Pause]
) -> list[tuple[datetime, datetime]]:
    """The stretches of [start, end) outside all pauses, in order."""
    found, moment = [], start
    for pause in sorted(pauses, key=lambda p: p.start):
        if moment < pause.start < end:
            found.append((moment, pause.start))
        if pause.end is None or pause.end >= end:
            moment = max(moment, end) if pause.start < end else moment
            continue
        moment = max(moment, pause.end)
    return [*found, (moment, end)] if moment < end else found


def _after_hours(start: datetime, length: timedelta, pauses: Iterable[Pause]) -> datetime | None:
    moment = start
    for pause in sorted(pauses, key=lambda p: p.start):
        ran = max(local(pause.start) - moment, timedelta())
        if ran >= length:
            break
        if pause.end is None:
            return None
        length -= ran
        moment = max(moment, local(pause.end))
    return moment + length
