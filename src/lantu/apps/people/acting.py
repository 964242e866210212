"""The frame of every action: permission, one transaction, audit events, outbox rows.

    with acting(Permission.LOAD_VERSION, by=actor) as deed:
        version = ...
        deed.record(version, sha256=...)

Nothing is written when the actor may not, or when anything in the block fails.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import models, transaction

from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.models import AuditEvent
from lantu.apps.people.background.models import OutboxRow
from lantu.apps.people.permissions import Permission


@dataclass(slots=True)
class Deed:
    """Collects what the action did, to be written as its transaction ends."""

    action: str
    by: Actor
    on_behalf_of: Actor | None
    events: list[AuditEvent] = field(default_factory=list)
    messages: list[OutboxRow] = field(default_factory=list)

    def record(self, row: models.Model, **details: object) -> None:
        """This row was made or changed. details: plain values, of sensitive ones `salted` digests.

        A row with a `row_version` must carry its new one: `lantu verify` asks for it, and for what
        the row says as the action ends.
        """
        self._tell(row, getattr(row, "row_version", None), details)

    def note(self, row: models.Model, **details: object) -> None:
        """Something happened about this row and left it as it was: it explains no version."""
        self._tell(row, None, details)

    def _tell(self, row: models.Model, version: int | None, details: dict[str, object]) -> None:
        self.events.append(
            AuditEvent(
                actor_id=self.by.user,
                actor_name=self.by.name,
                on_behalf_of_id=self.on_behalf_of.user if self.on_behalf_of else None,
                action=self.action,
                object_kind=row._meta.label_lower,
                object_id=str(row.pk),
                object_version=version,
                details=details,
            )
        )

    def send(self, kind: str, **payload: object) -> None:
        """Have the background process do `kind` once this action is done."""
        self.messages.append(OutboxRow(kind=kind, payload=payload))


@contextmanager
def acting(
    permission: Permission, *, by: Actor, on_behalf_of: Actor | None = None, what: str = ""
) -> Iterator[Deed]:
    """Forbidden when `by` may not. The block's work and its events stand or fall together.

    what: the deed's name in the trail, where one permission covers several deeds.
    """
    by.must(permission)
    if on_behalf_of is not None:
        by.must_serve(on_behalf_of)
    with transaction.atomic():
        deed = Deed(what or permission.value, by, on_behalf_of)
        yield deed
        AuditEvent.objects.bulk_create(deed.events)
        OutboxRow.objects.bulk_create(deed.messages)
