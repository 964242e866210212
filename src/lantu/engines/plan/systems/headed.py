"""Finds the names that end in a head noun of `heads.py` and begin behind their verb.

Aims that only borrow a head, bare nouns and acts that are merely promoted are refused.
"""

import re
from collections.abc import Iterator, Sequence

from lantu.engines.plan.systems.heads import HEADS, Head
from lantu.engines.plan.systems.names import Clause, tightened
from lantu.engines.plan.systems.words import BARE, BORROWED, FOUNDING, PROMOTION
from lantu.kernel.spans import Span

_HEADS = tuple((head, re.compile(head.pattern)) for head in HEADS)
_BORROWED = re.compile(BORROWED)
_BARE = frozenset(BARE)
_RUNS = re.compile(
    "(?:有效|高效|常态化?|平稳|全面|有序)(?:运转|运行|运作|建立|推行|落地|落实)|覆盖(?:所有|全)|落地见效"
)
"""…机制有效运转: the arrangement is the subject of its clause."""
_ENDS_HERE = re.compile(
    r"$|[，,。；;！？、”）（]|和|与|及|等|并|为|以|扩面|提标|编制|政策|不少于|\d|建设|试点|项目|全覆盖|覆盖面|覆盖范围|成果应用"
)
_WISHED = re.compile("(?:更加|日益|日趋|进一步|持续|显著|明显|不断)")
"""…体系更加完善: how a thing shall be, not what is set up."""
_ONLY_A_WAY = re.compile(r"[^，。]{0,30}等(?:方式|形式|手段|途径|措施)|[与和]应用")
_JOINS = re.compile(r"[、和与及并（]")
_OWN_NAME = 4
_LEAST_HEAD = 2
_IN_A_LIST_OF_FIELDS = re.compile(
    r"[、和][^，。]{0,40}?(?:等?(?:领域|方面|能力|水平|产业)|等服务业)"
)
_OTHER_LISTS = (_IN_A_LIST_OF_FIELDS, _ONLY_A_WAY)


def heads_of(text: str) -> list[tuple[Head, Span]]:
    """The heads of a passage, left to right; of two that overlap the one that reaches further."""
    places = [
        (head, Span(*match.span())) for head, pattern in _HEADS for match in pattern.finditer(text)
    ]
    places.sort(key=lambda pair: (-pair[1].end, pair[1].start))
    kept: list[tuple[Head, Span]] = []
    for head, place in places:
        if not kept or place.end <= kept[-1][1].start:
            kept.append((head, place))
    return kept[::-1]


def headed(clause: Clause, heads: Sequence[tuple[Head, Span]]) -> Iterator[tuple[Span, str]]:
    """Span and kind of each name that ends in one of the `heads` of the clause."""
    begin = clause.span.start
    for index, (head, place) in enumerate(heads):
        following = heads[index + 1][1] if index + 1 < len(heads) else None
        if following and _is_part_of_next(clause, head, place, following):
            continue
        name = _name(clause, head, place, begin)
        if name:
            yield name, head.kind
        begin = place.end


def _is_part_of_next(clause: Clause, head: Head, place: Span, following: Span) -> bool:
    """峰会 in 峰会高峰论坛; 评估 in 监测、评估、考核机制; 巡查 in 定期巡查、分级处置的平台."""
    if head.kind in ("programme", "other") and _JOINS.match(clause.text, place.end):
        return False
    if clause.governed_between(place.end, following.start):
        return False
    between = clause.text[place.end : following.start]
    if not _JOINS.search(between):
        return True
    shared = len(between) <= _OWN_NAME or "的" in between
    return head.final and shared and bool(_JOINS.match(between))


def _name(clause: Clause, head: Head, place: Span, begin: int) -> Span | None:
    edge, verb = clause.edge(place, begin, head.least + _LEAST_HEAD)
    runs = bool(_RUNS.match(clause.text, place.end, clause.span.end))
    if (head.governed and verb is None and not runs) or (head.founded and verb not in FOUNDING):
        return None
    if verb in (None, "实现", "形成") and _WISHED.match(clause.text, place.end, clause.span.end):
        return None
    if head.final and not _is_act(clause, head, place, verb):
        return None
    name = tightened(clause.text, Span(edge, place.end), place.start)
    name = _behind_borrowed(clause.text, name)
    words = name.of(clause.text)
    if len(words) < head.least + _LEAST_HEAD or words in _BARE:
        return None
    return None if _BORROWED.search(words) else name


def _is_act(clause: Clause, head: Head, place: Span, verb: str | None) -> bool:
    """Whether the noun ends its phrase, has a name of its own and is not merely promoted."""
    if (verb in PROMOTION and not head.founded) or not _ENDS_HERE.match(
        clause.text, place.end, clause.span.end
    ):
        return False
    if any(p.match(clause.text, place.end, clause.span.end) for p in _OTHER_LISTS):
        return False
    return head.least == 0 or all(g.end != place.start for g in clause.governors)


def _behind_borrowed(text: str, name: Span) -> Span:
    """住房保障体系 in 住房市场体系和住房保障体系."""
    for match in _BORROWED.finditer(text, name.start, name.end):
        joint = _JOINS.match(text, match.end())
        if joint and joint.end() < name.end:
            return Span(joint.end(), name.end)
    return name
