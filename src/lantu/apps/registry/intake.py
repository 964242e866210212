"""From a package to the promises that it makes: which items are one promise, and what it is called.

Pure: nothing here reads or writes a table. Facts, boxes, actors and places are not promises, and
neither is an indicator of a table that only looks back.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from lantu.apps.registry.words import PromiseKind
from lantu.engines.plan.model import (
    CellValue,
    Column,
    Indicator,
    Item,
    Table,
)
from lantu.engines.plan.package import Package, Period

I = TypeVar("I", bound=Item)  # noqa: E741

PROMISED_ROLES = frozenset({"target", "growth", "cumulative"})
"""Roles of the columns that commit; `actual` marks a table that looks back."""

BASES = {"target": "level", "growth": "annual_average", "cumulative": "cumulative"}


@dataclass(frozen=True, slots=True)
class Commitment:
    """Items of one package that are one promise; the first one gives it its title."""

    kind: PromiseKind
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One promised value of an indicator's row."""

    column: Column
    cell: CellValue

    @property
    def basis(self) -> str:
        return "cumulative" if self.cell.bracketed else BASES[self.column.role]


def commitments(package: Package) -> tuple[Commitment, ...]:
    """Every promise of the package, kind by kind, each in the order of the document."""
    return tuple(_commitments(package))


def _commitments(package: Package) -> Iterator[Commitment]:
    tables = {table.id: table for table in package.tables}
    rows = [i for i in package.indicators if is_promised(tables.get(i.table_id), package.period)]
    kind = PromiseKind
    yield from _groups(kind.INDICATOR, rows, lambda i: (i.name, i.unit), lambda i: i.name)
    yield from _groups(kind.TARGET, package.targets, lambda t: t.id, lambda t: _one_line(t.quote))
    yield from _groups(kind.PROJECT, package.projects, lambda p: p.cluster, lambda p: p.name)
    yield from _groups(kind.PROGRAMME, package.programmes, lambda p: p.name, lambda p: p.name)
    yield from _groups(kind.SYSTEM, package.systems, lambda s: s.name, lambda s: s.name)
    yield from _groups(kind.TASK, package.tasks, lambda t: t.id, lambda t: _one_line(t.quote))


def is_promised(table: Table | None, period: Period | None) -> bool:
    """Whether the rows of `table` commit to something, rather than report what has been."""
    if table is None:
        return False
    if any(column.role == "actual" for column in table.columns):
        return False
    ahead = [column for column in table.columns if column.role in PROMISED_ROLES]
    years = [column.year for column in ahead if column.year]
    return bool(ahead) and not (period and years and max(years) < period.first_year)


def figures(indicator: Indicator, table: Table) -> tuple[Figure, ...]:
    """The values that a row promises; a blank cell promises none."""
    return tuple(
        Figure(column, cell)
        for column in table.columns
        if column.role in PROMISED_ROLES
        and (cell := indicator.cells.get(column.name)) is not None
        and cell.raw.strip()
    )


def _groups(
    kind: PromiseKind,
    items: Iterable[I],
    same: Callable[[I], object],
    title: Callable[[I], str],
) -> Iterator[Commitment]:
    groups: dict[object, list[I]] = {}
    for item in items:
        groups.setdefault(same(item), []).append(item)
    for group in groups.values():
        yield Commitment(kind, title(group[0]), tuple(group))


def _one_line(quote: str) -> str:
    return "".join(quote.split())
