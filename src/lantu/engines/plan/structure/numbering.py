"""Headings that only the whole document proves: decimal numbers (1, 1.1, 1.1.1), annexes (附件).

`1.1 发展基础` is a heading when its number follows from those before it; `3.2 亿元` at the start of
a wrapped line is not. An annex begins behind the body; in a letter before it 附件 names the plan.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lantu.engines.plan.structure.headings import Heading, Style, numbered
from lantu.engines.plan.structure.lines import Line, Role
from lantu.kernel.quantities import find as find_quantities

Number = tuple[int, ...]

_DECIMAL = re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?(?:\s*(?=[一-龥“《])|\s+(?=\S))")
_TOP = re.compile(r"(\d{1,2})(?:\s*[.．、]\s*|\s+)(?=[一-龥“《])")
_LONGEST_TOP = 30
_MOST_SKIPPED = 1
"""How many numbers of a sequence may be missing: plans misnumber a section now and then."""
_LEVELS = (Style.CHAPTER, Style.SECTION, Style.HAN, Style.HAN_PAREN)
_BELOW_HAN = (Style.HAN, Style.HAN_PAREN, Style.ARABIC, Style.ARABIC_PAREN)

_ANNEX = re.compile(
    r"(?P<number>附\s*[件录]\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})?)"
    r"(?:\s*[：:]\s*|\s+|$)(?P<title>[^。；，：:\t]{0,40})"
)
_LISTED = re.compile(r"[0-9０-９]{1,2}\s*[.．、]")


class _Numbered(NamedTuple):
    """A body line that opens with a number; `after`: where the number ends in its words."""

    line: Line
    number: Number
    after: int


def read_decimals(lines: Sequence[Line]) -> None:
    """Gives decimal headings to the body lines that continue the document's decimal numbering."""
    found = [one for line in lines if (one := _numbered_line(line))]
    if len({one.number for one in found if len(one.number) == 2}) < 2:
        return
    styles = _styles(lines)
    last: Number = ()
    for index, one in enumerate(found):
        top = len(one.number) == 1
        if not (_is_top(found, index, last) if top and styles is _LEVELS else not top):
            continue
        if one.number[-1] == 1 or not last or _follows(last, one.number):
            style = styles[min(len(one.number), len(styles)) - 1]
            words = one.line.words
            heading = numbered(words, style, words[: one.after].rstrip(" .．、\t\u3000"), one.after)
            if heading is not None:
                one.line.heading, last = heading, one.number


def _numbered_line(line: Line) -> _Numbered | None:
    if line.role is not Role.BODY or line.tabbed:
        return None
    if match := _DECIMAL.match(line.words):
        number = tuple(int(part) for part in re.split("[.．]", match[1]))
        return None if _is_quantity(line.words) else _Numbered(line, number, match.end())
    match = _TOP.match(line.words)
    short = len(line.words) <= _LONGEST_TOP and not re.search(r"[。；，]|\S\s+\S+\s+\S", line.words)
    return _Numbered(line, (int(match[1]),), match.end()) if match and short else None


def _is_quantity(words: str) -> bool:
    first = next(iter(find_quantities(words[:24])), None)
    return first is not None and first.core.start == 0 and first.unit is not None


def _styles(lines: Sequence[Line]) -> tuple[Style, ...]:
    """Below 一、 the decimals go on; elsewhere 1 is a chapter and 1.1 a section."""
    for line in lines:
        if line.heading and line.heading.style is Style.HAN and not line.heading.run_in:
            return _BELOW_HAN
        if (line.heading and line.heading.style <= Style.SECTION) or _DECIMAL.match(line.words):
            break
    return _LEVELS


def _is_top(found: list[_Numbered], index: int, last: Number) -> bool:
    """Whether the line numbered n is the last such before n.1 (or before a later n.1: a chapter
    without sections). Lines of a list inside a section are not."""
    number = found[index].number[0]
    for later in found[index + 1 :]:
        if len(later.number) > 1:
            again = bool(last) and number <= last[0]
            return later.number[1] == 1 and 0 <= later.number[0] - number <= (not again)
        if later.number[0] == number:
            return False
    return True


def _follows(last: Number, number: Number) -> bool:
    """Whether `number` may come after `last`.

    >>> _follows((1, 2, 4), (1, 3)), _follows((1, 2), (2,)), _follows((1, 2), (1, 5))
    (True, True, False)
    """
    kept = len(number) - 1
    if kept >= len(last) or number[:kept] != last[:kept]:
        return False
    return 1 <= number[kept] - last[kept] <= 1 + _MOST_SKIPPED


def read_annexes(lines: Sequence[Line]) -> None:
    """Marks the lines that open an annex behind the body: 附件1, 附件：重点项目表."""
    told = Counter("".join(line.words.split()) for line in lines)
    begun = listing = False
    for line in lines:
        listing = listing and bool(_LISTED.match(line.words) or not line.words)
        if listing:
            line.heading = None
        style = line.heading.style if line.heading and not line.heading.run_in else Style.LEAD
        begun = begun or (style <= Style.HAN and line.role is Role.BODY)
        match = _ANNEX.fullmatch(line.words) if begun and line.role is Role.BODY else None
        if match is None or line.tabbed:
            continue
        if _LISTED.match(match["title"]):
            listing = True
            continue
        if match["title"] and told["".join(match["title"].split())]:
            continue  # the list of annexes at the end of the body; the annex itself comes later
        line.heading = Heading(
            Style.ANNEX, match["number"].strip(), 0, match.start("title"), len(line.words)
        )
