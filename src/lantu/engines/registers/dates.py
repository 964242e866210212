"""Dates as people type them: 2026-3-5, 20260305, 2026年3月5日, 二〇二六年三月五日, 46086.

Refuses to guess: a date without a day, a year of two digits or 5月6日 alone is no date.
"""

import re
from datetime import date, datetime, timedelta

from lantu.kernel.numerals import narrow, number

_SHEET_ZERO = date(1899, 12, 30)
_SHEET_DAYS = range(18264, 73051)  # 1950 to 2099, what a five-digit number in a sheet can mean
_SPELT = re.compile(
    r"(?P<y>\d{4}|[〇零○O一二三四五六七八九]{4})[-/.年](?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})"
    r"[-/.月](?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]?(?:[T\s]\s*\d{1,2}(?::\d{2}){1,2}(?:\.\d+)?)?"
)
_PLAIN = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")


def read_date(raw: object) -> date | None:
    """The day that `raw` (a cell or what somebody typed) means, None when it means none.

    >>> read_date("二〇二六年三月五日"), read_date("２０２６．３．５"), read_date(46086)
    (datetime.date(2026, 3, 5), datetime.date(2026, 3, 5), datetime.date(2026, 3, 5))
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = re.sub(r"\s*([-/.年月])\s*", r"\1", narrow(str(raw)).strip())
    serial = re.fullmatch(r"(\d{5})(?:\.0+)?", text)
    if serial:
        days = int(serial[1])
        return _SHEET_ZERO + timedelta(days=days) if days in _SHEET_DAYS else None
    match = _SPELT.fullmatch(text) or _PLAIN.fullmatch(text)
    parts = [number(match[name]) for name in "ymd"] if match else []
    try:
        return date(*(int(part) for part in parts if part is not None)) if parts else None
    except (TypeError, ValueError):
        return None
