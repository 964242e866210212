"""Annotated sentences of invented plans: 【】 marks what a careful reader would list, 〖〗 what one
reader would and another would not: found or missed, it does not count."""

import re
from dataclasses import dataclass

from lantu.engines.plan.structure.passages import Passage
from lantu.kernel.spans import Span


@dataclass(frozen=True)
class Annotated:
    """A passage and the places that are marked in it."""

    passage: Passage
    gold: tuple[Span, ...]
    doubtful: tuple[Span, ...]


def passage(text: str, box: str | None = None, begin: int = 0) -> Passage:
    """`text` as it would stand in a document from character `begin` on."""
    return Passage(text, tuple(range(begin, begin + len(text))), None, box)


def annotated(marked: str) -> Annotated:
    """The passage without its marks."""
    text, start = "", 0
    places: dict[str, list[Span]] = {"】": [], "〗": []}
    for part in re.split("([【】〖〗])", marked):
        if part in places:
            places[part].append(Span(start, len(text)))
        elif part in ("【", "〖"):
            start = len(text)
        else:
            text += part
    return Annotated(passage(text), tuple(places["】"]), tuple(places["〗"]))


def same(found: Span, gold: Span) -> bool:
    """The rule by which the package is measured: half of the shorter, at most 2.5 times as long."""
    shared = min(found.end, gold.end) - max(found.start, gold.start)
    lengths = found.end - found.start, gold.end - gold.start
    return shared * 2 >= min(lengths) and lengths[0] <= 2.5 * lengths[1]
