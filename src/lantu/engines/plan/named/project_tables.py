"""Tables of projects (项目名称 | 建设内容 | 总投资): one project a row, named by its cell.

Indicator tables, divisions of labour and rows that only sum up or sort are refused. What a cell of
the name column calls a project is one, unless it speaks of people or rules alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lantu.engines.plan.model import Column
from lantu.engines.plan.named.project_text import Mention, mentions, soft
from lantu.engines.plan.structure.columns import Header
from lantu.engines.plan.structure.grids import GROUP_NUMBER
from lantu.engines.plan.structure.rows import (
    is_group,
    is_numbered_group,
    only_words,
    placed,
)
from lantu.engines.plan.structure.tables import TableRead, is_indicator_table
from lantu.kernel.spans import Span

_NAME = re.compile(
    r"(?:项\s*目|工\s*程)(?:\s*名\s*称)?|(?:重[大点]|建设|主要|支撑)+(?:项目|工程)(?:名称)?"
)
_PLAIN_NAME = re.compile(r"名\s*称")
_OF_PROJECTS = re.compile(r"项目|工程")
_TASKS = re.compile(r"任\s*务|工\s*作|内\s*容|事\s*项|举\s*措")
_SUM = re.compile(r"[总合小共]\s*计|.{0,12}[（(]?(?:共|计)?\d+[个项][）)]?")
_STATUS = re.compile(r"[新续]建")
_STATED = re.compile(r"[（(]([新续]建)[）)]$")
_OTHER_STATUS = re.compile(r"改扩建|扩建|改建|迁建|前期|储备|谋划|竣工|投产|拟建")
_SHORTEST, _LONGEST = 4, 80


def table_mentions(read: TableRead) -> Iterator[tuple[str, Mention]]:
    """Name and mention of each project of a table, in order, with spans in the document; none
    when it lists other things."""
    if is_indicator_table(read):
        return
    header = _headed_by_name(read)
    if header is None:
        yield from _of_tasks(read)
        return
    above: str | None = None
    for row in placed(header, read.rows):
        if is_group(row, header) or is_numbered_group(row):
            above = _status(row.name or only_words(row))
            continue
        cell = next((slot for slot in row.slots if slot.words and slot.words == row.name), None)
        if cell is None or not _is_name(cell.words):
            continue
        stated = _STATED.search(cell.words)
        end = cell.span.end - (len(stated[0]) if stated else 0)
        cells = (slot.words for slot in row.values.values() if slot is not cell)
        own = stated[1] if stated else next((w for w in cells if _STATUS.fullmatch(w)), None)
        name = cell.words.removesuffix(stated[0]) if stated else cell.words
        yield name, Mention(Span(cell.span.start, end), status=own or above)


def _of_tasks(read: TableRead) -> Iterator[tuple[str, Mention]]:
    """What the rows of a division of labour name (重点任务: 建成甲水厂)."""
    place = read.header.index("name")
    if place is None or not _TASKS.search(read.header.columns[place].name):
        return
    for row in placed(read.header, read.rows):
        cell = next((slot for slot in row.slots if slot.words and slot.words == row.name), None)
        if cell is None or cell.span.end - cell.span.start != len(cell.words):
            continue
        for mention in mentions(cell.words, Span(0, len(cell.words))):
            start, end = mention.span
            span = Span(cell.span.start + start, cell.span.start + end)
            yield mention.span.of(cell.words), replace(mention, span=span, part_of=None)


def _headed_by_name(read: TableRead) -> Header | None:
    """The header with the column of project names as its only name; None when it has none."""
    columns = read.header.columns
    places = [i for i, column in enumerate(columns) if _NAME.fullmatch(column.name)]
    if not places and _OF_PROJECTS.search(read.table.caption or ""):
        places = [i for i, column in enumerate(columns) if _PLAIN_NAME.fullmatch(column.name)]
    if not places or len(columns) < 2:
        return None
    named = tuple(_with_role(column, i == places[0]) for i, column in enumerate(columns))
    return replace(read.header, columns=named)


def _with_role(column: Column, name: bool) -> Column:
    if name:
        return replace(column, role="name")
    return replace(column, role="other") if column.role == "name" else column


def _status(title: str) -> str | None:
    """What the title of a group (一、续建项目) says of the rows below it."""
    found = _STATUS.search(GROUP_NUMBER.sub("", title))
    return None if found is None or _OTHER_STATUS.search(title) else found[0]


def _is_name(words: str) -> bool:
    if not _SHORTEST <= len(words) <= _LONGEST or _SUM.fullmatch(words):
        return False
    return not soft(words) and not re.search(r"[。；]", words)
