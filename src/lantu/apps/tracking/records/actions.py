"""What can be done to records: add, change, move on the ladder, import, erase; and saved views.

A change is a row of its own; nothing is overwritten without one. `seen` is the row version that the
person had before him: Conflict tells both versions when another was quicker.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError

from lantu.apps.people.acting import Deed, acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.versions import renew
from lantu.apps.people.duties import account_of
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.enabling.snapshots import (
    Pinned,
    register_of,
    register_under,
    split,
    versions_of,
)
from lantu.apps.tracking.records.directories import directories
from lantu.apps.tracking.records.models import IndexedValue, Record, RecordChange, SavedView
from lantu.apps.tracking.records.reading_in import computed, must_be_usable, read_values
from lantu.apps.tracking.records.revealing import must_say_why
from lantu.apps.tracking.records.storing import Entry, once, row_of, set_columns, taken, write
from lantu.apps.tracking.records.values import cells, decode, partial, seal, unseal
from lantu.apps.tracking.words import RecordState
from lantu.engines.registers.fields import Value
from lantu.engines.registers.reading import read_row, repeated
from lantu.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from lantu.kernel.findings import Finding, Severity
from lantu.packs.snapshot import PackRegister

MOST = 20_000
"""Rows of one import."""


@dataclass(frozen=True, slots=True)
class Imported:
    """faults: row number (from 0) -> findings. written: False when a fault kept all rows out."""

    added: int
    changed: int
    faults: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    written: bool = True


def add_record(
    *,
    by: Actor,
    register: str,
    values: Mapping[str, object],
    on_behalf_of: Actor | None = None,
) -> Record:
    """A new record of `pack.register`; Invalid names every wrong field in `data["findings"]`."""
    with acting(
        Permission.KEEP_RECORDS, by=by, on_behalf_of=on_behalf_of, what="tracking.add_record"
    ) as deed:
        pin, home = register_of(register)
        values = cells(values)
        known = directories(home.register, [values], pin.pack.name)
        read, findings = read_values(pin.pack, home, values, known, day_of_today())
        must_be_usable((*findings, *_repeated(register, home, [read]).get(0, ())))
        row = row_of(pin, home, read, _unit(on_behalf_of or by))
        _write(deed, home, [Entry(row, _given(read))], by)
        _must_reach(by, [row])
    return row


def change_record(
    *,
    by: Actor,
    record: int,
    seen: int | None,
    values: Mapping[str, object],
    reason: str = "",
    on_behalf_of: Actor | None = None,
) -> Record:
    """Set some fields, others stay; blank clears. The record keeps the version of its pack."""
    with acting(
        Permission.KEEP_RECORDS, by=by, on_behalf_of=on_behalf_of, what="tracking.change_record"
    ) as deed:
        row, pin, home = _held(by, record, seen)
        values = cells(values)
        register = partial(home.register, values)
        reading = read_row(register, values, directories(register, [values], pin.pack.name))
        merged = _values(home, row) | dict(reading.values)
        findings = (*reading.findings, *computed(pin.pack, home, merged, day_of_today()))
        missing = [f for f in home.register.fields if f.required and merged.get(f.name) is None]
        must_be_usable(
            (*findings, *_blank(missing),
             *_repeated(row.register, home, [merged], {row.pk}).get(0, ()))
        )  # fmt: skip
        before = _values(home, row)
        changed = {n: v for n, v in merged.items() if before.get(n) != v}
        set_columns(row, home, merged)
        _write(deed, home, [Entry(row, changed, reason.strip())], by)
        _must_reach(by, [row])
    return row


def decide_tier(
    *,
    by: Actor,
    record: int,
    seen: int | None,
    tier: str,
    reason: str,
    document: str = "",
    on_behalf_of: Actor | None = None,
) -> Record:
    """Promote, demote or take off the ladder (tier ""): a decision with its reason and paper."""
    with acting(Permission.DECIDE_TIER, by=by, on_behalf_of=on_behalf_of) as deed:
        row, _, home = _held(by, record, seen)
        names = [step.name for step in home.ladder.tiers] if home.ladder else []
        if tier and tier not in names:
            raise Invalid(
                "tracking.tier", f"没有档次 {tier}。", f"可选：{'、'.join(names) or '无梯度'}。"
            )
        if tier == row.tier:
            raise Conflict("tracking.tier.same", "已在这一档。", "请刷新页面再看。")
        if not reason.strip():
            raise Invalid("tracking.tier.reason", "没有写认定理由。", "请写明理由，并注明文号。")
        row.tier = tier
        _write(deed, home, [Entry(row, {}, reason.strip(), document, tier)], by)
    return row


def import_records(
    *,
    by: Actor,
    register: str,
    rows: Sequence[Mapping[str, object]],
    only_sound: bool = False,
    dry_run: bool = False,
    on_behalf_of: Actor | None = None,
) -> Imported:
    """Rows of a sheet as new records: all of them, or none and the faults by row.

    only_sound: write those without a fault and answer with the others. rows: cells by field name or
    title, as the sheet typed them.
    """
    if len(rows) > MOST:
        raise Invalid("tracking.import.size", f"一次最多导入 {MOST} 行。", "请分成几个文件。")
    with acting(
        Permission.KEEP_RECORDS, by=by, on_behalf_of=on_behalf_of, what="tracking.import_records"
    ) as deed:
        pin, home = register_of(register)
        read, faults = _read_all(pin, register, home, rows)
        wrong = {n for n, found in faults.items() if _has_error(found)}
        if dry_run or (wrong and not only_sound):
            return Imported(0, 0, faults, written=False)
        unit = _unit(on_behalf_of or by)
        entries = [
            Entry(row_of(pin, home, values, unit), _given(values))
            for number, values in enumerate(read)
            if number not in wrong
        ]
        _write(deed, home, entries, by)
        _must_reach(by, [entry.row for entry in entries])
    return Imported(len(entries), 0, faults)


def _read_all(
    pin: Pinned, kind: str, home: PackRegister, rows: Sequence[Mapping[str, object]]
) -> tuple[list[dict[str, Value]], dict[int, tuple[Finding, ...]]]:
    rows = [cells(row) for row in rows]
    known = directories(home.register, rows, pin.pack.name)
    today = day_of_today()
    read, faults = [], {}
    for number, raw in enumerate(rows):
        values, findings = read_values(pin.pack, home, raw, known, today)
        read.append(values)
        if findings:
            faults[number] = findings
    for number, found in _repeated(kind, home, read).items():
        faults[number] = (*faults.get(number, ()), *found)
    return read, faults


def erase_record(*, by: Actor, record: int, reason: str, fields: tuple[str, ...] = ()) -> None:
    """Blank `fields` now and in all that was; none: the whole record. That it was erased stays.

    Conflict when another record or a case still needs it.
    """
    with acting(Permission.ERASE_RECORD, by=by) as deed:
        row = Record.objects.visible_to(by).filter(pk=record, state=RecordState.ACTIVE).first()
        if row is None:
            raise _missing()
        if not fields:
            _must_be_free(row)
        erase(deed, row, fields, reason)


def erase(deed: Deed, row: Record, fields: tuple[str, ...], reason: str) -> None:
    """Part of an action: what the audit trail keeps are digests, so its chain stays whole."""
    renew(row)
    whole = not fields
    names = set(fields)
    changes = list(RecordChange.objects.filter(record=row).order_by("seq"))
    RecordChange.objects.filter(record=row).delete()
    for change in changes:
        change.pk = None
        change.values = _without(change.values, names, whole)
        change.sealed = _sealed_without(change.sealed, names, whole)
    changes.append(
        RecordChange(record=row, seq=row.row_version, name=deed.by.name[:60], user_id=deed.by.user,
                     pack_id=row.pack_id, reason=reason)
    )  # fmt: skip
    RecordChange.objects.bulk_create(changes)
    row.data = _without(row.data, names, whole)
    row.sealed = _sealed_without(row.sealed, names, whole)
    side = IndexedValue.objects.filter(record=row)
    (side if whole else side.filter(field__in=names)).delete()
    if whole:
        row.state, row.title, row.key, row.owner = RecordState.ERASED, "（已清除）", "", ""
        row.lon = row.lat = row.amount = row.date = row.due = None
        row.cell = ""
    row.save()
    deed.record(row, erased=sorted(fields) or "all", reason=reason)


def _without(data: Mapping[str, object], names: set[str], whole: bool) -> dict[str, object]:
    return {} if whole else {name: value for name, value in data.items() if name not in names}


def _sealed_without(text: str, names: set[str], whole: bool) -> str:
    return "" if whole or not text else seal(_without(unseal(text), names, whole))


def _must_be_free(row: Record) -> None:
    pack, name = split(row.register)
    cited = row.key and IndexedValue.objects.filter(
        register__startswith=f"{pack}.", text=row.key, field__in=_references(pack, name)
    ).exclude(record=row)
    if (cited and cited.exists()) or row.cases.filter(ended_at=None).exists():
        raise Conflict(
            "tracking.record.needed",
            f"“{row.title}”还被其他记录引用，或有案件在办。",
            "请先处理引用它的记录和案件。",
        )


def _references(pack: str, name: str) -> list[str]:
    """Fields that point at the register, in any version."""
    return [
        field.name
        for pin in versions_of(pack)
        for home in pin.pack.registers.values()
        for field in home.register.fields
        if field.register == name
    ]


def reveal(*, by: Actor, record: int, reason: str) -> dict[str, object]:
    """The sensitive values of a record; that they were looked at, and why, is in the trail."""
    with acting(Permission.REVEAL, by=by) as deed:
        must_say_why(reason)
        row = Record.objects.visible_to(by).filter(pk=record).first()
        if row is None:
            raise _missing()
        values = unseal(row.sealed)
        deed.note(row, revealed=sorted(values), reason=reason.strip()[:200])
    return values


def save_view(
    *, by: Actor, of: str, title: str, query: Mapping[str, object], shared: bool = False
) -> SavedView:
    """Keep a list's filter, order and columns under a name; the same name is replaced."""
    if not title.strip():
        raise Invalid("tracking.view.title", "没有名称。", "请给这个视图起个名字。")
    with acting(Permission.READ_RECORDS, by=by, what="tracking.save_view") as deed:
        view, _ = SavedView.objects.update_or_create(
            user_id=account_of(by), of=of, title=title.strip()[:60],
            defaults={"query": dict(query), "shared": shared},
        )  # fmt: skip
        deed.record(view, of=of, shared=shared)
    return view


def remove_view(*, by: Actor, view: int) -> None:
    """Remove a view of one's own."""
    with acting(Permission.READ_RECORDS, by=by, what="tracking.remove_view") as deed:
        found = SavedView.objects.filter(pk=view, user=account_of(by)).first()
        if found is None:
            raise NotFound("tracking.view.missing", "没有这个视图。", "请刷新页面再看。")
        deed.record(found, removed=True)
        found.delete()


def _held(by: Actor, record: int, seen: int | None) -> tuple[Record, Pinned, PackRegister]:
    """The record, locked, with its next version, and the register that it stands under."""
    rows = Record.objects.visible_to(by).select_for_update()
    row = rows.filter(pk=record, state=RecordState.ACTIVE).first()
    if row is None:
        raise _missing()
    renew(row, seen)
    pin, home = register_under(row.pack_id, row.register)
    return row, pin, home


def _values(home: PackRegister, row: Record) -> dict[str, Value]:
    return decode(home.register, row.data | unseal(row.sealed))


def _given(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}


def _unit(by: Actor) -> int | None:
    return next((post.organisation for post in by.posts if post.organisation is not None), None)


def _blank(fields: Sequence[object]) -> tuple[Finding, ...]:
    return tuple(
        Finding("registers.missing", Severity.ERROR, f"{field.title}没有填写。",  # type: ignore[attr-defined]
                fix=f"请补填{field.title}。", place=field.name)  # type: ignore[attr-defined]
        for field in fields
    )  # fmt: skip


def _repeated(
    kind: str,
    home: PackRegister,
    rows: Sequence[Mapping[str, Value]],
    own: frozenset[int] | set[int] = frozenset(),
) -> dict[int, tuple[Finding, ...]]:
    """Faults of unique fields, by row: against what is stored, and against each other."""
    stored = taken(kind, home.register, rows)
    held = {
        name: frozenset(
            row[name]
            for row in rows
            if row.get(name) is not None
            and digests.get(once(kind, home.register.by_name[name], row[name])) not in (None, *own)
        )
        for name, digests in stored.items()
    }
    return repeated(home.register, rows, held)


def _has_error(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _write(deed: Deed, home: PackRegister, entries: Sequence[Entry], by: Actor) -> None:
    try:
        write(deed, home, entries, by)
    except IntegrityError as error:
        raise Conflict(
            "tracking.record.taken",
            "刚有人登记了相同的内容。",
            "请刷新页面，核对是不是同一对象；是则更新原记录。",
        ) from error


def _must_reach(by: Actor, rows: Sequence[Record]) -> None:
    """Nobody enters what lies outside of his own scope."""
    reached = set(
        Record.objects.visible_to(by).filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )  # fmt: skip
    outside = [row for row in rows if row.pk not in reached]
    if outside:
        raise Forbidden(
            "tracking.record.outside",
            f"“{outside[0].title}”不在您的区域或单位之内。",
            "请核对区域和单位，或请所属单位登记。",
        )


def _missing() -> NotFound:
    return NotFound("tracking.record.missing", "没有这条记录。", "请从登记簿进入。")
