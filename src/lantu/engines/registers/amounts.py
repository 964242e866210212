"""Numbers with units as people type them: 302, １，２００．５ 万元, 3.5亿, 12 %, 三百二十户.

A field keeps its numbers in one unit; what is written with another power of ten of it (元, 万元,
亿元; 人, 万人) is converted exactly. Refuses another unit: 亩 is not 平方米, 百分点 is not %.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from lantu.kernel.numerals import narrow, number

_POWERS = {"": 0, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_SCALE = r"(?P<scale>万亿|亿|千万|百万|十万|万|(?:千|百)(?=[元人户家]))?"
_NUMBER = r"(?P<number>[-负]?(?:\d[\d,]*(?:\.\d+)?|[零〇一二三四五六七八九十百千两点]+?))"
_BASE = r"(?P<base>(?![零〇一二三四五六七八九十两]|[百千](?![米克瓦伏分]))\D*|m[²2]|km²)"
_WRITTEN = re.compile(_NUMBER + r"\s*" + _SCALE + r"\s*" + _BASE)
_UNIT = re.compile(_SCALE + r"(?P<base>.*)")
_SAME = {
    "㎡": "平方米", "m²": "平方米", "m2": "平方米", "公里": "千米", "km": "千米", "公斤": "千克",
    "kg": "千克", "个百分点": "百分点", "元人民币": "元", "人民币": "元", "km²": "平方千米",
    "平方公里": "平方千米", "块": "元", "块钱": "元",
}  # fmt: skip


class Amount(NamedTuple):
    """value: in the unit that was asked for; None with a fault in words."""

    value: Decimal | None
    fault: str = ""


def read_amount(raw: object, unit: str) -> Amount:
    """The number that `raw` means, counted in `unit`; a bare number is in `unit` already.

    >>> read_amount("1.2亿元", "万元").value, read_amount("３，０００", "万元").value
    (Decimal('12000'), Decimal('3000'))
    >>> read_amount("12亩", "平方米").fault
    '单位是“亩”，这里要“平方米”'
    """
    if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool):
        given = Decimal(str(raw))
        return Amount(given) if given.is_finite() else Amount(None, "不是一个数")
    match = _WRITTEN.fullmatch(narrow(str(raw)).replace("，", ",").strip())
    value = number(match["number"]) if match else None
    if match is None or value is None:
        return Amount(None, "不是一个数")
    scale, base = match["scale"] or "", match["base"].strip()
    if not scale and not base:
        return Amount(value)
    wanted = _UNIT.fullmatch(unit)
    assert wanted is not None  # the pattern takes any text
    own = _SAME.get(wanted["base"], wanted["base"])
    if base and _SAME.get(base, base) != own:
        return Amount(None, f"单位是“{scale}{base}”，这里要“{unit or '没有单位的数'}”")
    return Amount(_shifted(value, _POWERS[scale] - _POWERS[wanted["scale"] or ""]))


def _shifted(value: Decimal, power: int) -> Decimal:
    """`value` times 10**power, without an exponent and without idle zeros."""
    moved = value.scaleb(power)
    return Decimal(int(moved)) if moved == moved.to_integral() else moved.normalize()
