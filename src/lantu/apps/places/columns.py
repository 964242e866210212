"""Proposes which row of a table is its header and which column holds what.

The proposal is a guess for a person to confirm; what was confirmed for a sender's header is
proposed again. Nothing is read from the rows below the header here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from lantu.apps.places.models import ImportLayout
from lantu.formats.sheets import GEOMETRY, Sheet

WORDS: dict[str, tuple[str, ...]] = {
    "code": ("代码", "区划代码", "行政区划代码", "统计用区划代码", "区划编码", "编码", "编号",
             "网格编码", "code", "adcode", "areacode", "id"),
    "name": ("名称", "区划名称", "单位名称", "行政区划名称", "地区", "区域", "网格名称", "name",
             "areaname"),
    "kind": ("级别", "层级", "类别", "类型", "区划级别", "level", "kind", "type"),
    "parent": ("上级", "上级代码", "上级区划代码", "上级区划", "父级", "父级代码", "所属代码",
               "parent", "parentcode", "parentid", "streetcode", "areacode", "citycode",
               "provincecode"),
    "persons": ("人口", "常住人口", "户籍人口", "总人口", "人口数", "population", "persons"),
    "year": ("年份", "年度", "人口年份", "year"),
    "geometry": (GEOMETRY, "边界", "几何", "wkt"),
}  # fmt: skip
"""Words that a header uses for each field, the likeliest first; of several columns the first word
wins."""
REQUIRED = ("code", "name")
FIELDS = tuple(WORDS)
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Layout:
    """header: the cells of the header row. row: its index from 0. columns: field to column."""

    row: int
    header: tuple[str, ...]
    columns: Mapping[str, int]
    remembered: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which nothing can be imported."""
        return tuple(field for field in REQUIRED if field not in self.columns)

    @property
    def digest(self) -> str:
        return sha256("\x1f".join(self.header).encode()).hexdigest()


def propose(sheet: Sheet, sender: str = "", row: int | None = None) -> Layout:
    """The likeliest layout of `sheet`; what was confirmed for `sender` and this header, if any.

    row: the header row, from 0, where a person has pointed at it.
    """
    top = list(islice(sheet.rows(), _LOOKED_AT))
    guesses = [Layout(index, tuple(cells), guess(cells)) for index, cells in enumerate(top)]
    if row is not None and 0 <= row < len(guesses):
        guesses = [guesses[row]]
    best = max(guesses, key=_merit, default=Layout(0, (), {}))
    known = (
        ImportLayout.objects.filter(sender=sender, header=best.digest).first() if sender else None
    )
    if known is None:
        return best
    columns = {field: int(at) for field, at in known.columns.items() if at < len(best.header)}
    return Layout(best.row, best.header, columns, remembered=True)


def guess(header: Sequence[str]) -> dict[str, int]:
    """Fields by column, from the words of a header.

    >>> guess(["序号", "区划名称", "统计用区划代码", "常住人口（人）"])
    {'code': 2, 'name': 1, 'persons': 3}
    """
    cells = [_plain(cell) for cell in header]
    found: dict[str, int] = {}
    for field, words in WORDS.items():
        for word in words:
            if word in cells and cells.index(word) not in found.values():
                found[field] = cells.index(word)
                break
    return found


def _merit(layout: Layout) -> tuple[int, int, int, int]:
    """Known words first; else the first of the fullest rows, which leaves titles out."""
    filled = sum(map(bool, layout.header))
    return len(REQUIRED) - len(layout.missing), len(layout.columns), filled, -layout.row


def _plain(cell: str) -> str:
    return re.sub(r"[（(].*?[)）]|[\s_\-*：:]", "", cell).lower()
