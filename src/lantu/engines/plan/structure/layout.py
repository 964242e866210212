"""Decides what each line of a document is: body, table, box, contents list or page furniture.

The order matters and stands here alone: marks of the format, page numbers, headings, tables,
running headers, contents lists, boxes.
"""

import re
from collections import Counter

from lantu.engines.plan.document import Document
from lantu.engines.plan.structure.boxes import mark_boxes
from lantu.engines.plan.structure.contents import mark_contents
from lantu.engines.plan.structure.headings import LONGEST_HEADING, Heading, Style, read_heading
from lantu.engines.plan.structure.lines import (
    Layout,
    Line,
    Role,
    is_page_mark,
    mark_wraps,
    read_lines,
)
from lantu.engines.plan.structure.numbering import read_annexes, read_decimals
from lantu.engines.plan.structure.regions import mark_tables

_TITLE_LIKE = re.compile(r"(?:规划|纲要|方案|计划|报告|意见|草案|稿)(?:[（(].{1,12}[）)])?$")
_HEADER_REPEATS = 3
_BY_DEPTH = (Style.CHAPTER, Style.SECTION, Style.ARABIC)


def read_layout(document: Document) -> Layout:
    """The lines of `document` with their roles, and where its tables and boxes stand."""
    lines = read_lines(document)
    mark_wraps(lines, document.text)
    for line in lines:
        if line.role is Role.BODY and is_page_mark(line):
            line.role = Role.FURNITURE
    for line in lines:
        if line.role is Role.BODY:
            heading = read_heading(line.words)
            lead = heading is not None and heading.style is Style.LEAD
            line.heading = None if lead and line.continues else heading
    read_decimals(lines)
    read_annexes(lines)
    _take_format_headings(lines)
    tables = mark_tables(lines)
    _mark_headers(lines)
    mark_contents(lines)
    boxes = mark_boxes(lines)
    return Layout(document, tuple(lines), tuple(tables), tuple(boxes))


def _take_format_headings(lines: list[Line]) -> None:
    """Headings that only the format marks (Word style, #) take the style that numbered headings
    of the same level have, else one by their depth. The document's own title is none."""
    marked = [line for line in lines if line.level is not None and line.role is Role.BODY]
    if not marked:
        return
    first = marked[0]
    lone = [line.level for line in marked].count(first.level) == 1 and len(marked) > 1
    if _TITLE_LIKE.search(first.words) or (lone and first.heading is None):
        first.heading = None
        marked.pop(0)
    known: dict[int, Style] = {}
    for line in marked:
        if line.heading is not None and Style.PREFACE < line.heading.style < Style.LEAD:
            known.setdefault(line.level or 0, line.heading.style)
    depths = sorted({line.level or 0 for line in marked})
    for line in marked:
        lead = line.heading is not None and line.heading.style is Style.LEAD
        if (line.heading is None or lead) and len(line.words) <= LONGEST_HEADING:
            depth = depths.index(line.level or 0)
            style = known.get(line.level or 0, _BY_DEPTH[min(depth, len(_BY_DEPTH) - 1)])
            line.heading = Heading(style, None, 0, 0, len(line.words.rstrip("。")))


def _mark_headers(lines: list[Line]) -> None:
    """Bare page numbers, and short lines that come again and again at the edge of pages."""
    repeats: Counter[str] = Counter()
    at_edge: Counter[str] = Counter()
    solid = [line for line in lines if line.role is not Role.BLANK]
    for index, line in enumerate(solid):
        if line.role is not Role.BODY or len(line.words) > 40:
            continue
        repeats[line.words] += 1
        beside = solid[max(index - 1, 0) : index] + solid[index + 1 : index + 2]
        at_edge[line.words] += any(other.role is Role.FURNITURE for other in beside)
    for line in solid:
        if line.role is Role.BODY and _is_header(line, repeats, at_edge):
            line.role = Role.FURNITURE


def _is_header(line: Line, repeats: Counter[str], at_edge: Counter[str]) -> bool:
    words = line.words
    if line.heading is not None or line.tabbed:
        return False
    if re.fullmatch(r"\d{1,3}", words):
        return True
    if repeats[words] < _HEADER_REPEATS or words[-1] in "。；：":
        return False
    return bool(_TITLE_LIKE.search(words)) or at_edge[words] * 2 >= repeats[words]
