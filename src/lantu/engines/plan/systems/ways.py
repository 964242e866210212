"""Finds ways of working that are known by a name in quotation marks or by the verb that sets them
going: 推行“首接负责”, 设立企业“直通车”, 实行公文限时办结.

An idea, a trade, a product or a layout in quotation marks is refused.
"""

import re
from collections.abc import Iterator

from lantu.engines.plan.systems.names import Clause, tightened
from lantu.engines.plan.systems.words import (
    HEADED,
    NAMING,
    NO_ARRANGEMENT,
    ONE_STEP,
    PARTY,
    PRACTISING,
    QUOTED_KINDS,
    QUOTING,
    VAGUE,
)
from lantu.kernel.spans import Span

_QUOTED = re.compile("“(?P<core>[^“”，。；]{2,24})”")
_TAILS = tuple((kind, re.compile(f"(?:{tail})(?![一-龥])|(?:{tail})(?=建设|试点|和|与)"))
               for kind, tail in QUOTED_KINDS)  # fmt: skip
_INNER = tuple((kind, re.compile(f"(?:{tail})$")) for kind, tail in QUOTED_KINDS)
_ENDS = re.compile(r"$|[，,。；;、）”“（(]|和|与|及|等|建设|试点|改革|全覆盖|落地")
_REFUSED = re.compile(f"{NO_ARRANGEMENT}|{PARTY}")
_TAIL = re.compile(r"[^，。；、“”（(\d]{2,8}(?=[，。；、]|$)")
_EXPLAINED = re.compile("，?(?:即|就是|：|（)")
"""What is told item by item is a programme and its items, not one arrangement."""
_ONE_STEP = re.compile(ONE_STEP)
_HEADED = re.compile(HEADED)
_PREFIX_END = re.compile(r"[、，和与及”]")
_LONGEST_PREFIX = 14
_PART = re.compile("[^、和与及，。；]+")
_PRACTICE = re.compile(r"[^“”（(\d]{4,18}")


def quoted(clause: Clause) -> Iterator[tuple[Span, str]]:
    """Span and kind of each name in quotation marks that is object of a founding verb."""
    for match in _QUOTED.finditer(clause.text, clause.span.start, clause.span.end):
        verb = clause.verb_before(match.start())
        kind, end = _kind(clause, match)
        if kind is None and verb in NAMING and (tail := _TAIL.match(clause.text, match.end())):
            kind, end = "process", tail.end()
        if verb not in QUOTING or kind is None or _REFUSED.search(match["core"]):
            continue
        if kind == "programme" and _EXPLAINED.match(clause.text, end):
            continue
        untold = kind == "process" and end == match.end()
        if verb in VAGUE and untold and not _ONE_STEP.match(match["core"]):
            continue
        edge, _ = clause.edge(Span(*match.span()), clause.span.start, 2)
        start = _prefix(clause.text, edge, match.start())
        yield Span(start, end), kind


def _kind(clause: Clause, match: re.Match[str]) -> tuple[str | None, int]:
    """What the words behind (or before) the closing mark call it, and where the name ends."""
    end = match.end()
    for kind, tail in _TAILS:
        behind = tail.match(clause.text, end, clause.span.end)
        if behind:
            return kind, behind.end()
    if not _ENDS.match(clause.text, end, clause.span.end):
        return None, end
    for kind, inner in _INNER:
        if inner.search(match["core"]):
            return kind, end
    return "process", end


def _prefix(text: str, edge: int, start: int) -> int:
    """企业家“直通车”: the short noun before the mark belongs to the name."""
    edge = max(edge, text.rfind("”", edge, start) + 1)
    name = tightened(text, Span(edge, start), start)
    before = [match.end() for match in _PREFIX_END.finditer(text, name.start, start)]
    begin = before[-1] if before else name.start
    return begin if start - begin <= _LONGEST_PREFIX else start


def practised(clause: Clause) -> Iterator[tuple[Span, str]]:
    """The plain objects of 推行 or 实行: 推行远程视频帮办和信用承诺."""
    for governor in clause.governors:
        if governor.verb in PRACTISING:
            parts = list(_PART.finditer(clause.text, governor.end, clause.span.end))
            if parts and not _HEADED.search(parts[-1].group()):
                for part in parts:
                    if _PRACTICE.fullmatch(part.group()) and not _REFUSED.search(part.group()):
                        yield Span(*part.span()), "process"
