"""Writes what promises are made of: indicators, projects, targets, programmes, systems, tasks.

Indicators and projects are shared by name with what the deployment has already; the rest is
replaced by what the newest version says.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from lantu.apps.registry.intake import Commitment, figures
from lantu.apps.registry.models import (
    Appearance,
    Indicator,
    Programme,
    Project,
    Promise,
    System,
    Target,
    Task,
)
from lantu.apps.registry.words import PromiseKind
from lantu.engines.plan import model
from lantu.engines.plan.package import Package

BATCH = 500
COMPLETED_BY: dict[PromiseKind, type[Any]] = {
    PromiseKind.PROGRAMME: Programme,
    PromiseKind.SYSTEM: System,
    PromiseKind.TASK: Task,
}
FROM_TEXT = {
    Programme: ("name",),
    System: ("name", "kind", "family", "existing", "led_by"),
    Task: ("action", "object", "modality"),
}
"""The columns that come from the package; all others are decisions and stay."""


def write(
    package: Package, found: Iterable[Commitment], appearances: Mapping[str, Appearance]
) -> None:
    """appearances: by item id, with their promises."""
    groups: dict[PromiseKind, list[Commitment]] = {}
    for commitment in found:
        groups.setdefault(commitment.kind, []).append(commitment)
    _indicators(package, groups.get(PromiseKind.INDICATOR, []), appearances)
    _projects(groups.get(PromiseKind.PROJECT, []), appearances)
    for kind, table in COMPLETED_BY.items():
        _complete(table, groups.get(kind, []), appearances)
    targets = [_sentence_target(t, appearances[t.id]) for t in package.targets]
    Target.objects.bulk_create(targets, BATCH)


def _indicators(
    package: Package, found: list[Commitment], appearances: Mapping[str, Appearance]
) -> None:
    rows = [item for c in found for item in c.items if isinstance(item, model.Indicator)]
    stored = {
        (i.name, i.unit): i for i in Indicator.objects.filter(name__in={r.name for r in rows})
    }
    missing = {
        (r.name, r.unit or ""): Indicator(name=r.name, unit=r.unit or "", nature=r.nature or "")
        for r in reversed(rows)
        if (r.name, r.unit or "") not in stored
    }
    Indicator.objects.bulk_create(missing.values(), BATCH)
    stored |= missing
    for row in rows:
        appearances[row.id].promise.indicator = stored[row.name, row.unit or ""]
    _point("indicator", rows, appearances)
    tables = {table.id: table for table in package.tables}
    Target.objects.bulk_create(
        [
            _table_target(row, figure.column, figure.cell, figure.basis, appearances[row.id])
            for row in rows
            for figure in figures(row, tables[row.table_id])
        ],
        BATCH,
    )


def _projects(found: list[Commitment], appearances: Mapping[str, Appearance]) -> None:
    titles = {c.title for c in found}
    stored = {p.name: p for p in Project.objects.filter(name__in=titles)}
    missing = {title: Project(name=title) for title in sorted(titles - set(stored))}
    Project.objects.bulk_create(missing.values(), BATCH)
    stored |= missing
    for commitment in found:
        appearances[commitment.items[0].id].promise.project = stored[commitment.title]
    _point("project", [c.items[0] for c in found], appearances)


def _point(column: str, items: Iterable[model.Item], appearances: Mapping[str, Appearance]) -> None:
    promises = {p.pk: p for p in (appearances[item.id].promise for item in items)}
    Promise.objects.bulk_update(promises.values(), [column], BATCH)


def _complete(
    table: type[Any],
    found: list[Commitment],
    appearances: Mapping[str, Appearance],
) -> None:
    columns = FROM_TEXT[table]
    rows = [
        table(
            promise_id=appearances[c.items[0].id].promise_id,
            **{column: _given(c.items[0], column) for column in columns},
        )
        for c in found
    ]
    unique = {row.promise_id: row for row in rows}
    table.objects.bulk_create(
        unique.values(),
        BATCH,
        update_conflicts=True,
        unique_fields=["promise"],
        update_fields=columns,
    )


def _given(item: model.Item, column: str) -> Any:
    value = getattr(item, column)
    return "" if value is None else value


def _table_target(
    row: model.Indicator,
    column: model.Column,
    cell: model.CellValue,
    basis: str,
    appearance: Appearance,
) -> Target:
    return Target(
        appearance=appearance,
        subject=row.name,
        comparator=cell.comparator or "",
        value=cell.value,
        value_high=cell.value_high,
        unit=row.unit or "",
        reference=cell.reference or ("" if cell.value is not None else cell.raw.strip()),
        basis=basis,
        due=column.year,
        kind=row.target_kind or "level",
    )


def _sentence_target(target: model.Target, appearance: Appearance) -> Target:
    return Target(
        appearance=appearance,
        subject=target.subject,
        comparator=target.comparator,
        value=target.value,
        value_high=target.value_high,
        unit=(target.unit or "")[:40],
        reference=target.reference or "",
        direction=target.direction or "",
        basis=target.basis,
        base_year=target.base_year,
        base_value=target.base_value,
        due=target.due,
        kind=target.kind,
        modality=(target.modality or "")[:20],
    )
