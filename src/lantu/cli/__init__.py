"""The `lantu` command: one module a command, registered here.

Errors end here: each family has its exit code, and nobody sees a traceback for their own data.
"""

import sys

import typer

from lantu import __version__
from lantu.cli import accounts, areas, compare, compile, keeping, lint, packs, serve, show, systems
from lantu.cli.console import complain
from lantu.kernel.errors import LantuError

app = typer.Typer(
    name="lantu",
    help="蓝图 Lantu: a government's plan, from document to delivery.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("compile")(compile.compile_plan)
app.command("show")(show.show)
app.command("diff")(compare.diff)
app.command("align")(compare.align)
app.command("lint")(lint.lint_plan)
app.command("areas")(areas.areas)
app.command("account")(accounts.account)
app.command("demo")(serve.demo)
app.command("serve")(serve.serve_home)
app.command("work")(keeping.work)
app.command("seal")(keeping.seal)
app.command("verify")(keeping.verify)
app.command("backup")(keeping.backup)
app.command("restore")(keeping.restore)
app.command("check")(keeping.check)
app.command("systems")(systems.systems)
app.add_typer(packs.packs, name="packs")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lantu {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """蓝图 Lantu: a government's plan, from document to delivery."""


def main() -> None:
    """Run the command line. Exit 0: done; 1: findings at or above --fail-on; 2: unusable input."""
    try:
        app()
    except LantuError as error:
        complain(error)
        sys.exit(2)
