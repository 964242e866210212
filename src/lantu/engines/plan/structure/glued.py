"""Indicator tables whose export lost every separator: `1人口（万人）30.531-约束性2…` on one line.

A row ends with its nature and its name with the bracket of its unit, so rows come back when these
stand; values come back only when they fall apart into as many as the header has columns. What
stays doubtful is left empty and reported; the text itself is never changed.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lantu.engines.plan.structure.grids import Grid, Slot
from lantu.engines.plan.structure.passages import strip_noise
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.quantities import UNIT
from lantu.kernel.spans import Span

_NATURE = re.compile(r"约束性|预期性")
_HEAD = re.compile(
    r"序号|编号|(?:主要)?指标名称|指标属性|(?:主要)?指标|计量单位|(?:责任|牵头)(?:单位|部门)|单位"
    r"|(?:20\d\d|“?十[二三四五六]五”?末?)年?(?:实际|预计|基数|基期|现状|目标|规划|完成)?(?:值|数)?"
    r"|年均增(?:长|速)(?:率)?(?:[（(]%[）)])?(?:[/／]?[\[〔（(]?(?:五年)?累计[\]〕）)]?)?"
    r"|五年累计|累计|属性|性质|类别|领域|分类|维度"
)
_BESIDE = re.compile(r"[序编]号|指标|属性|性质|类别|领域|分类|维度|单位|部门")
"""Header words of columns that hold no values."""
_SUFFIX = r"(?:左右|以上|以下|以内)?[%％]?[①-⑳]?"
_VALUES = tuple(
    re.compile(pattern)
    for pattern in (
        r"[〔\[][^〕\]]*[〕\]]",
        r"[—–\-－]{1,2}",
        r"[一-龥“A-Z][^\d—–\-－〔\[]*",
        rf"[≥≤＞＜><]?\s*\d+{_SUFFIX}(?![\d.])",
        rf"[≥≤＞＜><]?\s*\d+\.\d{_SUFFIX}",
        rf"[≥≤＞＜><]?\s*\d+\.\d\d{_SUFFIX}",
        rf"\d+(?:\.\d{{1,2}})?-\d+(?:\.\d{{1,2}})?{_SUFFIX}(?![\d.])",
    )
)
_GROUP = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、．.][^\d（(]{2,12}")
_LEADING_GROUP = r"(?P<group>[^\d（(]{2,12}?)?"
_COUNTS = "(?:[岁年月日天项万亿%.]|个(?!人)|人(?![均口]))"
"""What follows a number that counts, and so is not the number of a row."""
_NAMED = re.compile(r"(?P<name>.*[^（(][（(][^（）()]{1,20}[）)])(?P<values>[^（）()]*)", re.DOTALL)
_UNITED = re.compile(
    rf"(?P<name>.*?[^\s\d])(?P<unit>{UNIT})(?P<values>[\d≥≤＞＜><〔\[—–\-－].*|)", re.DOTALL
)
_PLAIN = re.compile(r"(?P<name>[^\d≥≤＞＜><〔\[—–\-－]+)(?P<values>.*)", re.DOTALL)


def split_glued(text: str, span: Span) -> tuple[Grid, list[Finding]]:
    """The grid of a glued table at `span`, first row its header, and what could not be read."""
    words, offsets = strip_noise(text, span)
    return _Splitter(words, offsets).grid()


def values_apart(words: str, width: int) -> list[str] | None:
    """The `width` values that `words` run together; None when they can be read in several ways.

    >>> values_apart("4.29-", 3), values_apart("62.467.5", 2)
    (['4.2', '9', '-'], None)
    """
    readings = list(islice(_readings(words.strip(), width), 2))
    return readings[0] if len(readings) == 1 else None


def _readings(words: str, width: int) -> Iterator[list[str]]:
    """All ways to read `words` as `width` values."""
    if not width:
        if not words:
            yield []
        return
    for pattern in _VALUES:
        if match := pattern.match(words):
            for rest in _readings(words[match.end() :], width - 1):
                yield [match.group(), *rest]


class _Splitter:
    """grouped: the rows may open with a group's title. united: a column holds the unit."""

    def __init__(self, words: str, offsets: tuple[int, ...]) -> None:
        self._words = words
        self._at = offsets
        self.findings: list[Finding] = []
        self._start = self._first_row()
        names = [match.group() for match in _HEAD.finditer(words, 0, self._start)]
        self._values = [name for name in names if not _BESIDE.search(name)]
        first = next((i for i, name in enumerate(names) if "指标" in name), 0)
        groups = [i for i, name in enumerate(names) if name in ("类别", "领域", "分类", "维度")]
        self._grouped = any(i < first for i in groups)
        self._scoped = any(i > first for i in groups)
        self._united = any(name.removeprefix("计量") == "单位" for name in names)

    def grid(self) -> tuple[Grid, list[Finding]]:
        head = [
            "序号", "指标", *(["单位"] if self._united else []), *self._values, "属性",
            *(["类别"] if self._scoped else []),
        ]  # fmt: skip
        rows = [tuple(Slot(name, self._span(0, 1)) for name in head)]
        rows += self._rows(len(head))
        return Grid(tuple(rows), True, head=1), self.findings

    def _first_row(self) -> int:
        """Where the first row (or its group title) begins, behind the header."""
        words = self._words
        heads = list(_HEAD.finditer(words))
        match = re.search(r"(?<![\d.])1\s*[.、．]?(?=[^\d\s年.%％）)、])", words)
        start = match.start() if match else 0
        if match is None:
            nature = _NATURE.search(words)
            return max((h.end() for h in heads if nature and h.end() < nature.start()), default=0)
        group = list(_GROUP.finditer(words, 0, start))
        if group and group[-1].end() >= start - 1:
            return group[-1].start()
        header = max((h.end() for h in heads if h.end() <= start), default=start)
        return header if 2 <= len(words[header:start].strip()) <= 12 else start

    def _rows(self, width: int) -> list[tuple[Slot, ...]]:
        rows: list[tuple[Slot, ...]] = []
        start, expected = self._start, 1
        for nature in _NATURE.finditer(self._words, start):
            end = self._scope_end(nature.end(), expected + 1) if self._scoped else nature.end()
            number = self._number(start, expected)
            group = _GROUP.match(self._words, self._solid(start))
            title = number.span("group") if number and number["group"] else None
            title = group.span() if group else title
            if title:
                slot = self._slot(*title)
                rows.append((slot, *[Slot(slot.words, slot.span, True)] * (width - 1)))
                start = title[1]
                number = self._number(start, expected)
            lead = self._slot(*number.span("number")) if number else self._slot(start, start)
            expected += number is not None
            row = self._row(number.end() if number else start, nature.start())
            scope = (self._slot(nature.end(), end),) if self._scoped else ()
            rows.append((lead, *row, self._slot(*nature.span()), *scope))
            start = end
        return rows

    def _number(self, start: int, expected: int) -> re.Match[str] | None:
        """The number of the row at `start`, behind the title of a group when rows may have one."""
        plain = rf"\s*(?P<group>)(?P<number>{expected})\s*[.、．]?(?=[^\d])"
        match = re.compile(plain).match(self._words, start)
        if match or not self._grouped:
            return match
        behind = rf"\s*{_LEADING_GROUP}(?P<number>{expected})\s*[.、．]?(?=[^\d])(?!{_COUNTS})"
        return re.compile(behind).match(self._words, start)

    def _scope_end(self, start: int, number: int) -> int:
        """Where the words of the scope end: at the next row's number or group title."""
        following = re.compile(rf"{number}|[一二三四五六七八九十]{{1,2}}、|\n|$").search(
            self._words, start, start + 12
        )
        return following.start() if following else start

    def _row(self, start: int, end: int) -> list[Slot]:
        """Name, unit (when it has a column) and values; the values empty when they are in doubt."""
        width = len(self._values)
        patterns = (_UNITED, _PLAIN) if self._united else (_NAMED, _PLAIN)
        match = next((m for p in patterns if (m := p.fullmatch(self._words, start, end))), None)
        if match is None:
            return [self._slot(start, end), *[self._slot(end, end)] * (width + self._united)]
        has_unit = "unit" in match.re.groupindex
        unit = match.span("unit") if has_unit else (match.end("name"), match.end("name"))
        lead = [self._slot(*match.span("name")), *([self._slot(*unit)] if self._united else [])]
        values = values_apart(match["values"], width)
        if values is None:
            if match["values"].strip():
                self._doubt(match.start("name"), end, lead[0].words)
            return [*lead, *[self._slot(end, end)] * width]
        at = self._solid(match.start("values"))
        for value in values:
            lead.append(self._slot(at, at + len(value)))
            at += len(value)
        return lead

    def _doubt(self, start: int, end: int, name: str) -> None:
        self.findings.append(
            Finding(
                "table.values_run_together",
                Severity.WARNING,
                f"“{name}”的数值连在一起，无法确定各列的值。",
                self._span(start, end),
                "请在原表中用制表符分开各列，或改用 docx 文件。",
            )
        )

    def _solid(self, start: int) -> int:
        while start < len(self._words) and self._words[start].isspace():
            start += 1
        return start

    def _slot(self, start: int, end: int) -> Slot:
        while start < end and self._words[start].isspace():
            start += 1
        while end > start and self._words[end - 1].isspace():
            end -= 1
        return Slot(re.sub(r"\s*[\r\n]\s*", "", self._words[start:end]), self._span(start, end))

    def _span(self, start: int, end: int) -> Span:
        if end > start:
            return Span(self._at[start], self._at[end - 1] + 1)
        place = self._at[start] if start < len(self._at) else self._at[-1] + 1
        return Span(place, place)
