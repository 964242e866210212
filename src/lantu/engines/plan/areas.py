"""The area register that the compiler looks place names up in.

Reads the CSV form `code,name,level,parent` (UTF-8 or GB18030). It refuses a file without these
columns; it does not judge codes, which is the business of `places`.
"""

import csv
import io
from dataclasses import dataclass

from lantu.kernel.errors import Invalid

COLUMNS = ("code", "name", "level", "parent")


@dataclass(frozen=True, slots=True)
class Area:
    """code: GB/T 2260 or 12-digit statistical code; level: province, city, county, street, ..."""

    code: str
    name: str
    level: str
    parent: str | None


def read_areas(data: bytes) -> tuple[Area, ...]:
    """The areas of a CSV file. Invalid when its header lacks one of the four columns."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    rows = csv.DictReader(io.StringIO(text))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise Invalid(
            "plan.areas.columns",
            f"区划表缺少列 {'、'.join(missing)}。",
            f"第一行应为 {','.join(COLUMNS)}，其后每行一个地区。",
        )
    return tuple(
        Area(row["code"], row["name"], row["level"] or "", row["parent"] or None)
        for row in rows
        if row["code"] and row["name"]
    )
