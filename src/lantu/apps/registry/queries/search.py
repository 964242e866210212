"""Full-text search in Chinese over the newest versions that the actor may see."""

from dataclasses import dataclass

from lantu.apps.people.actor import Actor
from lantu.apps.registry.models import PlanVersion, SearchEntry
from lantu.apps.registry.words import PromiseKind, Status
from lantu.kernel.bigrams import phrases

MOST = 200
"""Hits shown; beyond it the page asks for a longer query."""


@dataclass(frozen=True, slots=True)
class Hit:
    """promise, kind, status: None for a paragraph of the text."""

    plan_key: str
    plan_title: str
    version: int
    start: int
    words: str
    place: str
    promise: int | None
    kind: PromiseKind | None
    status: Status | None


def search(actor: Actor, query: str) -> tuple[tuple[Hit, ...], bool]:
    """(hits, whether there are more than `MOST`): promises first, then paragraphs, in order."""
    wanted = phrases(query[:200])
    if not wanted:
        return (), False
    versions = PlanVersion.objects.visible_to(actor).newest()
    rows = (
        SearchEntry.objects.saying(wanted)
        .filter(version__in=versions)
        .select_related("version__plan", "promise", "section")
        .order_by("version__plan__key", "start")
    )
    found = list(rows[: MOST + 1])
    hits = sorted((_hit(row) for row in found[:MOST]), key=lambda hit: hit.promise is None)
    return tuple(hits), len(found) > MOST


def _hit(row: SearchEntry) -> Hit:
    promise = row.promise
    return Hit(
        row.version.plan.key,
        row.version.plan.title,
        row.version.number,
        row.start,
        row.words,
        row.section.place if row.section else "",
        promise.pk if promise else None,
        PromiseKind(promise.kind) if promise else None,
        Status(promise.status) if promise else None,
    )
