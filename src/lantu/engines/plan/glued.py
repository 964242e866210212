"""Indicator tables whose export lost every separator: `1人口（万人）30.531-约束性2…` on one line.

A row ends with its nature and its name with the bracket of its unit, so rows come back when these
stand; values come back only when they fall apart into as many as the header has columns. What
stays doubtful is left empty and reported; the text itself is never changed.
"""

import re

from lantu.engines.plan.grids import Grid, Slot
from lantu.engines.plan.passages import strip_noise
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.spans import Span

_NATURE = re.compile(r"约束性|预期性")
_HEAD = re.compile(
    r"序号|编号|指标名称|指标|计量单位|单位|(?:20\d\d|“?十[二三四五六]五”?末?)年?(?:实际|预计|基数|基期|现状|目标|规划|完成)?(?:值|数)?"
    r"|年均增(?:长|速)(?:率)?(?:[（(]%[）)])?|五年累计|累计|(?:指标)?属性|性质|类别|责任(?:单位|部门)|牵头(?:单位|部门)"
)
_VALUE = re.compile(
    r"[〔\[][^〕\]]*[〕\]]|(?:控制在|完成)[^\d—–-]*?(?:内|目标|任务)(?:以?内)?"
    r"|[≥≤＞＜><]?\s*\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?(?=[^\d.]|$)(?<=\d))?(?:左右|以上|以下|以内)?[%％]?"
    r"|[—–\-－]{1,2}"
)
_GROUP = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、．.][^\d（(]{2,12}")
_NAMED = re.compile(r"(?P<name>.*[^（(][（(][^（）()]{1,20}[）)])(?P<values>[^（）()]*)", re.DOTALL)
_PLAIN = re.compile(r"(?P<name>[^\d≥≤＞＜><〔\[—–\-－]+)(?P<values>.*)", re.DOTALL)


def split_glued(text: str, span: Span) -> tuple[Grid, list[Finding]]:
    """The grid of a glued table at `span`, first row its header, and what could not be read."""
    words, offsets = strip_noise(text, span)
    return _Splitter(words, offsets).grid()


class _Splitter:
    def __init__(self, words: str, offsets: tuple[int, ...]) -> None:
        self._words = words
        self._at = offsets
        self.findings: list[Finding] = []

    def grid(self) -> tuple[Grid, list[Finding]]:
        start = self._first_row()
        names = [match.group() for match in _HEAD.finditer(self._words, 0, start)]
        values = [
            n for n in names if not re.search(r"[序编]号|指标|单位|属性|性质|类别|责任|牵头", n)
        ]
        scoped = any(n == "类别" for n in names)
        head = ["序号", "指标", *values, "属性", *(["类别"] if scoped else [])]
        rows = [tuple(Slot(name, self._span(0, 1)) for name in head)]
        rows += self._rows(start, len(values), scoped)
        return Grid(tuple(rows), True), self.findings

    def _first_row(self) -> int:
        """Where the first row (or its group title) begins, behind the header."""
        match = re.search(r"(?<![\d.])1\s*[.、．]?(?=[^\d\s年.%％）)、])", self._words)
        start = match.start() if match else 0
        if match is None:
            heads = list(_HEAD.finditer(self._words))
            nature = _NATURE.search(self._words)
            start = max((h.end() for h in heads if nature and h.end() < nature.start()), default=0)
        group = list(_GROUP.finditer(self._words, 0, start))
        return group[-1].start() if group and group[-1].end() >= start - 1 else start

    def _rows(self, start: int, width: int, scoped: bool) -> list[tuple[Slot, ...]]:
        rows: list[tuple[Slot, ...]] = []
        expected = 1
        for nature in _NATURE.finditer(self._words, start):
            scope_end = self._scope_end(nature.end(), expected + 1) if scoped else nature.end()
            group = _GROUP.match(self._words, self._solid(start))
            if group:
                title = self._slot(group.start(), group.end())
                rows.append((title, *[Slot(title.words, title.span, True)] * (width + 2 + scoped)))
                start = group.end()
            number = re.compile(rf"\s*({expected})\s*[.、．]?(?=[^\d])").match(self._words, start)
            lead = self._slot(*number.span(1)) if number else self._slot(start, start)
            expected += number is not None
            row = self._row(number.end() if number else start, nature.start(), width)
            scope = (self._slot(nature.end(), scope_end),) if scoped else ()
            rows.append((lead, *row, self._slot(*nature.span()), *scope))
            start = scope_end
        return rows

    def _scope_end(self, start: int, number: int) -> int:
        """Where the words of the scope end: at the next row's number or group title."""
        following = re.compile(rf"{number}|[一二三四五六七八九十]{{1,2}}、|\n|$").search(
            self._words, start, start + 12
        )
        return following.start() if following else start

    def _row(self, start: int, end: int, width: int) -> list[Slot]:
        match = _NAMED.fullmatch(self._words, start, end) or _PLAIN.fullmatch(
            self._words, start, end
        )
        if match is None:
            return [self._slot(start, end), *[self._slot(end, end)] * width]
        name = self._slot(*match.span("name"))
        values = list(_VALUE.finditer(self._words, *match.span("values")))
        apart = "".join(v.group() for v in values) == match["values"].strip()
        sound = all(not re.search(r"\.\d{3,}", v.group()) for v in values)
        if apart and sound and len(values) == width:
            return [name, *(self._slot(*v.span()) for v in values)]
        if match["values"].strip():
            self._doubt(match.start("name"), end, name.words)
        return [name, *[self._slot(end, end)] * width]

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
