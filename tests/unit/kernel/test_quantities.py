from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.kernel.numerals import say
from lantu.kernel.quantities import find, read, unglue


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("产值302亿元", "=", "302", "亿元"),
        ("增长７％", "=", "7", "%"),
        ("提高3个百分点", "=", "3", "个百分点"),
        ("86个社区", "=", "86", "个"),
        ("投入2.2亿，", "=", "2.2", "亿"),
        ("近500家", "~", "500", "家"),
        ("5万余人", ">", "5", "万人"),
        ("99%以上", ">=", "99", "%"),
        ("控制在4%以内", "<=", "4", "%"),
        ("控制在5%左右", "~", "5", "%"),
        ("不低于三百万元", ">=", "300", "万元"),
        ("突破20亿元", ">", "20", "亿元"),
        ("降到42微克/立方米以下", "<=", "42", "微克/立方米"),
        ("系数控制在0.3以下", "<=", "0.3", None),
        ("降至0.35", "=", "0.35", None),
        ("增长-2.1%", "=", "-2.1", "%"),
        ("百分之五", "=", "5", "%"),
        ("千分之八以下", "<=", "8", "‰"),
        ("三分之二以上", ">=", "66.67", "%"),
        ("三成以上", ">=", "30", "%"),
        ("翻一番", "=", "2", "倍"),
        ("翻两番", "=", "4", "倍"),
        ("倍增", "=", "2", "倍"),
        ("全覆盖", "=", "100", "%"),
        ("人人享有", "=", "100", "%"),
        ("占比过半", ">", "50", "%"),
        ("一刻钟", "=", "15", "分钟"),
        ("半小时", "=", "30", "分钟"),
        ("零突破", ">", "0", None),
        ("零增长", "=", "0", "%"),
    ],
)
def test_one_quantity(text: str, comparator: str, value: str, unit: str | None) -> None:
    (found,) = find(text)
    assert (found.comparator, found.value, found.unit) == (comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    ["2025年", "第12届", "第十二个", "PM2.5浓度", "IPv6用户", "健全覆盖", "一批企业", "1—9月",
     "每3年", "十分重要", "十四五家底", "2021—2025年"],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert find(text) == []


def test_ranges() -> None:
    (percent,) = find("增长5%-6%")
    assert (percent.comparator, percent.value, percent.value_high) == ("range", 5, 6)
    (years,) = find("三至五年")
    assert (years.value, years.value_high, years.unit) == (3, 5, "年")


def test_spans_hold_the_comparison() -> None:
    text = "失业率控制在 4% 以内，"
    (found,) = find("失业率控制在4%以内，")
    assert found.span.of("失业率控制在4%以内，") == "控制在4%以内"
    assert found.core.of("失业率控制在4%以内，") == "4%"
    assert find(text)[0].value == 4


@pytest.mark.parametrize(
    ("raw", "comparator", "value", "bracketed"),
    [
        ("≥76.7", ">=", "76.7", False),
        ("＞80", ">", "80", False),
        ("[5.2]", "=", "5.2", True),
        ("〔≥17〕", ">=", "17", True),
        ("控制在5.5以内", "<=", "5.5", False),
        ("20左右", "~", "20", False),
        ("1.5—2.0", "range", "1.5", False),
        ("-3.5", "=", "-3.5", False),
        ("102,345", "=", "102345", False),
        ("2020年下降18%", "=", "18", False),
        ("全覆盖", "=", "100", False),
    ],
)
def test_cells(raw: str, comparator: str, value: str, bracketed: bool) -> None:
    found = read(raw)
    assert found is not None
    assert (found.comparator, found.value, found.bracketed) == (
        comparator, Decimal(value), bracketed,
    )  # fmt: skip


@pytest.mark.parametrize("raw", ["", "—", "[ ]", "完成国家下达任务", "持续下降", "Ⅲ类"])
def test_cells_without_value(raw: str) -> None:
    assert read(raw) is None


def test_glued_footnote() -> None:
    found = read("15.7415左右", decimals=2)
    assert found is not None
    assert (found.comparator, found.value) == ("~", Decimal("15.74"))
    assert unglue("15.74", 2) == ("15.74", "")
    assert unglue("1574", 2) == ("1574", "")


@given(st.integers(min_value=1, max_value=10**7), st.sampled_from(["家", "%", "万人", "亿元"]))
def test_round_trip(value: int, unit: str) -> None:
    for written in (f"{value}", f"{value:,}"):
        (found,) = find(f"达到{written}{unit}")
        assert (found.value, found.unit) == (value, unit)
    said = say(Decimal(value))
    if "万" not in said and unit != "%":
        assert [q.value for q in find(f"达到{said}{unit}")] == [value]


@given(st.text(alphabet="0１.%％家万亿元个百分点第三十—-[]不低于以上翻番零突破 年"))
def test_never_fails(text: str) -> None:
    for found in find(text):
        assert found.span.holds(found.core)
        assert found.core.of(text)
    read(text)
