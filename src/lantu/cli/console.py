"""What every command says to a person, on standard error: progress and complaints.

Standard output carries results only, so that it can be piped.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from lantu.kernel.errors import LantuError
from lantu.kernel.findings import Severity

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def complain(error: LantuError) -> None:
    """Say what went wrong and what to do."""
    err.print(f"[red]✗[/] {escape(error.title)}")
    if error.detail:
        err.print(f"  {escape(error.detail)}")
    err.print(f"  [dim]{error.code}[/]")


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Show that something is going on, with the time it takes; nothing when not a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        bar.add_task(what)
        yield
