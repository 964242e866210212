"""The lines of a document, and the record of what each line is.

Everything that reads headings, tables, boxes or running text reads it from one `Layout`, so that
no two of them disagree about a line. `layout.py` fills the roles; no character is ever dropped.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from lantu.engines.plan.document import Block, BlockKind, Document
from lantu.engines.plan.structure.headings import Heading
from lantu.engines.plan.structure.passages import strip_noise
from lantu.kernel.spans import Span


class Role(StrEnum):
    """What a line is."""

    BLANK = "blank"
    BODY = "body"
    TABLE = "table"
    BOX = "box"
    CONTENTS = "contents"
    FURNITURE = "furniture"
    FOOTNOTE = "footnote"


@dataclass(slots=True)
class Line:
    """span: the line without its line break. words: without noise and outer white space;
    offsets: where each of them stands. tabbed: opens with a tab. level: the heading level that the
    format marks. block: index of the document's block, when that block is a table with cells.
    continues: the sentence of the line before goes on here, broken at a fixed width."""

    span: Span
    words: str
    offsets: tuple[int, ...]
    tabbed: bool
    role: Role = Role.BODY
    level: int | None = None
    block: int | None = None
    heading: Heading | None = None
    continues: bool = False

    def part(self, start: int, end: int) -> Span:
        """The document span of words[start:end] (not empty)."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """A document by lines. tables and boxes: (first line, line after the last) of each."""

    document: Document
    lines: tuple[Line, ...]
    tables: tuple[tuple[int, int], ...]
    boxes: tuple[tuple[int, int], ...]


_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_EDGE = " \t\u3000\xa0\u200b\u200c\u200d\u2060\ufeff"
_GAP = re.compile(r"\t|[ \u3000\xa0]{3}|[.．。·…]{4}")
STOP = re.compile(r"[。！？；：…”）)》.!?;:]$")
"""What ends a paragraph, so that nothing of it follows."""
ITEM = re.compile(
    r"[0-9０-９]{1,2}\s*[.、．)）]|[（(]\s*[0-9０-９一二三四五六七八九十]{1,3}\s*[）)]|[①-⑳]"
    r"|[●○◆◇■□★☆▲△▶►·•※➢]|[—–-]{1,2}(?=[^\d])"
)
"""What opens an item of a list."""
_WRAPPED_LINES = 12
_WIDEST_WRAP = 60
_PAGE_MARK = re.compile(
    r"[—―–\-·.~\s]+\d{1,4}[—―–\-·.~\s]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?|[ivxlIVXL]{1,6}|[Ⅰ-Ⅻ]"
)


def read_lines(document: Document) -> list[Line]:
    """All lines in order, with the marks of the format; roles beyond those are still BODY."""
    lines = [_line(document.text, span) for span in _spans(document.text)]
    starts = [line.span.start for line in lines]
    for index, block in enumerate(document.blocks):
        first = max(bisect_right(starts, block.span.start) - 1, 0)
        last = bisect_right(starts, max(block.span.end - 1, block.span.start))
        for line in lines[first:last]:
            _mark(line, index, block)
    return lines


def mark_wraps(lines: list[Line], text: str) -> None:
    """Marks the lines that continue the one before, in a text that was broken at a fixed width:
    there most full lines are as long as each other."""
    lengths = sorted(len(line.words) for line in lines if _is_prose(line) and len(line.words) > 15)
    if len(lengths) < _WRAPPED_LINES:
        return
    widest = lengths[len(lengths) * 9 // 10]
    near = sum(1 for length in lengths if widest - 3 <= length <= widest + 2)
    if widest >= _WIDEST_WRAP or near * 2 <= len(lengths):
        return
    for before, line in pairwise(lines):
        full = _is_prose(before) and len(before.words) > 15 and not STOP.search(before.words)
        line.continues = full and _is_prose(line) and not _opens_paragraph(line, text)


def _opens_paragraph(line: Line, text: str) -> bool:
    """Whether a bookmark or the two wide blanks of a first line stand before the words."""
    lead = text[line.span.start : line.offsets[0]]
    return bool(lead.strip()) or lead.endswith("\u3000\u3000")


def _is_prose(line: Line) -> bool:
    broken = line.tabbed or line.block is not None or _GAP.search(line.words)
    return line.role is Role.BODY and not broken


def is_page_mark(line: Line) -> bool:
    """Whether the line is a page number with its ornament (— 3 —, 第3页)."""
    return not line.tabbed and bool(_PAGE_MARK.fullmatch(line.words))


def _spans(text: str) -> list[Span]:
    spans, begin = [], 0
    for match in _BREAK.finditer(text):
        spans.append(Span(begin, match.start()))
        begin = match.end()
    spans.append(Span(begin, len(text)))
    return spans


def _line(text: str, span: Span) -> Line:
    clean, offsets = strip_noise(text, span)
    left = len(clean) - len(clean.lstrip(_EDGE))
    words = clean.strip(_EDGE)
    tabbed = clean.startswith("\t")
    role = Role.BODY if words else Role.BLANK
    return Line(span, words, offsets[left : left + len(words)], tabbed, role)


def _mark(line: Line, index: int, block: Block) -> None:
    if block.kind is BlockKind.TABLE and block.cells:
        line.block = index
    elif block.kind is BlockKind.FOOTNOTE:
        if line.words and block.span.start <= line.offsets[0] and line.offsets[-1] < block.span.end:
            line.role = Role.FOOTNOTE
    elif block.listing and line.words:
        line.role = Role.CONTENTS
    elif block.heading is not None:
        line.level = block.heading
