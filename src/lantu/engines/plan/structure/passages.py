"""The running text as the extractors read it: one paragraph or box line at a time, noise removed.

Extractors match on `Passage.text` and turn what they found into a span of the document with
`Passage.span`. Headings, tables, contents lists and page furniture are never passages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lantu.kernel.spans import Span

NOISE = re.compile(
    r"\[bookmark:[^\]]*\]|\[footnoteRef:\s*\d+\]|\[\d+:\s(?:[^\[\]]|\[[^\[\]]*\])*\]"
)
"""What a Word text export leaves between the words: bookmarks, footnote marks, footnote texts."""

_NOTE = re.compile(r"\[(\d+):\s")
_MARK = re.compile(r"\[footnoteRef:\s*(\d+)\]")
_SENTENCE_END = re.compile(r"[。！？；\n]")
_CLAUSE_END = re.compile(r"[，,。！？；;\n]")


@dataclass(frozen=True, slots=True)
class Passage:
    """text: the words without noise. offsets[i]: where text[i] stands in the document.
    section: id of the innermost outline unit. box: number of the 专栏 it stands in, "" when the box
    has no number, None outside boxes. A lead phrase (“强化改革。”) is part of its passage; `lead`
    is its length in characters, 0 when there is none."""

    text: str
    offsets: tuple[int, ...]
    section: str | None
    box: str | None = None
    lead: int = 0

    def span(self, start: int, end: int) -> Span:
        """The document span of text[start:end] (not empty). Noise inside is inside the span."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def sentences(self) -> Iterator[Span]:
        """Spans in `text`, split after 。！？； — end mark not included; empty ones left out."""
        return _pieces(self.text, _SENTENCE_END, 0, len(self.text))

    def clauses(self, within: Span | None = None) -> Iterator[Span]:
        """Spans in `text`, split at commas too; 、 does not split."""
        start, end = within or (0, len(self.text))
        return _pieces(self.text, _CLAUSE_END, start, end)


def unmarked_notes(text: str) -> frozenset[str]:
    """Numbers of the footnotes whose mark is nowhere in `text`: the export may have glued it to a
    word or a value.

    >>> sorted(unmarked_notes("托位[footnoteRef:1]达到14.253个[1: 普惠] [3: 预计]"))
    ['3']
    """
    return frozenset(_NOTE.findall(text)) - frozenset(_MARK.findall(text))


def _pieces(text: str, mark: re.Pattern[str], start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in mark.finditer(text, start, end):
        if text[begin : match.start()].strip():
            yield Span(begin, match.start())
        begin = match.end()
    if text[begin:end].strip():
        yield Span(begin, end)


def strip_noise(text: str, span: Span) -> tuple[str, tuple[int, ...]]:
    """The words of `span` without export noise, and where each stands.

    >>> strip_noise("[bookmark: a]第一章", Span(0, 16))
    ('第一章', (13, 14, 15))
    """
    kept: list[int] = []
    begin = span.start
    for match in NOISE.finditer(text, span.start, span.end):
        kept.extend(range(begin, match.start()))
        begin = match.end()
    kept.extend(range(begin, span.end))
    return "".join(text[i] for i in kept), tuple(kept)
