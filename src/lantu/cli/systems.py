"""`lantu systems`: every system that the plans promise, the pack that runs it, and the gaps.

lantu systems --link        ask the packs' words again, then list
lantu systems --json        one system a line, for other programs
"""

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from lantu.cli.console import out, progress
from lantu.cli.serve import HOME, Home

if TYPE_CHECKING:
    from lantu.apps.tracking.enabling.queries import SystemLine

STYLES = {"not_enabled": "red", "no_data": "yellow", "running": "green"}


def systems(
    home: Home = HOME,
    link: Annotated[bool, typer.Option(help="Ask every pack's words again first.")] = False,
    gaps: Annotated[bool, typer.Option(help="Only systems that no pack runs.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the promised systems, their packs, and what has come of them."""
    from lantu.demo.home import open_home

    open_home(home, create=False, prepare=False)
    from lantu.apps.people.actor import SYSTEM
    from lantu.apps.tracking.enabling import actions, queries

    with progress("核对系统包"):
        if link:
            actions.link_systems(by=SYSTEM)
        lines = [line for line in queries.systems(SYSTEM) if not (gaps and line.pack)]
    if as_json:
        for line in lines:
            typer.echo(json.dumps(as_row(line), ensure_ascii=False))
        return
    _show(lines)


def as_row(line: "SystemLine") -> dict[str, object]:
    """A system as plain values."""
    return {
        "promise": line.number,
        "name": line.name,
        "kind": str(line.kind),
        "family": str(line.family),
        "existing": line.existing,
        "plan": line.plan_key,
        "version": line.version,
        "place": line.place,
        "sentence": line.sentence,
        "pack": line.pack or None,
        "why": line.why,
        "state": str(line.state),
        "last_activity": line.last_at.isoformat() if line.last_at else None,
        "records": line.records,
        "cases": line.cases,
        "open": line.open,
    }


def _show(lines: "list[SystemLine]") -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("承诺", "系统", "位置", "系统包", "状态", "最近", "记录", "案件", "在办"):
        table.add_column(column, overflow="fold")
    for line in lines:
        style = STYLES[line.state]
        last = f"{line.last_at:%Y-%m-%d}" if line.last_at else ""
        table.add_row(
            line.number, escape(line.name), line.place, line.pack or "—",
            f"[{style}]{line.state.label}[/]", last, f"{line.records:,}", f"{line.cases:,}",
            f"{line.open:,}",
        )  # fmt: skip
    out.print(table)
    counted = Counter(line.state for line in lines)
    linked = sum(1 for line in lines if line.pack)
    said = "，".join(f"{state.label} {n}" for state, n in counted.items())
    out.print(f"共 {len(lines)} 个系统，{linked} 个有系统包；{said or '没有系统'}。")
