"""One version of a plan against another: promises added, dropped, weakened, reworded.

Works on the six kinds of promise. Refuses to decide for a person: a pair below full likeness is a
proposal, and says how alike it is.
"""

from enum import StrEnum

from lantu.engines.plan.comparison.matching import Difference, Match, match
from lantu.engines.plan.comparison.weakening import shifts
from lantu.engines.plan.model import Item
from lantu.engines.plan.package import Package

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


def diff(old: Package, new: Package) -> list[Difference]:
    """Every promise that differs between two versions, worst kind first, in the plan's order."""
    found: list[Difference] = []
    for name in PROMISES:
        pairs, lost, fresh = match(getattr(old, name), getattr(new, name))
        found += [change for pair in pairs if (change := _change(name, pair))]
        found += [Difference(ChangeKind.DROPPED, name, item, None) for item in lost]
        found += [Difference(ChangeKind.ADDED, name, None, item) for item in fresh]
    order = list(ChangeKind)
    return sorted(found, key=lambda change: order.index(ChangeKind(change.kind)))


def _change(name: str, pair: Match[Item]) -> Difference | None:
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
    return Difference(kind, name, pair.old, pair.new, why, pair.likeness)


def _words(item: Item) -> str:
    return "".join(item.quote.split())
