"""Guesses that wait for a person: which new wording is which earlier promise; and what has none."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from lantu.apps.registry.models import Appearance, Match, PlanVersion
from lantu.apps.registry.words import Decision, PromiseKind
from lantu.engines.plan.comparison.wording import Run, mark_differences
from lantu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class MatchRow:
    """earlier, now: the wordings. likeness: of both, 0 to 100."""

    id: int
    kind: PromiseKind
    earlier: str
    now: str
    likeness: float
    decision: Decision
    earlier_promise: int
    promise: int

    @property
    def runs(self) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Both wordings, what is their own marked."""
        return mark_differences(self.earlier, self.now)


@dataclass(frozen=True, slots=True)
class LoneRow:
    """A promise of one version that is not, or not yet, in the other."""

    promise: int
    kind: PromiseKind
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Succession:
    """How a version follows the one before. earlier: its number, None for the first."""

    earlier: int | None
    rows: tuple[MatchRow, ...]
    fresh: tuple[LoneRow, ...]
    dropped: tuple[LoneRow, ...]

    @property
    def pending(self) -> int:
        return sum(row.decision is Decision.PENDING for row in self.rows)


def succession(version: int) -> Succession:
    """All guesses of one version, undecided ones first, the likeliest first; what has none."""
    this = PlanVersion.objects.get(pk=version)
    before = this.plan.versions.filter(number=this.number - 1).first()
    if before is None:
        return Succession(None, (), (), ())
    rows = matches(version)
    waiting = [row for row in rows if row.decision is Decision.PENDING]
    now, then = _standing(this), _standing(before)
    return Succession(
        before.number,
        rows,
        _alone(now, then, {row.promise for row in waiting}),
        _alone(then, now, {row.earlier_promise for row in waiting}),
    )


def matches(version: int) -> tuple[MatchRow, ...]:
    """All guesses of one version, undecided ones first, the likeliest first."""
    stood = Appearance.objects.filter(
        promise=OuterRef("earlier"),
        version__plan=OuterRef("appearance__version__plan"),
        version__number=OuterRef("appearance__version__number") - 1,
    ).order_by("start")
    rows = (
        Match.objects.filter(appearance__version=version)
        .select_related("appearance", "earlier")
        .annotate(words=Subquery(stood.values("wording")[:1]))
    )
    found = [
        MatchRow(
            row.pk,
            PromiseKind(row.earlier.kind),
            _line(row.words or row.earlier.title),
            _line(row.appearance.wording),
            row.likeness,
            Decision(row.decision),
            row.earlier_id,
            row.appearance.promise_id,
        )
        for row in rows.order_by("-likeness", "pk")
    ]
    return tuple(sorted(found, key=lambda row: row.decision is not Decision.PENDING))


def _standing(version: PlanVersion) -> list[Appearance]:
    rows: QuerySet[Appearance] = version.appearances.filter(first=True)
    return list(rows.select_related("promise", "section").order_by("start", "pk"))


def _alone(
    rows: Iterable[Appearance], others: Iterable[Appearance], waiting: set[int]
) -> tuple[LoneRow, ...]:
    known = {row.promise_id for row in others} | waiting
    return tuple(
        LoneRow(
            row.promise_id,
            PromiseKind(row.promise.kind),
            _line(row.wording),
            row.section.place if row.section else "",
        )
        for row in rows
        if row.promise_id not in known
    )


def _line(words: str) -> str:
    return "".join(words.split())


def match_of(version: int, match: int) -> Match:
    """The row itself, for an action."""
    return matches_of(version, [match])[0]


def matches_of(version: int, wanted: Iterable[int]) -> list[Match]:
    """The rows themselves, for an action. NotFound when one is not of this version."""
    ids = set(wanted)
    found = list(Match.objects.filter(appearance__version=version, pk__in=ids))
    if not found or len(found) < len(ids):
        raise NotFound("registry.match.missing", "没有这一条比对。", "请刷新页面，选中后再确认。")
    return found
