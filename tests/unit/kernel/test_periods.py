from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.kernel.numerals import say
from lantu.kernel.periods import find, plan_period


@given(st.integers(min_value=6, max_value=30))
def test_plans_follow_each_other(ordinal: int) -> None:
    name = say(Decimal(ordinal)) + "五"
    first, last = plan_period(f"“{name}”") or (0, 0)
    assert (first, last) == (1981 + 5 * (ordinal - 6), 1985 + 5 * (ordinal - 6))


@pytest.mark.parametrize("name", ["", "一五", "十四", "三五", "规划", "十四五规划"])
def test_not_a_plan(name: str) -> None:
    assert plan_period(name) is None


@pytest.mark.parametrize(
    ("text", "kind", "first", "last", "at_end"),
    [
        ("“十四五”期间", "plan", 2021, 2025, False),
        ("「十五五」末", "plan", 2026, 2030, True),
        ("十四五末", "plan", 2021, 2025, True),
        ("第十三个五年规划", "plan", 2016, 2020, False),
        ("二〇三五年", "years", 2035, 2035, False),
        ("二O三五年", "years", 2035, 2035, False),
        ("２０２５年底", "years", 2025, 2025, True),
        ("2021—2025年", "years", 2021, 2025, False),
        ("2021年至2023年", "years", 2021, 2023, False),
        ("每年", "each_year", None, None, False),
        ("过去五年", "past", None, None, False),
    ],
)
def test_times(text: str, kind: str, first: int | None, last: int | None, at_end: bool) -> None:
    (period,) = find(f"预计{text}，全县")
    assert period.span.of(f"预计{text}，全县") == text
    assert (period.kind, period.first_year, period.last_year) == (kind, first, last)
    assert period.at_end == at_end


def test_months() -> None:
    bare, dated = find("1—9月，用电量上升；2024年1至6月回落")
    assert (bare.first_year, bare.first_month, bare.last_month) == (None, 1, 9)
    assert (dated.first_year, dated.first_month, dated.last_month) == (2024, 1, 6)


@pytest.mark.parametrize("text", ["十五家企业", "二十五个村", "“八五”普法", "三十五岁"])
def test_no_time(text: str) -> None:
    assert find(text) == []


@given(st.text())
def test_never_fails(text: str) -> None:
    for period in find(text):
        assert period.span.of(text)
