"""Tables of every kind (表): number, caption, columns, notes, and the rows under them.

An indicator table is read further by `indicators.py`; project lists and divisions of labour are
tables too and end here.
"""

import re
from dataclasses import dataclass, replace

from lantu.engines.plan.model import Mint, Table
from lantu.engines.plan.structure.boxes import plain_number
from lantu.engines.plan.structure.columns import Header, read_header
from lantu.engines.plan.structure.glued import split_glued
from lantu.engines.plan.structure.grids import Grid, Slot, read_grid
from lantu.engines.plan.structure.headings import Style
from lantu.engines.plan.structure.lines import Layout
from lantu.engines.plan.structure.regions import box_title, caption, is_glued
from lantu.kernel.findings import Finding
from lantu.kernel.spans import Span, trim


@dataclass(frozen=True, slots=True)
class TableRead:
    """A table with its header and the rows below it."""

    table: Table
    header: Header
    rows: tuple[tuple[Slot, ...], ...]
    findings: tuple[Finding, ...] = ()


def read_tables(layout: Layout) -> list[TableRead]:
    """All tables of the document, in order."""
    mint = Mint(Table)
    return [_read(layout, first, end, mint) for first, end in layout.tables]


def _read(layout: Layout, first: int, end: int, mint: Mint) -> TableRead:
    text, lines = layout.document.text, layout.lines
    grid, findings = _grid(layout, first, end)
    header = read_header(grid)
    number, title = _caption(layout, grid, first)
    notes = " ".join(lines[i].words for i in grid.notes) or None
    solid = [line for line in lines[first:end] if line.words]
    span = trim(text, Span(solid[0].offsets[0], solid[-1].offsets[-1] + 1))
    quote = span.of(text)
    table = Table(
        id=mint(quote), span=span, quote=quote, number=number, caption=title,
        columns=header.columns, notes=notes,
    )  # fmt: skip
    return TableRead(table, header, grid.rows[header.height :], tuple(findings))


def _grid(layout: Layout, first: int, end: int) -> tuple[Grid, list[Finding]]:
    grid = read_grid(layout, first, end)
    inner = [
        i for i in range(first, end)
        if i != grid.title and i not in grid.notes and layout.lines[i].words
    ]  # fmt: skip
    if not any(is_glued(layout.lines[i]) for i in inner):
        return grid, []
    span = Span(layout.lines[inner[0]].span.start, layout.lines[inner[-1]].span.end)
    rows, findings = split_glued(layout.document.text, span)
    return replace(rows, title=grid.title, notes=grid.notes), findings


def _caption(layout: Layout, grid: Grid, first: int) -> tuple[str | None, str | None]:
    """Number and title; a table that opens an annex has the annex's title."""
    if grid.title is None:
        above = next((line for line in reversed(layout.lines[:first]) if line.words), None)
        heading = above.heading if above else None
        if above is None or heading is None or heading.style is not Style.ANNEX:
            return None, None
        return None, above.words[heading.title_start :] or None
    words = layout.lines[grid.title].words
    match = caption(words)
    if match:
        return plain_number(match["number"]), match["title"].strip()
    box = box_title(words)
    return None, box["title"].strip() if box else words


def is_indicator_table(read: TableRead) -> bool:
    """Whether the rows are indicators: a name, a value, and a nature or the word 指标."""
    roles = {column.role for column in read.header.columns}
    values = roles & {"base", "target", "actual", "growth", "cumulative"}
    named = any(re.search(r"指\s*标", c.name) for c in read.header.columns) or "指标" in (
        read.table.caption or ""
    )
    return "name" in roles and bool(values) and ("nature" in roles or named)
