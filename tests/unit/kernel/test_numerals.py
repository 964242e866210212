from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.kernel.numerals import narrow, number, say


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("302", "302"),
        ("１２．５万", "125000"),
        ("1,234.5", "1234.5"),
        ("2.5万亿", "2500000000000"),
        ("三百零二", "302"),
        ("二十", "20"),
        ("十五", "15"),
        ("两千零一十", "2010"),
        ("一百二", "120"),
        ("三万五", "35000"),
        ("十二亿三千万", "1230000000"),
        ("二〇三五", "2035"),
        ("二O三五", "2035"),
        ("六点五", "6.5"),
        ("负三", "-3"),
        ("-0.5", "-0.5"),
    ],
)
def test_one_number(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "十四五", "万", "1.2.3", "12家", "1,23", "--1", "点五", "三点"]
)
def test_not_one_number(text: str) -> None:
    assert number(text) is None


@given(st.integers(min_value=-(10**16) + 1, max_value=10**16 - 1))
def test_whole_numbers_come_back(value: int) -> None:
    assert number(say(Decimal(value))) == value


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_decimals_come_back(value: Decimal) -> None:
    assert number(say(value)) == value
    assert number(f"{value:,f}") == value


@given(st.text())
def test_narrow_keeps_offsets(text: str) -> None:
    assert len(narrow(text)) == len(text)


@given(st.text(alphabet="零一二十百千万亿点两〇O负-,.0５9"))
def test_never_fails(text: str) -> None:
    number(text)


def test_too_large_to_say() -> None:
    with pytest.raises(ValueError, match="below"):
        say(Decimal(10) ** 16)
