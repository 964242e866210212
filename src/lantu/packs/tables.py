"""The tables of a pack: tables/*.csv read as typed rows, every fault with its line.

The first line names the columns, by key or by title. Refuses a table without a row and a key that
stands twice.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from lantu.engines.registers.fields import Record, Register
from lantu.engines.registers.reading import read_row
from lantu.kernel.findings import Finding, Severity
from lantu.packs.faults import Fault

Read = tuple[tuple[Record, ...], list[Fault]]


def read_table(columns: Register, file: str, text: str | None) -> Read:
    """The rows of a table and its faults. text: None when the file is not there."""
    if text is None:
        return (), [_fault(file, 1, f"没有文件 {file}", "请放入这张表，或在 pack.yaml 里删去它")]
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    rows: list[Record] = []
    faults: list[Fault] = []
    lines: dict[object, int] = {}
    try:
        faults += _header(columns, file, reader.fieldnames or ())
        for raw in () if faults else reader:
            faults += _odd(file, reader.line_num, raw)
            reading = read_row(columns, {k: v for k, v in raw.items() if k}, {})
            faults += [Fault(file, reader.line_num, finding) for finding in reading.findings]
            faults += _repeated(columns, file, reader.line_num, reading.values, lines)
            rows.append(reading.values)
    except csv.Error as error:
        faults.append(_fault(file, reader.line_num, f"不是 CSV（{error}）", "请另存为 CSV UTF-8"))
    if not rows and not faults:
        faults.append(_fault(file, 1, "表里没有内容", "请至少写一行"))
    return tuple(rows), faults


def _header(columns: Register, file: str, given: object) -> Iterator[Fault]:
    names = [name.strip() for name in given] if isinstance(given, list) else []
    for field in columns.fields:
        if field.name not in names and field.title not in names:
            yield _fault(file, 1, f"缺少“{field.title}”一列", f"请在第一行加上 {field.name}")


def _odd(file: str, line: int, raw: Mapping[str | None, object]) -> Iterator[Fault]:
    if None in raw:
        yield _fault(file, line, "这一行的格子比表头多", "请核对逗号；内容里有逗号时加双引号")


def _repeated(
    columns: Register, file: str, line: int, row: Record, lines: dict[object, int]
) -> Iterator[Fault]:
    key = row.get(columns.key)
    if key in lines:
        yield _fault(file, line, f"“{key}”在第 {lines[key]} 行已经写过", "请删去重复的一行")
    elif key is not None:
        lines[key] = line


def _fault(file: str, line: int, wrong: str, remedy: str) -> Fault:
    return Fault(
        file, line, Finding("packs.table", Severity.ERROR, f"{wrong}。", fix=f"{remedy}。")
    )
