"""The outbox: what an action left to be done, done once its transaction stands.

A job says what it handles:

    @handles("registry.version_loaded")
    def tell(payload): ...

A handler without `outside` runs in one transaction with its row's mark of being done: all of it
happens once. One with `outside=True` (mail, webhook) runs in none and may, after a crash, happen
twice. A row is given its next time before it is tried: a job that kills the worker still ends among
the dead.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lantu.apps.people.background.models import OutboxRow

Handler = Callable[[Mapping[str, Any]], None]
HANDLERS: dict[str, tuple[Handler, bool]] = {}
BACK_OFF = tuple(timedelta(seconds=s) for s in (10, 60, 300, 1800, 7200, 21_600, 43_200, 86_400))
"""Pauses after the first, second … failure; after the last one the row is dead."""


def handles(kind: str, *, outside: bool = False) -> Callable[[Handler], Handler]:
    """Register a handler. outside: it speaks to another system."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler, outside
        return handler

    return register


def send(kind: str, **payload: object) -> None:
    """Leave something to be done, from within a handler or a job."""
    OutboxRow.objects.create(kind=kind, payload=payload)


def send_later(kind: str, due_at: datetime, **payload: object) -> None:
    """Leave something to be done not before `due_at`."""
    OutboxRow.objects.create(kind=kind, payload=payload, due_at=due_at)


def work_off(now: datetime, most: int = 100) -> int:
    """Try every row that is due, oldest first; how many were tried."""
    due = OutboxRow.objects.waiting().filter(due_at__lte=now).order_by("due_at", "pk")
    rows = list(due[:most])
    return sum(_try(row, now) for row in rows)


def _try(row: OutboxRow, now: datetime) -> bool:
    """False when another worker has it, or it is gone."""
    pause = BACK_OFF[min(row.attempts, len(BACK_OFF) - 1)]
    mine = OutboxRow.objects.waiting().filter(pk=row.pk, attempts=row.attempts)
    if not mine.update(attempts=F("attempts") + 1, due_at=now + pause):
        return False
    row.attempts += 1
    if row.kind not in HANDLERS:
        _failed(row, f"没有能办理 {row.kind} 的程序")
        return True
    handler, outside = HANDLERS[row.kind]
    try:
        with nullcontext() if outside else transaction.atomic():
            handler(row.payload)
            OutboxRow.objects.filter(pk=row.pk).update(done_at=timezone.now(), last_error="")
    except Exception as error:  # whatever it is: the row keeps it, and the next row has its turn
        _failed(row, f"{type(error).__name__}: {error}")
    return True


def _failed(row: OutboxRow, why: str) -> None:
    dead = row.attempts >= len(BACK_OFF) + 1
    OutboxRow.objects.filter(pk=row.pk).update(
        last_error=why[:2000], dead_at=timezone.now() if dead else None
    )
