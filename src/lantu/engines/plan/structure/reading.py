"""Turns a layout into the running text that extractors read: one passage a paragraph or box line.

Headings, tables, contents lists, page furniture and footnotes are left out. A paragraph that a
page break or a hard line wrap cut in two is one passage again.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from lantu.engines.plan.model import Box, Unit
from lantu.engines.plan.structure.lines import ITEM, STOP, Layout, Line, Role
from lantu.engines.plan.structure.passages import Passage

_LABEL = re.compile(r"[^，。：]{2,12}：")


def passages_of(layout: Layout, units: Sequence[Unit], boxes: Sequence[Box]) -> list[Passage]:
    """The passages of the document in order, each with its innermost unit and its box."""
    place = Sections(units)
    numbers = {
        index: box.number or ""
        for box, (first, end) in zip(boxes, layout.boxes, strict=True)
        for index in range(first, end)
    }
    titles = {first for first, _ in layout.boxes}
    groups = _groups(layout, _readable(layout, units, titles))
    return [
        Passage(
            text=words,
            offsets=offsets,
            section=place.innermost(offsets[0]),
            box=numbers.get(first),
            lead=_lead(group[0], place),
        )
        for first, group in groups
        for words, offsets in _cells(group, first in numbers)
    ]


def _cells(group: list[Line], boxed: bool) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The words of a paragraph and where they stand; in a box each cell of a row by itself."""
    words = "".join(line.words for line in group)
    offsets = tuple(at for line in group for at in line.offsets)
    for cell in re.finditer(r"[^\t]+", words) if boxed else re.finditer(r"(?s).+", words):
        yield cell.group(), offsets[cell.start() : cell.end()]


class Sections:
    """Finds the innermost unit at an offset."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._starts = [unit.span.start for unit in units]
        self._by_id = {unit.id: unit for unit in units}

    def innermost(self, offset: int) -> str | None:
        index = bisect_right(self._starts, offset) - 1
        unit = self._units[index] if index >= 0 else None
        while unit is not None and offset >= unit.span.end:
            unit = self._by_id[unit.parent] if unit.parent else None
        return unit.id if unit else None

    def opens(self, offset: int, end: int) -> bool:
        """Whether a unit's heading begins in [offset, end)."""
        index = bisect_right(self._starts, end - 1) - 1
        return index >= 0 and self._starts[index] >= offset


def _readable(layout: Layout, units: Sequence[Unit], titles: set[int]) -> list[int]:
    """Line numbers of running text. Before the first unit only whole sentences count: the rest is
    the cover."""
    heads = [unit.heading_span for unit in units]
    starts = [head.start for head in heads]
    body = starts[0] if starts else 0
    kept = []
    for index, line in enumerate(layout.lines):
        if line.role not in (Role.BODY, Role.BOX) or index in titles:
            continue
        at = bisect_right(starts, line.offsets[-1]) - 1
        if at >= 0 and heads[at].end > line.offsets[-1] - (line.words[-1] in "。！"):
            continue
        if line.offsets[0] < body and "。" not in line.words:
            continue
        kept.append(index)
    return kept


def _groups(layout: Layout, kept: list[int]) -> list[tuple[int, list[Line]]]:
    """Lines gathered into paragraphs, each with the number of its first line."""
    groups: list[tuple[int, list[Line]]] = []
    last = -2
    for index in kept:
        line = layout.lines[index]
        if groups and _goes_on(layout, last, index):
            groups[-1][1].append(line)
        else:
            groups.append((index, [line]))
        last = index
    return groups


def _goes_on(layout: Layout, last: int, index: int) -> bool:
    before, line = layout.lines[last], layout.lines[index]
    if before.role is not line.role or STOP.search(before.words) or line.heading is not None:
        return False
    if ITEM.match(line.words) or _LABEL.match(line.words) or before.block != line.block:
        return False
    between = [other.role for other in layout.lines[last + 1 : index]]
    cut_by_page = Role.FURNITURE in between and set(between) <= {Role.FURNITURE, Role.BLANK}
    return cut_by_page or (line.continues and not between)


def _lead(line: Line, place: Sections) -> int:
    """The length of the lead phrase with its stop, when the line is a unit of that kind."""
    heading = line.heading
    if heading is None or not heading.run_in or not place.opens(line.offsets[0], line.offsets[-1]):
        return 0
    gap = len(line.words[heading.end :]) - len(line.words[heading.end :].lstrip())
    return heading.end + gap + 1
