"""Decides what each line of a document is: body, table, box, contents list or page furniture.

The order matters and stands here alone: marks of the format, page numbers, headings, tables,
running headers, contents lists, boxes.
"""

import re
from collections import Counter

from lantu.engines.plan.boxes import mark_boxes
from lantu.engines.plan.contents import mark_contents
from lantu.engines.plan.document import Document
from lantu.engines.plan.headings import read_heading
from lantu.engines.plan.lines import Layout, Line, Role, is_page_mark, read_lines
from lantu.engines.plan.regions import mark_tables

_TITLE_LIKE = re.compile(r"(?:规划|纲要|方案|计划|报告|意见|草案|稿)(?:[（(].{1,12}[）)])?$")
_HEADER_REPEATS = 3


def read_layout(document: Document) -> Layout:
    """The lines of `document` with their roles, and where its tables and boxes stand."""
    lines = read_lines(document)
    for line in lines:
        if line.role is Role.BODY and is_page_mark(line):
            line.role = Role.FURNITURE
    for line in lines:
        if line.role is Role.BODY:
            line.heading = read_heading(line.words)
    tables = mark_tables(lines)
    _mark_headers(lines)
    mark_contents(lines)
    boxes = mark_boxes(lines)
    return Layout(document, tuple(lines), tuple(tables), tuple(boxes))


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
