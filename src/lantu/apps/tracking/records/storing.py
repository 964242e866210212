"""Records as rows: fixed columns out of the declaration, side table, change, audit event.

Part of an action's transaction; a thousand new records cost as many statements as one. Refuses a
value that a unique field holds already, and names it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from lantu.apps.people.acting import Deed
from lantu.apps.people.actor import Actor
from lantu.apps.people.confidential import keyed_hash
from lantu.apps.places.models import Area
from lantu.apps.tracking.enabling.snapshots import Pinned
from lantu.apps.tracking.files import cite_new
from lantu.apps.tracking.grounds import cell_of
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.models import IndexedValue, Record, RecordChange
from lantu.apps.tracking.records.values import (
    decode,
    encode,
    is_sensitive,
    part,
    seal,
    unseal,
)
from lantu.engines.registers.fields import Field, Kind, Point, Register, Value
from lantu.packs.snapshot import PackRegister
from lantu.packs.words import Column, PageKind

Values = Mapping[str, Value]
BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written of one record: the row with its columns set, and what was set by whom."""

    row: Record
    set: Values
    reason: str = ""
    document: str = ""
    tier: str | None = None


def row_of(pin: Pinned, home: PackRegister, values: Values, unit: int | None) -> Record:
    """A new row. unit: the organisation of whoever enters it, where the values name none."""
    row = Record(
        made_at=moment(),
        register=pin.kind(home.register.name),
        pack_id=pin.id,
        organisation_id=unit,
        public=any(p.page is PageKind.PUBLIC and p.of == home.register.name
                   for p in pin.pack.pages),
    )  # fmt: skip
    set_columns(row, home, values)
    return row


def set_columns(row: Record, home: PackRegister, values: Values) -> None:
    """The fixed columns and the JSON of a row, from all of its values."""
    held = {column: values.get(name) for column, name in home.columns.items()}
    known, hidden = part(home.register, values)
    row.data, row.sealed = encode(known), seal(encode(hidden))
    row.key = _shown(home.register.key, known)[:200]
    row.title = (_shown(home.columns[Column.TITLE], known) or row.key)[:300]
    area = Area.objects.filter(path=str(held.get(Column.AREA) or "")).first()
    row.area, row.area_path = area, area.path if area else ""
    unit = held.get(Column.ORGANISATION)
    if unit:
        row.organisation_id = int(str(unit))
    row.owner = str(held.get(Column.OWNER) or "")[:100]
    row.due, row.date = _day(held.get(Column.DUE)), _day(held.get(Column.DATE))
    amount = held.get(Column.AMOUNT)
    row.amount = amount if isinstance(amount, Decimal) else None
    point = held.get(Column.POINT)
    row.lon, row.lat = point if isinstance(point, Point) else (None, None)
    row.cell = cell_of(*point) if isinstance(point, Point) else ""


def _shown(name: str, known: Values) -> str:
    """A value as the record's name; sensitive ones are never a name."""
    value = known.get(name)
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def write(deed: Deed, home: PackRegister, entries: Sequence[Entry], by: Actor) -> None:
    """Rows, side table and changes. Rows without a key are new; the others carry their version."""
    fresh = [entry.row for entry in entries if entry.row.pk is None]
    older = [entry.row for entry in entries if entry.row.pk is not None]
    now = moment()
    for entry in entries:
        entry.row.changed_at = now
    Record.objects.bulk_create(fresh, BATCH)
    for row in older:
        row.save()
    if older:
        IndexedValue.objects.filter(record__in=older).delete()
    IndexedValue.objects.bulk_create(
        [value for entry in entries for value in indexed(home.register, entry.row)], BATCH
    )
    RecordChange.objects.bulk_create([_change(home, entry, by) for entry in entries], BATCH)
    for entry in entries:
        deed.record(entry.row, set=sorted(entry.set), reason=entry.reason)
        cite_new(deed, home.register, entry.row, entry.set)


def _change(home: PackRegister, entry: Entry, by: Actor) -> RecordChange:
    known, hidden = part(home.register, entry.set)
    cleared = {name: None for name, value in known.items() if value is None}
    gone = {name: None for name, value in hidden.items() if value is None}
    return RecordChange(
        record=entry.row,
        seq=entry.row.row_version,
        at=entry.row.changed_at,
        user_id=by.user,
        name=by.name[:60],
        pack_id=entry.row.pack_id,
        values=encode(known) | cleared,
        sealed=seal(encode(hidden) | gone),
        tier=entry.tier,
        reason=entry.reason,
        document=entry.document[:200],
    )


def is_indexed(field: Field) -> bool:
    """Whether the side table holds it."""
    return field.index or field.unique or field.kind is Kind.REFERENCE


def indexed(register: Register, row: Record) -> Iterable[IndexedValue]:
    """The side rows of a record: one a value, and one without a value where none is given."""
    values = decode(register, row.data | unseal(row.sealed))
    for field in filter(is_indexed, register.fields):
        value = values.get(field.name)
        for one in value if field.many and isinstance(value, tuple) and value else (value,):
            yield side_row(row, field, one)


def side_row(row: Record, field: Field, value: object) -> IndexedValue:
    """One row of the side table."""
    text = searchable(row.register, field, value)
    return IndexedValue(
        record=row,
        register=row.register,
        field=field.name,
        text=text[:200],
        number=value if isinstance(value, Decimal) else None,
        date=value if isinstance(value, date) else None,
        once=once(row.register, field, value) if field.unique and value is not None else None,
    )


def searchable(kind: str, field: Field, value: object) -> str:
    """The text of a value in the side table: a keyed hash where the value is sensitive."""
    if value is None:
        return ""
    if is_sensitive(field):
        return keyed_hash(str(value), f"{kind}.{field.name}")
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return ",".join(map(str, value)) if isinstance(value, Point) else str(value)


def once(kind: str, field: Field, value: object) -> str:
    """What the database refuses to hold twice."""
    text = searchable(kind, field, value)
    return sha256(f"{kind}\n{field.name}\n{text}".encode()).hexdigest()


def taken(kind: str, register: Register, rows: Iterable[Values]) -> dict[str, dict[str, int]]:
    """field -> digest of a value in `rows` that a record holds -> that record."""
    wanted = {
        once(kind, field, row[field.name]): field.name
        for row in rows
        for field in register.fields
        if field.unique and row.get(field.name) is not None
    }
    found: dict[str, dict[str, int]] = {}
    held = IndexedValue.objects.filter(once__in=wanted).values_list("once", "record")
    for digest, record in held:
        if digest:
            found.setdefault(wanted[digest], {})[digest] = record
    return found
