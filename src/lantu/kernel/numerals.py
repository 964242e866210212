"""Numbers as Chinese offices write them: 302, １２．５万, 三百零二, 二O三五 (letter O).

Reads and says single numbers. Refuses to look for numbers in running text and to know units:
that is `quantities`. Every translation keeps the length, so offsets stay true.
"""

import re
from decimal import Decimal, InvalidOperation

_WIDE = {0xFF10 + i: str(i) for i in range(10)} | {
    ord("．"): ".", ord("％"): "%", ord("－"): "-", ord("−"): "-", ord("＋"): "+",
    ord("＞"): ">", ord("＜"): "<", ord("≧"): "≥", ord("≦"): "≤", ord("／"): "/", ord("～"): "~",
}  # fmt: skip
_DIGITS = {"〇": 0, "○": 0, "O": 0, "Ｏ": 0, "o": 0, "零": 0, "0": 0, "两": 2} | {
    c: n for row in ("一二三四五六七八九", "123456789") for n, c in enumerate(row, 1)
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_SAY = "零一二三四五六七八九"
_ZEROS = re.compile("零+")

ARABIC = r"(?:\d{1,3}(?: \d{3})+(?!\d)|\d+(?:,\d{3})*)(?:\.\d+)?"
"""Regex of an Arabic number after `narrow`; thousands may be parted by commas or blanks."""
CHINESE = r"[零〇一二三四五六七八九十百千两]+(?:点[零〇一二三四五六七八九]+)?"
"""Regex of a Chinese number without its 万 or 亿."""


def narrow(text: str) -> str:
    """`text` with full-width digits and signs made half-width; the length stays the same.

    >>> narrow("２０２５年达到≧７％")
    '2025年达到≥7%'
    """
    return text.translate(_WIDE)


def number(text: str) -> Decimal | None:
    """The value of `text` when the whole of it is one number, else None.

    >>> number("１２．５万"), number("三百零二"), number("二O三五"), number("十四五")
    (Decimal('125000'), Decimal('302'), Decimal('2035'), None)
    """
    text = narrow(text.strip())
    if text[:1] in ("-", "负"):
        value = number(text[1:]) if text[1:2] not in ("-", "负") else None
        return None if value is None else -value
    value = _chinese(text)
    if value is not None:
        return value
    head = text.rstrip("万亿")
    value = _arabic(head)
    for char in text[len(head) :]:
        value = None if value is None else value * _MYRIADS[char]
    return value if value is None or head == text else _plain(value)


def _arabic(text: str) -> Decimal | None:
    if not text or not text[0].isdigit() or not set(text) <= set("0123456789., "):
        return None
    text = text.replace(" ", ",")
    head, *groups = text.split(".")[0].split(",")
    if groups and (len(head) > 3 or any(len(g) != 3 for g in groups)):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _chinese(text: str) -> Decimal | None:
    whole, point, fraction = text.partition("点")
    if point and (not fraction or any(c not in _DIGITS for c in fraction)):
        return None
    value = _row(whole) if all(c in _DIGITS for c in whole) else _counted(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}." + "".join(str(_DIGITS[c]) for c in fraction))


def _row(text: str) -> int | None:
    """Digits said one after the other, as years are: 二〇三五."""
    return int("".join(str(_DIGITS[c]) for c in text)) if text else None


def _counted(text: str) -> int | None:
    """Digits with their places: 三千零二十万, 十五, 一百二 (short for 一百二十)."""
    total = section = 0
    digit: int | None = None
    last = 0
    for char in text:
        if char in _DIGITS:
            if digit not in (None, 0):
                return None
            digit, last = _DIGITS[char], last if char not in "零〇" else 0
        elif char in _PLACES:
            if last and _PLACES[char] >= last:
                return None
            section += (1 if digit is None else digit) * _PLACES[char]
            digit, last = None, _PLACES[char]
        elif char in _MYRIADS:
            below = section + (digit or 0)
            if not total + below:
                return None
            scale = _MYRIADS[char]
            total = (total + below) * scale if total < scale else total + below * scale
            section, digit, last = 0, None, scale
        else:
            return None
    return total + section + (digit or 0) * (last // 10 if last > 10 else 1)


def say(value: Decimal) -> str:
    """The Chinese reading of `value`, which `number` reads back. Below 10**16.

    >>> say(Decimal("10302.5"))
    '一万零三百零二点五'
    """
    if value < 0:
        return "负" + say(-value)
    if value >= 10**16:
        raise ValueError("say: give a number below 10**16")
    whole, _, fraction = f"{value:f}".partition(".")
    head = _say_whole(int(whole))
    return head + ("点" + "".join(_SAY[int(c)] for c in fraction) if fraction else "")


def _say_whole(value: int) -> str:
    for scale, name in ((10**8, "亿"), (10**4, "万")):
        if value >= scale:
            high, low = divmod(value, scale)
            link = "零" if low and low < scale // 10 else ""
            return _say_whole(high) + name + link + (_say_whole(low) if low else "")
    places = zip(f"{value:04d}", ("千", "百", "十", ""), strict=True)
    said = "".join("零" if d == "0" else _SAY[int(d)] + p for d, p in places)
    return _ZEROS.sub("零", said).strip("零") or "零"


def _plain(value: Decimal) -> Decimal:
    """Without an exponent and without zeros that the multiplication made."""
    return Decimal(f"{value:f}") if value != value.to_integral() else Decimal(int(value))
