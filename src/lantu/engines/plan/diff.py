"""One version of a plan against another: promises added, dropped, weakened, reworded.

Works on the six kinds of promise. Refuses to decide for a person: a pair below full likeness is a
proposal, and says how alike it is.
"""

from dataclasses import dataclass
from enum import StrEnum

from lantu.engines.plan.matching import Match, match
from lantu.engines.plan.model import Item
from lantu.engines.plan.package import Package
from lantu.engines.plan.weakening import shifts

PROMISES = ("indicators", "targets", "projects", "programmes", "systems", "tasks")
"""The lists of a package that hold promises."""


class ChangeKind(StrEnum):
    """Worst first."""

    DROPPED = "dropped"
    WEAKENED = "weakened"
    CHANGED = "changed"
    STRENGTHENED = "strengthened"
    REWORDED = "reworded"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """list: name of the package list. old, new: None when dropped or added. why: sentences for a
    person. likeness: 0-100 of the two wordings, None without a pair."""

    kind: ChangeKind
    list: str
    old: Item | None
    new: Item | None
    why: tuple[str, ...] = ()
    likeness: float | None = None


def diff(old: Package, new: Package) -> list[Change]:
    """Every promise that differs between two versions, worst kind first, in the plan's order."""
    found: list[Change] = []
    for name in PROMISES:
        pairs, lost, fresh = match(getattr(old, name), getattr(new, name))
        found += [change for pair in pairs if (change := _change(name, pair))]
        found += [Change(ChangeKind.DROPPED, name, item, None) for item in lost]
        found += [Change(ChangeKind.ADDED, name, None, item) for item in fresh]
    order = list(ChangeKind)
    return sorted(found, key=lambda change: order.index(change.kind))


def _change(name: str, pair: Match[Item]) -> Change | None:
    found = shifts(pair.old, pair.new)
    why = tuple(shift.why for shift in found)
    if any(shift.weaker for shift in found):
        kind = ChangeKind.WEAKENED
    elif any(shift.weaker is False for shift in found):
        kind = ChangeKind.STRENGTHENED
    elif found:
        kind = ChangeKind.CHANGED
    elif _words(pair.old) != _words(pair.new):
        kind = ChangeKind.REWORDED
    else:
        return None
    return Change(kind, name, pair.old, pair.new, why, pair.likeness)


def _words(item: Item) -> str:
    return "".join(item.quote.split())
