"""Official codes: unified social credit code, identity number, investment project code.

Each check returns the code in its one spelling, or the words that say what is wrong. Refuses to
judge the check digit of a project code, whose algorithm is not published.
"""

import re
from typing import NamedTuple

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

from lantu.kernel.numerals import narrow

_NORTH_TO_SOUTH = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46"
_WEST_AND_ISLANDS = "50 51 52 53 54 61 62 63 64 65 71 81 82"
PROVINCES = frozenset(_NORTH_TO_SOUTH.split() + _WEST_AND_ISLANDS.split())
"""First two digits of area codes (GB/T 2260)."""
NATIONAL = "00"
"""First two digits of the area in the code of a project registered with the centre."""

_PROJECT = re.compile(r"(\d{2})(\d{2})-?(\d{2})\d{4}-?\d{2}-?\d{2}-?\d{5}[\dX]")
_HYPHENS = (4, 10, 12, 14)
_SPACE = re.compile(r"\s+")


class Code(NamedTuple):
    """text: the code in its one spelling. fault: what is wrong with it, empty when nothing is."""

    text: str
    fault: str = ""


def tidy(raw: str) -> str:
    """`raw` without blanks, with half-width capitals and digits.

    >>> tidy(" ９１３５０100 m000100y43")
    '91350100M000100Y43'
    """
    half = "".join(chr(ord(c) - 0xFEE0) if "Ａ" <= c <= "ｚ" else c for c in narrow(raw))
    return _SPACE.sub("", half).upper()


def social_credit_code(raw: str) -> Code:
    """GB 32100-2015: 18 characters, the alphabet without I O S V Z, check character.

    >>> social_credit_code("91350100M000100Y43")
    Code(text='91350100M000100Y43', fault='')
    """
    text = tidy(raw)
    try:
        return Code(uscc.validate(text))
    except InvalidLength:
        return Code(text, f"统一社会信用代码应为 18 位，现为 {len(text)} 位")
    except InvalidChecksum:
        return Code(text, "统一社会信用代码的校验位不对，可能录错了一位")
    except (InvalidFormat, InvalidComponent):
        return Code(text, "统一社会信用代码只用数字和大写字母，不用 I、O、S、V、Z")


def identity_number(raw: str) -> Code:
    """GB 11643-1999: 18 digits, a real date of birth, check character, a known province.

    The county of birth is not held against the number: counties are merged and renamed.
    """
    text = tidy(raw)
    if not re.fullmatch(r"\d{17}[\dX]", text):
        return Code(text, "身份证号应为 18 位：17 位数字加一位数字或 X")
    if text[:2] not in PROVINCES:
        return Code(text, "身份证号开头的省级区划代码不存在")
    try:
        ric.get_birth_date(text)
    except InvalidComponent:
        return Code(text, "身份证号第 7 至 14 位不是真实的出生日期")
    if ric.calc_check_digit(text) != text[-1]:
        return Code(text, "身份证号的校验位不对，可能录错了一位")
    return Code(text)


def project_code(raw: str) -> Code:
    """GB/T 40058-2021 (发改投资〔2020〕1439号): `YYMM-AAAAAA-DD-TT-RRRRRC`; shape, month and
    province only. Codes given before 2020-11 open with the year instead, and stay valid for life.

    >>> project_code("2103411002 04 01 123456").text
    '2103-411002-04-01-123456'
    """
    text = tidy(raw)
    match = _PROJECT.fullmatch(text)
    if not match:
        return Code(text, "项目代码应为 24 位，形如 2103-411002-04-01-123456")
    bare = text.replace("-", "")
    spelt = "-".join(bare[a:b] for a, b in zip((0, *_HYPHENS), (*_HYPHENS, None), strict=True))
    head, month, province = match.groups()
    if not ("01" <= month <= "12" or (head == "20" and "13" <= month <= "20")):
        return Code(spelt, "项目代码第 3、4 位应为月份 01 至 12")
    if province not in PROVINCES | {NATIONAL}:
        return Code(spelt, "项目代码里的省级区划代码不存在")
    return Code(spelt)
