"""`lantu packs`: new, check, list, enable; a promised system is a folder.

lantu packs new visit_register --title 来访登记
lantu packs check var/packs/visit_register
lantu packs enable visit_register            what would change
lantu packs enable visit_register --yes      does it

The loader is imported inside the commands: `lantu compile` need not wait for it.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from lantu.cli.console import STYLES, out, progress
from lantu.cli.serve import HOME, Home
from lantu.kernel.workdays import BEIJING

if TYPE_CHECKING:
    from lantu.packs.faults import Fault
    from lantu.packs.load import Loaded

packs = typer.Typer(help="Packs: promised systems as folders.", no_args_is_help=True)


@packs.command()
def new(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits, _: visit_register.")],
    title: Annotated[str, typer.Option(help="What people call it.")] = "",
    home: Home = HOME,
) -> None:
    """Make a new pack: a small working system to change into yours."""
    from lantu.packs.shelf import new_pack

    folder = new_pack(name, title, home / "packs")
    out.print(f"已建立 {folder}，里面是一个能用的小系统（来访登记）。请：")
    out.print(f"  1. 用文本编辑器打开 {folder / 'pack.yaml'}，改成自己的；")
    out.print("     怎样改见 docs/tutorials/first-pack.md；")
    out.print("     examples 文件夹里的例子也要跟着改，检查时会照走一遍；")
    out.print(f"  2. 每改一段，运行 lantu packs check {folder} ，直到“没有发现问题”；")
    out.print(f"  3. 运行 lantu packs enable {name} 看会改动什么，加 --yes 启用。")


@packs.command()
def check(
    path: Annotated[
        list[Path] | None, typer.Argument(help="Folders of packs; none: all that are at hand.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One fault a line.")] = False,
    home: Home = HOME,
) -> None:
    """Print every fault of a pack with file and line, and try its examples."""
    from lantu.packs.checking import check_folder
    from lantu.packs.shelf import shelf

    failed, today = False, datetime.now(BEIJING).date()
    for folder in path or shelf([home / "packs"]).values():
        with progress(f"检查 {folder.name}"):
            loaded = check_folder(folder, today)
        failed |= loaded.pack is None or any(fault.is_error for fault in loaded.faults)
        if as_json:
            for fault in loaded.faults:
                typer.echo(json.dumps({"pack": folder.name} | row(fault), ensure_ascii=False))
        else:
            _say(folder, loaded)
    if failed:
        raise typer.Exit(1)


@packs.command("list")
def list_packs(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    home: Home = HOME,
) -> None:
    """List the packs at hand: those of the software and those of the deployment."""
    from lantu.packs.shelf import load_shelf

    with progress("读取系统包"):
        found = load_shelf([home / "packs"])
    if as_json:
        for name, loaded in found.items():
            typer.echo(json.dumps(card(name, loaded), ensure_ascii=False))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("名称", "系统", "版本", "登记簿", "流程", "轮次", "依据", "状态"):
        table.add_column(column, overflow="fold")
    for name, loaded in found.items():
        row_ = card(name, loaded)
        counts = [
            str(len(names)) if isinstance(names, list) else ""
            for names in (row_.get(part) for part in ("registers", "processes", "rounds"))
        ]
        errors = row_["errors"]
        state = "[green]可启用[/]" if not errors else f"[red]{errors} 处错误[/]"
        said = [str(row_.get(key, "")) for key in ("title", "version")]
        table.add_row(name, *map(escape, said), *counts, escape(str(row_.get("source", ""))), state)
    out.print(table)


@packs.command()
def enable(
    name: Annotated[str, typer.Argument(help="Name of the pack, as `lantu packs list` shows it.")],
    keeper: Annotated[
        str, typer.Option(help="Organisation in charge, by its full name; as it is when left out.")
    ] = "",
    migrate: Annotated[
        bool, typer.Option(help="Move the records of older versions along the declared migrations.")
    ] = True,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else only what would change.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="The preview as one JSON object.")
    ] = False,
    home: Home = HOME,
) -> None:
    """Bring a version of a pack into use. Open cases end under the version they began under.

    Exit 0: done, or previewed without a fault; 1: a record would not fit; 2: unusable input.
    """
    from lantu.demo.home import open_home
    from lantu.packs.shelf import take

    pack = take(name, [home / "packs"])
    open_home(home, create=False, prepare=False)
    from lantu.cli.enabling import adopt, preview, tell

    with progress(f"查看 {name} 会改动什么"):
        found = preview(pack)
    tell(found, migrate=migrate, as_json=as_json)
    if found.changed or (migrate and found.wrong):
        raise typer.Exit(1)
    if yes:
        with progress(f"启用 {name} {pack.version} 版"):
            adopt(pack, keeper, migrate=migrate)
    if not as_json:
        out.print(
            f"[green]已启用 {escape(pack.title)} {pack.version} 版。[/]" if yes
            else "以上没有改动任何内容；加 --yes 启用。"
        )  # fmt: skip


def row(fault: "Fault") -> dict[str, object]:
    """A fault as plain values."""
    finding = fault.finding
    return {
        "file": fault.file,
        "line": fault.line,
        "code": finding.code,
        "severity": finding.severity.value,
        "place": finding.place,
        "message": finding.message,
        "fix": finding.fix,
    }


def card(name: str, loaded: "Loaded") -> dict[str, object]:
    """A pack as plain values."""
    pack, errors = loaded.pack, sum(fault.is_error for fault in loaded.faults)
    if pack is None:
        return {"pack": name, "errors": errors}
    return {
        "pack": name,
        "title": pack.title,
        "version": pack.version,
        "pin": pack.pin,
        "layer": pack.layer.value,
        "source": pack.source.number,
        "review_by": pack.review_by.isoformat(),
        "registers": list(pack.registers),
        "processes": list(pack.processes),
        "rounds": list(pack.rounds),
        "documents": list(pack.documents),
        "indicators": list(pack.indicators),
        "errors": errors,
    }


def _say(folder: Path, loaded: "Loaded") -> None:
    for fault in loaded.faults:
        finding = fault.finding
        place = f"{folder / fault.file}:{fault.line}"
        style = STYLES[finding.severity]
        out.print(f"[dim]{escape(place)}[/] [{style}]{escape(finding.message)}[/]")
        if finding.fix:
            out.print(f"    [dim]{escape(finding.fix)}[/]")
    errors = sum(fault.is_error for fault in loaded.faults)
    doubts = len(loaded.faults) - errors
    said = f"{errors} 处错误，{doubts} 处提醒" if loaded.faults else "没有发现问题"
    out.print(f"[bold]{escape(folder.name)}：{said}[/]")
