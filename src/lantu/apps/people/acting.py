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
from lantu.apps.people.models import AuditEvent, OutboxRow
from lantu.apps.people.permissions import Permission


@dataclass(slots=True)
class Deed:
    """Collects what the action did, to be written as its transaction ends."""

    action: Permission
    by: Actor
    on_behalf_of: Actor | None
    events: list[AuditEvent] = field(default_factory=list)
    messages: list[OutboxRow] = field(default_factory=list)

    def record(self, row: models.Model, **details: object) -> None:
        """This row was made or changed. details: plain values, never sensitive ones."""
        self.events.append(
            AuditEvent(
                actor_id=self.by.user,
                actor_name=self.by.name,
                on_behalf_of_id=self.on_behalf_of.user if self.on_behalf_of else None,
                action=self.action.value,
                object_kind=row._meta.label_lower,
                object_id=str(row.pk),
                details=details,
            )
        )

    def send(self, kind: str, **payload: object) -> None:
        """Have the background process do `kind` once this action is done."""
        self.messages.append(OutboxRow(kind=kind, payload=payload))


@contextmanager
def acting(
    permission: Permission, *, by: Actor, on_behalf_of: Actor | None = None
) -> Iterator[Deed]:
    """Forbidden when `by` may not. The block's work and its events stand or fall together."""
    by.must(permission)
    with transaction.atomic():
        deed = Deed(permission, by, on_behalf_of)
        yield deed
        AuditEvent.objects.bulk_create(deed.events)
        OutboxRow.objects.bulk_create(deed.messages)
