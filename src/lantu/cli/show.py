"""`lantu show`: what a package holds, for people or as JSON lines."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lantu.cli.folders import load_package
from lantu.cli.report import print_findings, print_items, print_summary
from lantu.engines.plan.package import LISTS, finding_rows, item_row

Kind = StrEnum("Kind", {name.upper(): name for name in [*LISTS, "findings"]})  # type: ignore[misc]


def show(
    package: Annotated[Path, typer.Argument(help="A folder that lantu compile wrote.")],
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", "-k", help="Only these lists; repeatable.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show the items of a compiled package."""
    found = load_package(package)
    names = [k.value for k in kind] if kind else []
    if as_json:
        for name in names or [*LISTS, "findings"]:
            rows = (
                finding_rows(found)
                if name == "findings"
                else [item_row(item) for item in getattr(found, name)]
            )
            for row in rows:
                typer.echo(json.dumps({"list": name} | row, ensure_ascii=False))
        return
    if not names:
        print_summary(found, package)
    for name in names or [n for n in LISTS if n != "links"]:
        if name == "findings":
            print_findings(found)
        else:
            print_items(found, name)
