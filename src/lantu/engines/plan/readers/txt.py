"""Plain text, and above all Word's text export: one line a paragraph, one tab-led line a cell.

In the export the paragraphs of a cell stand on lines of their own, of which only the first has the
tab, and an empty line ends each row. So a run of tab-led lines becomes one TABLE block without
cells; it takes in the lines that directly follow a tab-led line (no empty line between) when they
are short and another tab-led line comes next, or when an empty line ends them. A box (专栏) is such
a run too: its title, then its content, each of whose lines is a line of the block. Splitting a run
into tables, boxes and cells is the work of a later stage.
Refuses to take a tab for a cell where tabs merely indent the paragraphs of the document.
"""

import re
from collections.abc import Iterator, Sequence

from lantu.engines.plan.document import Block, BlockKind
from lantu.engines.plan.structure.headings import Style, read_heading
from lantu.engines.plan.structure.passages import strip_noise
from lantu.kernel.spans import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|$)")
_FOOTNOTE = re.compile(r"\[\d+:\s[^\]\r\n]*\]")

LONGEST_CELL_LINE = 40
"""Characters of a line that may go on inside a cell of a grid."""
INDENTED = 40
"""Mean length of tab-led lines from which they are paragraphs, if they are most of the lines."""


def read_txt(text: str) -> tuple[Block, ...]:
    """Blocks of a text that is used as it stands.

    >>> blocks = read_txt("前言\\n\\t表1：目标\\n\\n\\t序号\\n\\t指标\\n\\n\\n以上。\\n")
    >>> [block.kind.value for block in blocks]
    ['paragraph', 'table', 'paragraph']
    """
    lines = _lines(text)
    blocks = [*_stretches(text, lines), *_footnotes(text)]
    return tuple(sorted(blocks, key=lambda b: (b.span.start, -b.span.end)))


def _lines(text: str) -> list[Span]:
    """All lines, empty ones too, without their line ends."""
    spans = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in "\r\n":
            end -= 1
        spans.append(Span(start, end))
    return spans


def _footnotes(text: str) -> Iterator[Block]:
    return (Block(BlockKind.FOOTNOTE, Span(*m.span())) for m in _FOOTNOTE.finditer(text))


def _stretches(text: str, lines: Sequence[Span]) -> Iterator[Block]:
    runs = _Runs(text, lines)
    at = 0
    while at < len(lines):
        last = runs.end(at)
        if last is not None:
            yield Block(BlockKind.TABLE, Span(lines[at].start, lines[last].end))
            at = last
        elif runs.filled(at):
            yield Block(BlockKind.PARAGRAPH, lines[at])
        at += 1


class _Runs:
    """Finds where a run of table lines ends."""

    def __init__(self, text: str, lines: Sequence[Span]) -> None:
        self._text = text
        self._lines = lines
        self._words = [span.of(text).strip() for span in lines]
        self._tabbed = [text.startswith("\t", span.start, span.end) for span in lines]
        if self._only_indents():
            self._tabbed = [False] * len(lines)

    def filled(self, at: int) -> bool:
        return bool(self._words[at])

    def end(self, at: int) -> int | None:
        """Index of the last line of the run that begins at line `at`; None when none does."""
        if not self._tabbed[at]:
            return None
        last = at
        while True:
            after = self._next(last + 1)
            if after is None:
                return last
            if self._tabbed[after]:
                last = after
                continue
            rest = self._cell_rest(after) if after == last + 1 else None
            if rest is None:
                return last
            last = rest

    def _next(self, at: int) -> int | None:
        """The next line that is part of a grid or has words."""
        for index in range(at, len(self._lines)):
            if self._tabbed[index] or self._words[index]:
                return index
        return None

    def _cell_rest(self, first: int) -> int | None:
        """The last of the lines from `first` on that go on in the cell above, None when none do."""
        last = first
        while last + 1 < len(self._lines) and self._words[last + 1] and not self._tabbed[last + 1]:
            last += 1
        group = range(first, last + 1)
        if any(self._is_chapter(index) for index in group):
            return None
        following = self._next(last + 1)
        short = all(len(self._words[index]) <= LONGEST_CELL_LINE for index in group)
        grid_goes_on = following is not None and self._tabbed[following] and short
        ended = last + 1 < len(self._lines) and not self._tabbed[last + 1]
        return last if grid_goes_on or ended else None

    def _is_chapter(self, at: int) -> bool:
        words, _ = strip_noise(self._text, self._lines[at])
        heading = read_heading(words.strip())
        return heading is not None and heading.style <= Style.SECTION

    def _only_indents(self) -> bool:
        tabbed = [len(w) for w, tab in zip(self._words, self._tabbed, strict=True) if tab]
        plain = sum(bool(w) for w in self._words) - len(tabbed)
        return len(tabbed) > plain and sum(tabbed) > INDENTED * len(tabbed)
