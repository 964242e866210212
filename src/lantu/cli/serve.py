"""`lantu demo` and `lantu serve`: a deployment made from a plan, and one that is there.

Django and all that stands on it is imported inside the commands: it reads the environment as it is
imported, and `lantu compile` need not wait for it.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from lantu.cli.console import out, progress
from lantu.cli.folders import read_bytes

EXAMPLE = Path("examples/weidu")
HOME = Path(os.environ.get("LANTU_HOME", "var"))
Home = Annotated[Path, typer.Option(help="Folder of the deployment. [LANTU_HOME]")]
Port = Annotated[int, typer.Option(min=1, max=65_535, help="Port on this machine.")]


def demo(
    plan: Annotated[
        Path | None, typer.Option(help="Your plan instead of the example: .docx, .txt, .html, .md.")
    ] = None,
    areas: Annotated[
        Path | None, typer.Option(help="Area register (CSV: code,name,level,parent).")
    ] = None,
    home: Home = HOME,
    port: Port = 8000,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve it afterwards.")
    ] = True,
) -> None:
    """Show a plan as a living plan in the browser; again and again without harm."""
    from lantu.demo.home import open_home
    from lantu.demo.serving import serve

    if plan is None:
        os.environ.setdefault("LANTU_TODAY", "2024-03-31")
    plan, areas = plan or EXAMPLE / "plan.docx", areas or _there(EXAMPLE / "areas.csv")
    document, register = read_bytes(plan), read_bytes(areas) if areas else None
    os.environ["LANTU_DEMO"] = "1"
    with progress("准备数据库和页面"):
        open_home(home, create=True)
    from lantu.demo.show import fill

    with progress(f"编译并登记 {plan.name}"):
        version = fill(plan.name, document, register)
    counted = version.appearances.filter(first=True).count()
    out.print(f"已登记 {version.plan.title}，第 {version.number} 版，{counted} 项承诺。")
    if serving:
        _say(port)
        serve("127.0.0.1", port)


def serve_home(home: Home = HOME, port: Port = 8000) -> None:
    """Serve the deployment that is there, on this machine."""
    from lantu.demo.home import open_home
    from lantu.demo.serving import serve

    with progress("准备数据库和页面"):
        open_home(home, create=False)
    _say(port)
    serve("127.0.0.1", port)


def _say(port: int) -> None:
    out.print(f"请打开 http://127.0.0.1:{port}/ ；按 Ctrl+C 停止。")


def _there(path: Path) -> Path | None:
    return path if path.is_file() else None
