"""Registering what became of the codes of areas, one change at a time or a whole table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.places.change_table import ChangeRow, read_changes
from lantu.apps.places.models import Area, AreaChange, Vintage
from lantu.formats.sheets import read_sheets
from lantu.kernel.errors import Invalid
from lantu.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class ChangeImport:
    """rows: what the table says. added: how many were new, None when nothing was written."""

    rows: tuple[ChangeRow, ...]
    faults: tuple[Finding, ...]
    added: int | None = None


def import_changes(
    *, by: Actor, from_vintage: str, to_vintage: str, data: bytes, name: str = "changes.csv",
    dry_run: bool = False,
) -> ChangeImport:  # fmt: skip
    """Register a table of changed codes: every row, or none and the faults by row.

    Invalid when a vintage is missing, or the later one does not come later.
    """
    by.must(Permission.IMPORT_AREAS)
    _must_follow(from_vintage, to_vintage)
    found = read_changes(
        read_sheets(name, data)[0],
        lambda codes: _held(from_vintage, codes),
        lambda codes: _held(to_vintage, codes),
    )
    if found.faults or dry_run:
        return ChangeImport(found.rows, found.faults)
    added = _register(by, from_vintage, to_vintage, found.rows, name)
    return ChangeImport(found.rows, (), added)


def record_changes(
    *, by: Actor, from_vintage: str, to_vintage: str, changes: Iterable[tuple[str, str]],
    day: date | None = None, source: str = "",
) -> int:  # fmt: skip
    """What became of codes: (old, new) pairs, new "" when the area is no more. How many are new.

    Invalid when an old code is not in its vintage, or a new one not in its own.
    """
    by.must(Permission.IMPORT_AREAS)
    pairs = list(changes)
    _must_know(from_vintage, {old for old, _ in pairs})
    _must_know(to_vintage, {new for _, new in pairs if new})
    rows = [ChangeRow(line, old, new, day, source) for line, (old, new) in enumerate(pairs, 1)]
    return _register(by, from_vintage, to_vintage, rows, source)


def _register(
    by: Actor, from_vintage: str, to_vintage: str, rows: Iterable[ChangeRow], source: str
) -> int:
    with acting(Permission.IMPORT_AREAS, by=by) as deed:
        here = AreaChange.objects.filter(from_vintage=from_vintage, to_vintage=to_vintage)
        before = here.count()
        AreaChange.objects.bulk_create(
            [
                AreaChange(
                    from_vintage=from_vintage, old_code=row.old, to_vintage=to_vintage,
                    new_code=row.new, day=row.day, source=row.source or source[:200],
                )
                for row in rows
            ],
            2000,
            ignore_conflicts=True,
        )  # fmt: skip
        added = here.count() - before
        if added:
            deed.record(Vintage(name=to_vintage), since=from_vintage, changes=added)
    return added


def _must_follow(from_vintage: str, to_vintage: str) -> None:
    names = set(Vintage.objects.values_list("name", flat=True))
    missing = [name for name in (from_vintage, to_vintage) if name not in names]
    if missing or from_vintage >= to_vintage:
        raise Invalid(
            "places.changes.vintages",
            f"没有 {'、'.join(missing)} 年版区划。" if missing else "新版应晚于旧版。",
            "请先导入两个版本的区划，再登记变更；旧版在前，新版在后。",
        )


def _held(vintage: str, codes: set[str]) -> set[str]:
    """Those of the codes that the vintage holds."""
    here, ordered = Area.objects.filter(vintage=vintage), sorted(codes)
    return {
        code
        for at in range(0, len(ordered), 1000)
        for code in here.filter(code__in=ordered[at : at + 1000]).values_list("code", flat=True)
    }


def _must_know(vintage: str, codes: set[str]) -> None:
    unknown = sorted(codes - _held(vintage, codes))
    if unknown:
        raise Invalid(
            "places.changes.code",
            f"{vintage} 年版区划里没有代码 {'、'.join(unknown[:5])}。",
            "请先导入两个版本的区划，再登记变更。",
        )
