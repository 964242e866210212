"""Event rows to events and back, and the case that they make.

The case after its last event is kept for a while in this process, once it is committed: events are
never changed, so what they fold into is not either.
"""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from lantu.apps.people.actor import Actor as Person
from lantu.apps.tracking.cases.models import Case as CaseRow
from lantu.apps.tracking.cases.models import CaseEvent
from lantu.apps.tracking.records.values import decode, encode
from lantu.engines.cases.apply import replay
from lantu.engines.cases.case import Actor, Case, Event, EventKind
from lantu.engines.cases.process import Process
from lantu.engines.registers.fields import Register

MOST = 4096
"""Folded cases that a process remembers."""

_Key = tuple[int, int, datetime]
_folded: OrderedDict[_Key, Case] = OrderedDict()
_lock = Lock()


def to_row(case: int, event: Event, by: Person, on_behalf_of: Person | None) -> CaseEvent:
    """The row of an event. by: the account; the event's own actor has the roles it had then."""
    details = {
        "roles": sorted(event.by.roles),
        "organisation": event.by.organisation,
        "target": event.target,
        "person": event.person,
        "amount": event.amount,
        "level": event.level,
        "request": event.request,
        "areas": list(event.areas),
        "numbers": dict(event.numbers),
    }
    return CaseEvent(
        case_id=case,
        seq=event.seq,
        at=event.at,
        user_id=by.user,
        on_behalf_of_id=on_behalf_of.user if on_behalf_of else None,
        name=event.by.name[:60],
        kind=event.kind.value,
        action=str(event.action),
        branch=event.branch,
        reason=event.reason,
        values=encode(event.values),  # type: ignore[arg-type]
        details={name: value for name, value in details.items() if value not in ("", [], {}, 0)
                 and value is not None},
    )  # fmt: skip


def to_event(row: CaseEvent, register: Register) -> Event:
    """The event of a row."""
    more = row.details
    level = more.get("level")
    return Event(
        seq=row.seq,
        at=row.at,
        by=Actor(row.name, frozenset(more.get("roles", ())), more.get("organisation", "")),
        kind=EventKind(row.kind),
        action=row.action,
        branch=row.branch,
        reason=row.reason,
        values=decode(register, row.values),
        target=more.get("target", ""),
        person=more.get("person", ""),
        amount=more.get("amount", 0),
        level=level,
        request=more.get("request", 0),
        areas=tuple(more.get("areas", ())),
        numbers=more.get("numbers", {}),
    )


def folded(row: CaseRow, process: Process, register: Register) -> Case:
    """The case of a row, out of its events."""
    key = (row.pk, row.row_version, row.changed_at)
    with _lock:
        known = _folded.get(key)
    if known is not None:
        return known
    events = CaseEvent.objects.filter(case=row.pk).order_by("seq")
    return replay(process, [to_event(event, register) for event in events])


def remember(row: CaseRow, case: Case) -> None:
    """Keep a folded case; only of what is committed."""
    with _lock:
        _folded[(row.pk, row.row_version, row.changed_at)] = case
        while len(_folded) > MOST:
            _folded.popitem(last=False)


def forget() -> None:
    """For tests, and after a case was erased."""
    with _lock:
        _folded.clear()
