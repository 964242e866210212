"""The clock of a case: how much of a time limit is used, what remains, when it is due.

Read from the case alone, that is from its events: limits chosen on entering a state, extensions,
stops. Refuses to run during a stop: 缓办 and 扣除时间 do not count, and there is no due date then.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lantu.engines.cases.case import Branch, Case, Stage
from lantu.engines.cases.process import Process
from lantu.kernel.workdays import Calendar, Due, Unit

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Clock:
    """The time bar of one limit. total, used, remaining: in `unit`; remaining is negative when
    late. due: None while stopped. finished: it no longer runs."""

    unit: Unit
    total: Decimal
    used: Decimal
    due: Due | None
    late: bool
    paused: bool
    finished: bool
    provisional: bool

    @property
    def remaining(self) -> Decimal:
        """What is left, in `unit`."""
        return self.total - self.used

    def __str__(self) -> str:
        """For a person: 还剩 2 个工作日, 今天到期, 逾期 1 个工作日, 暂停计时."""
        unit, mark = self.unit.label, "（暂定）" if self.provisional else ""
        over = f"{abs(self._rounded())} {unit}"
        if self.late:
            lag = f"逾期 {over}" if self._rounded() else "已逾期"  # on days that are not worked
            return f"{lag}{'办结' if self.finished else ''}{mark}"
        if self.finished:
            return f"按期办结{mark}"
        if self.paused:
            return "暂停计时"
        if not self.remaining and self.unit is not Unit.HOURS:
            return f"今天到期{mark}"
        return f"还剩 {over}{mark}"

    def _rounded(self) -> Decimal:
        return self.remaining.quantize(_TENTH if self.unit is Unit.HOURS else Decimal(1))


def clock(case: Case, stage: Stage, calendar: Calendar, now: datetime) -> Clock | None:
    """The clock of a stay of `case` (or of `case.whole`) at `now`; None when it has no limit.

    calendar: the working days. now: an aware datetime; what has ended is read at its end.
    """
    if stage.limit is None:
        return None
    end, unit = stage.left or now, stage.limit.unit
    total = stage.limit.amount + stage.extended
    pauses = [stop.pause for stop in case.stops]
    due = calendar.due(stage.entered, total, unit, pauses)
    used = calendar.used(stage.entered, end, unit, pauses)
    return Clock(
        unit=unit,
        total=Decimal(total),
        used=used.amount,
        due=due,
        late=due is not None and end >= due.at,
        paused=due is None and stage.left is None,
        finished=stage.left is not None,
        provisional=used.provisional or (due is not None and due.provisional),
    )


def due_without_open_stop(case: Case, stage: Stage, calendar: Calendar) -> Due | None:
    """When the stay would be due had the stop that still lasts not begun (应结案 counts it)."""
    if stage.limit is None:
        return None
    pauses = [stop.pause for stop in case.stops if stop.pause.end is not None]
    total = stage.limit.amount + stage.extended
    return calendar.due(stage.entered, total, stage.limit.unit, pauses)


def fork_clock(
    process: Process, case: Case, branch: Branch, calendar: Calendar, now: datetime
) -> Clock | None:
    """The clock of a branch in a fork: its own, or that of its parallel branch due last
    (并联审批: the longest branch sets the time)."""
    own = clock(case, branch.stage, calendar, now)
    if own is not None or process.by_name[branch.stage.state].fork is None:
        return own
    inner = [
        fork_clock(process, case, child, calendar, now)
        for child in case.branches
        if child.parent == branch.name and not child.dropped
    ]
    clocks = [reading for reading in inner if reading is not None]
    return max(clocks, key=lambda c: (c.due is None, c.due.at if c.due else now), default=None)


def next_due(case: Case, calendar: Calendar) -> Due | None:
    """The earliest deadline that still runs: what an inbox sorts by. None: none, or stopped."""
    if case.outcome:
        return None
    pauses = [stop.pause for stop in case.stops]
    stages = [case.whole, *(branch.stage for branch in case.branches if not branch.dropped)]
    dues = [
        calendar.due(s.entered, s.limit.amount + s.extended, s.limit.unit, pauses)
        for s in stages
        if s.limit is not None and s.left is None
    ]
    return min((due for due in dues if due), key=lambda due: due.at, default=None)
