"""Finds titles that somebody above confers, where the text says that they are applied for, held or
worked for. A title that is only mentioned is refused.
"""

import re
from collections.abc import Iterator

from lantu.engines.plan.systems.names import Clause, tightened
from lantu.engines.plan.systems.words import (
    CREATION_TAIL,
    CREATION_VERBS,
    HONOUR_VERBS,
    PUSHING,
    QUOTED_TITLE,
    RANKS,
    TITLES,
)
from lantu.kernel.spans import Span

_TITLE = re.compile(f"(?:{TITLES})(?![\\u4e00-\\u9fff]?(?:集群|企业))")
_QUOTED_TITLE = re.compile(QUOTED_TITLE)
_CREATION_TAIL = re.compile(CREATION_TAIL)
_RANK = re.compile(RANKS)
_RANKED = re.compile(f"“?(?:{RANKS})[^，。；、“”\\d]{{3,18}}(?=”?(?:$|[，。；、和]))")
_NAMED_AS = re.compile("(?:命名|认定|评选|评|列|确定)为(?:首批)?")


def all_honours(clause: Clause) -> Iterator[Span]:
    """The titles of the clause; the same words may come twice."""
    yield from _listed(clause)
    yield from _ranked(clause)
    yield from _in_quotes(clause)


def _listed(clause: Clause) -> Iterator[Span]:
    """The titles of the clause; an enumeration gives one each."""
    begin = clause.span.start
    matches = list(_TITLE.finditer(clause.text, clause.span.start, clause.span.end))
    creation = any(_CREATION_TAIL.match(clause.text, m.end(), clause.span.end) for m in matches)
    for match in matches:
        place = Span(*match.span())
        edge, _ = clause.edge(place, begin, len(place.of(clause.text)))
        conferred = _NAMED_AS.search(clause.text, edge, place.start)
        edge = conferred.end() if conferred else edge
        tail = _CREATION_TAIL.match(clause.text, place.end, clause.span.end)
        end = tail.end() if tail else place.end
        name = tightened(clause.text, Span(edge, end), place.start, enumerated=True)
        verb = clause.verb_before(name.start)
        ranked = bool(_RANK.search(clause.text, edge, end))
        held = conferred or verb in CREATION_VERBS
        if creation or held or (ranked and verb in HONOUR_VERBS):
            yield name
        begin = place.end


def _ranked(clause: Clause) -> Iterator[Span]:
    """创建国家…园: whatever is created and bears a rank is a title."""
    for governor in clause.governors:
        match = _RANKED.match(clause.text, governor.end, clause.span.end)
        if match and governor.verb in CREATION_VERBS:
            yield Span(*match.span())


def _in_quotes(clause: Clause) -> Iterator[Span]:
    """推进“…社区”建设: a title in quotation marks that is worked for."""
    for match in _QUOTED_TITLE.finditer(clause.text, clause.span.start, clause.span.end):
        if clause.verb_before(match.start()) in PUSHING:
            yield Span(*match.span())
