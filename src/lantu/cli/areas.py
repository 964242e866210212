"""`lantu areas`: puts tables of areas into a deployment: every row, or none and the faults by row.

lantu areas provinces.csv cities.csv areas.csv streets.csv villages.csv --vintage 2023
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from lantu.cli.console import err, out, progress
from lantu.cli.folders import read_bytes
from lantu.cli.serve import HOME, Home

MOST = 30
"""Faults that are shown."""


class Order(StrEnum):
    """The words of `places.models.Hierarchy`; Django is not there yet when commands are read."""

    ADMINISTRATIVE = "administrative"
    STATISTICAL = "statistical"
    FUNCTIONAL = "functional"
    BASIN = "basin"
    GRID = "grid"


class Coordinates(StrEnum):
    """The words of `places.models.Datum`."""

    CGCS2000 = "cgcs2000"
    WGS84 = "wgs84"
    GCJ02 = "gcj02"


def areas(
    tables: Annotated[
        list[Path], typer.Argument(help="CSV, Excel or GeoJSON, higher levels first.")
    ],
    vintage: Annotated[str, typer.Option(help="Edition of the codes, such as 2023.")],
    home: Home = HOME,
    hierarchy: Annotated[Order, typer.Option(help="How these areas lie in each other.")] = (
        Order.ADMINISTRATIVE
    ),
    datum: Annotated[Coordinates, typer.Option(help="What the coordinates refer to.")] = (
        Coordinates.CGCS2000
    ),
    year: Annotated[int | None, typer.Option(help="Year of the populations.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Only look for faults.")] = False,
) -> None:
    """Import areas; exit 1 when a row has a fault."""
    from lantu.demo.home import open_home

    with progress("准备数据库"):
        open_home(home, create=False)
    from lantu.apps.places.register import Told

    told = Told(hierarchy.value, datum.value, year)
    faulty = [table for table in tables if not _import(table, vintage, told, dry_run)]
    if faulty:
        raise typer.Exit(1)


def _import(table: Path, vintage: str, told: object, dry_run: bool) -> bool:
    from lantu.apps.people.actions import import_areas
    from lantu.apps.people.actor import SYSTEM

    data = read_bytes(table)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(table.name, total=data.count(b"\n"))
        faults = import_areas(
            by=SYSTEM, vintage=vintage, data=data, name=table.name, told=told,  # type: ignore[arg-type]
            dry_run=dry_run, advance=lambda rows: bar.advance(task, rows),
        )  # fmt: skip
    for fault in faults[:MOST]:
        err.print(f"[red]{table.name}[/] {fault.message}{fault.fix or ''}")
    if faults:
        err.print(f"{table.name}：{len(faults)} 处错误，没有写入。")
    else:
        out.print(f"{table.name}：{'没有错误' if dry_run else '已导入'}。")
    return not faults
