"""Which item of one plan is which item of another.

First by id (the same words), then by likeness of names and quotes within one kind, best pairs
first, each item at most once. Refuses pairs below a likeness, so that a dropped promise is not
taken for an unrelated new one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from lantu.engines.plan.model import Item, Target

T = TypeVar("T", bound=Item)

LIKENESS = 62.0
"""Least likeness (0-100, share of characters that both wordings have in order) of a pair."""


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """One item and its counterpart; likeness 0-100, 100 for the same words."""

    old: T
    new: T
    likeness: float


@dataclass(frozen=True, slots=True)
class Difference:
    """What two plans do not share. kind: a word of `diff` or `align`. list: of the package.
    first, second: the item in the one and in the other plan, None where it is missing.
    why: sentences for a person. likeness: 0-100 of the two wordings, None without a pair."""

    kind: str
    list: str
    first: Item | None
    second: Item | None
    why: tuple[str, ...] = ()
    likeness: float | None = None


def title_of(item: Item) -> str:
    """What a person would call the item: its name, else its words."""
    if isinstance(item, Target):
        return item.subject + "".join(item.quote.split())
    name = getattr(item, "name", None)
    return name if isinstance(name, str) else "".join(item.quote.split())


def match(
    old: Sequence[T],
    new: Sequence[T],
    title: Callable[[T], str] = title_of,
    least: float = LIKENESS,
) -> tuple[list[Match[T]], list[T], list[T]]:
    """(matches, items only in `old`, items only in `new`), each in the order of its plan."""
    by_id = {item.id: item for item in new}
    pairs = [Match(item, by_id[item.id], 100.0) for item in old if item.id in by_id]
    same = {pair.new.id for pair in pairs}
    lost = [item for item in old if item.id not in same]
    fresh = [item for item in new if item.id not in same]
    titles = {item.id: title(item) for item in fresh}
    scored = [
        (score, item.id, other)
        for item in lost
        for _, score, other in process.extract(
            title(item), titles, scorer=fuzz.ratio, score_cutoff=least, limit=5
        )
    ]
    lost_by_id, fresh_by_id = {i.id: i for i in lost}, {i.id: i for i in fresh}
    for score, first, second in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if first in lost_by_id and second in fresh_by_id:
            pairs.append(Match(lost_by_id.pop(first), fresh_by_id.pop(second), score))
    place = {item.id: index for index, item in enumerate(old)}
    pairs.sort(key=lambda pair: place[pair.old.id])
    return pairs, list(lost_by_id.values()), list(fresh_by_id.values())
