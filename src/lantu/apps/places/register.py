"""Reads an area register (CSV: code, name, level, parent) and finds every fault in it.

All or nothing: rows are given back only when no row has a fault. Nothing is stored here.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lantu.apps.places.models import LEVELS
from lantu.kernel.findings import Finding, Severity

COLUMNS = ("code", "name", "level", "parent")
CODE_LENGTH = dict(zip(LEVELS, (2, 4, 6, 9, 12), strict=True))
"""Digits of the national code (GB/T 2260, then the statistical code) at each level."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of the register; parent is "" for a root. path: as `Area.path`."""

    line: int
    code: str
    name: str
    level: str
    parent: str
    path: str = ""


def read_areas(data: bytes) -> tuple[tuple[AreaRow, ...], tuple[Finding, ...]]:
    """The areas, parents before children, or none of them and the faults by line (from 2)."""
    lines = _lines(data)
    if not lines:
        head = ",".join(COLUMNS)
        return (), (_fault(1, f"表头不是 {head}，或没有数据行", f"第一行请写 {head}"),)
    known = {row.code: row for row in reversed(lines)}
    faults = [
        fault for row in lines for fault in (*_own_faults(row, known), *_parent_faults(row, known))
    ]
    if faults:
        return (), tuple(faults)
    placed: dict[str, AreaRow] = {}
    for row in sorted(lines, key=lambda row: len(row.code)):
        above = placed[row.parent].path if row.parent else ""
        placed[row.code] = replace(row, path=f"{above}{row.code}/")
    return tuple(placed.values()), ()


def _lines(data: bytes) -> list[AreaRow]:
    """The lines as they stand; none when the four columns are not there."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:  # spreadsheets in China save CSV so
        text = data.decode("gb18030", errors="replace")
    try:
        rows = list(csv.DictReader(io.StringIO(text)))
    except csv.Error:
        return []
    if not rows or set(COLUMNS) - set(rows[0]):
        return []
    return [
        AreaRow(number, *((row[name] or "").strip() for name in COLUMNS))
        for number, row in enumerate(rows, 2)
    ]


def _own_faults(row: AreaRow, known: Mapping[str, AreaRow]) -> list[Finding]:
    faults = []
    if row.level not in LEVELS:
        fix = f"请用 {'、'.join(LEVELS)}"
        faults.append(_fault(row.line, f"级别“{row.level}”不认识", fix))
    elif not row.code.isdecimal() or len(row.code) != CODE_LENGTH[row.level]:
        fix = f"{row.level} 的代码是 {CODE_LENGTH[row.level]} 位数字"
        faults.append(_fault(row.line, f"代码“{row.code}”不合级别", fix))
    if not row.name:
        faults.append(_fault(row.line, "没有名称", "请填写区划全称"))
    if known[row.code] is not row:
        faults.append(_fault(row.line, f"代码 {row.code} 已有一行", "请删去重复的一行"))
    return faults


def _parent_faults(row: AreaRow, known: Mapping[str, AreaRow]) -> list[Finding]:
    if not row.parent:
        return []
    if row.parent not in known:
        return [_fault(row.line, f"上级 {row.parent} 不在表中", "请先列出上级，或更正代码")]
    if len(row.parent) >= len(row.code) or not row.code.startswith(row.parent):
        return [_fault(row.line, f"{row.parent} 不是 {row.code} 的上级", "请更正上级代码")]
    return []


def _fault(line: int, message: str, fix: str) -> Finding:
    return Finding("places.areas.row", Severity.ERROR, f"第 {line} 行：{message}。", None, fix)
