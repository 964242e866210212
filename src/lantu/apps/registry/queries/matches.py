"""Guesses that wait for a person: which new wording is which earlier promise."""

from dataclasses import dataclass

from lantu.apps.registry.models import Match
from lantu.apps.registry.words import Decision, PromiseKind
from lantu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class MatchRow:
    """likeness: 0 to 100."""

    id: int
    kind: PromiseKind
    earlier: str
    now: str
    likeness: float
    decision: Decision


def matches(version: int) -> tuple[MatchRow, ...]:
    """All guesses of one version, undecided ones first, the likeliest first."""
    rows = Match.objects.filter(appearance__version=version).select_related("appearance", "earlier")
    found = [
        MatchRow(
            row.pk,
            PromiseKind(row.earlier.kind),
            row.earlier.title,
            "".join(row.appearance.wording.split()),
            row.likeness,
            Decision(row.decision),
        )
        for row in rows.order_by("-likeness", "pk")
    ]
    return tuple(sorted(found, key=lambda row: row.decision is not Decision.PENDING))


def match_of(version: int, match: int) -> Match:
    """The row itself, for an action."""
    found = Match.objects.filter(appearance__version=version, pk=match).first()
    if found is None:
        raise NotFound("registry.match.missing", "没有这一条比对。", "请刷新页面再看。")
    return found
