"""Tables as people send them (CSV, Excel of every age, GeoJSON) as rows of text.

Sheets are read again for every pass, so that a list of 600,000 lines need not stand in memory.
Refuses what is no table; says nothing about what the cells mean.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from lantu.kernel.errors import Invalid

Row = list[str]
GEOMETRY = "geometry"
"""The column that a GeoJSON feature's geometry stands in, as JSON."""
_LONGEST_CELL = 50_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """rows: gives the lines from the first one, again at each call; cells are stripped."""

    name: str
    rows: Callable[[], Iterator[Row]]


def read_sheets(name: str, data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file. name: of the file, for messages. Invalid when it is no table.

    >>> list(read_sheets("a.csv", b"code,name\\n1,x\\n")[0].rows())
    [['code', 'name'], ['1', 'x']]
    """
    if not data.strip():
        raise _refuse(name, "文件是空的")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return _workbook(name, data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return (_features(name, data),)
    return (_csv(name, data),)


def _workbook(name: str, data: bytes) -> tuple[Sheet, ...]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(_worksheet(book, sheet) for sheet in book.sheet_names)
    except (CalamineError, OSError, ValueError) as error:
        raise _refuse(name, "Excel 文件已损坏或加了密码") from error


def _worksheet(book: CalamineWorkbook, name: str) -> Sheet:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return Sheet(name, lambda: ([_words(cell) for cell in row] for row in cells))


def _words(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # codes that a spreadsheet took for numbers
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.time().min else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _csv(name: str, data: bytes) -> Sheet:
    encoding = _encoding(name, data)
    if b"\x00" in data and not encoding.startswith("utf-16"):
        raise _refuse(name, "不是文本")
    head = data[:4096].decode(encoding, errors="ignore").splitlines()
    first = next((line for line in head if line.strip()), "")
    delimiter = max(",\t;", key=first.count)

    def rows() -> Iterator[Row]:
        csv.field_size_limit(_LONGEST_CELL)
        text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
        try:
            for row in csv.reader(text, delimiter=delimiter):
                yield [cell.strip() for cell in row]
        except csv.Error as error:
            raise _refuse(name, f"CSV 格式有误：{error}") from error

    return Sheet("", rows)


def _encoding(name: str, data: bytes) -> str:
    """The first that the whole file is written in; spreadsheets in China save GB18030."""
    for encoding in (
        "utf-8-sig",
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030",
    ):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise _refuse(name, "文字编码既不是 UTF-8，也不是 GB18030")


def _features(name: str, data: bytes) -> Sheet:
    try:
        found = json.loads(data.decode("utf-8-sig"))
        features = {"FeatureCollection": found.get("features"), "Feature": [found]}[found["type"]]
        properties = [feature.get("properties") or {} for feature in features]
        header = list(dict.fromkeys(key for entry in properties for key in entry))
        shapes = [feature.get("geometry") for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refuse(name, "不是 GeoJSON 的要素集合") from error

    def rows() -> Iterator[Row]:
        yield [*map(str, header), GEOMETRY]
        for entry, shape in zip(properties, shapes, strict=True):
            cells = [_plain(entry.get(key)) for key in header]
            yield [*cells, json.dumps(shape) if shape else ""]

    return Sheet("", rows)


def _plain(value: object) -> str:
    if isinstance(value, dict | list):
        value = value.get("adcode", "") if isinstance(value, dict) else ""
    return "" if value is None else _words(value)


def _refuse(name: str, why: str) -> Invalid:
    return Invalid(
        "sheets.unreadable",
        f"{name} 读不出表格：{why}。",
        "请提供 CSV、Excel（.xlsx、.xls）或 GeoJSON 文件。",
    )
