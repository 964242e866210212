"""Annotated sentences of invented plans: 【】 marks what a careful reader would list."""

import re
from dataclasses import dataclass

from lantu.engines.plan.passages import Passage
from lantu.kernel.spans import Span


@dataclass(frozen=True)
class Annotated:
    """A passage and the places that are marked in it."""

    passage: Passage
    gold: tuple[Span, ...]


def passage(text: str, box: str | None = None, begin: int = 0) -> Passage:
    """`text` as it would stand in a document from character `begin` on."""
    return Passage(text, tuple(range(begin, begin + len(text))), None, box)


def annotated(marked: str) -> Annotated:
    """The passage without its marks."""
    text, gold, start = "", [], 0
    for part in re.split("([【】])", marked):
        if part == "【":
            start = len(text)
        elif part == "】":
            gold.append(Span(start, len(text)))
        else:
            text += part
    return Annotated(passage(text), tuple(gold))


def same(found: Span, gold: Span) -> bool:
    """The rule by which the package is measured: half of the shorter, at most 2.5 times as long."""
    shared = min(found.end, gold.end) - max(found.start, gold.start)
    lengths = found.end - found.start, gold.end - gold.start
    return shared * 2 >= min(lengths) and lengths[0] <= 2.5 * lengths[1]
