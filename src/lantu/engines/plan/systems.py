"""Finds the arrangements that a plan promises to keep running: registers, lists, platforms,
mechanisms, evaluations, titles, benefits, networks, recurring acts.

A name is the noun phrase that ends in a head noun of `system_heads.py` and begins behind its
governing verb. Aims that only borrow the word are refused.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from lantu.engines.plan.families import family_of
from lantu.engines.plan.model import Mint, System
from lantu.engines.plan.passages import Passage
from lantu.engines.plan.reviews import reviews
from lantu.engines.plan.system_heads import HEADS, Head
from lantu.engines.plan.system_names import Clause, tightened
from lantu.engines.plan.system_titles import quoted_titles, ranked_titles, titles
from lantu.engines.plan.system_ways import practised, quoted
from lantu.engines.plan.system_words import (
    BARE,
    BORROWED,
    FOUNDING,
    NAMED,
    NAMED_TAIL,
    NAMELESS,
    PROMOTION,
)
from lantu.kernel.spans import Span

_HEADS = tuple((head, re.compile(head.pattern)) for head in HEADS)
_NAMED = tuple(
    (kind, family, re.compile(f"[“《]?(?:{names})[”》]?(?:{NAMED_TAIL})?"))
    for kind, family, names in NAMED
)
_BORROWED = re.compile(BORROWED)
_BARE = frozenset(BARE)
_RUNS = re.compile(
    "(?:有效|高效|常态化?|平稳|全面|有序)(?:运转|运行|运作|建立|推行|落地|落实)|覆盖(?:所有|全)|落地见效"
)
"""…机制有效运转: the arrangement is the subject of its clause."""
_ENDS_HERE = re.compile(
    r"$|[，,。；;！？、”）（]|和|与|及|等|并|为|以|扩面|提标|编制|政策|建设|试点|项目|全覆盖|覆盖面|覆盖范围|成果应用"
)
_ONLY_A_WAY = re.compile(r"[^，。]{0,30}等(?:方式|形式|手段|途径|措施)|[与和]应用")
_JOINS = re.compile(r"[、和与及并（]")
_NAMELESS = tuple((kind, re.compile(words)) for kind, words in NAMELESS)
_OWN_NAME = 4
_SAME_TAIL = 4
_LEAST_HEAD = 2
_IN_A_LIST_OF_FIELDS = re.compile(
    r"[、和][^，。]{0,40}?(?:等?(?:领域|方面|能力|水平|产业)|等服务业)"
)
_OTHER_LISTS = (_IN_A_LIST_OF_FIELDS, _ONLY_A_WAY)
_LEAD_LENGTH = 24

_STILL_RUNS = re.compile(
    r"继续(?:实行|实施|执行|推行|落实|做好|抓好)|持续(?:做好|抓好|实行)|坚持每年|巩固提?升?"
)
_SUPPORTED = re.compile(
    r"(?:配合|协助|协同|融入|接入|争取|结合)((?:[\u4e00-\u9fff]{1,4}?)??"
    r"(?:[省市州](?!级|场|政|民|区)|(?=城市(?:智慧)?大脑)))"
)
_LEADER = re.compile(r"由([\u4e00-\u9fff]{2,14}?)(?:牵头|主办|负责|统筹)")
_LEADS_NEXT = re.compile(rf"，{_LEADER.pattern}")
_ENTRY_OF_BOX = re.compile("平台|系统|大脑|智慧")
"""Boxes list buildings; of arrangements only platforms."""
_OWN = re.compile(r"^[全本我]")


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a name stands in its passage and what it is."""

    span: Span
    kind: str
    family: str | None = None


def find_systems(passages: Sequence[Passage], past: Set[str] = frozenset()) -> list[System]:
    """The systems of `passages`, in the order of the text.

    past: ids of the units that look back (`reviews.past_units`).
    existing: the words say that it runs already (an achievement, or “continue to”).
    led_by: who the text says leads it, or the city or province that it supports, as written.
    """
    mint = Mint(System)
    systems: list[System] = []
    told = reviews(passage.text for passage in passages)
    for passage, over in zip(passages, told, strict=True):
        runs = over or passage.section in past
        systems.extend(
            _system(passage, clause, found, runs, mint) for clause, found in _in_passage(passage)
        )
    return systems


def _in_passage(passage: Passage) -> list[tuple[Clause, _Found]]:
    """One entry a name."""
    pairs = [
        (clause, found)
        for span in passage.clauses()
        for clause in [Clause.read(passage.text, span)]
        for found in _in_clause(clause)
        if passage.box is None or _ENTRY_OF_BOX.search(found.span.of(passage.text))
    ]
    lead = passage.text.find("。")
    names = [found.span.of(passage.text) for _, found in pairs]
    announcing = {
        i for i, (_, found) in enumerate(pairs) if _announces(found, names[i], names[i + 1 :], lead)
    }
    told = [i for i in range(len(pairs)) if i not in announcing]
    return [pairs[i] for n, i in enumerate(told) if names[i] not in {names[j] for j in told[:n]}]


def _announces(found: _Found, name: str, later: list[str], lead: int) -> bool:
    """Whether a lead phrase only announces what the paragraph then names in full."""
    in_lead = found.span.end <= lead <= _LEAD_LENGTH and found.kind != "programme"
    return in_lead and any(other[-_SAME_TAIL:] == name[-_SAME_TAIL:] for other in later)


def _system(passage: Passage, clause: Clause, found: _Found, past: bool, mint: Mint) -> System:
    name = found.span.of(passage.text)
    span = passage.span(*found.span)
    return System(
        id=mint(name),
        span=span,
        quote=name,
        section=passage.section,
        name=name,
        kind=found.kind,
        family=found.family or family_of(name, clause.words, found.kind),
        existing=past
        or bool(_STILL_RUNS.search(clause.words))
        or clause.verb_before(found.span.start) == "依托",
        led_by=_leader(clause, found.span.end),
    )


def _leader(clause: Clause, end: int) -> str | None:
    """配合南陵市…, 由县林业局牵头 (in the clause or the next of the sentence)."""
    before = clause.text[clause.span.start : end]
    supported = _SUPPORTED.search(before)
    if supported and not _OWN.match(supported.group(1)):
        return supported.group(1)
    leader = _LEADER.search(before) or _LEADS_NEXT.match(clause.text, clause.span.end)
    return leader.group(1) if leader else None


def _in_clause(clause: Clause) -> list[_Found]:
    """Titles go before heads, heads before known names: the more telling reading wins."""
    kept: list[_Found] = []
    for finder in (_titles, _headed, _named, _ways, _nameless):
        kept.extend(
            found for found in finder(clause) if not any(found.span.meets(k.span) for k in kept)
        )
    return sorted(kept, key=lambda found: found.span)


def _headed(clause: Clause) -> Iterator[_Found]:
    heads = _heads(clause)
    begin = clause.span.start
    for index, (head, place) in enumerate(heads):
        following = heads[index + 1][1] if index + 1 < len(heads) else None
        if following and _is_part_of_next(clause, head, place, following):
            continue
        name = _name(clause, head, place, begin)
        if name:
            yield _Found(name, head.kind)
        begin = place.end


def _is_part_of_next(clause: Clause, head: Head, place: Span, following: Span) -> bool:
    """峰会 in 峰会高峰论坛; 评估 in 监测、评估、考核机制; 巡查 in 定期巡查、分级处置的平台."""
    if head.kind == "programme" and _JOINS.match(clause.text, place.end):
        return False
    if clause.governed_between(place.end, following.start):
        return False
    between = clause.text[place.end : following.start]
    if not _JOINS.search(between):
        return True
    shared = len(between) <= _OWN_NAME or "的" in between
    return head.final and shared and bool(_JOINS.match(between))


def _heads(clause: Clause) -> list[tuple[Head, Span]]:
    """The heads of the clause, left to right; of two that overlap the one that reaches further."""
    places = [
        (head, Span(*match.span()))
        for head, pattern in _HEADS
        for match in pattern.finditer(clause.text, clause.span.start, clause.span.end)
    ]
    places.sort(key=lambda pair: (-pair[1].end, pair[1].start))
    kept: list[tuple[Head, Span]] = []
    for head, place in places:
        if not kept or place.end <= kept[-1][1].start:
            kept.append((head, place))
    return kept[::-1]


def _name(clause: Clause, head: Head, place: Span, begin: int) -> Span | None:
    edge, verb = clause.edge(place, begin, head.least + _LEAST_HEAD)
    runs = bool(_RUNS.match(clause.text, place.end, clause.span.end))
    if (head.governed and verb is None and not runs) or (head.founded and verb not in FOUNDING):
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


def _named(clause: Clause) -> Iterator[_Found]:
    for kind, family, pattern in _NAMED:
        for match in pattern.finditer(clause.text, clause.span.start, clause.span.end):
            yield _Found(Span(*match.span()), kind, family)


def _ways(clause: Clause) -> Iterator[_Found]:
    for finder in (quoted, practised):
        for span, kind in finder(clause):
            yield _Found(span, kind)


def _titles(clause: Clause) -> Iterator[_Found]:
    for finder in (titles, ranked_titles, quoted_titles):
        for span in finder(clause):
            yield _Found(span, "accreditation", "scoring_credit")


def _nameless(clause: Clause) -> Iterator[_Found]:
    for kind, pattern in _NAMELESS:
        for match in pattern.finditer(clause.text, clause.span.start, clause.span.end):
            yield _Found(Span(*match.span()), kind)
