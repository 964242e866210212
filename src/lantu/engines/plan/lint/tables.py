"""Tables: blank columns, groups without rows, row numbers, indicators that drift between tables.

A blank table is one finding, not one for each cell. “—” is an answer, not a blank.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.model import Indicator, Table
from lantu.engines.plan.structure.tables import TableRead, is_indicator_table
from lantu.kernel.findings import Severity
from lantu.kernel.spans import Span

_GROUP = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\s*(\S.*)"
)
_NATURES = {"binding": "约束性", "anticipated": "预期性", None: "未写"}


def called(table: Table) -> str:
    """The table as a person calls it: 表2, or its caption."""
    return f"表{table.number}" if table.number else f"表“{table.caption or '无题'}”"


def head_of(draft: Draft, table: Table) -> Span:
    """The first line of the table: where a finding about the whole of it points."""
    end = draft.text.find("\n", table.span.start, table.span.end)
    return Span(table.span.start, end if end > table.span.start else table.span.end)


def rows_of(draft: Draft, table: Table) -> list[Indicator]:
    return [i for i in draft.package.indicators if i.table_id == table.id]


@check(
    "LT-B01", "表中空栏", "blank columns of a table", Severity.ERROR,
    "指标表的基数、目标、增速等栏空白，目标就无从考核；送审前必须补齐，不适用的写“—”。",
)  # fmt: skip
def blanks(draft: Draft) -> Iterable[Hit]:
    for read in draft.tables:
        found = list(
            _blank_values(rows_of(draft, read.table), read)
            if is_indicator_table(read)
            else _blank_columns(read)
        )
        if found:
            yield Hit(
                head_of(draft, read.table),
                f"{called(read.table)}空栏：{'；'.join(found)}。",
                "补填；不适用的写“—”。",
            )


def _blank_values(rows: list[Indicator], read: TableRead) -> Iterator[str]:
    for column in read.table.columns:
        cells = [(r, r.cells[column.name]) for r in rows if column.name in r.cells]
        empty = [row for row, cell in cells if not cell.raw.strip()]
        partly = column.role in ("growth", "cumulative") and len(empty) < len(cells)
        if not empty or (partly and len(empty) * 2 < len(cells)):
            continue
        if len(empty) == len(cells):
            yield f"“{column.name}”栏 {len(cells)} 行全空"
        else:
            names = "、".join(row.name for row in empty[:4])
            more = "等" if len(empty) > 4 else ""
            yield f"“{column.name}”栏 {len(empty)} 行空白（{names}{more}）"


def _blank_columns(read: TableRead) -> Iterator[str]:
    columns = read.table.columns
    rows = [row for row in read.rows if len(row) == len(columns)]
    for index, column in enumerate(columns):
        if len(rows) > 1 and not any(row[index].words.strip() for row in rows):
            yield f"“{column.name}”栏 {len(rows)} 行全空"


@check(
    "LT-B02", "分组没有指标", "group of a table without rows", Severity.ERROR,
    "表中列了分组标题，下面一行也没有，多是漏排。",
)  # fmt: skip
def empty_groups(draft: Draft) -> Iterable[Hit]:
    for read in draft.tables:
        if not is_indicator_table(read):
            continue
        groups = {indicator.group for indicator in rows_of(draft, read.table)}
        for row in read.rows:
            slot = next((s for s in row if s.words.strip()), None)
            match = _GROUP.fullmatch(slot.words.strip()) if slot else None
            if slot and match and groups and match[1] not in groups:
                others = [s for s in row if s.words.strip() and s.words != slot.words]
                if not others:
                    yield Hit(
                        slot.span,
                        f"{called(read.table)}的“{slot.words.strip()}”下没有指标。",
                        "补列指标，或删去这一组。",
                    )


@check(
    "LT-B03", "表中序号有误", "row number left out or used twice", Severity.WARNING,
    "表中序号跳号或重号，“第几项指标”会指错。",
)  # fmt: skip
def row_numbers(draft: Draft) -> Iterable[Hit]:
    for table in draft.package.tables:
        before = 0
        for row in rows_of(draft, table):
            if not (row.number or "").isdigit():
                continue
            value = int(row.number or 0)
            if value not in (before, before + 1, 1) or (value == before and not row.parent):
                yield Hit(
                    row.span,
                    f"{called(table)}序号 {before} 之后是 {value}（“{row.name}”）。",
                    "重新编号，或补上缺少的一行。",
                )
            before = value


@check(
    "LT-B04", "指标没有单位", "indicators without a unit", Severity.WARNING,
    "没有单位的指标无法采集和比较。",
)  # fmt: skip
def unitless(draft: Draft) -> Iterable[Hit]:
    for table in draft.package.tables:
        rows = rows_of(draft, table)
        bare = [row for row in rows if _is_unitless(row)]
        if bare:
            names = "、".join(row.name for row in bare[:5])
            more = f"等 {len(bare)} 项" if len(bare) > 5 else ""
            yield Hit(bare[0].span, f"{called(table)}中没有单位：{names}{more}。", "补上单位。")


def _is_unitless(row: Indicator) -> bool:
    """Whether neither the name nor any value shows a unit, and one is needed."""
    shown = any(re.search(r"[%％‰元人家个]", cell.raw) for cell in row.cells.values())
    return not (row.unit or shown or row.target_kind == "qualitative")


_SAME = (
    (re.compile(r"GDP|地区生产总值|国内生产总值|国民生产总值"), "生产总值"),
    (re.compile(r"研究与试验发展(?:[（(]R&D[）)])?|R&D"), "研发"),
    (re.compile(r"万元(?=生产总值)"), "单位"),
    (re.compile(r"(?:下降|降低|降幅|减少)(?:率|幅度)?$"), "降"),
    (re.compile(r"万人口?"), "万人"),
    (re.compile(r"比率|比重|占比"), "比例"),
    (re.compile(r"拥有量|拥有数|数量"), "数"),
    (re.compile(r"[\s“”（）()、]|全社会|全[区市县省州]|累计"), ""),
)
_QUALIFIED = re.compile("高价值|规模以上|新增|战略性|高技术|农村|城镇登记")
"""Words that make another indicator of one."""
_GROWTH = re.compile(r"(?:增长率?|增速|增幅)$")


def same_indicator(name: str) -> str:
    """`name` with the usual variants of official wording made equal.

    >>> same_indicator("万元生产总值能源消耗降低") == same_indicator("单位GDP能源消耗降幅")
    True
    """
    for pattern, word in _SAME:
        name = pattern.sub(word, name)
    return name


@check(
    "LT-X06", "指标在两张表里不一致", "indicator that differs between two tables",
    Severity.WARNING, "同一指标在两张表里名称、单位或属性不同，前后期就无法衔接比较。",
)  # fmt: skip
def drift(draft: Draft) -> Iterable[Hit]:
    tables = {table.id: table for table in draft.package.tables}
    rows = draft.package.indicators
    for index, row in enumerate(rows):
        like = [r for r in rows[:index] if r.table_id != row.table_id and _is_one(r.name, row.name)]
        exact = [r for r in like if r.name == row.name]
        faults = [fault for r in (exact or like)[:1] for fault in _differences(r, row)]
        if not faults:
            continue
        names = "、".join(f"“{r.name}”" for r in exact or like)
        yield Hit(
            row.span,
            f"{called(tables[like[0].table_id])}的{names}与{called(tables[row.table_id])}的"
            f"“{row.name}”{'、'.join(faults)}不一致。",
            "统一口径；确属两个指标的，在表注中说明。",
        )


def _differences(first: Indicator, second: Indicator) -> Iterator[str]:
    if first.name != second.name:
        yield "名称"
    if (first.unit or "") != (second.unit or ""):
        yield f"单位（{first.unit or '未写'}、{second.unit or '未写'}）"
    if first.nature and second.nature and first.nature != second.nature:
        yield f"属性（{_NATURES[first.nature]}、{_NATURES[second.nature]}）"


def _is_one(first: str, second: str) -> bool:
    """Whether two names of different tables are meant for one indicator: equal but for usual
    variants, one letter apart, or one the other with a few words more."""
    if bool(_GROWTH.search(first)) != bool(_GROWTH.search(second)):
        return False
    one, two = sorted((same_indicator(first), same_indicator(second)), key=len)
    if one == two:
        return True
    if len(one) == len(two):
        return len(one) >= 5 and sum((Counter(one) - Counter(two)).values()) == 1
    if _QUALIFIED.search(two) and not _QUALIFIED.search(one):
        return False
    letters = iter(two)
    return len(two) - len(one) <= len(one) + 1 and len(one) >= 4 and all(c in letters for c in one)
