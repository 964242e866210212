"""The words of an indicator's cells: name and unit, one value, and the kind of its target.

Numbers are read by `kernel.quantities`; this module knows what a table adds: brackets for
cumulative values, targets that come later from above, units inside the name.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from lantu.engines.plan.model import CellValue, Column
from lantu.engines.plan.polarity import Polarity, polarity
from lantu.kernel.quantities import read

_DASH = re.compile(r"[—–\-－/\\]*")
_ASSIGNED = re.compile(
    r"(?P<inside>控制在)?(?:完成|达到|按照?|以)?(?P<reference>[^，。；]*?(?:下达|核定|分解|分配|规定|考核)"
    r"[^，。；]*?(?:目标|任务|指标|计划|要求|数|范围))(?P<within>之?内|以内)?"
)
_FRACTION = re.compile(r"\d\.(\d+)")
_CUMULATIVE_NOTE = re.compile(r"[（(]\s*[）)]\s*(?:内|中)?[^。；]{0,12}累计")
_NO_UNIT = re.compile(
    r"(?:不变|可比|当年|现行|基准)?价格?|R&D|GDP|PM|约束性|预期性|累计|不含|含|五年|期末|以上|常住|户籍|注册"
)
_UNIT_TAIL = re.compile(
    r"[%％‰元人户家个件项处座条名所套辆台间张份册亩吨米岁年月天日时倍次级度克升里顷块分万亿千位店床头只瓦]"
    r"|[a-zA-Z²³㎡㎞]+$|标准?煤|氧化碳|当量$"
)
_GROWS = re.compile(r"(?:增长率?|增速|增幅|年均增长)(?:[（(].*)?$")


def split_unit(words: str) -> tuple[str, str | None]:
    """The name of an indicator without its unit, and the unit.

    >>> split_unit("全员劳动生产率（元/人，2020年价格）")
    ('全员劳动生产率', '元/人')
    >>> split_unit("细颗粒物（PM2.5)浓度（μg/m³）")
    ('细颗粒物（PM2.5)浓度', 'μg/m³')
    """
    name, unit = words.strip(), None
    while name.endswith(("）", ")", "]", "〕")):
        start = _opening(name)
        if start is None or start == 0:
            break
        inside = name[start + 1 : -1].strip()
        if re.fullmatch(r"约束性(?:指标)?|预期性(?:指标)?", inside):
            name = name[:start].rstrip()
            continue
        found = _unit(inside)
        if found is None or unit is not None:
            break
        name, unit = name[:start].rstrip(), found
    return name, unit


def _opening(name: str) -> int | None:
    """Where the bracket opens that the last character closes; widths may be mixed."""
    depth = 0
    for index in range(len(name) - 1, -1, -1):
        depth += (name[index] in "）)]〕") - (name[index] in "（([〔")
        if depth == 0:
            return index
    return None


def _unit(inside: str) -> str | None:
    """The unit among the words in a bracket; the price basis and the like are left out."""
    for part in re.split(r"[，,；;、]", inside):
        part = part.strip().removeprefix("单位：").removeprefix("单位:")
        if part and len(part) <= 14 and not _NO_UNIT.search(part) and _UNIT_TAIL.search(part[-3:]):
            return part
    return None


def read_cell(raw: str, name: str, notes: str, decimals: int | None = None) -> CellValue:
    """One cell of a value column. name: of the indicator; notes: of the table, which may say that
    ( ) means cumulative; decimals: where the value ends, when a footnote number is glued to it."""
    if _DASH.fullmatch(raw.strip()):
        return CellValue(raw=raw)
    assigned = _ASSIGNED.search(raw)
    if assigned and not re.search(r"\d", raw):
        return CellValue(
            raw=raw, comparator=_assigned_sign(assigned, name), reference=assigned["reference"]
        )
    bracketed = bool(re.match(r"\s*[\[〔［【]", raw)) or (
        bool(_CUMULATIVE_NOTE.search(notes)) and bool(re.match(r"\s*[（(]", raw))
    )
    quantity = read(raw, decimals)
    if quantity is None:
        return CellValue(raw=raw, bracketed=bracketed)
    return CellValue(
        raw=raw, value=quantity.value, value_high=quantity.value_high,
        comparator=quantity.comparator, bracketed=bracketed or quantity.bracketed,
    )  # fmt: skip


def decimals_without_note(raw: str, others: Iterable[str], marks: Collection[str]) -> int | None:
    """How many decimals of `raw` are its own when a footnote number is glued behind them.

    others: the other cells of its row and column, which show how many decimals are usual; marks:
    numbers of footnotes that nothing in the text refers to. None when nothing is glued.

    >>> decimals_without_note("15.7415左右", ["14.25"], ()), decimals_without_note("8.253", [], "3")
    (2, 2)
    >>> decimals_without_note("0.582", ["0.55"], ()) is None
    True
    """
    own = _FRACTION.search(raw)
    if own is None:
        return None
    usual = max((len(m[1]) for other in others for m in _FRACTION.finditer(other)), default=0)
    for kept in (2, 1):
        mark = own[1][kept:]
        known = mark in marks and (usual == kept or (not usual and kept == 2))
        if mark and (known or (len(mark) >= 2 and usual == kept == 2)):
            return kept
    return None


def _assigned_sign(match: re.Match[str], name: str) -> str | None:
    """控制在…内 is a ceiling, but a floor for what is better when higher."""
    if not (match["inside"] or match["within"]):
        return None
    return ">=" if polarity(name) is Polarity.HIGHER else "<="


def target_kind(name: str, columns: Sequence[Column], cells: Mapping[str, CellValue]) -> str | None:
    """What kind of target the cells of a row set; None when they set none."""
    by_role: dict[str, list[CellValue]] = {}
    for column in columns:
        cell = cells.get(column.name)
        if cell is not None and not _DASH.fullmatch(cell.raw.strip()):
            by_role.setdefault(column.role, []).append(cell)
    for role in ("target", "growth", "cumulative"):
        if role in by_role:
            return _kind(name, role, by_role[role][0])
    return None


def _kind(name: str, role: str, cell: CellValue) -> str:
    if cell.reference and cell.value is None:
        return "assigned"
    if cell.value is None:
        return "qualitative"
    if cell.bracketed or role == "cumulative":
        return "cumulative"
    if role == "growth" or _GROWS.search(name):
        return "growth"
    return {">=": "floor", ">": "floor", "<=": "ceiling", "<": "ceiling"}.get(
        cell.comparator or "=", "level"
    )
