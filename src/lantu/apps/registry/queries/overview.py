"""The leaders' page and the wall: every plan's promises counted by chapter, kind and status, what
is red, and what the plan stakes most on. Counts only, never a made-up percentage.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lantu.apps.people.actor import Actor
from lantu.apps.registry.models import Appearance, Name, Section, StoredPackage, Target
from lantu.apps.registry.queries.plans import PlanRow, VersionHead, plans
from lantu.apps.registry.queries.promises import PromiseRow, TargetRow, row_of, rows_of, target_row
from lantu.apps.registry.words import Nature, PromiseKind, Status


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter with its distinct promises by status and by kind."""

    section: int
    place: str
    title: str
    counts: Mapping[str, int]
    kinds: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator of the plan's table. target: the last value promised, None when left blank."""

    row: PromiseRow
    unit: str
    binding: bool
    target: TargetRow | None


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A 专栏 with the projects that it lists."""

    number: str
    title: str
    projects: int


@dataclass(frozen=True, slots=True)
class DueRow:
    """Promises with a value that falls due in `year`; None: the text gives none."""

    year: int | None
    kinds: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class NameCount:
    """An organisation or place and how many promises name it."""

    id: int
    kind: str
    text: str
    promises: int


@dataclass(frozen=True, slots=True)
class LaggingRow:
    """A promise behind its time, and why."""

    plan_key: str
    version: int
    promise: int
    title: str
    reason: str
    owner: str


@dataclass(frozen=True, slots=True)
class PlanOverview:
    """One plan in detail. findings: by severity."""

    plan: PlanRow
    chapters: tuple[ChapterRow, ...]
    indicators: tuple[IndicatorRow, ...]
    boxes: tuple[BoxRow, ...]
    due: tuple[DueRow, ...]
    findings: Mapping[str, int]

    @property
    def largest(self) -> int:
        """Promises of the chapter that has most."""
        return max((row.total for row in self.chapters), default=0)

    @property
    def binding(self) -> tuple[IndicatorRow, ...]:
        return tuple(row for row in self.indicators if row.binding)


@dataclass(frozen=True, slots=True)
class Overview:
    """All plans that the actor may see. chief: the one shown in detail, None when there is none."""

    plans: tuple[PlanRow, ...]
    lagging: tuple[LaggingRow, ...]
    chief: PlanOverview | None

    @property
    def statuses(self) -> Mapping[str, int]:
        return sum((Counter(row.statuses) for row in self.plans), Counter())

    @property
    def promises(self) -> int:
        return sum(row.promises for row in self.plans)

    @property
    def waiting(self) -> bool:
        """Nothing is known of any promise yet."""
        return self.statuses.get(Status.AWAITING, 0) == self.promises


def overview(actor: Actor, chief: VersionHead | None) -> Overview:
    """chief: the version to show in detail, which the actor may see."""
    rows = plans(actor)
    shown = next((row for row in rows if chief and row.head.id == chief.id), None)
    return Overview(rows, _lagging([row.head.id for row in rows]), _plan(shown) if shown else None)


def _plan(row: PlanRow) -> PlanOverview:
    version = row.head.id
    boxes, findings = _package(version)
    projects = rows_of(version).filter(promise__kind=PromiseKind.PROJECT)
    listed = Counter(details["box"] for details in projects.values_list("details", flat=True))
    return PlanOverview(
        row,
        _chapters(row.head),
        _indicators(version),
        tuple(BoxRow(number, title, listed[number]) for number, title in boxes if listed[number]),
        _due(version),
        findings,
    )


def _lagging(versions: list[int]) -> tuple[LaggingRow, ...]:
    rows = Appearance.objects.filter(
        version__in=versions, first=True, promise__status=Status.LAGGING
    ).select_related("promise__owner", "version__plan")
    return tuple(
        LaggingRow(
            row.version.plan.key,
            row.version.number,
            row.promise_id,
            row.promise.title,
            row.promise.reason,
            str(row.promise.owner or ""),
        )
        for row in rows.order_by("promise__status_at")
    )


@lru_cache(maxsize=64)
def _package(version: int) -> tuple[tuple[tuple[str, str], ...], Mapping[str, int]]:
    """(number and title of each box, findings by severity); a package never changes."""
    stored = StoredPackage.objects.get(version=version)
    boxes = json.loads(stored.plan)["boxes"]
    findings = json.loads(stored.findings)
    return (
        tuple((box["number"] or "", box["title"] or "") for box in boxes),
        Counter(finding["severity"] for finding in findings),
    )


def _chapters(head: VersionHead) -> tuple[ChapterRow, ...]:
    above: dict[int, int] = {}
    kept: dict[int, Section] = {}
    for section in Section.objects.filter(version=head.id).order_by("start", "pk"):
        if section.level in ("chapter", "preface"):
            kept[section.pk] = section
            above[section.pk] = section.pk
        elif section.parent_id in above:
            above[section.pk] = above[section.parent_id]
    seen: dict[int, dict[int, tuple[str, str]]] = {pk: {} for pk in kept}
    standing = Appearance.objects.filter(version=head.id, section__isnull=False)
    for section_id, promise, status, kind in standing.values_list(
        "section", "promise", "promise__status", "promise__kind"
    ):
        if section_id in above:
            seen[above[section_id]][promise] = (status, kind)
    return tuple(
        ChapterRow(
            pk,
            section.place,
            section.title,
            Counter(status for status, _ in seen[pk].values()),
            Counter(kind for _, kind in seen[pk].values()),
        )
        for pk, section in kept.items()
        if seen[pk]
    )


def _indicators(version: int) -> tuple[IndicatorRow, ...]:
    found = rows_of(version).filter(promise__kind=PromiseKind.INDICATOR)
    last = {
        target.appearance_id: target_row(target)
        for target in Target.objects.filter(appearance__in=found).order_by("due", "pk")
    }
    rows = found.select_related("promise__indicator").order_by("start")
    return tuple(
        IndicatorRow(
            row_of(row),
            row.promise.indicator.unit if row.promise.indicator else "",
            _nature(row) == Nature.BINDING,
            last.get(row.pk),
        )
        for row in rows
    )


def _nature(row: Appearance) -> str:
    return row.promise.indicator.nature if row.promise.indicator else ""


def _due(version: int) -> tuple[DueRow, ...]:
    rows = Target.objects.filter(appearance__version=version).values_list(
        "due", "appearance__promise", "appearance__promise__kind"
    )
    years: dict[int | None, dict[int, str]] = {}
    for year, promise, kind in rows:
        years.setdefault(year, {})[promise] = kind
    ordered = sorted(years.items(), key=lambda entry: entry[0] or 10**4)
    return tuple(DueRow(year, Counter(found.values())) for year, found in ordered)


def busiest_names(version: int, most: int = 12) -> tuple[NameCount, ...]:
    """The organisations and places that most promises name."""
    pairs = Name.appearances.through.objects.filter(appearance__version=version)
    named = Counter(name for name, _ in set(pairs.values_list("name", "appearance__promise")))
    rows = Name.objects.in_bulk([name for name, _ in named.most_common(most)])
    found = [NameCount(row.pk, row.kind, row.text, named[row.pk]) for row in rows.values()]
    return tuple(sorted(found, key=lambda row: (-row.promises, row.text)))
