"""Service figures of cases: 立案 派遣 结案 返工 and the three rates of the 12345 hotline.

Formulas of GB/T 30428 as published bulletins use them. Every figure carries numerator, denominator
and formula. Refuses to divide by nothing: then there is no figure, which is not zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")
BULLETIN = "GB/T 30428.4；公开通报的算法"
HOTLINE = "GB/T 33358；各地 12345 考核办法"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of cases in a period.

    filed 立案; filed_on_time 按时立案; void 立案后作废; dispatched 派遣; dispatched_well 准确派遣
    (neither returned nor appealed); due 应结案; closed 结案; closed_on_time 按期结案;
    reworked 返工; deferred 缓办 (among due); by_source: filed cases by who reported.
    """

    filed: int = 0
    filed_on_time: int = 0
    void: int = 0
    dispatched: int = 0
    dispatched_well: int = 0
    due: int = 0
    closed: int = 0
    closed_on_time: int = 0
    reworked: int = 0
    deferred: int = 0
    by_source: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HotlineTally:
    """Counts of a hotline. invalid and out_of_duty items are in should_answer and should_solve and
    are taken out of both; ratings counts valid ones only."""

    should_answer: int = 0
    answered_in_time: int = 0
    should_solve: int = 0
    solved: int = 0
    ratings: int = 0
    satisfied: int = 0
    invalid: int = 0
    out_of_duty: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """value: percent with two decimals, None when the denominator is 0."""

    code: str
    title: str
    numerator: int
    denominator: int
    formula: str
    source: str

    @property
    def value(self) -> Decimal | None:
        """The rate in percent."""
        return percent(self.numerator, self.denominator)

    def __str__(self) -> str:
        """How do we know: `结案率 93.72 %（911 ÷ 972，结案 ÷ 应结案）`."""
        shown = "无数据" if self.value is None else f"{self.value} %"
        return f"{self.title} {shown}（{self.numerator} ÷ {self.denominator}，{self.formula}）"


def percent(numerator: int, denominator: int) -> Decimal | None:
    """`numerator` of `denominator` in percent, two decimals, half up; None for a denominator of 0.

    >>> percent(911, 972)
    Decimal('93.72')
    """
    if denominator <= 0:
        return None
    return (Decimal(100) * numerator / denominator).quantize(_CENT, ROUND_HALF_UP)


def service_figures(tally: Tally, *, without_deferred: bool = False) -> tuple[Figure, ...]:
    """The figures of a tally.

    without_deferred: take 缓办 out of 应结案, as some cities do; the formula says which was used.
    """
    due = tally.due - tally.deferred if without_deferred else tally.due
    owed = "（应结案－缓办）" if without_deferred else "应结案"
    rows = [
        *((f"reported_by.{source}", f"{source}举报率", count, tally.filed, "举报核实数 ÷ 立案数")
          for source, count in tally.by_source.items()),
        ("filed_on_time", "按时立案率", tally.filed_on_time, tally.filed, "按时立案 ÷ 立案"),
        ("filed_well", "准确立案率", tally.filed - tally.void, tally.filed, "（立案－作废）÷ 立案"),
        ("dispatched_well", "准确派遣率", tally.dispatched_well, tally.dispatched,
         "准确派遣 ÷ 派遣"),
        ("closed", "结案率", tally.closed, due, f"结案 ÷ {owed}"),
        ("closed_on_time", "按期结案率", tally.closed_on_time, due, f"按期结案 ÷ {owed}"),
        ("reworked", "返工率", tally.reworked, due, f"返工 ÷ {owed}"),
    ]  # fmt: skip
    return tuple(Figure(*row, BULLETIN) for row in rows)


def hotline_figures(tally: HotlineTally) -> tuple[Figure, ...]:
    """响应率, 解决率, 满意率."""
    out = tally.invalid + tally.out_of_duty
    rows = [
        ("answered", "响应率", tally.answered_in_time, tally.should_answer - out,
         "时限内联系 ÷（应响应－无效－非职责）"),
        ("solved", "解决率", tally.solved, tally.should_solve - out,
         "回访认定解决 ÷（应考核－无效－非职责）"),
        ("satisfied", "满意率", tally.satisfied, tally.ratings, "满意 ÷ 有效评价"),
    ]  # fmt: skip
    return tuple(Figure(*row, HOTLINE) for row in rows)


def weighted(
    figures: Mapping[str, Decimal | None], weights: Mapping[str, Decimal]
) -> Decimal | None:
    """The weighted mean of rates in percent. weights: local, by figure code, above 0 in sum.

    None when a rate that has weight is missing: a missing rate is not zero.
    """
    total = sum(weights.values(), Decimal(0))
    parts = [(figures.get(code), weight) for code, weight in weights.items() if weight]
    if total <= 0 or any(value is None for value, _ in parts):
        return None
    gained = sum((value * weight for value, weight in parts if value is not None), Decimal(0))
    return (gained / total).quantize(_CENT, ROUND_HALF_UP)
