"""Reads a table of areas by a confirmed layout and finds every fault in it, row by row.

All or nothing: rows may be written only when there is no fault. Two passes over the table, so that
the national list needs memory for its codes and not for its rows. Nothing is stored here.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from lantu.apps.places.columns import Layout
from lantu.apps.places.models import LEVELS, AreaKind, Datum, Hierarchy
from lantu.apps.places.tree import CODE_LENGTH, LEVEL_OF, is_code, is_padded, parent_of, unpadded
from lantu.formats.datums import convert, from_gcj02
from lantu.formats.sheets import Row, Sheet
from lantu.kernel.findings import Finding, Severity

MOST_FAULTS = 1000
"""Faults that are listed; the rest are counted."""
KIND_OF = {
    Hierarchy.STATISTICAL: AreaKind.STATISTICAL,
    Hierarchy.FUNCTIONAL: AreaKind.ZONE,
    Hierarchy.BASIN: AreaKind.BASIN,
    Hierarchy.GRID: AreaKind.GRID,
}
_KIND_WORDS = {word: kind.value for kind in AreaKind for word in (kind.value, str(kind.label))} | {
    "省": "province", "市": "city", "县": "county", "区": "county", "区县": "county",
    "街道": "street", "乡镇": "street", "镇": "street", "乡": "street",
    "社区": "community", "村": "community", "居委会": "community", "村委会": "community",
}  # fmt: skip
_SHAPES = frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"})


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of the register, from 1. parent: "" for a root. shape: a GeoJSON geometry in
    CGCS2000. persons, year: None when the table has none."""

    line: int
    code: str
    name: str
    kind: str
    parent: str
    persons: int | None = None
    year: int | None = None
    shape: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the sender declares of the whole table. year: of populations without a year column."""

    hierarchy: str = Hierarchy.ADMINISTRATIVE
    datum: str = Datum.CGCS2000
    year: int | None = None


@dataclass(slots=True)
class Checked:
    """What the first pass found. in_order: gives the rows again, parents before children."""

    in_order: Callable[[], Iterator[AreaRow]]
    count: int = 0
    faults: list[Finding] = field(default_factory=list)
    unlisted: int = 0

    def add(self, fault: Finding) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.unlisted += 1


@dataclass(slots=True)
class _Seen:
    """Codes of the table with their lines, and those that are stored already."""

    lines: dict[str, int]
    stored: Callable[[str], bool]
    padded: bool
    top: int

    def __contains__(self, code: object) -> bool:
        return code in self.lines or self.stored(str(code))

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)


def check(
    sheet: Sheet, layout: Layout, told: Told, stored: Callable[[str], bool], top: int = 12
) -> Checked:
    """The table's rows and its faults. stored: whether a code is in the register already.

    top: digits of the shortest code that is stored.
    """
    seen = _codes(sheet, layout, stored, top)
    read = partial(_read, sheet, layout, told, seen)
    depths: dict[int, int] = {}
    parents: dict[str, str] = {}
    checked = Checked(lambda: _in_order(read, sorted(depths), parents))
    for row, faults in read():
        checked.count += 1
        if told.hierarchy == Hierarchy.ADMINISTRATIVE:
            depths[len(row.code)] = row.line
        else:
            parents[row.code] = row.parent
        for fault in (*faults, *_faults(row, told, seen)):
            checked.add(fault)
    for code in _circling(parents):
        line = seen.lines.get(code, layout.row + 1)
        checked.add(fault_at(line, f"{code} 的上级绕回自己", "请更正上级代码"))
    if not checked.count:
        checked.add(fault_at(layout.row + 1, "表头之下没有数据行", "请检查选定的表和表头"))
    return checked


def _in_order(
    read: Callable[[], Iterator[tuple[AreaRow, list[Finding]]]],
    lengths: list[int],
    parents: Mapping[str, str],
) -> Iterator[AreaRow]:
    """Administrative codes grow with depth: one pass a level. Others are few and are sorted."""
    for length in lengths:
        yield from (row for row, _ in read() if len(row.code) == length)
    if parents:
        yield from sorted((row for row, _ in read()), key=lambda row: _depth(row.code, parents))


def _depth(code: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while depth <= len(parents) and (code := parents.get(code, "")):
        depth += 1
    return depth


def _circling(parents: Mapping[str, str]) -> list[str]:
    return [code for code in parents if _depth(code, parents) > len(parents)]


def _codes(sheet: Sheet, layout: Layout, stored: Callable[[str], bool], top: int) -> _Seen:
    at = layout.columns["code"]
    lines: dict[str, int] = {}
    for line, row in _lines(sheet, layout):
        lines.setdefault(row[at] if at < len(row) else "", line)
    padded = is_padded(lines.keys())
    if padded:
        first: dict[str, int] = {}
        for code, line in lines.items():
            first.setdefault(unpadded(code), line)
        lines = first
    return _Seen(lines, stored, padded, min([top, *(len(c) for c in lines if is_code(c))]))


def _lines(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, Row]]:
    """The rows below the header that are not empty, with their line from 1."""
    for line, row in enumerate(islice(sheet.rows(), layout.row + 1, None), layout.row + 2):
        if any(row):
            yield line, row


def _read(
    sheet: Sheet, layout: Layout, told: Told, seen: _Seen
) -> Iterator[tuple[AreaRow, list[Finding]]]:
    """Each row with the faults of its cells."""
    at = layout.columns
    for line, row in _lines(sheet, layout):
        faults: list[Finding] = []

        def cell(name: str, row: Row = row) -> str:
            return row[at[name]] if name in at and at[name] < len(row) else ""

        code, parent = cell("code"), cell("parent")
        if seen.padded:
            code, parent = unpadded(code), unpadded(parent)
        told_kind = cell("kind")
        kind = _KIND_WORDS.get(told_kind.lower(), "") if told_kind else _kind(code, told)
        if not kind:
            fix = f"请用 {'、'.join(LEVELS)}，或按规定位数填写代码"
            faults.append(fault_at(line, f"级别“{told_kind or code}”不认识", fix))
        yield (
            AreaRow(
                line,
                code,
                cell("name"),
                kind,
                _parent(code, parent, told, seen),
                _count(line, cell("persons"), faults),
                _count(line, cell("year"), faults) or told.year,
                _shape(line, cell("geometry"), told, faults),
            ),
            faults,
        )


def _kind(code: str, told: Told) -> str:
    if told.hierarchy == Hierarchy.ADMINISTRATIVE:
        return LEVEL_OF.get(len(code), "") if is_code(code) else ""
    return KIND_OF[Hierarchy(told.hierarchy)]


def _parent(code: str, parent: str, told: Told, seen: _Seen) -> str:
    """The parent as the table names it; by the code where it names none that is known."""
    if told.hierarchy == Hierarchy.ADMINISTRATIVE and (not parent or parent not in seen):
        return parent_of(code, seen) or parent
    return parent


def _count(line: int, words: str, faults: list[Finding]) -> int | None:
    plain = words.replace(",", "").replace("，", "").removesuffix("年").removesuffix("人")
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and len(plain) < 12):
        faults.append(fault_at(line, f"“{words}”不是整数", "请填写整数，单位为人或年"))
        return None
    return int(plain)


def _shape(line: int, words: str, told: Told, faults: list[Finding]) -> Mapping[str, object] | None:
    if not words:
        return None
    try:
        shape = json.loads(words)
        if shape["type"] not in _SHAPES:
            raise ValueError(shape["type"])
        if not _on_earth(shape["coordinates"]):
            raise ValueError("coordinates")
    except (ValueError, KeyError, TypeError, RecursionError):
        faults.append(fault_at(line, "边界不是经纬度的点或面", "请用 GeoJSON 的点或面，经度在前"))
        return None
    found: Mapping[str, object] = convert(
        shape, from_gcj02 if told.datum == Datum.GCJ02 else lambda point: point
    )
    return found


def _on_earth(coordinates: object) -> bool:
    if not isinstance(coordinates, list) or not coordinates:
        return False
    if isinstance(coordinates[0], int | float):
        if len(coordinates) < 2 or not isinstance(coordinates[1], int | float):
            return False
        return -180 <= coordinates[0] <= 180 and -90 <= coordinates[1] <= 90
    return all(_on_earth(part) for part in coordinates)


def _faults(row: AreaRow, told: Told, seen: _Seen) -> Iterator[Finding]:
    if not row.name:
        yield fault_at(row.line, "没有名称", "请填写区划全称")
    if len(row.name) > 100:
        yield fault_at(row.line, "名称超过 100 字", "请检查列是否选对")
    if seen.lines.get(row.code) != row.line:
        yield fault_at(row.line, f"代码 {row.code} 已有一行", "请删去重复的一行")
    if told.hierarchy == Hierarchy.ADMINISTRATIVE:
        yield from _administrative(row, seen)
    elif not row.code or len(row.code) > 24 or not row.code.replace("-", "").isalnum():
        yield fault_at(row.line, f"代码“{row.code}”不能用", "请用不超过 24 位的字母、数字和 -")
    if row.parent and row.parent not in seen:
        yield fault_at(row.line, f"上级 {row.parent} 不在表中", "请先导入上级，或更正代码")


def _administrative(row: AreaRow, seen: _Seen) -> Iterator[Finding]:
    if row.kind in CODE_LENGTH and (
        not is_code(row.code) or len(row.code) != CODE_LENGTH[row.kind]
    ):
        fix = f"{AreaKind(row.kind).label}的代码是 {CODE_LENGTH[row.kind]} 位数字"
        yield fault_at(row.line, f"代码“{row.code}”不合级别", fix)
    elif not row.parent and len(row.code) > seen.top:
        yield fault_at(row.line, f"找不到 {row.code} 的上级", "请先导入上级，或补上上级一行")
    if row.parent and not (row.code.startswith(row.parent) and row.code != row.parent):
        yield fault_at(row.line, f"{row.parent} 不是 {row.code} 的上级", "请更正上级代码")


def fault_at(line: int, message: str, fix: str) -> Finding:
    """A fault of one line, counted from 1 as spreadsheets do."""
    return Finding(
        "places.areas.row", Severity.ERROR, f"第 {line} 行：{message}。", None, fix, f"{line}"
    )
