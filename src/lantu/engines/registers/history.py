"""A record as the list of its changes: as it stood at any moment, and what two states differ in.

Also retention: whose time has come. Refuses to rewrite: a correction is a later change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lantu.engines.registers.fields import Record, Register, Retention, Value


@dataclass(frozen=True, slots=True)
class Change:
    """seq: place in the record's list, from 1. values: what was set; None clears a field."""

    seq: int
    at: datetime
    by: str
    values: Record
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two states hold differently."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Erasure:
    """A record whose retention has ended. fields: what to blank; empty means the whole record."""

    key: str
    since: date
    due: date
    fields: tuple[str, ...]
    reason: str


def as_of(changes: Iterable[Change], moment: datetime) -> Record | None:
    """The record as it stood at `moment` (that moment included), None before its first change."""
    past = sorted((c for c in changes if c.at <= moment), key=lambda change: change.seq)
    if not past:
        return None
    state: dict[str, Value] = {}
    for change in past:
        state.update(change.values)
    return state


def diff(before: Record, after: Record) -> tuple[Difference, ...]:
    """The fields in which two states differ; a field that is absent holds None."""
    names = dict.fromkeys((*before, *after))
    return tuple(
        Difference(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def trail(changes: Sequence[Change], field: str) -> tuple[tuple[Change, Difference], ...]:
    """Each change of `field` with what it was before and after, oldest first."""
    found, held = [], None
    for change in sorted(changes, key=lambda c: c.seq):
        if field in change.values and change.values[field] != held:
            found.append((change, Difference(field, held, change.values[field])))
            held = change.values[field]
    return tuple(found)


def erase_on(retention: Retention, since: date) -> date:
    """The day on which a record kept since `since` is due for erasure; 29 February counts as
    1 March in a year without one."""
    year = since.year + retention.years
    try:
        day = since.replace(year=year)
    except ValueError:
        day = date(year, 3, 1)
    return day + timedelta(days=retention.days)


def due_for_erasure(
    register: Register, records: Mapping[str, Record], today: date
) -> tuple[Erasure, ...]:
    """The records whose retention has ended on `today`, the longest overdue first.

    records: by key. A record whose date is not filled in is never due: nobody can say since when it
    has been kept.
    """
    kept = register.retention
    if kept is None:
        return ()
    found = []
    for key, record in records.items():
        since = record.get(kept.since)
        if not isinstance(since, date) or erase_on(kept, since) > today:
            continue
        title = register.by_name[kept.since].title if kept.since in register.by_name else kept.since
        reason = f"{title} {since}，保存期到 {erase_on(kept, since)}" + (
            f"（{kept.source}）" if kept.source else ""
        )
        found.append(Erasure(key, since, erase_on(kept, since), kept.erases, reason))
    return tuple(sorted(found, key=lambda erasure: (erasure.due, erasure.key)))
