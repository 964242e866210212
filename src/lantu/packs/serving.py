"""Which pack serves a promised system: by the words that packs declare, with the words that told.

A rule speaks when all its `all` and one of its `any` stand in the system's sentence, one of the
former (of the latter when there is no `all`) in its very name, none of its `not` in name or clause.
Refuses to guess between packs that say equally much: that system stays open, with both.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lantu.engines.plan.model import System
from lantu.packs.snapshot import Pack, Serves
from lantu.packs.words import Layer

_IN_NAME, _IN_SENTENCE = 3, 1
_END = re.compile("[。；！？\n]")
_LOCAL_FIRST = list(reversed(Layer))


@dataclass(frozen=True, slots=True)
class Claim:
    """A pack that a system's words fit. words: what told, the weightiest first."""

    pack: str
    score: int
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.pack}：原文有“{'”“'.join(self.words)}”"


@dataclass(frozen=True, slots=True)
class Linked:
    """pack: None when no pack fits or several fit equally. claims: all that fit, best first."""

    system: System
    pack: str | None
    claims: tuple[Claim, ...]

    @property
    def why(self) -> str:
        """For the Systems page: why this pack, or why none."""
        if self.pack:
            return str(self.claims[0])
        if self.claims:
            return f"几个系统包同样符合（{'；'.join(map(str, self.claims))}），请人工选定"
        return "还没有系统包能承接"


def link(systems: Iterable[System], packs: Sequence[Pack], text: str = "") -> tuple[Linked, ...]:
    """Each system with its pack and the reason, in the order given; gaps stay in the answer.

    text: of the plan, which spans point into; without it only the systems' own words are read.
    """
    return tuple(_linked(system, _sentence(text, system), packs) for system in systems)


def _sentence(text: str, system: System) -> str:
    """The sentence in which a system stands."""
    start, end = system.span
    if text[start:end] != system.quote:
        return system.quote
    head, tail = _END.split(text[:start])[-1], _END.split(text[end:], maxsplit=1)[0]
    return head + system.quote + tail


def gaps(linked: Iterable[Linked]) -> tuple[Linked, ...]:
    """The systems that no pack serves."""
    return tuple(answer for answer in linked if answer.pack is None)


def _linked(system: System, sentence: str, packs: Sequence[Pack]) -> Linked:
    layers = {pack.name: _LOCAL_FIRST.index(pack.layer) for pack in packs}
    found = [claim for pack in packs if (claim := _claim(system, sentence, pack))]
    found.sort(key=lambda claim: (-claim.score, layers[claim.pack], claim.pack))
    if not found:
        return Linked(system, None, ())
    rank = [(claim.score, layers[claim.pack]) for claim in found[:2]]
    even = len(rank) == 2 and rank[0] == rank[1]
    return Linked(system, None if even else found[0].pack, tuple(found))


def _claim(system: System, sentence: str, pack: Pack) -> Claim | None:
    """The best of the pack's rules that speak."""
    told = [words for rule in pack.serves if (words := _told(system, sentence, rule))]
    best = max(told, key=lambda words: _score(system, words), default=())
    return Claim(pack.name, _score(system, best), best) if best else None


def _told(system: System, sentence: str, rule: Serves) -> tuple[str, ...]:
    """The rule's words that stand there, the weightiest first; none when it does not speak."""
    name, own = _plain(system.name), _plain(f"{system.name}\n{system.quote}")
    text = _plain(f"{system.name}\n{sentence}")
    if rule.families and system.family not in rule.families:
        return ()
    if rule.kinds and system.kind not in rule.kinds:
        return ()
    if any(_plain(word) in own for word in rule.none):
        return ()
    chosen = tuple(word for word in rule.any if _plain(word) in text)
    if not all(_plain(word) in text for word in rule.all) or (rule.any and not chosen):
        return ()
    if not any(_plain(word) in name for word in rule.all or chosen):
        return ()
    words = dict.fromkeys((*rule.all, *chosen))
    return tuple(sorted(words, key=lambda word: (-_weight(system, word), word)))


def _weight(system: System, word: str) -> int:
    return len(word) * (_IN_NAME if _plain(word) in _plain(system.name) else _IN_SENTENCE)


def _score(system: System, words: Iterable[str]) -> int:
    return sum(_weight(system, word) for word in words)


def _plain(text: str) -> str:
    """Without blanks and quotation marks, which one plan sets and another leaves out."""
    return "".join(c for c in text if not c.isspace() or c == "\n").translate(_MARKS).casefold()


_MARKS = str.maketrans("", "", "“”‘’\"'《》")
