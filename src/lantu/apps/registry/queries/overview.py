"""The leaders' page: the promises of every plan, counted by chapter and status, and the red ones.

Counts only, never a made-up percentage.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lantu.apps.people.actor import Actor
from lantu.apps.registry.models import Appearance, Section
from lantu.apps.registry.queries.plans import PlanRow, plans
from lantu.apps.registry.words import Status


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter with its distinct promises by status."""

    section: int
    title: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


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
    plan: PlanRow
    chapters: tuple[ChapterRow, ...]
    lagging: tuple[LaggingRow, ...]


def overview(actor: Actor) -> tuple[PlanOverview, ...]:
    """One entry for each plan that the actor may see."""
    rows = plans(actor)
    versions = [row.head.id for row in rows]
    chapters = _chapters(versions)
    lagging = _lagging(versions)
    return tuple(
        PlanOverview(row, tuple(chapters.get(row.head.id, ())), tuple(lagging.get(row.head.id, ())))
        for row in rows
    )


def _chapters(versions: list[int]) -> dict[int, list[ChapterRow]]:
    above: dict[int, int] = {}
    kept: dict[int, Section] = {}
    for section in Section.objects.filter(version__in=versions).order_by("start", "pk"):
        if section.level in ("chapter", "preface"):
            kept[section.pk] = section
            above[section.pk] = section.pk
        elif section.parent_id in above:
            above[section.pk] = above[section.parent_id]
    seen: dict[int, dict[int, str]] = {pk: {} for pk in kept}
    standing = Appearance.objects.filter(version__in=versions, section__isnull=False)
    for section_id, promise, status in standing.values_list(
        "section", "promise", "promise__status"
    ):
        if section_id in above:
            seen[above[section_id]][promise] = status
    found: dict[int, list[ChapterRow]] = {}
    for pk, section in kept.items():
        row = ChapterRow(pk, section.title, Counter(seen[pk].values()))
        found.setdefault(section.version_id, []).append(row)
    return found


def _lagging(versions: list[int]) -> dict[int, list[LaggingRow]]:
    rows = Appearance.objects.filter(
        version__in=versions, first=True, promise__status=Status.LAGGING
    ).select_related("promise__owner", "version__plan")
    found: dict[int, list[LaggingRow]] = {}
    for row in rows.order_by("promise__status_at"):
        found.setdefault(row.version_id, []).append(
            LaggingRow(
                row.version.plan.key,
                row.version.number,
                row.promise_id,
                row.promise.title,
                row.promise.reason,
                str(row.promise.owner or ""),
            )
        )
    return found
