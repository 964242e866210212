"""Erasure at the end of a retention term, of records and of the values of ended cases.

The audit trail keeps digests and that it was erased; its chain stays whole.
"""

from datetime import date, datetime

from django.db.models.functions import Length

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.erasing import erase_case
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.enabling.models import PackVersion
from lantu.apps.tracking.enabling.snapshots import Pinned, pinned
from lantu.apps.tracking.records.actions import erase
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.records.values import decode, is_sensitive
from lantu.apps.tracking.words import RecordState
from lantu.engines.registers.fields import Register, Retention
from lantu.engines.registers.history import due_for_erasure, erase_on

BATCH = 500


def erase_due(*, by: Actor, today: date) -> int:
    """Everything whose term has ended; how many records and cases."""
    found = 0
    for version in PackVersion.objects.order_by("pk").values_list("pk", flat=True):
        pin = pinned(version)
        for home in pin.pack.registers.values():
            if home.register.retention is not None:
                found += _erase_records(by, pin, home.register, home.register.retention, today)
        for process in pin.pack.processes.values():
            register = pin.pack.register(process.register).register
            if register.retention is not None:
                kind = pin.kind(process.process.name)
                found += _erase_cases(by, pin, kind, register, register.retention, today)
    return found


def _erase_records(by: Actor, pin: Pinned, register: Register, kept: Retention, today: date) -> int:
    kind, found = pin.kind(register.name), 0
    rows = Record.objects.filter(register=kind, pack=pin.id, state=RecordState.ACTIVE)
    for row in _with(rows, register, kept).iterator(chunk_size=BATCH):
        values = decode(register, row.data)
        for due in due_for_erasure(register, {str(row.pk): values}, today):
            with acting(Permission.ERASE_RECORD, by=by, what="tracking.retention") as deed:
                erase(deed, row, due.fields, due.reason)
            found += 1
    return found


def _with(rows, register: Register, kept: Retention):  # type: ignore[no-untyped-def]
    """Only rows that still hold something to erase."""
    secret = kept.erases and all(is_sensitive(register.by_name.get(n)) for n in kept.erases)
    return rows.annotate(held=Length("sealed")).filter(held__gt=0) if secret else rows


def _erase_cases(
    by: Actor, pin: Pinned, kind: str, register: Register, kept: Retention, today: date
) -> int:
    found = 0
    rows = Case.objects.filter(process=kind, pack=pin.id, ended_at__isnull=False)
    rows = rows.annotate(held=Length("sealed")).filter(held__gt=0)
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        since = decode(register, row.data).get(kept.since)
        day = since.date() if isinstance(since, datetime) else since
        if isinstance(day, date) and erase_on(kept, day) <= today:
            with acting(Permission.ERASE_RECORD, by=by, what="tracking.retention") as deed:
                found += erase_case(deed, row, kept.erases, kept.source)
    return found
