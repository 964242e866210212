"""Boxes (专栏): from the title line to the last line of what stands in it.

In formats with tables a box is a one-column table; in plain text only the words tell where it
ends: a heading, another box, or a paragraph that is no item after a gap.
"""

import re

from lantu.engines.plan.model import Box, Mint
from lantu.engines.plan.structure.headings import Style
from lantu.engines.plan.structure.lines import ITEM, Layout, Line, Role
from lantu.engines.plan.structure.regions import box_title, caption
from lantu.kernel.numerals import number
from lantu.kernel.spans import Span, trim

_LABEL = re.compile(r"[^，。：；]{2,24}[：:]")


def mark_boxes(lines: list[Line]) -> list[tuple[int, int]]:
    """Sets the role BOX on the lines of boxes (tables inside keep theirs) and returns the
    (first, last + 1) line numbers of each."""
    found = []
    index = 0
    while index < len(lines):
        if lines[index].role in (Role.BODY, Role.TABLE) and box_title(lines[index].words):
            end = _end(lines, index)
            for line in lines[index:end]:
                line.heading = None
                if line.role is Role.BODY:
                    line.role = Role.BOX
            found.append((index, end))
            index = end
        else:
            index += 1
    return found


def _end(lines: list[Line], first: int) -> int:
    block = lines[first].block
    if block is not None:
        end = first
        while end < len(lines) and lines[end].block == block:
            end += 1
        return end
    return _end_by_words(lines, first)


def _end_by_words(lines: list[Line], first: int) -> int:
    end, previous, itemised = first + 1, first, False
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if not line.words or line.role is Role.FURNITURE:
            continue
        if _breaks(line):
            break
        opening = end == first + 1
        item = (
            line.tabbed
            or line.role is Role.TABLE
            or bool(ITEM.match(line.words))
            or bool(_LABEL.match(line.words))
        )
        gap = any(not between.words for between in lines[previous + 1 : index])
        framed = line.block is not None and line.block == lines[previous].block
        framed = framed or (line.continues and previous == index - 1)
        if framed:
            end, previous = index + 1, index
            continue
        if not opening and not item and (gap or itemised):
            break
        if opening and not item and _blank_lines(lines, first, index) > 1:
            break
        if (
            lines[index].block is not None
            and lines[index].block != lines[previous].block
            and not opening
        ):
            break
        itemised = itemised or item
        end, previous = index + 1, index
    return end


def _blank_lines(lines: list[Line], first: int, last: int) -> int:
    return sum(1 for line in lines[first:last] if not line.words)


def _breaks(line: Line) -> bool:
    if line.role in (Role.CONTENTS, Role.FOOTNOTE) or box_title(line.words):
        return True
    if line.role is Role.BODY and (line.level is not None or caption(line.words)):
        return True
    heading = line.heading
    return heading is not None and (
        heading.style <= Style.SECTION
        or (heading.style <= Style.HAN_PAREN and not heading.run_in and not line.tabbed)
    )


def find_boxes(layout: Layout) -> list[Box]:
    """One `Box` for each 专栏, in order. A title without words is ""."""
    mint = Mint(Box)
    boxes = []
    for first, end in layout.boxes:
        lines = layout.lines
        match = box_title(lines[first].words)
        assert match is not None
        span = trim(layout.document.text, Span(lines[first].offsets[0], lines[end - 1].span.end))
        quote = span.of(layout.document.text)
        boxes.append(
            Box(id=mint(quote), span=span, quote=quote, number=plain_number(match["number"]),
                title=match["title"].strip())
        )  # fmt: skip
    return boxes


def plain_number(written: str | None) -> str | None:
    """A caption's number in digits: “十” and “１０” are "10".

    >>> plain_number("十二")
    '12'
    """
    if written is None:
        return None
    value = number(written)
    return written if value is None else str(value)
