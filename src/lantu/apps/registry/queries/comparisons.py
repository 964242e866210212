"""Two versions held against each other, with the way from each difference to its promises.

What differs is kept for versions that were compared before: a version never changes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lantu.apps.people.actor import Actor
from lantu.apps.registry.loading import stored_package
from lantu.apps.registry.models import Appearance, Plan, PlanVersion
from lantu.apps.registry.queries.plans import VersionHead, newest_version
from lantu.engines.plan.comparison.align import align
from lantu.engines.plan.comparison.diff import diff
from lantu.engines.plan.comparison.matching import Difference
from lantu.engines.plan.model import Item
from lantu.engines.plan.package import Package, from_files
from lantu.reports.comparison import Row, row_of


class Comparison(StrEnum):
    """How two versions are compared: older with newer, or upper with lower plan."""

    DIFF = "diff"
    ALIGN = "align"


ENGINES: dict[Comparison, Callable[[Package, Package], list[Difference]]] = {
    Comparison.DIFF: diff,
    Comparison.ALIGN: align,
}


@dataclass(frozen=True, slots=True)
class Side:
    """Where one plan says it. promise: None when the item is no promise."""

    promise: int | None
    start: int


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A difference, its wordings marked. first, second: None where a plan lacks it."""

    row: Row
    first: Side | None
    second: Side | None

    @property
    def kind(self) -> str:
        return self.row.difference.kind

    @property
    def list(self) -> str:
        return self.row.difference.list


def compare(
    comparison: Comparison, first: VersionHead, second: VersionHead
) -> tuple[ComparedRow, ...]:
    """Every difference, worst kind first, in the plan's order."""
    rows = _compare(comparison, first.id, first.digest, second.id, second.digest)
    sides = [_promises(head.id, items) for head, items in (
        (first, [row.difference.first for row in rows]),
        (second, [row.difference.second for row in rows]),
    )]  # fmt: skip
    return tuple(
        ComparedRow(
            row, _side(row.difference.first, sides[0]), _side(row.difference.second, sides[1])
        )
        for row in rows
    )


@lru_cache(maxsize=16)
def _compare(
    comparison: Comparison, first: int, first_digest: str, second: int, second_digest: str
) -> tuple[Row, ...]:
    """The digests are part of what is remembered: numbers of rows are not for ever."""
    packages = [
        from_files(stored_package(PlanVersion.objects.get(pk=pk))) for pk in (first, second)
    ]
    return tuple(row_of(difference) for difference in ENGINES[comparison](*packages))


def _promises(version: int, items: Iterable[Item | None]) -> dict[str, int]:
    wanted = {item.id for item in items if item}
    rows = Appearance.objects.filter(version=version).values_list("item", "promise")
    return {item: promise for item, promise in rows if item in wanted}


def _side(item: Item | None, promises: Mapping[str, int]) -> Side | None:
    return Side(promises.get(item.id), item.span.start) if item else None


def upper_version(actor: Actor, key: str) -> VersionHead | None:
    """The newest version of the upper plan, when one is named and the actor may see it."""
    upper = Plan.objects.visible_to(actor).filter(lower__key=key).first()
    return newest_version(actor, upper.key) if upper else None
