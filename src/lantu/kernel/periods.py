"""Times as plans write them: “十四五”期间, 到2025年, 2021—2025年, 二〇三五年, 1—9月, 每年.

Years are calendar years. Refuses to guess: a time without a year (过去五年, 今后五年) is reported
with years None. Days of deadlines are another matter and not handled here.
"""

import re
from dataclasses import dataclass

from lantu.kernel.numerals import narrow, number
from lantu.kernel.spans import Span

_QUOTES = "“”\"'‘’「」『』＂"
_ORDINAL = "[一二三四五六七八九十]{1,3}"
_LONG = rf"第(?P<nth>{_ORDINAL})个五年(?:规划|计划)?"
_QUOTED = rf"[{_QUOTES}](?P<quoted>{_ORDINAL})五[{_QUOTES}](?!普法)"
_BARE = rf"[{_QUOTES}]?(?P<bare>十[一二三四五六七八九])五[{_QUOTES}]?"
_YEAR = r"[12一二][90九〇零○OＯo][〇零○OＯo一二三四五六七八九\d]{2}"
_DASH = r"\s*(?:-{1,2}|[—–~]{1,2}|至|到)\s*"
_NUMBER = r"\d+|[一二三四五六七八九十两]+"
_TIMES = re.compile(
    rf"(?:{_LONG}|{_QUOTED}|{_BARE})"
    r"(?P<edge>规划期?末|时期末|期末|末期|末|时期|期间|以来|初|前期|后期|规划期)?"
    rf"|(?P<first>{_YEAR})\s*年?(?:{_DASH}(?P<last>{_YEAR}))?\s*年"
    r"(?P<before>底|末|年底|年末|前|之前|以前)?"
    rf"(?:(?P<month>\d{{1,2}})(?:{_DASH}(?P<to_month>\d{{1,2}}))?月(?:份)?(?:底|末)?)?"
    r"|(?<!\d)(?P<m1>\d{1,2})" + _DASH + r"(?P<m2>\d{1,2})月(?:份)?"
    r"|(?P<each>(?:平均)?每年|逐年|按年)"
    rf"|(?P<past>(?:过去|近|(?<!学)前|最近)(?:{_NUMBER})年|近年来|(?:{_NUMBER})年来|去年|上年|(?:截至)?目前|当前|现阶段)"
    rf"|(?P<some>(?:今后|未来)(?:{_NUMBER})年|(?:{_NUMBER})年(?:间|内|(?=共?(?:新增|累计|净增))))"
)


@dataclass(frozen=True, slots=True)
class Period:
    """kind: plan, years, months, each_year, past (过去五年, 目前) or spell (今后五年, 三年内).

    at_end: the words name its end (“十四五”末, 2025年底) or a last day (2025年前).
    """

    span: Span
    kind: str
    first_year: int | None = None
    last_year: int | None = None
    first_month: int | None = None
    last_month: int | None = None
    at_end: bool = False


def plan_period(name: str) -> tuple[int, int] | None:
    """First and last year of a five-year plan, or None. Counted from 六五 (1981), as plans are.

    >>> plan_period("“十四五”"), plan_period("十五五"), plan_period("第十三个五年规划")
    ((2021, 2025), (2026, 2030), (2016, 2020))
    """
    match = re.fullmatch(r"(?:第(.+)个五年(?:规划|计划)?|(.+)五)", name.strip(_QUOTES + " "))
    ordinal = number(match[1] or match[2]) if match else None
    if ordinal is None or ordinal < 6:
        return None
    first = 1981 + 5 * (int(ordinal) - 6)
    return first, first + 4


def find(text: str) -> list[Period]:
    """The times that `text` names, in order; none overlap.

    >>> [(p.kind, p.first_year, p.last_year) for p in find("到二〇三五年，“十四五”期间每年")]
    [('years', 2035, 2035), ('plan', 2021, 2025), ('each_year', None, None)]
    """
    found = (_read(match) for match in _TIMES.finditer(narrow(text)))
    return [period for period in found if period]


def _read(match: re.Match[str]) -> Period | None:
    span = Span(*match.span())
    ordinal = match["nth"] or match["quoted"] or match["bare"]
    if ordinal:
        years = plan_period(ordinal + "五")
        if years is None:
            return None
        edge = match["edge"] or ""
        return Period(span, "plan", *years, at_end="末" in edge)
    if match["first"]:
        first = _year(match["first"])
        last = _year(match["last"]) if match["last"] else first
        month = int(match["month"]) if match["month"] else None
        to_month = int(match["to_month"]) if match["to_month"] else month
        kind = "months" if month else "years"
        return Period(span, kind, first, last, month, to_month, at_end=bool(match["before"]))
    if match["m1"]:
        return Period(span, "months", None, None, int(match["m1"]), int(match["m2"]))
    return Period(span, "each_year" if match["each"] else "past" if match["past"] else "spell")


def _year(text: str) -> int:
    value = number(text)
    assert value is not None  # the pattern admits only four digits
    return int(value)
