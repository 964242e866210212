"""Rows and cells of one table, whatever its format left of them.

Formats with real tables give cells and merges; a text export gives one cell or one row a line,
with blank lines between rows and sometimes inside one. Header, captions and roles are not judged
here, and no cell is invented: a merged cell is marked as such.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from lantu.engines.plan.document import Cell
from lantu.engines.plan.structure.lines import Layout, Line, Role
from lantu.engines.plan.structure.passages import strip_noise
from lantu.engines.plan.structure.regions import GAP, NOTE, box_title, caption
from lantu.kernel.spans import Span, hull

_BLANK = re.compile(r"[ \u3000\xa0]+")
_NUMBER = re.compile(r"[0-9]{1,3}(?:[-.][0-9]{1,2})?")
GROUP_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}(?:[）)]|[、．.])\s*")
"""What opens the title of a group of rows: 一、, （二）."""
_NATURE = re.compile(r"(?:约束|预期|指导)性?(?:指标)?")
_OF_WHICH = re.compile(r"其\s*中\s*[：:]?")
_RULE = re.compile(r"[|\s:：-]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at one place of a row. merged: a cell from the left or above reaches here."""

    words: str
    span: Span
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """rows of slots; exact: all rows are as wide as the table, because the format said so.
    title: number of its caption line, notes: its note lines (None when it has none).
    head: rows of the header, when the reader of the rows knows."""

    rows: tuple[tuple[Slot, ...], ...]
    exact: bool
    title: int | None = None
    notes: tuple[int, ...] = field(default=())
    head: int | None = None


def read_grid(layout: Layout, first: int, end: int) -> Grid:
    """The grid of the table on lines [first, end)."""
    lines = layout.lines
    title = _title_line(lines, first, end)
    body_start = first if title is None else title + 1
    noted = next((i for i in range(body_start, end) if NOTE.match(lines[i].words)), end)
    notes = tuple(i for i in range(noted, end) if lines[i].words)
    inner = [
        line for line in lines[body_start:noted]
        if not _is_unit_line(line) and line.role is not Role.FURNITURE
    ]  # fmt: skip
    block = next((line.block for line in inner if line.block is not None), None)
    if block is not None:
        rows = _from_cells(layout.document.text, layout.document.blocks[block].cells)
        rows = [row for row in rows if not _is_outside(row, title, notes, layout)]
        return Grid(tuple(map(tuple, rows)), True, title, notes)
    framed = all(line.tabbed or not GAP.search(line.words) for line in inner)
    per_line = [row for line in inner if (row := _split(layout.document.text, line, framed))]
    if sum(len(row) > 1 for row in per_line) * 2 > len(per_line):
        return Grid(tuple(map(tuple, per_line)), False, title, notes)
    rows = _from_cell_lines(layout.document.text, inner)
    return Grid(tuple(map(tuple, rows)), False, title, notes)


def _title_line(lines: tuple[Line, ...], first: int, end: int) -> int | None:
    for index in range(first, min(first + 3, end)):
        words = lines[index].words
        if caption(words) or box_title(words):
            return index
    lone = lines[first].block is None and not lines[first].tabbed
    return first if lone and first + 1 < end and len(GAP.split(lines[first].words)) == 1 else None


def _is_unit_line(line: Line) -> bool:
    return bool(re.fullmatch(r"[（(]?(?:计量)?单位\s*[：:]\s*[^\t]{1,20}", line.words))


def _from_cells(text: str, cells: tuple[Cell, ...]) -> list[list[Slot]]:
    height = max((cell.row + cell.rows for cell in cells), default=0)
    width = max((cell.column + cell.columns for cell in cells), default=0)
    end = max((cell.span.end for cell in cells), default=0)
    matrix = [[Slot("", Span(end, end), True)] * width for _ in range(height)]
    for cell in cells:
        words, span = _clean(text, cell.span)
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                merged = (row, column) != (cell.row, cell.column)
                matrix[row][column] = Slot(words, span, merged)
    return matrix


def _is_outside(row: list[Slot], title: int | None, notes: tuple[int, ...], layout: Layout) -> bool:
    """Whether a row of the format's table is really its caption or a note, or is empty."""
    outside = {i for i in (title, *notes) if i is not None}
    spans = [layout.lines[i].span for i in outside]
    solid = [slot for slot in row if slot.words]
    return all(any(span.holds(slot.span) for span in spans) for slot in solid)


def _clean(text: str, span: Span) -> tuple[str, Span]:
    """The words of a cell on one line, and where they stand."""
    words, offsets = strip_noise(text, span)
    left = len(words) - len(words.lstrip())
    right = len(words.rstrip())
    if right <= left:
        return "", Span(span.start, span.start)
    flat = re.sub(r"\s*[\r\n]\s*", "", words[left:right])
    return flat, Span(offsets[left], offsets[right - 1] + 1)


def _split(text: str, line: Line, framed: bool) -> list[Slot]:
    """The cells of a line that holds a whole row; a rule (|---|---|) is no row.

    framed: every row opens with a tab that is no cell; else a tab at the start is an empty cell.
    """
    raw = line.span.of(text)
    if not line.words or ("|" in raw and _RULE.fullmatch(raw)):
        return []
    start, end = line.span
    if line.words.startswith("|"):
        start += raw.index("|") + 1
        end = line.span.start + (raw.rindex("|") if raw.rstrip().endswith("|") else len(raw))
        cut = re.compile(r"\|")
    elif "\t" in raw:
        start += framed and raw.startswith("\t")
        cut = re.compile(r"\t")
    else:
        cut = GAP if GAP.search(line.words) else _BLANK
    slots, begin = [], start
    for match in cut.finditer(text, start, end):
        slots.append(Slot(*_clean(text, Span(begin, match.start()))))
        begin = match.end()
    slots.append(Slot(*_clean(text, Span(begin, end))))
    return slots


def _from_cell_lines(text: str, lines: list[Line]) -> list[list[Slot]]:
    """Rows of a table with one cell a line: blank lines end rows, but may stand inside one."""
    pieces: list[list[Slot]] = [[]]
    tabs = any(line.tabbed for line in lines)
    for line in lines:
        if line.tabbed or (line.words and not tabs):
            pieces[-1].append(Slot(*_clean(text, line.span)))
        elif not line.words:
            pieces.append([])
        elif pieces[-1]:
            last = pieces[-1][-1]
            span = Span(last.span.start, line.offsets[-1] + 1)
            pieces[-1][-1] = Slot(last.words + line.words, span)
    return _joined([cut for piece in pieces if piece for cut in _cut(piece)])


def _cut(piece: list[Slot]) -> list[list[Slot]]:
    """Rows of a piece without blank lines: a new one begins at the next number in sequence and
    behind a nature."""
    numbers = [i for i, slot in enumerate(piece) if _NUMBER.fullmatch(slot.words)]
    natures = sum(1 for slot in piece if _NATURE.fullmatch(slot.words))
    if natures < 2:
        return [piece]
    rows: list[list[Slot]] = [[]]
    expected = next((int(piece[i].words) for i in numbers if piece[i].words.isdigit()), 1)
    last = _nature_is_last(piece)
    for index, slot in enumerate(piece):
        numbered = slot.words == str(expected) and _opens_row(piece, index)
        behind = last and index > 0 and bool(_NATURE.fullmatch(piece[index - 1].words))
        part = len(rows[-1]) > 2 and bool(_OF_WHICH.match(slot.words))
        if (numbered or behind or part or GROUP_NUMBER.match(slot.words)) and rows[-1]:
            rows.append([])
        expected += numbered
        rows[-1].append(slot)
    return [_one_title(row) for row in rows]


def _nature_is_last(piece: list[Slot]) -> bool:
    """Whether the nature closes the rows: most often a number or a group title comes next."""
    following = [
        after.words for slot, after in pairwise(piece) if _NATURE.fullmatch(slot.words)
    ]  # fmt: skip
    opening = sum(1 for words in following if _NUMBER.fullmatch(words) or GROUP_NUMBER.match(words))
    return opening * 2 > len(following)


def _one_title(row: list[Slot]) -> list[Slot]:
    """A group title that stands on several lines (一、经济 | 高质量 | 发展) in one cell."""
    if (
        len(row) > 1
        and GROUP_NUMBER.match(row[0].words)
        and all(_is_bare(slot.words) for slot in row)
    ):
        return [Slot("".join(slot.words for slot in row), hull(slot.span for slot in row))]
    return row


def _is_bare(words: str) -> bool:
    return not re.search(r"\d|^[—–-]", words) and not _NATURE.fullmatch(words)


def _opens_row(piece: list[Slot], index: int) -> bool:
    """A number opens a row when words, not another number, follow."""
    following = piece[index + 1].words if index + 1 < len(piece) else ""
    return bool(re.match(r"[^\d\s≥≤><＞＜—\[〔-]", following))


def _joined(pieces: list[list[Slot]]) -> list[list[Slot]]:
    """Puts a row together again that a blank line cut: what is too short takes what follows."""
    full = Counter(len(p) for p in pieces if _NUMBER.fullmatch(p[0].words))
    if not full:
        return pieces
    width = max(full, key=lambda n: (full[n], n))
    rows: list[list[Slot]] = []
    for piece in pieces:
        short = bool(rows) and bool(_NUMBER.fullmatch(rows[-1][0].words)) and len(rows[-1]) < width
        opens = _NUMBER.fullmatch(piece[0].words) or GROUP_NUMBER.match(piece[0].words)
        if short and not opens and len(rows[-1]) + len(piece) <= width + 1:
            rows[-1].extend(piece)
        else:
            rows.append(piece)
    return rows


def span_of(row: tuple[Slot, ...]) -> Span:
    """First cell to last of a row; cells reached by a merge from above are not in it."""
    own = [slot.span for slot in row if slot.words and not slot.merged]
    return hull(own or [slot.span for slot in row])
