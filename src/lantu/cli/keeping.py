"""`lantu work | seal | verify | backup | restore | check`: what keeps a deployment trustworthy.

Exit 0: all is well; 1: something is wrong, and it is named; 2: it could not be looked at.
"""

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from lantu.cli.console import STYLES, out, progress
from lantu.cli.serve import HOME, Home
from lantu.kernel.errors import Unavailable
from lantu.kernel.findings import Finding, Severity

Head = Annotated[Path | None, typer.Option(help="Head file to compare with. [LANTU_SEAL_HEAD]")]


@contextmanager
def _opened(home: Path, *, create: bool = False) -> Iterator[None]:
    """The deployment as it is: nothing migrated, nothing collected."""
    from lantu.demo.home import open_home

    open_home(home, create=create, prepare=False)
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise Unavailable(
            "cli.database",
            f"{home} 的数据库不能使用。",
            f"检查 --home 和 DATABASE_URL；新版本的程序先用 lantu serve 升级结构。{error}",
        ) from error


def _say(findings: Iterable[Finding]) -> bool:
    """Print them, worst first; whether one of them is an error."""
    ordered = sorted(findings, key=lambda finding: finding.severity.rank)
    for found in ordered:
        where = f"{found.place}: " if found.place else ""
        style = STYLES[found.severity]
        out.print(f"[{style}]{found.severity}[/] {escape(where + found.message)}")
        out.print(f"  {escape(found.fix or '')} [dim]{found.code}[/]")
    return any(found.severity is Severity.ERROR for found in ordered)


def work(
    home: Home = HOME,
    once: Annotated[bool, typer.Option(help="One round of everything, then stop.")] = False,
    attached: Annotated[
        bool, typer.Option(hidden=True, help="Stop when standard input closes.")
    ] = False,
) -> None:
    """The background process: seal, deliver, run the periodic jobs. `lantu serve` starts it."""
    with _opened(home):
        from lantu.apps.people.background import working

        if once:
            working.work_once()
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_given: stop.set())
        if attached:
            threading.Thread(target=_until_closed, args=(stop,), daemon=True).start()
        working.work(stop)


def _until_closed(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


def seal(home: Home = HOME) -> None:
    """Seal the audit events that are still open, and write the head file."""
    with _opened(home):
        from django.conf import settings

        from lantu.apps.people.audit.sealing import seal_all, write_head

        out.print(f"已封存 {seal_all()} 条。")
        if settings.SEAL_HEAD is not None:
            out.print(f"封存头文件新增 {write_head(settings.SEAL_HEAD)} 行：{settings.SEAL_HEAD}")


def verify(home: Home = HOME, head: Head = None) -> None:
    """Check the audit trail from its first entry; name what is altered, missing or moved."""
    with _opened(home), progress("核验审计记录"):
        from django.conf import settings
        from django.utils import timezone

        from lantu.apps.people.audit.verifying import verify as examine

        verdict = examine(timezone.now(), head or settings.SEAL_HEAD)
    wrong = _say(verdict.faults)
    out.print(
        f"已核验 {verdict.events} 条、{verdict.batches} 批：{'有异常' if wrong else '完好'}。"
    )
    raise typer.Exit(1 if wrong else 0)


def backup(
    to: Annotated[Path, typer.Argument(help="New folder for the backup.")], home: Home = HOME
) -> None:
    """Database and files of one moment, while people go on working."""
    with _opened(home), progress("备份"):
        from lantu.apps.people.backups.making import back_up

        manifest, faults = back_up(to)
    out.print(f"已备份到 {to}：数据库和 {manifest.files} 个文件，审计到第 {manifest.batch} 批。")
    out.print("密钥 secret.key、field.key 不在备份里，请另行保管。")
    raise typer.Exit(1 if _say(faults) else 0)


def restore(
    source: Annotated[Path, typer.Argument(help="Folder that lantu backup made.")],
    home: Home = HOME,
) -> None:
    """Put a backup back into an empty place, after checking all of it."""
    with _opened(home, create=True), progress("恢复"):
        from lantu.apps.people.backups.restoring import restore as put_back

        manifest = put_back(source)
    out.print(f"已恢复 {manifest.made_at} 的备份：{manifest.files} 个文件。")
    out.print(f"请放回密钥，运行 lantu verify --home {home}，再启动服务。")


def check(home: Home = HOME) -> None:
    """Whether the deployment is sound: database, files, background, keys, settings."""
    with _opened(home), progress("检查"):
        from django.utils import timezone

        from lantu.apps.people.backups.soundness import examine

        found = examine(timezone.now())
    wrong = _say(found)
    out.print("有需要立即处理的问题。" if wrong else "没有需要立即处理的问题。")
    raise typer.Exit(1 if wrong else 0)
