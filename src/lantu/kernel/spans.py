"""Places in a text: half-open ranges of characters, and lines for people."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """`[start, end)` in characters (Python `str` index)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that stand there.

        >>> Span(1, 3).of("五年规划")
        '年规'
        """
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of `spans` (at least one)."""
    found = list(spans)
    return Span(min(s.start for s in found), max(s.end for s in found))


def trim(text: str, span: Span) -> Span:
    """`span` without white space at either end (ideographic space included)."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


class Lines:
    """Turns character offsets into line and column, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        self._starts.extend(i + 1 for i, c in enumerate(text) if c == "\n")

    def at(self, offset: int) -> tuple[int, int]:
        """(line, column) of the character at `offset`.

        >>> Lines("甲乙\\n丙").at(3)
        (2, 1)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
