"""Codes against the vectors of domain.md §3."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.engines.registers.codes import identity_number, project_code, social_credit_code


@pytest.mark.parametrize(
    "code",
    [
        "11411000005747138B",
        "11370881004339597L",
        "9144030071526726XG",
        "914403001922038216",
        "91350100M000100Y43",
    ],
)
def test_valid_social_credit_codes_of_domain_3(code: str) -> None:
    assert social_credit_code(code) == (code, "")
    assert social_credit_code(f" {code[:8].lower()} {code[8:].lower()} ").text == code


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("91350100M000100Y4", "17 位"),
        ("91350100M000100Y44", "校验位"),
        ("91350100I000100Y43", "不用 I"),
        ("", "0 位"),
    ],
)
def test_wrong_social_credit_codes_say_why(code: str, word: str) -> None:
    assert word in social_credit_code(code).fault


@given(st.text(max_size=24))
def test_any_text_gets_an_answer(text: str) -> None:
    for check in (social_credit_code, identity_number, project_code):
        assert isinstance(check(text).fault, str)


@pytest.mark.parametrize("number", ["11010519491231002X", "411002199003071236"])
def test_identity_number_vectors_of_domain_3(number: str) -> None:
    assert identity_number(number).fault == ""


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("411002199003071235", "校验位"),
        ("411002199002301236", "出生日期"),
        ("991002199003071236", "省级"),
        ("41100219900307123", "18 位"),
    ],
)
def test_wrong_identity_numbers_say_why(number: str, word: str) -> None:
    assert word in identity_number(number).fault


@pytest.mark.parametrize(
    "code", ["2103-411002-04-01-123456", "2012-000000-07-04-12345X", "2018-440300-48-03-701234"]
)
def test_project_codes_are_judged_by_shape_only(code: str) -> None:
    assert project_code(code) == (code, "")
    assert project_code(code.replace("-", "")).text == code


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("2113-411002-04-01-123456", "月份"),
        ("2103-991002-04-01-123456", "省级"),
        ("2103-411002-04-01-12345", "24 位"),
    ],
)
def test_wrong_project_codes_say_why(code: str, word: str) -> None:
    assert word in project_code(code).fault
