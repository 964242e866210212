"""What a new version of a pack does to what was entered under an older one: preview and carry out.

A migration is declared (renamed fields and states, values for new fields, fields that go); nothing
changes by itself. Refuses to lose a value silently: what would be lost is in the preview.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lantu.engines.registers.fields import Point, Record, Value
from lantu.engines.registers.history import Difference, diff
from lantu.engines.registers.reading import Directories, read_row
from lantu.kernel.errors import NotFound
from lantu.kernel.findings import Finding
from lantu.packs.snapshot import Migration, Pack


@dataclass(frozen=True, slots=True)
class Migrated:
    """A record, or the values of a case, under the pack's own version. changes: field by field.
    lost: fields whose values are dropped. findings: what somebody must fill in afterwards."""

    key: str
    values: Record
    state: str
    changes: tuple[Difference, ...]
    lost: tuple[str, ...]
    findings: tuple[Finding, ...]


def way(pack: Pack, before: str, of: str) -> tuple[Migration, ...]:
    """The migrations of register or process `of` from version `before` to the pack's own, in order.

    NotFound when no chain of migrations leads from one to the other; a version in which nothing
    changed for `of` is passed over.
    """
    steps = {migration.before: migration.after for migration in pack.migrations}
    found: list[Migration] = []
    version = before
    while version != pack.version:
        if version not in steps or len(found) > len(pack.migrations):
            raise NotFound(
                "packs.migration",
                f"“{pack.title}”没有从 {before} 版到 {pack.version} 版的迁移。",
                "请在 pack.yaml 的 migrations 里写明，或让旧记录留在原版。",
            )
        found += [m for m in pack.migrations if m.before == version and m.of == of]
        version = steps[version]
    return tuple(found)


def former_names(pack: Pack, before: str, of: str) -> Mapping[str, str]:
    """What each renamed field of `of` was called in version `before`: new name -> old name."""
    names: dict[str, str] = {}
    for step in way(pack, before, of):
        names = {step.fields.get(new, new): old for new, old in names.items()} | {
            new: names.get(old, old) for old, new in step.fields.items()
        }
    return names


def migrate(
    pack: Pack,
    before: str,
    of: str,
    key: str,
    values: Record,
    state: str = "",
    directories: Directories | None = None,
) -> Migrated:
    """One record or case as it would be under the pack's version.

    before: the version under which it was entered. of: its register, or the process of a case.
    directories: names and keys of what is looked up elsewhere.
    """
    register = pack.register(pack.processes[of].register if of in pack.processes else of).register
    new, lost = dict(values), []
    for step in way(pack, before, of):
        state = step.states.get(state, state)
        lost += [name for name in step.drop if new.pop(name, None) not in (None, "", ())]
        new = {step.fields.get(name, name): value for name, value in new.items()}
        given = read_row(register, step.defaults).values
        new |= {name: given[name] for name in step.defaults if new.get(name) is None}
    lost += [n for n, value in new.items() if n not in register.by_name and value is not None]
    kept: dict[str, Value] = {n: value for n, value in new.items() if n in register.by_name}
    needed = read_row(register, as_written(kept), directories).findings
    return Migrated(key, kept, state, diff(values, kept), tuple(lost), needed)


def preview(
    pack: Pack, before: str, of: str, records: Mapping[str, tuple[Record, str]]
) -> tuple[Migrated, ...]:
    """What `migrate` would do to each of `records` (key -> values and state); nothing is saved."""
    return tuple(
        migrate(pack, before, of, key, values, state) for key, (values, state) in records.items()
    )


def summary(previewed: Iterable[Migrated]) -> Mapping[str, int]:
    """Counts for whoever confirms: records, changed, with losses, to be completed."""
    rows = list(previewed)
    return {
        "records": len(rows),
        "changed": sum(bool(row.changes) for row in rows),
        "losing": sum(bool(row.lost) for row in rows),
        "incomplete": sum(bool(row.findings) for row in rows),
    }


def as_written(values: Record) -> dict[str, object]:
    """Typed values as a sheet would hold them, so that the register can read them again."""
    return {name: _cell(value) for name, value in values.items()}


def _cell(value: Value) -> object:
    if isinstance(value, Point):
        return ",".join(map(str, value))
    return "、".join(map(str, value)) if isinstance(value, tuple) else value
