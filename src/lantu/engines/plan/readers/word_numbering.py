"""The number that Word sets before an automatically numbered paragraph: 第一章, （二）, 3.1 …

The number is no part of the paragraph's words in the file, but readers of the document see it.
Counts paragraphs in reading order. Bullets, and formats that no Chinese plan uses, give "".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from lantu.engines.plan.readers.word_parts import W
from lantu.engines.plan.readers.word_styles import Styles, integer, value
from lantu.kernel.numerals import say

_PLACEHOLDER = re.compile(r"%([1-9])")
_SUFFIX = {"tab": " ", "space": " ", "nothing": ""}
_CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperRoman": "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ",
    "lowerRoman": "ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ",
}
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def _counted(number: int) -> str:
    """十一, 二十, 一百零一."""
    return re.sub("^一十", "十", say(Decimal(number)))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: str(number).translate(_WIDE_DIGITS),
    "ideographDigital": lambda number: str(number).translate(_HAN_DIGITS),
    "chineseCounting": _counted,
    "chineseCountingThousand": _counted,
    "japaneseCounting": _counted,
    "taiwaneseCounting": _counted,
    "taiwaneseCountingThousand": _counted,
}


def spell(number: int, format_: str) -> str | None:
    """`number` in a Word number format; None for bullets and formats not known.

    >>> spell(11, "chineseCountingThousand"), spell(2, "ideographTraditional"), spell(1, "bullet")
    ('十一', '乙', None)
    """
    if format_ in _FORMATS:
        return _FORMATS[format_](number)
    cycle = _CYCLES.get(format_, "")
    return cycle[number - 1] if 1 <= number <= len(cycle) else None


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    suffix: str
    arabic: bool


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        abstracts = [] if root is None else root.findall(f"{W}abstractNum")
        lists = [] if root is None else root.findall(f"{W}num")
        self._abstract = {each.get(f"{W}abstractNumId", ""): each for each in abstracts}
        self._lists = {each.get(f"{W}numId", ""): each for each in lists}
        self._levels: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, num_id: str | None, level: int | None) -> str:
        """The number of the next paragraph of this list and level (0-8), with what parts it from
        the words; "" when the paragraph has none."""
        if num_id is None or num_id not in self._lists:
            return ""
        if num_id not in self._levels:
            self._levels[num_id] = self._read(num_id)
        shared, levels = self._levels[num_id]
        depth = level or 0
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(shared, {})
        self._restart(num_id, counts)
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return _label(levels, counts, depth)

    def _restart(self, num_id: str, counts: dict[int, int]) -> None:
        """A list that says where it starts does so at its first paragraph only."""
        if num_id in self._begun:
            return
        self._begun.add(num_id)
        for override in self._lists[num_id].findall(f"{W}lvlOverride"):
            if integer(override, "startOverride") is not None:
                counts.pop(_depth(override), None)

    def _read(self, num_id: str) -> tuple[str, dict[int, _Level]]:
        """Key of the counter, which all lists of one abstract list share, and the levels."""
        shared, abstract = self._abstract_of(num_id)
        levels = {} if abstract is None else _levels(abstract)
        for override in self._lists[num_id].findall(f"{W}lvlOverride"):
            levels.update(_levels(override))
            start, depth = integer(override, "startOverride"), _depth(override)
            if start is not None and depth in levels:
                old = levels[depth]
                levels[depth] = _Level(start, old.format, old.text, old.suffix, old.arabic)
        return shared, levels

    def _abstract_of(self, num_id: str) -> tuple[str, etree._Element | None]:
        key = value(self._lists[num_id], "abstractNumId") or ""
        abstract = self._abstract.get(key)
        linked = self._styles.numbered(value(abstract, "numStyleLink") or "")
        if linked in self._lists:
            key = value(self._lists[linked], "abstractNumId") or ""
            abstract = self._abstract.get(key)
        return key, abstract


def _levels(parent: etree._Element) -> dict[int, _Level]:
    return {
        _depth(level): _Level(
            start=1 if (start := integer(level, "start")) is None else start,
            format=value(level, "numFmt") or "decimal",
            text=value(level, "lvlText") or "",
            suffix=_SUFFIX.get(value(level, "suff") or "tab", " "),
            arabic=level.find(f"{W}isLgl") is not None,
        )
        for level in parent.findall(f"{W}lvl")
    }


def _depth(level: etree._Element) -> int:
    raw = level.get(f"{W}ilvl", "")
    return int(raw) if re.fullmatch("[0-9]", raw) else 0


def _label(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    own = levels[depth]

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in levels:
            return ""
        format_ = "decimal" if own.arabic else levels[at].format
        return spell(counts.get(at, levels[at].start), format_) or ""

    if spell(1, own.format) is None:
        return ""
    words = _PLACEHOLDER.sub(number, own.text)
    return words + own.suffix if words.strip() else ""
