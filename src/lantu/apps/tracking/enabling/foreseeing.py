"""What a version of a pack would do to what is stored, before anybody agrees to it.

Read only: the versions now in use, records by register and version with what would change, be lost
or be wrong, and the open cases, which end under the version that they began under.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count

from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.enabling.models import EnabledPack, PackVersion
from lantu.apps.tracking.enabling.snapshots import pinned
from lantu.apps.tracking.records.directories import directories
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.records.storing import once
from lantu.apps.tracking.records.values import decode, unseal
from lantu.apps.tracking.words import RecordState
from lantu.engines.registers.fields import Register
from lantu.kernel.errors import NotFound
from lantu.kernel.findings import Finding, Severity
from lantu.packs.migrating import Migrated, as_written, migrate, way
from lantu.packs.snapshot import Pack

BATCH = 500
TOLD = 200
"""Faults that are told one by one; all are counted."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A record that the new version would not take. key: what the record is called."""

    record: int
    key: str
    finding: Finding


@dataclass(slots=True)
class Part:
    """The records of one register under one older version. why: the reason for which they stay
    there, "" when they would move. losing: with a value in a field that goes."""

    register: str
    title: str
    version: int
    before: str
    records: int
    why: str = ""
    changed: int = 0
    losing: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    wrong: int = 0

    @property
    def losses(self) -> tuple[tuple[str, int], ...]:
        """(field, records that lose its value)."""
        return tuple(self.lost.items())


@dataclass(frozen=True, slots=True)
class Foreseen:
    """now: the version in use, "" for none. open_cases: (version, how many) that end as they began.
    changed: the version is known with another content. faults: the first ones, by record."""

    pack: Pack
    now: str
    enabled: bool
    changed: bool
    parts: tuple[Part, ...]
    open_cases: tuple[tuple[str, int], ...]
    faults: tuple[Wrong, ...]

    @property
    def is_new(self) -> bool:
        """Whether enabling it changes anything."""
        return not self.enabled or self.now != self.pack.version

    @property
    def moving(self) -> int:
        """Records that would move to the new version."""
        return sum(part.records for part in self.parts if not part.why)

    @property
    def wrong(self) -> int:
        return sum(part.wrong for part in self.parts)


def foresee(pack: Pack) -> Foreseen:
    """What enabling `pack` would do, with its migrations."""
    row = EnabledPack.objects.filter(name=pack.name).select_related("version").first()
    known = PackVersion.objects.filter(name=pack.name, version=pack.version).first()
    faults: list[Wrong] = []
    parts = tuple(_part(pack, part, faults) for part in parts_of(pack))
    return Foreseen(
        pack,
        row.version.version if row else "",
        bool(row and row.enabled),
        bool(known and known.digest != pack.digest),
        parts,
        _open_cases(pack),
        tuple(faults[:TOLD]),
    )


def _open_cases(pack: Pack) -> tuple[tuple[str, int], ...]:
    rows = Case.objects.filter(process__startswith=f"{pack.name}.", ended_at=None)
    rows = rows.exclude(pack__version=pack.version).order_by("pack")
    return tuple(rows.values_list("pack__version").annotate(n=Count("pk")))


def parts_of(pack: Pack) -> Iterator[Part]:
    """The records that stand under another version, by register and version, and whether they can
    move."""
    rows = Record.objects.filter(register__startswith=f"{pack.name}.", state=RecordState.ACTIVE)
    counted = rows.exclude(pack__version=pack.version).order_by("register", "pack")
    grouped = counted.values_list("register", "pack", "pack__version").annotate(n=Count("pk"))
    for kind, version, before, n in grouped:
        name = kind.partition(".")[2]
        home = pinned(version).pack.registers.get(name)
        title = home.register.title if home else name
        yield Part(name, title, version, before, n, _staying(pack, before, name))


def _staying(pack: Pack, before: str, name: str) -> str:
    if name not in pack.registers:
        return f"{pack.version} 版没有这个登记簿，记录留在 {before} 版，可查阅，不能再新增。"
    try:
        way(pack, before, name)
    except NotFound as error:
        return f"{error.title}记录留在 {before} 版。{error.detail}"
    return ""


def _part(pack: Pack, part: Part, faults: list[Wrong]) -> Part:
    for batch in moved(pack, part) if not part.why else ():
        for row, after in batch:
            part.changed += bool(after.changes)
            part.losing += bool(after.lost)
            part.lost.update(after.lost)
            wrong = [f for f in after.findings if f.severity is Severity.ERROR]
            part.wrong += bool(wrong)
            faults += [Wrong(row.pk, row.key or row.title, f) for f in wrong][: TOLD - len(faults)]
    return part


Moved = tuple[Record, Migrated]


def moved(pack: Pack, part: Part, *, lock: bool = False) -> Iterator[Sequence[Moved]]:
    """The records of a part as the new version would have them, in batches, in order.

    lock: for whoever is about to write them.
    """
    rows = Record.objects.filter(
        register=f"{pack.name}.{part.register}", pack=part.version, state=RecordState.ACTIVE
    )
    old = pinned(part.version).pack.register(part.register).register
    new = pack.register(part.register).register
    seen: dict[str, int] = {}
    last = 0
    while True:
        next_ones = rows.filter(pk__gt=last).order_by("pk")
        batch = list((next_ones.select_for_update() if lock else next_ones)[:BATCH])
        if not batch:
            return
        last = batch[-1].pk
        yield _moved(pack, part, batch, old, new, seen)


def _moved(
    pack: Pack, part: Part, batch: Sequence[Record], old: Register, new: Register,
    seen: dict[str, int],
) -> list[Moved]:  # fmt: skip
    values = [decode(old, row.data | unseal(row.sealed)) for row in batch]
    known = directories(new, [as_written(one) for one in values], pack.name)
    found = []
    for row, before in zip(batch, values, strict=True):
        after = migrate(pack, part.before, part.register, str(row.pk), before, directories=known)
        twice = [_repeated(f.name, f.title) for f in new.fields
                 if f.unique and _is_taken(part, new, f.name, after, row.pk, seen)]  # fmt: skip
        found.append((row, replace(after, findings=(*after.findings, *twice))))
    return found


def _is_taken(
    part: Part, new: Register, name: str, after: Migrated, record: int, seen: dict[str, int]
) -> bool:
    """Whether a record that moves as well has the value of a field that must not repeat."""
    value = after.values.get(name)
    if value is None:
        return False
    return seen.setdefault(once(part.register, new.by_name[name], value), record) != record


def _repeated(name: str, title: str) -> Finding:
    return Finding(
        "registers.taken", Severity.ERROR, f"{title}与另一条记录相同。",
        fix=f"请先改正其中一条的{title}。", place=name,
    )  # fmt: skip
