"""Finds the arrangements that a plan promises to keep running: registers, lists, platforms,
mechanisms, evaluations, titles, benefits, networks, recurring acts.

A name is the noun phrase that ends in a head noun of `heads.py` and begins behind its
governing verb. Aims that only borrow the word are refused.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from lantu.engines.plan.model import Mint, System
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.systems.families import family_of
from lantu.engines.plan.systems.headed import headed, heads_of
from lantu.engines.plan.systems.heads import Head
from lantu.engines.plan.systems.honours import all_honours
from lantu.engines.plan.systems.names import Clause
from lantu.engines.plan.systems.reviews import reviews
from lantu.engines.plan.systems.ways import practised, quoted
from lantu.engines.plan.systems.words import NAMED, NAMED_TAIL, NAMELESS
from lantu.kernel.spans import Span

_NAMED = tuple(
    (kind, family, re.compile(f"[“《]?(?:{names})[”》]?(?:{NAMED_TAIL})?"))
    for kind, family, names in NAMED
)
_NAMELESS = tuple((kind, re.compile(words)) for kind, words in NAMELESS)
_SAME_TAIL = 4
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
    text = passage.text
    heads, known = heads_of(text), _known(text)
    pairs = [
        (clause, found)
        for span in passage.clauses()
        for clause in [Clause.read(text, span)]
        for found in _in_clause(
            clause,
            [(head, place) for head, place in heads if span.holds(place)],
            [found for found in known if span.holds(found.span)],
        )
        if passage.box is None or _ENTRY_OF_BOX.search(found.span.of(text))
    ]
    lead = text.find("。")
    names = [found.span.of(text) for _, found in pairs]
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


def _in_clause(
    clause: Clause, heads: Sequence[tuple[Head, Span]], known: Sequence[_Found]
) -> list[_Found]:
    """Titles go before heads, heads before known names: the more telling reading wins."""
    readings = (
        *(_Found(span, "accreditation", "scoring_credit") for span in all_honours(clause)),
        *(_Found(*found) for found in headed(clause, heads)),
        *known,
        *(_Found(*found) for found in (*quoted(clause), *practised(clause))),
        *_nameless(clause),
    )
    kept: list[_Found] = []
    for found in readings:
        if not any(found.span.meets(other.span) for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: found.span)


def _known(text: str) -> list[_Found]:
    return [
        _Found(Span(*match.span()), kind, family)
        for kind, family, pattern in _NAMED
        for match in pattern.finditer(text)
    ]


def _nameless(clause: Clause) -> Iterator[_Found]:
    for kind, pattern in _NAMELESS:
        for match in pattern.finditer(clause.text, clause.span.start, clause.span.end):
            yield _Found(Span(*match.span()), kind)
