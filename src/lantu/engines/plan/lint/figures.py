"""Figures: one quantity with two values, growth against levels, parts against wholes, text against
tables, values without unit.

Only figures that the compiler read are compared; a difference that rounding or constant prices can
explain is not told.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.lint.tables import called, same_indicator
from lantu.engines.plan.model import CellValue, Column, Fact, Indicator, Target
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel import quantities
from lantu.kernel.findings import Severity

_SCOPE = re.compile(
    r"^(?:预计|力争|确保|实现|到?20\d\d年|到?“?十[一二三四五六]五”?(?:时期|期间|末)|全[区市县省州]|我[区市县省州]|，)+"
)
_NOT_ONE = ("time", "relative", "rank", "zero", "multiple", "coverage")


def _subject(words: str) -> str:
    return same_indicator(_SCOPE.sub("", words))


def _say(value: Decimal | None, unit: str | None) -> str:
    return f"{value.normalize():f}{unit or ''}" if value is not None else ""


@check(
    "LT-X01", "同一数据两个数值", "one quantity with two values", Severity.ERROR,
    "同一指标、同一年份在两处数值不同，必有一处有误。",
)  # fmt: skip
def two_values(draft: Draft) -> Iterable[Hit]:
    lines = draft.lines
    seen: dict[tuple[object, ...], Fact | Target] = {}
    items: list[Fact | Target] = [
        *(f for f in draft.package.facts if f.basis == "level" or f.period),
        *(t for t in draft.package.targets if t.kind not in _NOT_ONE and t.due),
    ]
    for item in items:
        when = item.due if isinstance(item, Target) else item.period
        subject = _subject(item.subject)
        key = (type(item), subject, item.unit, when, item.basis, item.direction)
        other = seen.setdefault(key, item)
        if item.value is None or other.value in (item.value, None) or len(subject) < 4:
            continue
        if _specific(subject):
            yield Hit(
                item.span,
                f"“{item.subject}”这里是 {_say(item.value, item.unit)}，第"
                f" {lines.at(other.span.start)[0]} 行是 {_say(other.value, other.unit)}。",
                "核对，改为一致；口径不同的，写明口径。",
            )


def _specific(subject: str) -> bool:
    """Whether the subject names a quantity; “企业10家” and “企业50家” are two sets of firms."""
    return bool(re.search(r"[率值额量数比例收入人口面积里程投资收支用水比重度]$", subject))


@check(
    "LT-X02", "增速与总量对不上", "growth that does not fit the levels", Severity.WARNING,
    "由基数和增速推算的结果与所写的目标相差过大，两者必有一误（可比价的指标允许出入）。",
)  # fmt: skip
def growth_against_levels(draft: Draft) -> Iterable[Hit]:
    tables = {table.id: table for table in draft.package.tables}
    for row in draft.package.indicators:
        columns = {c.role: c for c in reversed(tables[row.table_id].columns)}
        base, target = _cell(row, columns.get("base")), _cell(row, columns.get("target"))
        growth = _cell(row, columns.get("growth"))
        years = _years(columns.get("base"), columns.get("target"))
        if not (base and target and growth and years and base > 0 and target > 0):
            continue
        real = (float(target / base) ** (1 / years) - 1) * 100
        if row.unit not in ("%", "‰") and abs(real - float(growth)) > 0.6:
            yield Hit(
                row.span,
                f"{called(tables[row.table_id])}“{row.name}”由 {base} 到 {target}，{years} 年年均"
                f" {real:.1f}%，表中写 {growth}%。",
                "核对三个数；按可比价计算的，在表注中说明。",
            )


def _cell(row: Indicator, column: Column | None) -> Decimal | None:
    cell: CellValue | None = row.cells.get(column.name) if column else None
    return cell.value if cell and not cell.bracketed and not cell.value_high else None


def _years(base: Column | None, target: Column | None) -> int:
    if base and target and base.year and target.year:
        return target.year - base.year
    return 0


@check(
    "LT-X03", "分项与总数不符", "parts that do not fit the whole", Severity.ERROR,
    "“其中”各项之和大于总数，或结构比例加起来不是 100%。",
)  # fmt: skip
def parts(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        for match in re.finditer(
            r"([^。；]{2,60}?)[，（(]\s*其中[，：:]?([^。；）)]+)", passage.text
        ):
            wholes = [q for q in quantities.find(match[1]) if q.value_high is None]
            if not wholes:
                continue
            whole = wholes[-1]
            if whole.unit in ("%", "‰", "倍", None):
                continue
            found = [q for q in quantities.find(match[2]) if q.unit == whole.unit]
            total = sum((q.value for q in found), Decimal(0))
            if total > whole.value:
                yield Hit(
                    passage.span(*match.span()),
                    f"总数 {_say(whole.value, whole.unit)}，"
                    f"其中各项合计 {_say(total, whole.unit)}，超过总数。",
                    "核对各项和总数。",
                )
        yield from _ratios(passage)


_NUMBER = r"(\d+(?:\.\d+)?)"
_RATIO = re.compile(
    rf"(?:产业|结构|比例|比重)[^。；，]{{0,16}}?{_NUMBER}\s*[:：∶]\s*{_NUMBER}\s*[:：∶]\s*{_NUMBER}"
)


def _ratios(passage: Passage) -> Iterator[Hit]:
    for match in _RATIO.finditer(passage.text):
        total = sum((Decimal(match[n]) for n in (1, 2, 3)), Decimal(0))
        if 90 <= total <= 110 and abs(total - 100) > Decimal("0.2"):
            at = match.start(1)
            yield Hit(
                passage.span(at, match.end()),
                f"“{passage.text[at : match.end()]}”三项合计 {total}，不是 100。",
                "核对三项比例。",
            )


@check(
    "LT-X04", "比率超过百分之百", "share above one hundred per cent", Severity.ERROR,
    "覆盖率、普及率一类的比率不会超过 100%。",
)  # fmt: skip
def shares(draft: Draft) -> Iterable[Hit]:
    ceiling = re.compile(
        r"(?:覆盖|普及|处理|参保|达标|合格|利用|绿化|绿地|优良|城镇化|保有|完成)率$|天数比[例率]$"
    )
    items: Sequence[Fact | Target] = (*draft.package.facts, *draft.package.targets)
    for item in items:
        if item.unit == "%" and item.value and item.value > 100 and ceiling.search(item.subject):
            yield Hit(item.span, f"“{item.quote}”超过 100%。", "核对数值。")


def _role(item: Fact | Target) -> str:
    if item.basis == "annual_average":
        return "growth"
    return "target" if isinstance(item, Target) else "actual"


def _in_tables(draft: Draft) -> Iterator[tuple[Fact | Target, Indicator, Column, CellValue]]:
    """Every figure of the text with the cell of the indicator table that should hold it."""
    by_name: dict[str, list[Indicator]] = {}
    for row in draft.package.indicators:
        by_name.setdefault(_subject(row.name), []).append(row)
    tables = {table.id: table for table in draft.package.tables}
    items: Sequence[Fact | Target] = (*draft.package.facts, *draft.package.targets)
    for item in items:
        if item.basis not in ("level", "annual_average"):
            continue
        for row in by_name.get(_subject(item.subject), ()):
            for column in tables[row.table_id].columns:
                cell = row.cells.get(column.name)
                if cell is not None and column.role == _role(item) and _same_year(item, column):
                    yield item, row, column, cell


def _same_year(item: Fact | Target, column: Column) -> bool:
    if column.role == "growth":
        return ("完成" in column.name) if isinstance(item, Fact) else "完成" not in column.name
    if isinstance(item, Target):
        return item.due is not None and column.year in (None, item.due)
    year = re.search(r"20\d\d", item.period or "")
    return not year or column.year in (None, int(year[0]))


@check(
    "LT-X05", "正文与表数值不同", "text and table disagree", Severity.ERROR,
    "正文和指标表对同一指标写了两个数。",
)  # fmt: skip
def text_against_table(draft: Draft) -> Iterable[Hit]:
    for item, row, column, cell in _in_tables(draft):
        unit = "%" if column.role == "growth" else row.unit
        if item.value is None or cell.value is None or item.unit not in (unit, None):
            continue
        if item.value != cell.value:
            table = next(t for t in draft.package.tables if t.id == row.table_id)
            yield Hit(
                item.span,
                f"正文“{item.quote}”，{called(table)}“{row.name}”的“{column.name}”是"
                f" {cell.raw.strip()}。",
                "核对，改为一致。",
            )


@check(
    "LT-X07", "正文有数、表中空白", "value in the text, blank in the table", Severity.WARNING,
    "正文已写明的数，指标表相应的栏却空着。",
)  # fmt: skip
def text_against_blank(draft: Draft) -> Iterable[Hit]:
    told: set[tuple[str, str]] = set()
    for item, row, column, cell in _in_tables(draft):
        if cell.raw.strip() or item.value is None or (item.id, row.id) in told:
            continue
        told.add((item.id, row.id))
        table = next(t for t in draft.package.tables if t.id == row.table_id)
        yield Hit(
            item.span,
            f"正文“{item.quote}”，{called(table)}“{row.name}”的“{column.name}”栏空白。",
            "补填表中数值，注明口径。",
        )


_BARE = re.compile(
    r"(?:投资|投入|资金|总额|收入|产值|支出|融资|贷款|税收|营收)[^，。；、\d]{0,6}(\d+(?:\.\d+)?[万亿])(?=[\u4e00-\u9fff，。；])"
    r"(?![元美欧港人户件吨辆册余多千平立公亩家个项台套万亿以左])"
)


@check(
    "LT-X08", "金额没有单位", "sum of money without a unit", Severity.WARNING,
    "“投入2亿”没有写“元”，不规范，也可能被读作别的单位。",
)  # fmt: skip
def no_unit(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        for match in _BARE.finditer(passage.text):
            yield Hit(
                passage.span(match.start(), match.end()),
                f"“{match.group()}”没有单位。",
                f"{match[1]}元",
            )
