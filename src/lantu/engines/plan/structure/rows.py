"""Rows of a table with their words under the columns, whatever the format left of the merges.

Serves indicators and projects alike. A ragged row is laid from both ends; nothing is invented.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lantu.engines.plan.structure.columns import Header
from lantu.engines.plan.structure.grids import GROUP_NUMBER, Slot
from lantu.engines.plan.structure.values import split_unit
from lantu.kernel.spans import Span

_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]?")
_ROW_NUMBER = re.compile(r"\d{1,3}")


@dataclass(slots=True)
class Row:
    """One row with its words by meaning. label: the cell before the name, over several rows."""

    slots: tuple[Slot, ...]
    number: str | None
    label: str | None
    name: str
    values: dict[int, Slot]
    group: str | None = None
    parent: str | None = None
    sub: bool = False


def placed(header: Header, rows: Sequence[tuple[Slot, ...]]) -> list[Row]:
    """Rows with their slots under the columns. A ragged row is laid from both ends: numbers and
    names at the left, values at the right."""
    return [
        _placed_exactly(header, row) if header.starts else _placed_ragged(header, row)
        for row in rows
    ]


def _placed_exactly(header: Header, row: tuple[Slot, ...]) -> Row:
    starts = header.starts or ()
    values = {i: row[places[-1]] for i, places in enumerate(starts)}
    place = header.index("name")
    names = [row[i] for i in starts[place]] if place is not None else []
    distinct = list({slot.span: slot for slot in names if slot.words}.values())
    name = distinct[-1].words if distinct else ""
    label = distinct[0].words if len(distinct) > 1 else None
    number = header.index("number")
    return Row(row, _own(values.get(number) if number is not None else None), label, name, values)


def _own(slot: Slot | None) -> str | None:
    return (slot.words or None) if slot and not slot.merged else None


def _placed_ragged(header: Header, row: tuple[Slot, ...]) -> Row:
    width = len(header.columns) + header.number_column
    if len(row) < min(width, 3):
        numbered = len(row) > 1 and row[0].words.isdigit()
        return Row(row, row[0].words if numbered else None, None, row[numbered].words, {})
    row = _with_lost_group(header, row, width)
    place = header.index("name") or 0
    lead = place + header.number_column
    extra = max(len(row) - width, 0)
    number_at = header.index("number")
    number = row[0].words or None if header.number_column else None
    if number_at is not None and number_at < len(row):
        number = row[number_at].words or None
    names = row[lead : lead + extra + 1]
    values = {i: row[i] for i in range(min(place, len(row)))}
    for i in range(place + 1, len(header.columns)):
        at = i + header.number_column + extra
        if at < len(row):
            values[i] = row[at]
    label = names[0].words or None if extra else None
    return Row(row, number, label, names[-1].words if names else "", values)


def _with_lost_group(header: Header, row: tuple[Slot, ...], width: int) -> tuple[Slot, ...]:
    """The row with empty cells before its number or name, where merged cells left none behind."""
    lost = width - len(row)
    numbered = bool(_ROW_NUMBER.fullmatch(row[0].words))
    if lost <= 0 or lost != header.index("number" if numbered else "name"):
        return row
    start = row[0].span.start
    return (*[Slot("", Span(start, start), True)] * lost, *row)


def only_words(row: Row) -> str:
    """The words of a row that has but one."""
    return next(slot.words for slot in row.slots if slot.words)


def is_group(row: Row, header: Header) -> bool:
    """Whether the row is the title of the rows below it."""
    distinct = {slot.words for slot in row.slots if slot.words}
    if len(distinct) != 1:
        return False
    words = next(iter(distinct))
    bracket = split_unit(words)[1]
    spread = header.starts is not None and sum(1 for s in row.slots if s.merged) * 2 >= len(
        row.slots
    )
    return bool(GROUP_NUMBER.match(words)) or len(row.slots) <= 2 or spread or (
        bracket is None and re.search(r"性指标$|类$|方面$", words) is not None
    )  # fmt: skip


def is_numbered_group(row: Row) -> bool:
    """Whether the row is such a title with its number in a cell of its own (一 | 经济发展)."""
    numbered = row.number is not None and _HAN_NUMBER.fullmatch(row.number) is not None
    others = {slot.words.strip("—–-－/") for slot in row.slots} - {"", row.number, row.name}
    return numbered and not others
