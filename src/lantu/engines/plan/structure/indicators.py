"""Indicators: one for each leaf row of an indicator table, with its values read.

Group titles and labels over sub-rows are no indicators. What a merge took from a row (nature,
unit) is filled in and marked `inferred`; an empty value stays empty.
"""

import re
from collections.abc import Sequence

from lantu.engines.plan.model import CellValue, Indicator, Mint, Table
from lantu.engines.plan.structure.columns import Header
from lantu.engines.plan.structure.grids import GROUP_NUMBER, span_of
from lantu.engines.plan.structure.passages import unmarked_notes
from lantu.engines.plan.structure.rows import (
    Row,
    is_group,
    is_numbered_group,
    only_words,
    placed,
)
from lantu.engines.plan.structure.tables import TableRead, is_indicator_table
from lantu.engines.plan.structure.values import (
    decimals_without_note,
    read_cell,
    split_unit,
    target_kind,
)

_OF_WHICH = re.compile(r"(?:其\s*中|#)\s*[：:]?\s*")
_SUB_NUMBER = re.compile(r"[（(]\d{1,2}[）)]|\d{1,2}[）)]|[①-⑳]|[—–-]{1,2}(?=\D)")
_OWN_NUMBER = re.compile(r"(\d{1,3})(?:\s*[.．、]\s*(?!\d)|\s+)")
_VALUE_ROLES = frozenset({"base", "target", "actual", "growth", "cumulative"})
_BINDING_MARK = re.compile(
    r"[“\"]?([*＊★▲△●※])[”\"]?\s*(?:号|标记|的)*(?:指标)?\s*(?:为|是|表示)?约束性"
)
_GROUP_HEADER = re.compile(r"类别|分类|领域|维度|方面|类型|一级指标|板块")


def find_indicators(tables: Sequence[TableRead], text: str) -> list[Indicator]:
    """The indicators of all indicator tables, in order."""
    mint = Mint(Indicator)
    found: list[Indicator] = []
    for read in tables:
        if is_indicator_table(read):
            found.extend(_Reader(read, text, mint).indicators())
    return found


class _Reader:
    """Reads the rows of one table from top to bottom, remembering what stands above."""

    def __init__(self, read: TableRead, text: str, mint: Mint) -> None:
        self._table: Table = read.table
        self._header: Header = read.header
        self._rows = read.rows
        self._text = text
        self._mint = mint
        mark = _BINDING_MARK.search(read.table.notes or "")
        self._mark = mark.group(1) if mark else None
        self._marks = unmarked_notes(text)

    def indicators(self) -> list[Indicator]:
        found: list[Indicator] = []
        for row in _leaves(placed(self._header, self._rows), self._header):
            above = found[-1] if found and row.parent and found[-1].parent == row.parent else None
            if above is None and found and row.sub and found[-1].name == row.parent:
                above = found[-1]
            found.append(self._indicator(row, above))
        return found

    def _indicator(self, row: Row, above: Indicator | None) -> Indicator:
        name, unit = split_unit(row.name)
        reasons = []
        column = self._text_of(row, "unit")
        unit = column or unit
        if unit is None and row.parent is not None:
            unit = self._parent_unit(row, above)
            reasons += ["unit: that of the row above"] if unit else []
        nature = self._nature(row)
        if nature is None and above is not None and above.nature is not None:
            nature = above.nature
            reasons.append("nature: the merged cell above")
        cells = self._cells(row)
        if self._mark and self._mark in name:
            name = name.replace(self._mark, "").strip()
        span = span_of(row.slots)
        quote = span.of(self._text)
        return Indicator(
            id=self._mint(quote), span=span, quote=quote, inferred="; ".join(reasons) or None,
            table=self._table.number, table_id=self._table.id, number=row.number, name=name,
            unit=unit, group=row.group, parent=row.parent, nature=nature,
            scope=self._text_of(row, "scope"), cells=cells,
            target_kind=target_kind(name, self._header.columns, cells),
        )  # fmt: skip

    def _parent_unit(self, row: Row, above: Indicator | None) -> str | None:
        label = split_unit(row.label)[1] if row.label else None
        return label or (above.unit if above else None)

    def _nature(self, row: Row) -> str | None:
        written = self._text_of(row, "nature") or ""
        for words in (written, row.name, row.group or ""):
            if re.search(r"约束", words):
                return "binding"
            if re.search(r"预期|指导性", words):
                return "anticipated"
        if self._mark and not written:
            return "binding" if self._mark in row.name else None
        return None

    def _text_of(self, row: Row, role: str) -> str | None:
        index = self._header.index(role)
        slot = row.values.get(index) if index is not None else None
        words = slot.words if slot else ""
        return words if words and not re.fullmatch(r"[—–\-－/]+", words) else None

    def _cells(self, row: Row) -> dict[str, CellValue]:
        notes = self._table.notes or ""
        name = split_unit(row.name)[0]
        places = [i for i, c in enumerate(self._header.columns) if c.role in _VALUE_ROLES]
        words = {i: row.values[i].words if i in row.values else "" for i in places}
        return {
            self._header.columns[i].name: read_cell(
                words[i],
                name,
                notes,
                decimals_without_note(words[i], self._beside(row, i), self._marks),
            )
            for i in places
        }

    def _beside(self, row: Row, place: int) -> list[str]:
        """The other values of a row. Only they are of its kind: a column mixes kinds."""
        return [slot.words for i, slot in row.values.items() if i != place]


def _leaves(rows: list[Row], header: Header) -> list[Row]:
    """The rows that are indicators, each with its group and parent."""
    leaves: list[Row] = []
    group: str | None = None
    label: str | None = None
    group_column = _group_column(header)
    for index, row in enumerate(rows):
        if is_group(row, header):
            group, label = GROUP_NUMBER.sub("", only_words(row), count=1).strip() or None, None
            continue
        if not row.name:
            continue
        if is_numbered_group(row):
            group, label = row.name, None
            continue
        if group_column is not None and group_column in row.values:
            words = GROUP_NUMBER.sub("", row.values[group_column].words, count=1)
            group = words or group
        _number(row, header)
        row.group = group
        following = rows[index + 1] if index + 1 < len(rows) else None
        if _is_label(row, following, header):
            label = row.name
            continue
        _attach(row, leaves, label)
        label = row.label or (label if row.parent == (label and split_unit(label)[0]) else None)
        leaves.append(row)
    return leaves


def _group_column(header: Header) -> int | None:
    name = header.index("name")
    for index, column in enumerate(header.columns[:name]):
        if column.role in ("other", "scope") and (
            _GROUP_HEADER.search(column.name) or not column.name
        ):
            return index
    return None


def _number(row: Row, header: Header) -> None:
    """Takes a number off the name when the table has no column for it."""
    if row.number or header.number_column or header.index("number") is not None:
        return
    match = _OWN_NUMBER.match(row.name)
    if match:
        row.number, row.name = match.group(1), row.name[match.end() :]


def _is_label(row: Row, following: Row | None, header: Header) -> bool:
    """A row with a name and nothing else above rows that are its parts."""
    if following is None or not following.name:
        return False
    parts = _OF_WHICH.match(following.name) or _SUB_NUMBER.match(following.name)
    empty = not any(
        slot.words.strip("—–-－/") for i, slot in row.values.items()
        if header.columns[i].role not in ("number", "name", "other", "unit")
    )  # fmt: skip
    return bool(parts) and empty and not _SUB_NUMBER.match(row.name)


def _attach(row: Row, leaves: list[Row], label: str | None) -> None:
    """Gives a sub-row its parent's name, and takes 其中 and its own sub-number off its name."""
    of_which = _OF_WHICH.match(row.name)
    if of_which:
        row.name = row.name[of_which.end() :]
    sub = _SUB_NUMBER.match(row.name)
    if sub:
        row.name = row.name[sub.end() :].lstrip(" 、.")
    before = leaves[-1] if leaves else None
    continues = before is not None and before.group == row.group
    if row.label:
        row.parent = split_unit(row.label)[0]
    elif (of_which or sub) and label:
        row.label, row.parent, row.sub = label, split_unit(label)[0], True
    elif of_which and before is not None:
        row.sub = True
        row.parent = before.parent if before.sub else split_unit(before.name)[0]
    elif sub and before is not None and before.sub:
        row.sub, row.parent = True, before.parent
    elif (
        continues
        and before is not None
        and before.label
        and row.number is None
        and _blank_label(row)
    ):
        row.label, row.parent = before.label, before.parent


def _blank_label(row: Row) -> bool:
    """Whether the cell before the name is there and empty: the label above reaches down."""
    at = next((i for i, slot in enumerate(row.slots) if slot.words == row.name), 0)
    return at >= 1 and not any(slot.words for slot in row.slots[:at])
