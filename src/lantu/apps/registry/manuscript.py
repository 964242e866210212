"""A version's text as blocks of pieces: what is a heading, a paragraph, a table; which words are
whose promise. Pure: a text and spans in, values out.

Promises nest; every word belongs to the innermost one that covers it. Export noise of word
processors is left out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from lantu.engines.plan.structure.passages import NOISE
from lantu.kernel.spans import Span


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    BOX_TITLE = "box_title"
    BOX_LINE = "box_line"


@dataclass(frozen=True, slots=True)
class Mark:
    """A promise where it stands."""

    promise: int
    status: str
    span: Span


@dataclass(frozen=True, slots=True)
class Tag:
    """A stretch that is shown in its own way: a name (target: its id), a finding, a lead phrase."""

    kind: str
    span: Span
    target: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are shown alike. inside: every promise that covers them, the innermost first.
    first, last: the innermost promise begins or ends here. tags: by kind, their target."""

    words: str
    inside: tuple[Mark, ...]
    tags: dict[str, int]
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A heading, table or box: a span that gives its lines another kind. target: its row's id."""

    kind: BlockKind
    span: Span
    target: int = 0


@dataclass(slots=True)
class Block:
    """One line of the text, or one table. target: the section's or table's id."""

    kind: BlockKind
    span: Span
    target: int = 0
    pieces: list[Piece] = field(default_factory=list)


def lay_out(
    text: str, regions: Iterable[Region], marks: Sequence[Mark], tags: Sequence[Tag]
) -> list[Block]:
    """The blocks in order. Lines of white space are left out."""
    blocks = _blocks(text, sorted(regions, key=lambda region: region.span))
    starts = [block.span.start for block in blocks]
    marks_of: list[list[Mark]] = [[] for _ in blocks]
    tags_of: list[list[Tag]] = [[] for _ in blocks]
    for mark in marks:
        for index in _touched(blocks, starts, mark.span):
            marks_of[index].append(mark)
    for tag in tags:
        for index in _touched(blocks, starts, tag.span):
            tags_of[index].append(tag)
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.TABLE:
            block.pieces = _pieces(text, block.span, marks_of[index], tags_of[index])
    return blocks


def _blocks(text: str, regions: Sequence[Region]) -> list[Block]:
    """Lines that a region covers take its kind; the lines of a heading or table become one."""
    blocks: list[Block] = []
    starts = [region.span.start for region in regions]
    at = 0
    for line in text.splitlines(keepends=True):
        span = Span(at, at + len(line))
        at = span.end
        if not line.strip():
            continue
        region = _region(regions, starts, span)
        if region is None:
            blocks.append(Block(BlockKind.PARAGRAPH, span))
        elif region.kind is BlockKind.BOX_TITLE:
            opens = span.start <= region.span.start
            kind = BlockKind.BOX_TITLE if opens else BlockKind.BOX_LINE
            blocks.append(Block(kind, span, region.target))
        elif blocks and blocks[-1].kind is region.kind and blocks[-1].target == region.target:
            blocks[-1].span = Span(blocks[-1].span.start, span.end)
        else:
            blocks.append(Block(region.kind, span, region.target))
    return blocks


def _region(regions: Sequence[Region], starts: Sequence[int], line: Span) -> Region | None:
    """The last region that begins before the line's end and reaches into it."""
    index = bisect_right(starts, line.end - 1)
    near = regions[max(0, index - 3) : index]
    return next((region for region in reversed(near) if region.span.meets(line)), None)


def _touched(blocks: Sequence[Block], starts: Sequence[int], span: Span) -> Iterable[int]:
    index = max(0, bisect_right(starts, span.start) - 1)
    while index < len(blocks) and blocks[index].span.start < span.end:
        if blocks[index].span.meets(span):
            yield index
        index += 1


def _pieces(text: str, line: Span, marks: list[Mark], tags: list[Tag]) -> list[Piece]:
    noise = [Span(m.start(), m.end()) for m in NOISE.finditer(text, line.start, line.end)]
    cuts = {line.start, line.end}
    for span in (*(m.span for m in marks), *(t.span for t in tags), *noise):
        cuts.update(cut for cut in span if line.start < cut < line.end)
    marks.sort(key=lambda mark: mark.span.end - mark.span.start)
    edges = sorted(cuts)
    pieces = []
    for start, end in pairwise(edges):
        here = Span(start, end)
        words = text[start:end].strip("\r\n")
        if not words or any(span.holds(here) for span in noise):
            continue
        inside = tuple(mark for mark in marks if mark.span.holds(here))
        pieces.append(
            Piece(
                words,
                inside,
                {tag.kind: tag.target for tag in tags if tag.span.holds(here)},
                first=bool(inside) and inside[0].span.start == start,
                last=bool(inside) and inside[0].span.end == end,
            )
        )
    return pieces
