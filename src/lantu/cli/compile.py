"""`lantu compile`: one plan document in, a package folder out."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lantu.cli.console import progress
from lantu.cli.folders import read_bytes, save_package
from lantu.cli.report import print_findings, print_summary
from lantu.engines.plan.areas import read_areas
from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.readers import read
from lantu.kernel.findings import Finding, Severity


class FailOn(StrEnum):
    """The least severity that makes the command fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


def compile_plan(
    plan: Annotated[Path, typer.Argument(help="The plan: .docx, .txt, .html or .md.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder for the package.")],
    areas: Annotated[
        Path | None, typer.Option(help="Area register (CSV: code,name,level,parent).")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit 1 when a finding is this severe or worse.")
    ] = FailOn.ERROR,
) -> None:
    """Compile a plan document into a package of promises."""
    with progress(f"编译 {plan.name}"):
        document = read(plan.name, read_bytes(plan))
        register = read_areas(read_bytes(areas)) if areas else ()
        package = compile_document(document, register)
        save_package(package, out)
    print_summary(package, out)
    print_findings(package)
    if reaches(package.findings, fail_on):
        raise typer.Exit(1)


def reaches(findings: tuple[Finding, ...], level: FailOn) -> bool:
    """Whether any finding is at `level` or worse."""
    if level is FailOn.NEVER:
        return False
    return any(f.severity.rank <= Severity(level.value).rank for f in findings)
