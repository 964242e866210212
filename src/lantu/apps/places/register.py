"""Reads an area register (CSV: code, name, level, parent) and finds every fault in it.

All or nothing: rows are given back only when no row has a fault. Nothing is stored here.
"""

import csv
import io
from dataclasses import dataclass

from lantu.apps.places.models import LEVELS
from lantu.kernel.findings import Finding, Severity

COLUMNS = ("code", "name", "level", "parent")
_CODE_LENGTH = {"province": 2, "city": 4, "county": 6, "street": 9, "community": 12}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of the register; parent is "" for a root. path: as `Area.path`."""

    code: str
    name: str
    level: str
    parent: str
    path: str


def read_areas(data: bytes) -> tuple[tuple[AreaRow, ...], tuple[Finding, ...]]:
    """The areas, parents before children, or none of them and the faults by line (from 2)."""
    try:
        lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        return (), (_fault(1, "不是 UTF-8 编码的 CSV 文件", "请另存为 CSV UTF-8"),)
    if not lines or set(COLUMNS) - set(lines[0]):
        return (), (_fault(1, f"表头须为 {','.join(COLUMNS)}，且至少有一行", "请补齐表头"),)
    known = {line["code"]: line for line in lines}
    rows: dict[str, AreaRow] = {}
    faults: list[Finding] = []
    ordered = sorted(enumerate(lines, 2), key=lambda entry: len(entry[1]["code"] or ""))
    for number, line in ordered:
        found = _faults(number, line, rows, known)
        faults += found
        parent = line["parent"] or ""
        if not found and (not parent or parent in rows):
            path = (rows[parent].path if parent else "") + line["code"] + "/"
            rows[line["code"]] = AreaRow(
                line["code"], line["name"].strip(), line["level"], parent, path
            )
    return (() if faults else tuple(rows.values())), tuple(faults)


def _faults(
    number: int,
    line: dict[str, str],
    rows: dict[str, AreaRow],
    known: dict[str, dict[str, str]],
) -> list[Finding]:
    code, level, parent = line["code"] or "", line["level"] or "", line["parent"] or ""
    faults = []
    if level not in LEVELS:
        faults.append(_fault(number, f"级别“{level}”不认识", f"请用 {'、'.join(LEVELS)}"))
    elif not code.isdigit() or len(code) != _CODE_LENGTH[level]:
        faults.append(
            _fault(
                number, f"代码“{code}”不合级别", f"{level} 的代码是 {_CODE_LENGTH[level]} 位数字"
            )
        )
    if not (line["name"] or "").strip():
        faults.append(_fault(number, "没有名称", "请填写区划全称"))
    if code in rows:
        faults.append(_fault(number, f"代码 {code} 出现两次", "请删去重复的一行"))
    if parent and parent not in known:
        faults.append(_fault(number, f"上级 {parent} 不在表中", "请先列出上级，或更正代码"))
    elif parent and (len(parent) >= len(code) or not code.startswith(parent)):
        faults.append(_fault(number, f"上级 {parent} 不是 {code} 的上级", "请更正上级代码"))
    return faults


def _fault(number: int, message: str, fix: str) -> Finding:
    return Finding("places.areas.row", Severity.ERROR, f"第 {number} 行：{message}。", None, fix)
