"""Records as lists, pages and files show them: frozen values, always within the actor's scope.

Sensitive fields come masked; `actions.reveal` shows them whole and leaves a trace.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.reading import Reading, cited_by
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.queries.lists import EXACT, CaseFilter, CaseLine, Total, case_page
from lantu.apps.tracking.cases.wording import Names, said
from lantu.apps.tracking.enabling.renaming import former_name
from lantu.apps.tracking.enabling.snapshots import pinned, register_shown, split
from lantu.apps.tracking.grounds import names, unit_names
from lantu.apps.tracking.records.conditions import (
    Where,
    by_rule,
    column_of,
    filtered_by,
    must_be_indexed,
)
from lantu.apps.tracking.records.models import IndexedValue, Record, RecordChange, SavedView
from lantu.apps.tracking.records.values import decode, is_sensitive, unseal
from lantu.apps.tracking.seeing import seen_records
from lantu.apps.tracking.words import RecordState
from lantu.engines.registers import history
from lantu.engines.registers.conditions import evaluate
from lantu.engines.registers.fields import Register, Value
from lantu.engines.registers.ladders import Proposal, propose
from lantu.engines.registers.masking import masked
from lantu.kernel.errors import NotFound
from lantu.packs.snapshot import PackRegister

PAGE = 50
MOST_EXPORTED = 100_000
MOST_READ = 20_000
"""Records that a view without side rows is read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Empty values filter nothing. view: a named part of the register. where: on indexed fields.
    area: a path. due_by: records whose day has come by then."""

    register: str
    view: str = ""
    tier: str = ""
    area: str = ""
    organisation: int | None = None
    due_by: date | None = None
    title: str = ""
    where: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record in a list. values: the chosen fields in words, masked."""

    id: int
    version: int
    register: str
    key: str
    title: str
    tier: str
    area: str
    area_path: str
    organisation: str
    owner: str
    due: date | None
    amount: Decimal | None
    date: date | None
    changed_at: datetime
    place: tuple[float, float] | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """after: the key of the next page, "" on the last."""

    lines: tuple[RecordLine, ...]
    after: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change: (title, before, after) of each field, masked; tier when it decided one."""

    seq: int
    at: datetime
    by: str
    reason: str
    document: str
    tier: str | None
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordDetail:
    """version: id of the PackVersion that it stands under, home: its register there.
    values: (name, title, words, sensitive) of every field, masked. history: oldest first.
    proposal: where the ladder would have it, None without one."""

    line: RecordLine
    version: int
    home: PackRegister
    pin: str
    values: tuple[tuple[str, str, str, bool], ...]
    history: tuple[ChangeLine, ...]
    proposal: Proposal | None
    cases: tuple[CaseLine, ...]
    files: tuple[Reading, ...]


def record_page(
    actor: Actor,
    chosen: RecordFilter,
    *,
    order: str = "-id",
    after: str = "",
    size: int = PAGE,
    columns: Iterable[str] = (),
) -> RecordPage:
    """One page. order: id or an indexed field, with "-" backwards. after: what the page before
    gave."""
    actor.must(Permission.READ_RECORDS)
    back, name = order.startswith("-"), order.lstrip("-")
    if name == "id":
        keys = _by_id(filtered(actor, chosen), back, after, size + 1)
    else:
        keys = _by_field(actor, chosen, name, back, after, size + 1)
    lines = lines_of([pk for _, pk in keys[:size]], tuple(columns))
    more = f"{keys[size - 1][0]}~{keys[size - 1][1]}" if len(keys) > size else ""
    return RecordPage(lines, more)


def _by_id(rows: QuerySet[Record], back: bool, after: str, size: int) -> list[tuple[str, int]]:
    start = after.rpartition("~")[2]
    if start.isdigit():
        rows = rows.filter(pk__lt=int(start)) if back else rows.filter(pk__gt=int(start))
    ids = rows.order_by("-pk" if back else "pk").values_list("pk", flat=True)[:size]
    return [("", pk) for pk in ids]


def _by_field(
    actor: Actor, chosen: RecordFilter, name: str, back: bool, after: str, size: int
) -> list[tuple[str, int]]:
    """Keys by an indexed field; records without a value come where the field is blank."""
    _, home = register_shown(chosen.register)
    field = must_be_indexed(home.register, name)
    column = column_of(field)
    rows = IndexedValue.objects.filter(
        register=chosen.register, field=name, record__in=filtered(actor, chosen)
    )
    given = rows if column == "text" else rows.exclude(**{column: None})
    start, _, pk = after.rpartition("~")
    if pk.isdigit() and start:
        beyond, tie = ("lt", "lt") if back else ("gt", "gt")
        given = given.filter(
            Q(**{f"{column}__{beyond}": start}) | Q(**{column: start, f"record__{tie}": int(pk)})
        )
    sign = "-" if back else ""
    found = given.order_by(f"{sign}{column}", f"{sign}record").values_list(column, "record")[:size]
    keys = [(str(value), key) for value, key in found]
    if column != "text" and len(keys) < size and (start or not after):
        none = rows.filter(**{column: None}).order_by("record").values_list("record", flat=True)
        keys += [("", key) for key in none[: size - len(keys)]]
    elif column != "text" and not start and pk.isdigit():
        blank = rows.filter(**{column: None}, record__gt=int(pk)).order_by("record")
        keys = [("", key) for key in blank.values_list("record", flat=True)[:size]]
    return keys


def filtered(actor: Actor, chosen: RecordFilter) -> QuerySet[Record]:
    """Records in scope that the filter leaves."""
    _, home = register_shown(chosen.register)
    rows: QuerySet[Record] = Record.objects.filter(
        seen_records(actor), register=chosen.register, state=RecordState.ACTIVE
    )
    if chosen.tier:
        rows = rows.filter(tier=chosen.tier)
    if chosen.area:
        rows = rows.filter(area_path__under=chosen.area)
    if chosen.organisation is not None:
        rows = rows.filter(organisation=chosen.organisation)
    if chosen.due_by is not None:
        rows = rows.filter(due__lte=chosen.due_by)
    if chosen.title:
        rows = rows.filter(title__icontains=chosen.title[:60])
    rows = filtered_by(rows, chosen.register, home.register, chosen.where)
    return in_view(rows, chosen.register, home, chosen.view) if chosen.view else rows


def in_view(rows: QuerySet[Record], kind: str, home: PackRegister, view: str) -> QuerySet[Record]:
    """The records of a named view. NotFound when the register has none of that name."""
    if view not in home.views:
        raise NotFound(
            "tracking.view.missing",
            f"没有视图 {view}。",
            f"现有：{'、'.join(home.views) or '无'}。",
        )
    rule, today = home.views[view].rule, day_of_today()
    found = by_rule(rows, kind, home.register, rule, today)
    if found is not None:
        return found
    assert rule is not None  # a view without a rule is every record
    kept = [
        row.pk
        for row in rows.order_by("-pk")[:MOST_READ].iterator()
        if evaluate(rule, home.register, decode(home.register, row.data), today).met
    ]
    return rows.filter(pk__in=kept)


def count_records(actor: Actor, chosen: RecordFilter) -> Total:
    """How many the filter leaves: exact to 10,000, then "10,000+"."""
    actor.must(Permission.READ_RECORDS)
    n = filtered(actor, chosen).order_by()[: EXACT + 1].count()
    return Total(n) if n <= EXACT else Total(EXACT, exact=False)


def every_record(
    actor: Actor, chosen: RecordFilter, columns: Iterable[str] = ()
) -> Iterator[RecordLine]:
    """For export, oldest first."""
    after, left, wanted = "", MOST_EXPORTED, tuple(columns)
    while left > 0:
        page = record_page(
            actor, chosen, order="id", after=after, size=min(500, left), columns=wanted
        )
        yield from page.lines
        left, after = left - len(page.lines), page.after
        if not after:
            return


def lines_of(pks: list[int], columns: tuple[str, ...] = ()) -> tuple[RecordLine, ...]:
    """Lines of records that are known to be in scope, in the order given."""
    found = {row.pk: row for row in Record.objects.filter(pk__in=pks)}
    ordered = [found[pk] for pk in pks if pk in found]
    where = names(row.area_path for row in ordered)
    units = unit_names(row.organisation_id for row in ordered if row.organisation_id)
    typed = {row.pk: masked_values(row) for row in ordered} if columns else {}
    registers = {row.pk: register_under(row) for row in ordered} if columns else {}
    called = {
        row.pk: {name: former_name(row.register, row.pack_id, name) for name in columns}
        for row in ordered
    }
    known = Names.of(
        (registers[pk].by_name[old], values.get(old))
        for pk, values in typed.items()
        for old in called[pk].values()
        if old in registers[pk].by_name
    )
    return tuple(
        RecordLine(
            row.pk, row.row_version, row.register, row.key, row.title, row.tier,
            where.get(row.area_path, ""), row.area_path, units.get(row.organisation_id or 0, ""),
            row.owner, row.due, row.amount, row.date, row.changed_at,
            (row.lon, row.lat) if row.lon is not None and row.lat is not None else None,
            {
                name: said(registers[row.pk].by_name[old], typed[row.pk].get(old), known)
                for name, old in called[row.pk].items()
                if old in registers[row.pk].by_name
            },
        )
        for row in ordered
    )  # fmt: skip


def register_under(row: Record) -> Register:
    """The register as it was in the version that the row stands under."""
    return pinned(row.pack_id).pack.register(split(row.register)[1]).register


def masked_values(row: Record) -> Mapping[str, Value]:
    """Typed values, sensitive ones starred."""
    register = register_under(row)
    return masked(register, decode(register, row.data | unseal(row.sealed)))


def record_of(actor: Actor, pk: int) -> Record:
    """The row itself. NotFound when the actor may not know of it."""
    actor.must(Permission.READ_RECORDS)
    row: Record | None = Record.objects.visible_to(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound("tracking.record.missing", "没有这条记录。", "请从登记簿进入。")
    return row


def record_detail(actor: Actor, pk: int) -> RecordDetail:
    """A record with its history, the cases about it and where its ladder would have it."""
    row = record_of(actor, pk)
    pin = pinned(row.pack_id)
    home = pin.pack.register(split(row.register)[1])
    shown = masked_values(row)
    known = Names.of((f, shown.get(f.name)) for f in home.register.fields)
    values = decode(home.register, row.data | unseal(row.sealed))
    today = day_of_today()
    return RecordDetail(
        lines_of([pk])[0],
        pin.id,
        home,
        pin.pack.pin,
        tuple(
            (f.name, f.title, said(f, shown.get(f.name), known), is_sensitive(f))
            for f in home.register.fields
        ),
        changes_of(row, home.register),
        propose(home.ladder, home.register, values, row.tier or None, today)
        if home.ladder
        else None,
        case_page(actor, CaseFilter(record=pk)).lines,
        cited_by(Record._meta.label_lower, str(pk)),
    )


def _changes(row: Record, register: Register) -> list[tuple[RecordChange, history.Change]]:
    """Each read by the register of the version that it was made under."""
    rows = list(RecordChange.objects.filter(record=row).order_by("seq"))
    under = _registers(row, register, {c.pack_id for c in rows})
    return [
        (c, history.Change(c.seq, c.at, c.name,
                           decode(under[c.pack_id], c.values | unseal(c.sealed))))
        for c in rows
    ]  # fmt: skip


def _registers(row: Record, register: Register, versions: set[int]) -> dict[int, Register]:
    """version -> the register as it was then."""
    name = split(row.register)[1]
    packs = {version: pinned(version).pack.registers for version in versions}
    return {v: known[name].register if name in known else register for v, known in packs.items()}


def changes_of(row: Record, register: Register) -> tuple[ChangeLine, ...]:
    """What each change set, before and after, masked."""
    state: dict[str, Value] = {}
    found = []
    changes = _changes(row, register)
    every = _registers(row, register, {stored.pack_id for stored, _ in changes})
    fields_of = {f.name: f for one in every.values() for f in one.fields} | dict(register.by_name)
    whole = replace(register, fields=tuple(fields_of.values()))
    for stored, change in changes:
        after = state | dict(change.values)
        differences = history.diff(masked(whole, state), masked(whole, after))
        fields = [d for d in differences if d.field in fields_of]
        known = Names.of((fields_of[d.field], v) for d in fields for v in (d.before, d.after))
        found.append(
            ChangeLine(
                change.seq, change.at, change.by, stored.reason, stored.document, stored.tier,
                tuple(
                    (
                        fields_of[d.field].title,
                        said(fields_of[d.field], d.before, known),
                        said(fields_of[d.field], d.after, known),
                    )
                    for d in fields
                ),
            )
        )  # fmt: skip
        state = after
    return tuple(found)


def as_of(actor: Actor, pk: int, moment: datetime) -> Mapping[str, Value] | None:
    """The values as they stood at `moment`, masked; None before the record was there."""
    row = record_of(actor, pk)
    register = register_under(row)
    changes = _changes(row, register)
    state = history.as_of([change for _, change in changes], moment)
    if state is None:
        return None
    called = dict(state)  # by today's names: a field may have been renamed since
    for version in {stored.pack_id for stored, _ in changes} - {row.pack_id}:
        for field in register.fields:
            old = former_name(row.register, version, field.name)
            if called.get(field.name) is None and old in state:
                called[field.name] = state[old]
    return masked(register, {n: v for n, v in called.items() if n in register.by_name})


def saved_views(actor: Actor, of: str) -> tuple[SavedView, ...]:
    """One's own views of a list, and those that others share."""
    rows = SavedView.objects.filter(Q(user=actor.user) | Q(shared=True), of=of)
    return tuple(rows.order_by("title", "pk")) if actor.user else ()
