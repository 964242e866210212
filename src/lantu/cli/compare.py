"""`lantu diff` and `lantu align`: two plans held against each other."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from lantu.cli.console import out, progress
from lantu.cli.folders import load_package, read_bytes
from lantu.engines.plan.comparison.align import align as find_gaps
from lantu.engines.plan.comparison.diff import diff as find_changes
from lantu.engines.plan.comparison.matching import Difference, title_of
from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.package import LIST_WORDS, Package, item_row
from lantu.engines.plan.readers import read
from lantu.reports.comparison import KIND_WORDS, comparison_page, tally


class Format(StrEnum):
    """How the differences are written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


As = Annotated[Format, typer.Option("--format", "-f", help="text, json (one a line) or html.")]
PlanPath = "A plan document, or the folder of a compiled one."


def diff(
    old: Annotated[Path, typer.Argument(help=PlanPath)],
    new: Annotated[Path, typer.Argument(help=PlanPath)],
    form: As = Format.TEXT,
) -> None:
    """Hold a newer version of a plan against the older: added, dropped, weakened, reworded."""
    with progress("比对"):
        first, second = plan_at(old), plan_at(new)
        differences = find_changes(first, second)
    write(f"版本比对：{old.name} → {new.name}", first, second, differences, form)


def align(
    upper: Annotated[Path, typer.Argument(help=PlanPath)],
    lower: Annotated[Path, typer.Argument(help=PlanPath)],
    form: As = Format.TEXT,
) -> None:
    """Hold a lower plan against its upper plan (衔接): missing, weaker, differing."""
    with progress("衔接检查"):
        first, second = plan_at(upper), plan_at(lower)
        differences = find_gaps(first, second)
    write(f"衔接检查：{lower.name} 对照 {upper.name}", first, second, differences, form)


def plan_at(path: Path) -> Package:
    """The package in a folder, or a document compiled on the spot."""
    if path.is_dir():
        return load_package(path)
    return compile_document(read(path.name, read_bytes(path)))


def write(
    title: str, first: Package, second: Package, differences: list[Difference], form: Format
) -> None:
    """The differences on standard output."""
    if form is Format.HTML:
        typer.echo(comparison_page(title, first, second, differences), nl=False)
    elif form is Format.JSON:
        for difference in differences:
            typer.echo(json.dumps(_row(difference), ensure_ascii=False))
    else:
        out.print(f"[bold]{escape(title)}[/]")
        counts = [f"{KIND_WORDS[kind]} {n}" for kind, n in tally(differences).items()]
        out.print("，".join(counts) or "没有差异")
        for difference in differences:
            out.print(_line(difference))


def _row(difference: Difference) -> dict[str, object]:
    return {
        "kind": difference.kind,
        "list": difference.list,
        "first": item_row(difference.first) if difference.first else None,
        "second": item_row(difference.second) if difference.second else None,
        "why": list(difference.why),
        "likeness": difference.likeness and round(difference.likeness, 1),
    }


def _line(difference: Difference) -> str:
    sides = [escape(title_of(s)) for s in (difference.first, difference.second) if s]
    words = sides[0] if len(set(sides)) == 1 else " → ".join(sides)
    why = f" [dim]{escape('；'.join(difference.why))}[/]" if difference.why else ""
    return f"{KIND_WORDS[difference.kind]}  {LIST_WORDS[difference.list]}  {words}{why}"
