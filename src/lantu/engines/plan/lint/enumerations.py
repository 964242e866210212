"""Enumerations: a number that is announced against the items that are listed.

Counts only lists that touch their number (甲、乙、丙三大产业; 四类投入，即甲、乙) or lead phrases
that follow it; both readings of 和 are accepted. Refuses lists that a verb parts from the number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.model import Unit
from lantu.engines.plan.named.enumerations import separators, split
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.systems.verbs import PIVOTS, PLAINS, SETTERS
from lantu.kernel.findings import Severity
from lantu.kernel.numerals import number
from lantu.kernel.spans import Span

_CLASSES = "大|个方面|方面|个|条|项|类|种|级|处|座|所|家|支|片|环节|领域"
_COUNT = r"(?P<n>[0-9]{1,3}|[两二三四五六七八九十]{1,3})"
_AFTER_LIST = re.compile(
    rf"(?P<etc>等)?(?<![第每前近约余百千万\d]){_COUNT}(?P<class>{_CLASSES})(?P<head>[一-龥“][一-龥“”]{{1,7}})"
)
_LIMIT = re.compile("以上|以下|左右|以内|之[上内]|多个|月|小时|工作日|百分点")
_VERB_BEFORE = re.compile(
    r"(?:达到?|分别|新建|建成|完成|培育|新增|建设|改造|引进|实施|打造|共|有|为|至|到|近|约|超|余|各|的|这|上述|前|以及|和|与|及"
    r"|形成|发展|推进|落实|健全|突出|围绕|聚焦|抓好|不少于|不低于|保持|创建|认定|入驻|开展|举办|组建|设立|布局|谋划|[、（])$"
)
_BEFORE_LIST = re.compile(
    rf"(?<![第每前近约余百千万\d]){_COUNT}(?P<class>{_CLASSES})(?P<head>[一-龥]{{1,12}}?)[，,]?(?:即|分别为|分别是|具体为|也就是|具体是)[：:]?(?P<list>[^。；！？]{{4,200}})"
)
_ONLY_VERB = re.compile(
    r"(?:持续|积极|大力|加快|着力|不断|进一步|全面|稳步|重点|优先)*"
    rf"(?:{'|'.join((*SETTERS, *PLAINS, *PIVOTS))})"
)
"""An item that is a verb of its own: 引进、培育和壮大甲、乙 lists two things."""
_OPENING = re.compile(rf"^(?:{_ONLY_VERB.pattern}[和及与]?)+(?=[一-龥]{{2}})")
_STOPS = "，。；：！？（(,;:\n"


@dataclass(frozen=True, slots=True)
class Announced:
    """A list that stands right before its number. low, high: how many items it may be read as."""

    passage: Passage
    span: Span
    items: tuple[str, ...]
    low: int
    high: int
    number: int
    said: str
    unfinished: bool


def _value(words: str) -> int:
    return int(number("二" if words == "两" else words) or 0)


def _readings(text: str, span: Span) -> tuple[int, int]:
    """Fewest and most items of a list: 和, 与, 及 may join two items or stand inside one."""
    marks = sum(1 for _ in separators(text, span))
    joints = len(re.findall("以及|[和与及]", text[span.start : span.end]))
    return min(len(split(text, span)), marks + 1), marks + 1 + joints


def _list_before(text: str, end: int) -> Span | None:
    """The list that ends at `end`: back to the last stop outside quotation marks."""
    if end and text[end - 1] in "”":
        start = text.rfind("“", 0, end)
        inside = Span(start + 1, end - 1)
        if start >= 0 and "、" in text[inside.start : inside.end]:
            return inside
    start, depth = end, 0
    while start > 0:
        char = text[start - 1]
        depth += (char in "”）") - (char in "“（")
        if depth < 0 or (depth == 0 and char in _STOPS):
            break
        start -= 1
    span = Span(start, end)
    return span if any(True for _ in separators(text, span)) else None


def announced(draft: Draft) -> Iterator[Announced]:
    """Every list of the running text that is followed by its number."""
    for passage in draft.passages:
        text = passage.text
        for match in _AFTER_LIST.finditer(text):
            before = text[max(0, match.start() - 4) : match.start()]
            if _LIMIT.match(match["head"]) or _VERB_BEFORE.search(before):
                continue
            span = _list_before(text, match.start())
            if span is None:
                continue
            low, high = _readings(text, span)
            parts = [part.of(text) for part in split(text, span)]
            items = tuple(part for part in parts if not _ONLY_VERB.fullmatch(part))
            said = match["n"] + match["class"] + re.sub("[“”].*", "", match["head"])
            yield Announced(
                passage, Span(span.start, match.end()), items, low - len(parts) + len(items), high,
                _value(match["n"]), said, match["etc"] is not None,
            )  # fmt: skip


@check(
    "LT-E01", "列举的项数与所说的数不符", "list and its number disagree", Severity.ERROR,
    "说是几项、列出的却不是几项：或者漏列，或者数字没有跟着改。",
)  # fmt: skip
def miscounted(draft: Draft) -> Iterable[Hit]:
    for found in announced(draft):
        if found.low <= found.number <= found.high:
            continue
        if found.unfinished and found.number > found.high:
            continue
        span = found.passage.span(*found.span)
        yield Hit(
            span,
            f"说“{found.said}”，列出 {found.low} 项：{_items(found.items)}。",
            f"补列，或把数字改为 {found.low}。",
        )


def _items(items: tuple[str, ...]) -> str:
    return "、".join(_OPENING.sub("", item)[-8:] for item in items[:12])


_WORTH_TELLING = 5


@check(
    "LT-E02", "说了总数、没有列全", "list that stops short of its number", Severity.WARNING,
    "“甲、乙、丙等二十条道路”说了总数又只列一部分，项目数无从核对，任务也无法逐项分解。",
)  # fmt: skip
def unfinished(draft: Draft) -> Iterable[Hit]:
    for found in announced(draft):
        if not found.unfinished or found.number <= found.high or found.low < _WORTH_TELLING:
            continue
        yield Hit(
            found.passage.span(*found.span),
            f"说“{found.said}”，只列出 {found.low} 项，缺 {found.number - found.low} 项。",
            "列全，或另附清单；只有这些的，改数字并删“等”。",
        )


@check(
    "LT-E03", "所说的数与后面列举的不符", "number and the list behind it disagree", Severity.ERROR,
    "“四类投入，即……”后面列出的不是四类。",
)  # fmt: skip
def miscounted_after(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        for match in _BEFORE_LIST.finditer(passage.text):
            listed = match["list"]
            if "、" in listed.split("，")[0]:
                listed = listed.split("，")[0]
            start = match.start("list")
            low, high = _readings(passage.text, Span(start, start + len(listed)))
            value = _value(match["n"])
            if "等" in listed or "、" not in listed or low <= value <= high:
                continue
            said = f"{match['n']}{match['class']}{match['head']}".rstrip("，")
            yield Hit(
                passage.span(match.start(), start + len(listed)),
                f"称“{said}”，列出 {low} 项：{listed}。",
                f"补列，或把数字改为 {low}。",
            )


_ENDING = re.compile(
    rf"(?<!第){_COUNT}(?:大|个|项|条|类|种)(?P<head>[^，。；：、]{{1,12}})[：:。]?$"
)


@check(
    "LT-E04", "所说的数与后面的段落数不符", "number and the paragraphs behind it disagree",
    Severity.WARNING, "“实施六大举措”之后的分段不是六段。",
)  # fmt: skip
def miscounted_leads(draft: Draft) -> Iterable[Hit]:
    units = draft.units
    passages = [p for p in draft.passages if p.box is None]
    for index, passage in enumerate(passages):
        match = _ENDING.search(passage.text) if not passage.lead else None
        if match is None or not (units.get(passage.section or "")):
            continue
        leads = _leads_after(passages[index + 1 :], units, passage.section)
        value = _value(match["n"])
        if leads < 2 or leads == value or value > 12 or value < 2:
            continue
        yield Hit(
            passage.span(match.start(), len(passage.text)),
            f"说“{match.group().rstrip('：:。')}”，后面分了 {leads} 段。",
            f"补写，或把数字改为 {leads}。",
        )


def _leads_after(passages: list[Passage], units: Mapping[str, Unit], section: str | None) -> int:
    """Paragraphs with a lead phrase, right after, that belong to the unit `section`."""
    count = 0
    for passage in passages:
        unit = units.get(passage.section or "")
        if not passage.lead or unit is None or section not in (unit.id, unit.parent):
            break
        count += 1
    return count


_ORDINAL = re.compile(r"(?:^|[，。；：])(?:第)?([一二三四五六七八九十])(?:是|要(?=[一-龥]))")


@check(
    "LT-E05", "“一是、二是”跳号", "first, second, fourth", Severity.WARNING,
    "分述的序号不连续，多是删去了一项。",
)  # fmt: skip
def ordinals(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        before = 0
        for match in _ORDINAL.finditer(passage.text):
            value = _value(match[1])
            if value != 1 and before and value != before + 1:
                at = match.start(1)
                quote = passage.text[at : at + 12]
                yield Hit(
                    passage.span(at, match.end()),
                    f"“{quote}…”之前是第 {before} 项。",
                    "顺次改正，或补上缺少的一项。",
                )
            before = value


@check(
    "LT-E06", "同一组事项两种列法", "one announced set listed in two ways", Severity.WARNING,
    "“三大产业”在两处列出的不是同样的三项。",
)  # fmt: skip
def two_lists(draft: Draft) -> Iterable[Hit]:
    groups: dict[tuple[int, str], list[Announced]] = {}
    for found in announced(draft):
        if not found.unfinished and found.low <= found.number <= found.high:
            groups.setdefault(
                (found.number, found.said.lstrip("0123456789两二三四五六七八九十")[:5]), []
            ).append(found)
    for found_all in groups.values():
        forms: dict[tuple[str, ...], list[Announced]] = {}
        for found in found_all:
            forms.setdefault(_members(found), []).append(found)
        yield from _against_usual(forms)


def _members(found: Announced) -> tuple[str, ...]:
    """The last characters of each item: a verb may stand before the first."""
    text = "、".join(found.items)
    pieces = re.split("、|以及|[和与及]", text) if len(found.items) < found.number else found.items
    return tuple(sorted(piece.strip("“”")[-4:] for piece in pieces))


def _against_usual(forms: dict[tuple[str, ...], list[Announced]]) -> Iterator[Hit]:
    usual = max(forms, key=lambda form: len(forms[form]))
    for form, found in forms.items():
        shared = len(set(form) & set(usual))
        if form == usual or shared * 2 < len(usual) or shared == 0:
            continue
        one = found[0]
        other = forms[usual][0]
        yield Hit(
            one.passage.span(*one.span),
            f"“{one.said}”这里列 {_items(one.items)}，别处（{len(forms[usual])} 次）列"
            f" {_items(other.items)}。",
            "核对后统一。",
        )
