"""Reads a table of changed codes (旧码, 新码) and finds every fault in it, row by row.

All or nothing: rows may be written only when there is no fault. Nothing is stored here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lantu.formats.sheets import Sheet
from lantu.kernel.findings import Finding, Severity

WORDS = {
    "old": ("旧代码", "旧码", "原代码", "原码", "原区划代码", "调整前代码", "变更前代码",
            "oldcode"),
    "new": ("新代码", "新码", "现代码", "现区划代码", "调整后代码", "变更后代码",
            "newcode"),
    "day": ("日期", "变更日期", "调整日期", "生效日期", "date", "day"),
    "source": ("依据", "文号", "批复文号", "来源", "source", "authority"),
}  # fmt: skip
_LOOKED_AT = 20
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?(?: 00:00:00)?")
_CODE = re.compile(r"[A-Za-z0-9-]{1,24}")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the table, from 1. new: "" when the area is no more."""

    line: int
    old: str
    new: str
    day: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What was read. rows: those without a fault."""

    rows: tuple[ChangeRow, ...]
    faults: tuple[Finding, ...]


def read_changes(
    sheet: Sheet, held_before: Callable[[set[str]], set[str]],
    held_after: Callable[[set[str]], set[str]],
) -> Changes:  # fmt: skip
    """The table's rows. held_before, held_after: which of some codes the two vintages hold."""
    at, columns = _header(sheet)
    if "old" not in columns or "new" not in columns:
        fix = "请把表头写成：旧代码、新代码、日期、依据。撤销的区划，新代码留空。"
        missing = Finding("places.changes.columns", Severity.ERROR,
                          "认不出旧代码和新代码两列。", None, fix)  # fmt: skip
        return Changes((), (missing,))
    read = list(_rows(sheet, at, columns))
    known = held_before({row.old for row, _ in read})
    later = held_after({row.new for row, _ in read if row.new})
    rows, faults, lines = [], [], dict[tuple[str, str], int]()
    for row, words in read:
        found = words or _fault(row, known, later, lines)
        lines.setdefault((row.old, row.new), row.line)
        if found:
            faults.append(_finding(row.line, *found))
        else:
            rows.append(row)
    if not read:
        faults.append(_finding(at + 1, "表头之下没有数据行", "请检查选定的文件"))
    return Changes(tuple(rows), tuple(faults))


def _header(sheet: Sheet) -> tuple[int, Mapping[str, int]]:
    """The row with the most known words among the first, and its columns."""
    best: tuple[int, dict[str, int]] = (0, {})
    for index, cells in enumerate(islice(sheet.rows(), _LOOKED_AT)):
        plain = [re.sub(r"[（(].*?[)）]|[\s_\-*：:]", "", cell).lower() for cell in cells]
        found = {
            name: plain.index(word)
            for name, words in WORDS.items()
            for word in words[::-1]
            if word in plain
        }
        if len(found) > len(best[1]):
            best = (index, found)
    return best


_Words = tuple[str, str]


def _rows(
    sheet: Sheet, at: int, columns: Mapping[str, int]
) -> Iterator[tuple[ChangeRow, _Words | None]]:
    """Each row, with what is wrong with its date."""
    for line, cells in enumerate(islice(sheet.rows(), at + 1, None), at + 2):
        if not any(cells):
            continue
        said = {n: cells[c].strip() if c < len(cells) else "" for n, c in columns.items()}
        day, wrong = None, None
        if words := said.get("day", ""):
            try:
                match = _DATE.fullmatch(words)
                day = date(*map(int, match.groups())) if match else date.fromisoformat(words)
            except ValueError:
                wrong = (f"日期“{words}”不能用", "请写成 2021-12-31 这样的日期")
        yield ChangeRow(line, said["old"], said["new"], day, said.get("source", "")[:200]), wrong


def _fault(
    row: ChangeRow, known: set[str], later: set[str], lines: Mapping[tuple[str, str], int]
) -> _Words | None:
    if not row.old:
        return "没有旧代码", "请填写旧代码；新设的区划不用登记变更"
    for code in filter(None, (row.old, row.new)):
        if not _CODE.fullmatch(code):
            return f"代码“{code}”不能用", "请用不超过 24 位的字母、数字和 -"
    if row.old not in known:
        return f"旧版区划里没有代码 {row.old}", "请核对代码，或先导入旧版区划"
    if row.new and row.new not in later:
        return f"新版区划里没有代码 {row.new}", "请核对代码，或先导入新版区划"
    if (row.old, row.new) in lines:
        return f"与第 {lines[row.old, row.new]} 行相同", "请删去重复的一行"
    return None


def _finding(line: int, message: str, fix: str) -> Finding:
    return Finding(
        "places.changes.row", Severity.ERROR, f"第 {line} 行：{message}。", None, f"{fix}。",
        f"{line}",
    )  # fmt: skip
