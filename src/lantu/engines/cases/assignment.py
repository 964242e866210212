"""Who gets a case: the duty list of its area and category, the least loaded first.

An area without anyone on duty sends the case one level up and says so. Deterministic: the same duty
list and loads give the same answer. Refuses to leave a case nowhere: with nobody on duty at any
level it stands at the highest area, unassigned, with the reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from lantu.engines.cases.case import Actor, Case, Event, EventKind
from lantu.engines.cases.process import MAIN, SYSTEM, MeasureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One line of a duty list. categories: empty means all. since, until: both included.
    share: how much of the work it takes, 2 twice that of 1, 0 none."""

    area: str
    role: str
    organisation: str
    person: str = ""
    categories: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    share: int = 1

    def serves(self, area: str, role: str, today: date) -> bool:
        """Whether it is on duty there on that day."""
        begun = self.since is None or self.since <= today
        lasts = self.until is None or today <= self.until
        return (self.area, self.role) == (area, role) and begun and lasts and self.share > 0


@dataclass(frozen=True, slots=True)
class Assignment:
    """duty: None when nobody is on duty anywhere. level: place in the case's areas. reason: why it
    went up, empty when it did not."""

    duty: Duty | None
    level: int
    reason: str


def assign(
    duties: Sequence[Duty],
    areas: Sequence[str],
    role: str,
    category: str,
    today: date,
    *,
    level: int = 0,
    loads: Mapping[tuple[str, str], int] | None = None,
    names: Mapping[str, str] | None = None,
) -> Assignment:
    """Who handles a case of `category` in `areas` (smallest first), from `level` upwards.

    loads: open cases by (organisation, person). names: of areas, for the reason. A line that names
    the category goes before one for all; then the smaller load for its share, then the order of
    the list.
    """
    called = [(names or {}).get(area, area) for area in areas]
    climbed: list[str] = []
    for place in range(level, len(areas)):
        there = [duty for duty in duties if duty.serves(areas[place], role, today)]
        exact = [duty for duty in there if category in duty.categories]
        fit = exact or [duty for duty in there if not duty.categories]
        if fit:
            chosen = min(fit, key=lambda duty: _load(duty, loads or {}))
            return Assignment(chosen, place, _why(climbed, called[place]))
        climbed.append(called[place])
    if not climbed:
        return Assignment(None, level, "案件没有写明所在区域，请补充后再派。")
    top = len(areas) - 1
    return Assignment(None, top, f"{'、'.join(climbed)}都没有人值班，请{called[top]}指定办理单位。")


def assignment_event(case: Case, found: Assignment, at: datetime, branch: str = MAIN) -> Event:
    """The event by which the software carries `found` out: 派遣, 升级, or a note when the case
    stands at the top with nobody on duty."""
    held = case.branch(branch)
    climbs = held is not None and found.level > held.level
    kind = (
        MeasureKind.ASSIGN if found.duty else MeasureKind.ESCALATE if climbs else MeasureKind.NOTE
    )
    return Event(
        seq=case.seq + 1,
        at=at,
        by=Actor("值班表", frozenset({SYSTEM})),
        kind=EventKind.MEASURE,
        action=kind,
        branch=branch,
        reason=found.reason,
        target=found.duty.organisation if found.duty else "",
        person=found.duty.person if found.duty else "",
        level=found.level if climbs else None,
    )


def _load(duty: Duty, loads: Mapping[tuple[str, str], int]) -> Fraction:
    return Fraction(loads.get((duty.organisation, duty.person), 0), duty.share)


def _why(climbed: Sequence[str], reached: str) -> str:
    return f"{'、'.join(climbed)}没有人值班，升至{reached}。" if climbed else ""
