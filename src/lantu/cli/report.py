"""How a package reads on a terminal: a summary, a list, the findings."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich import box
from rich.markup import escape
from rich.table import Table

from lantu.cli.console import STYLES, err, out
from lantu.engines.plan.model import Fact, Indicator, Item, Link, Target, Unit
from lantu.engines.plan.package import LIST_WORDS, LISTS, Package, finding_rows
from lantu.kernel.findings import Severity
from lantu.kernel.spans import Lines


def print_summary(package: Package, folder: Path) -> None:
    """What the document is and how many items of each list it gave."""
    period = package.period
    years = f"{period.first_year}—{period.last_year}" if period else "期限不明"
    parts = (package.area_name or "地区不明", years, package.kind, package.status or "状态不明")
    out.print(f"[bold]{escape(package.title or package.source.name)}[/]")
    said = (*parts, f"{package.source.characters:,} 字", str(folder))
    out.print(f"[dim]{escape(' · '.join(said))}[/]")
    table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name in LISTS:
        table.add_row(f"{LIST_WORDS[name]} [dim]{name}[/]", f"{len(getattr(package, name)):,}")
    out.print(table)


def print_items(package: Package, name: str) -> None:
    """One list: line number, name, and the fields that matter most."""
    lines = Lines(package.text)
    table = Table(
        title=f"{LIST_WORDS[name]} {name}",
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column("行", justify="right", style="dim")
    table.add_column("内容", overflow="fold")
    table.add_column("字段", overflow="fold", style="dim")
    for item in getattr(package, name):
        line, _ = lines.at(item.span.start)
        table.add_row(str(line), escape(_name(item)), escape(_fields(item)))
    out.print(table)


def print_findings(package: Package) -> None:
    """The findings, worst first, each with its place; on standard error."""
    rows = finding_rows(package)
    rows.sort(key=lambda row: Severity(str(row["severity"])).rank)
    for row in rows:
        style = STYLES[Severity(str(row["severity"]))]
        place = f"{row['line']}:{row['column']} " if row["line"] else ""
        err.print(f"[{style}]{row['severity']}[/] {place}{escape(str(row['message']))}", end=" ")
        err.print(f"[dim]{row['code']}[/]")


def _name(item: Item) -> str:
    if isinstance(item, Unit):
        return f"{item.number or ''} {item.title}".strip()
    if isinstance(item, Link):
        return f"{item.from_} → {item.to}"
    name = getattr(item, "name", None)
    return name if isinstance(name, str) else " ".join(item.quote.split())


_SKIPPED = {
    "id",
    "span",
    "quote",
    "section",
    "name",
    "title",
    "number",
    "cells",
    "columns",
    "spans",
}


def _fields(item: Item) -> str:
    if isinstance(item, (Fact, Target)):
        value = _value(item)
        rest = ("kind", "due", "period", "basis", "direction", "modality")
        return " ".join([item.subject, value, *_present(item, rest)])
    if isinstance(item, Indicator):
        cells = [f"{column}={cell.raw}" for column, cell in item.cells.items()]
        return " ".join([*_present(item, ("unit", "nature", "scope", "target_kind")), *cells])
    names = [n for n in item.__dataclass_fields__ if n not in _SKIPPED]
    return " ".join(_present(item, names))


def _value(item: Fact | Target) -> str:
    say: Callable[[Decimal | None], str] = lambda v: "" if v is None else f"{v.normalize():f}"  # noqa: E731
    high = f"—{say(item.value_high)}" if item.value_high is not None else ""
    return f"{item.comparator}{say(item.value)}{high}{item.unit or ''}"


def _present(item: Any, names: Any) -> list[str]:
    found = ((name, getattr(item, name, None)) for name in names)
    return [f"{name}={value}" for name, value in found if value not in (None, False, "", ())]
