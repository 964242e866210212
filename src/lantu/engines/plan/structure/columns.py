"""What the columns of a table mean: the header's words joined by column, its role and year.

The header of a text export has lost its merges; the rows below it tell how wide it is. A role that
neither the header nor the values tell is `other`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lantu.engines.plan.model import Column
from lantu.engines.plan.structure.grids import Grid, Slot

_DATA_NUMBER = re.compile(
    r"[0-9]{1,3}(?:[-.][0-9]{1,2})?|[（(][0-9]{1,2}[）)]|[一二三四五六七八九十]{1,3}"
)
_GROUP = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、．.]\s*\D"
)
_NATURE = re.compile(r"[【\[]?(?:约束|预期|指导)性?(?:指标)?[】\]]?(?:[（(].*[）)])?")

_ROLES = (
    ("number", r"序\s*号|编\s*号|号|项次"),
    ("unit", r"^(?:计量)?单\s*位(?:[（(].*)?$"),
    ("responsible", r"责任|牵头|配合|主管|落实|实施单位|建设单位|(?:部门|单位)$|业主"),
    ("nature", r"属\s*性|性\s*质|指标类型|^类型$"),
    ("scope", r"类\s*别|来源|层级|口径|备注指标"),
    ("growth", r"年均"),
    ("cumulative", r"累\s*计|五年(?:合计|总计)|[\[〔]\s*[\]〕]"),
    ("growth", r"增长(?!目标)|增速|增幅|递增"),
    ("target", r"目\s*标|规划(?:值|数)?|[计规]划$"),
    ("base", r"基\s*[期数年]|现\s*状|基准|起点"),
    ("actual", r"完成|实\s*际|实\s*绩|预\s*计|执\s*行|达到|进展"),
    ("name", r"指\s*标(?!值)|名\s*称|项\s*目|任\s*务|内\s*容|事\s*项|工\s*作"),
)
_VALUES = frozenset({"base", "target", "actual", "growth", "cumulative"})


@dataclass(frozen=True, slots=True)
class Header:
    """columns in order; starts: for grids with merges, the place of each in a row; height: rows
    of the header; number_column: the rows open with a number that the header does not name."""

    columns: tuple[Column, ...]
    starts: tuple[tuple[int, ...], ...] | None
    height: int
    number_column: bool = False

    def index(self, role: str) -> int | None:
        """The first column of that role."""
        return next((i for i, c in enumerate(self.columns) if c.role == role), None)


def read_header(grid: Grid) -> Header:
    """The header of a grid. A grid without rows has no columns."""
    if not grid.rows:
        return Header((), None, 0)
    height = grid.head or _height(grid)
    head, body = grid.rows[:height], grid.rows[height:]
    if grid.exact:
        names, starts = _exact_names(head)
        values = [[_words(row, places) for row in body] for places in starts]
        return Header(_columns(names, values), starts, height)
    names = _ragged_names(head)
    width = max((len(row) for row in body), default=0)
    numbered = sum(1 for row in body if _DATA_NUMBER.fullmatch(row[0].words))
    implied = numbered * 2 > sum(1 for row in body if len(row) > 2) and not re.search(
        r"[序编]\s*号|^号$|^项次$", names[0] if names else ""
    )
    if implied and width > len(names):
        values = [_column_values(body, i + 1 - len(names) - 1) for i in range(len(names))]
        return Header(_columns(names, values), None, height, number_column=True)
    values = [_column_values(body, i - len(names)) for i in range(len(names))]
    return Header(_columns(names, values), None, height)


def _height(grid: Grid) -> int:
    """How many rows stand above the first row of data or group title; at least one."""
    for index, row in enumerate(grid.rows[:6]):
        words = [slot.words for slot in row if slot.words]
        if not words:
            continue
        data = _DATA_NUMBER.fullmatch(row[0].words) or any(_NATURE.fullmatch(w) for w in words)
        if index and (data or _GROUP.match(words[0])):
            return index
    merged_down = 1
    if grid.exact:
        while merged_down < len(grid.rows) and any(
            slot.merged and slot.words and slot == _as_merged(above)
            for slot, above in zip(grid.rows[merged_down], grid.rows[merged_down - 1], strict=True)
        ):
            merged_down += 1
            break
    return min(merged_down, len(grid.rows))


def _as_merged(slot: Slot) -> Slot:
    return Slot(slot.words, slot.span, True)


def _exact_names(
    head: Sequence[tuple[Slot, ...]],
) -> tuple[list[str], tuple[tuple[int, ...], ...]]:
    """Names of the columns; neighbours under one and the same cell are one column."""
    places: list[tuple[int, ...]] = []
    names: list[str] = []
    before: tuple[object, ...] | None = None
    for column in range(len(head[0])):
        slots = tuple((row[column].words, row[column].span) for row in head)
        words = list(dict.fromkeys(row[column].words for row in head if row[column].words))
        if before == slots and words:
            places[-1] = (*places[-1], column)
        else:
            places.append((column,))
            names.append(" ".join(words))
        before = slots
    return names, tuple(places)


def _ragged_names(head: Sequence[tuple[Slot, ...]]) -> list[str]:
    """Names of the columns of a header of one or two rows whose merges are lost: an empty cell in
    the second row means that the cell above reaches down; the others share what is left."""
    names = [slot.words for slot in head[0]]
    for row in head[1:]:
        below = [slot.words for slot in row]
        if len(below) < len(names):
            continue
        names = _shared(names, below)
    return names


def _shared(above: list[str], below: list[str]) -> list[str]:
    filled = sum(1 for words in below if words)
    wide = len(above) - (len(below) - filled)
    if wide <= 0:
        return [" ".join(filter(None, pair)) for pair in zip(above, below, strict=False)]
    share, rest = divmod(filled, wide)
    names: list[str] = []
    parents = iter(above)
    left, parent = 0, ""
    for words in below:
        if not words:
            names.append(next(parents, ""))
            left = 0
            continue
        if left == 0:
            parent = next(parents, parent)
            left = share + (1 if rest > 0 else 0)
            rest -= 1
        left -= 1
        names.append(f"{parent} {words}".strip())
    return names


def _words(row: tuple[Slot, ...], places: tuple[int, ...]) -> str:
    return row[places[-1]].words


def _column_values(body: Sequence[tuple[Slot, ...]], place: int) -> list[str]:
    """The values of a column counted from the right end, where ragged rows agree."""
    return [row[place].words for row in body if len(row) > 2 and len(row) >= -place]


def _columns(names: list[str], values: list[list[str]]) -> tuple[Column, ...]:
    years = [_year(name) for name in names]
    roles = [_role(name, column) for name, column in zip(names, values, strict=True)]
    if "name" not in roles:
        first = next((i for i, role in enumerate(roles) if role in ("other", "scope")), None)
        if first is not None:
            roles[first] = "name"
    place = roles.index("name") if "name" in roles else 0
    roles = ["other" if i < place and r == "scope" else r for i, r in enumerate(roles)]
    seen_name = False
    known = [y for y in years if y]
    for index, role in enumerate(roles):
        if role == "name":
            roles[index], seen_name = ("other" if seen_name else "name"), True
        elif role == "year":
            roles[index] = _year_role(years[index], known, roles)
    return tuple(
        Column(name=_tidy(name), role=role, year=None if role == "growth" else year)
        for name, role, year in zip(names, roles, years, strict=True)
    )


def _year_role(year: int | None, known: list[int], roles: list[str]) -> str:
    """A bare year: the first is the base, the last the target unless another column says so."""
    if year == min(known) and "base" not in roles:
        return "base"
    return "actual" if "target" in roles and year != max(known) else "target"


def _role(name: str, values: list[str]) -> str:
    filled = [value for value in values if value]
    natures = sum(1 for value in filled if _NATURE.fullmatch(value))
    if filled and natures * 2 > len(filled):
        return "nature"
    leaf = name.split(" ")[-1]
    bare_year = re.fullmatch(r"[（(]?20\d\d年?[）)]?", leaf)
    for words in (name,) if bare_year else (leaf, name):
        for role, pattern in _ROLES:
            if re.search(pattern, words):
                return "scope" if role == "nature" and filled and not natures else role
    return "year" if bare_year else "other"


def _tidy(name: str) -> str:
    """A header word without the white space that only sets it wide (指　标)."""
    return re.sub(r"(?<=[一-龥“”]) *[\u3000 ]{2,} *(?=[一-龥])", "", name).strip()


def _year(name: str) -> int | None:
    years = re.findall(r"(?<!\d)(20[0-9]{2})(?!\d)", name)
    return int(years[-1]) if years else None
