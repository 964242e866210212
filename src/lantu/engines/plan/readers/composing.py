"""Composes the text of a document whose format has structure, and the blocks that point into it.

A paragraph is one line. A table row is one line that starts with a tab, its cells joined by tabs;
in a table of one column (a box 专栏) the paragraphs of a cell stay lines of their own, as in Word's
text export. A footnote's words stand at the end of the paragraph that calls it: `[1: words]`.
Refuses tables so wide and long that they can only be an attack.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lantu.engines.plan.document import Block, BlockKind, Cell
from lantu.engines.plan.readers.refusals import refuse
from lantu.kernel.spans import Span

MOST_CELLS = 1_000_000
"""Rows times columns of one table. The largest project annexes stay under a tenth of it."""

BOX = "专栏"
"""The word with which a box begins."""

_BETWEEN_HAN = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
_BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")


def flow(raw: str) -> str:
    """`raw` as one line. A line break between two Chinese characters is no space.

    >>> flow(" 建设\\n茶园  GDP\\n增长 ")
    '建设茶园 GDP 增长'
    """
    return _BLANKS.sub(" ", _BETWEEN_HAN.sub("", raw)).strip()


class Line(NamedTuple):
    """One paragraph: its words with `[footnoteRef:n]` marks, and its footnotes `(n, words)`."""

    words: str
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell before it has a place in the text. continued: the cell above goes on here."""

    column: int
    lines: tuple[Line, ...] = ()
    columns: int = 1
    continued: bool = False


class Composer:
    """Collects paragraphs and tables in reading order; `text` and `blocks` are the result."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def paragraph(self, line: Line, heading: int | None = None, listing: bool = False) -> None:
        """Adds a paragraph; an empty one leaves no trace."""
        if not line.words and not line.notes:
            return
        at = len(self.blocks)
        span = self._line(line)
        self.blocks.insert(at, Block(BlockKind.PARAGRAPH, span, heading, listing))
        self._write("\n")

    def table(self, rows: Sequence[Sequence[Slot]]) -> None:
        """Adds a table. Slots of a row are in the order of their columns, and do not overlap."""
        if not any(line.words for row in rows for slot in row for line in slot.lines):
            return
        width = max((slot.column + slot.columns for row in rows for slot in row), default=0)
        if width * len(rows) > MOST_CELLS:
            refuse("bomb")
        boxed = all(len(row) <= 1 for row in rows)
        at, start = len(self.blocks), self._length
        cells: list[Cell] = []
        above: dict[int, int] = {}
        for number, row in enumerate(rows):
            self._row(number, row, cells, above, "\n" if boxed else " ")
        whole = Span(start, self._length - 1)
        self.blocks.insert(at, Block(BlockKind.TABLE, whole, cells=tuple(cells)))

    def _row(
        self,
        number: int,
        row: Sequence[Slot],
        cells: list[Cell],
        above: dict[int, int],
        break_: str,
    ) -> None:
        """above: column -> index in `cells` of the cell that the row before ends with there."""
        for slot in row:
            self._write("\t")
            start = self._length
            if slot.continued and slot.column in above:
                index = above[slot.column]
                top = cells[index]
                cells[index] = Cell(
                    top.row, top.column, top.span, number - top.row + 1, top.columns
                )
                continue
            for line in slot.lines:
                if line.words or line.notes:
                    self._write(break_ if self._length > start else "")
                    self._line(line)
            above[slot.column] = len(cells)
            span = Span(start, self._length)
            cells.append(Cell(number, slot.column, span, columns=slot.columns))
        self._write("\n" if row else "\t\n")

    def _line(self, line: Line) -> Span:
        start = self._length
        self._write(line.words)
        for number, words in line.notes:
            mark = self._length
            self._write(f"[{number}: {words}]")
            self.blocks.append(Block(BlockKind.FOOTNOTE, Span(mark, self._length)))
        return Span(start, self._length)

    def _write(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
