"""The trail as an auditor reads it: filtered, page by page, one object's story, exported whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from lantu.apps.people.audit.models import AuditBatch, AuditEvent
from lantu.apps.people.duties import name_of

PAGE = 100
MOST_EXPORTED = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; blank or None: anything. before: the last row's id on the page before."""

    actor: str = ""
    action: str = ""
    kind: str = ""
    key: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. number: its place in the sealed order, None while it is open."""

    id: int
    number: int | None
    at: datetime
    actor: str
    on_behalf_of: str
    action: str
    kind: str
    key: str
    version: int | None
    details: dict[str, Any]

    @property
    def deed(self) -> str:
        return name_of(self.action)


@dataclass(frozen=True, slots=True)
class Page:
    """more: the `before` of the next page, None on the last."""

    entries: tuple[Entry, ...]
    more: int | None


@dataclass(frozen=True, slots=True)
class Seal:
    """How far the trail is sealed. digest: of the newest batch."""

    events: int
    batch: int
    sealed_at: datetime | None
    digest: str
    unsealed: int


def page(asked: Asked) -> Page:
    """Newest first, by keyset: the last page is as quick as the first."""
    rows = [_entry(event) for event in _found(asked)[: PAGE + 1]]
    return Page(tuple(rows[:PAGE]), rows[PAGE - 1].id if len(rows) > PAGE else None)


def story(kind: str, key: str, most: int = 1000) -> tuple[Entry, ...]:
    """Everything that was done to one object, oldest first."""
    events = AuditEvent.objects.filter(object_kind=kind, object_id=key)
    rows = events.select_related("on_behalf_of").order_by("pk")
    return tuple(_entry(event) for event in rows[:most])


def every(asked: Asked) -> Iterator[Entry]:
    """For export: as many as a sheet can hold, newest first."""
    return (_entry(event) for event in _found(asked)[:MOST_EXPORTED].iterator(chunk_size=2000))


def actions() -> tuple[tuple[str, str], ...]:
    """Deeds that occur, with their names."""
    found = AuditEvent.objects.order_by("action").values_list("action", flat=True).distinct()
    return tuple((action, name_of(action)) for action in found)


def sealed() -> Seal:
    newest = AuditBatch.objects.order_by("number").last()
    return Seal(
        newest.last if newest else 0,
        newest.number if newest else 0,
        newest.sealed_at if newest else None,
        newest.digest if newest else "",
        AuditEvent.objects.filter(batch=None).count(),
    )


def _found(asked: Asked) -> QuerySet[AuditEvent]:
    wanted = Q()
    if asked.actor:
        wanted &= Q(actor_name__icontains=asked.actor) | Q(
            on_behalf_of__display_name__icontains=asked.actor
        )
    exact = {"action": asked.action, "object_kind": asked.kind, "object_id": asked.key}
    for field, value in exact.items():
        if value:
            wanted &= Q(**{field: value})
    if asked.since:
        wanted &= Q(at__gte=_midnight(asked.since))
    if asked.until:
        wanted &= Q(at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.before is not None:
        wanted &= Q(pk__lt=asked.before)
    return AuditEvent.objects.filter(wanted).select_related("on_behalf_of").order_by("-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _entry(event: AuditEvent) -> Entry:
    return Entry(
        event.pk,
        event.number,
        event.at,
        event.actor_name,
        str(event.on_behalf_of or ""),
        event.action,
        event.object_kind,
        event.object_id,
        event.object_version,
        event.details,
    )
