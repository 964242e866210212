"""What `lantu packs enable` shows before it changes anything, and the change itself.

Imported only once a deployment is open: it stands on Django.
"""

import json

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from lantu.apps.people.actor import SYSTEM
from lantu.apps.tracking.enabling.adopting import adopt_pack, keeper_named
from lantu.apps.tracking.enabling.foreseeing import Foreseen, Part, foresee
from lantu.cli.console import out
from lantu.packs.snapshot import Pack

SHOWN = 20
"""Faults that the screen tells; --json tells all that are known."""


def preview(pack: Pack) -> Foreseen:
    """What would change."""
    return foresee(pack)


def adopt(pack: Pack, keeper: str, *, migrate: bool) -> None:
    """Do it. NotFound when no organisation has the keeper's name."""
    unit = keeper_named(keeper) if keeper else None
    adopt_pack(by=SYSTEM, pack=pack, keeper=unit, migrate=migrate)


def tell(found: Foreseen, *, migrate: bool, as_json: bool) -> None:
    """The preview, for a person or for a program."""
    if as_json:
        typer.echo(json.dumps(as_row(found), ensure_ascii=False))
        return
    now = f"{found.now} 版{'' if found.enabled else '（已停用）'}" if found.now else "还没有启用"
    out.print(f"[bold]{escape(found.pack.title)}[/]：{now} → {found.pack.version} 版")
    if found.changed:
        out.print(
            f"[red]{found.pack.version} 版已启用过，内容与现在的不同。[/]"
            "请把 pack.yaml 的 version 加一。"
        )
    if found.parts:
        out.print(_table(found, migrate))
    for version, n in found.open_cases:
        out.print(f"在办案件 {n:,} 件按 {version} 版办完，新案件按 {found.pack.version} 版。")
    for wrong in found.faults[:SHOWN] if migrate else ():
        out.print(f"[red]{escape(wrong.key)}（{wrong.record}）：{escape(wrong.finding.message)}[/]")
        if wrong.finding.fix:
            out.print(f"    [dim]{escape(wrong.finding.fix)}[/]")
    if migrate and found.wrong:
        more = found.wrong - min(found.wrong, SHOWN)
        rest = f"另有 {more:,} 条。" if more else ""
        out.print(
            f"[red]{found.wrong:,} 条记录不能迁移。{rest}[/]请改正后再启用，或加 --no-migrate。"
        )


def _table(found: Foreseen, migrate: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("登记簿", "版本", "记录", "有改动", "有丢失", "有错误", "去向"):
        table.add_column(column, overflow="fold")
    for part in found.parts:
        counts = [f"{n:,}" for n in (part.records, part.changed, part.losing, part.wrong)]
        table.add_row(escape(part.title), part.before, *counts, escape(_goes(found, part, migrate)))
    return table


def _goes(found: Foreseen, part: Part, migrate: bool) -> str:
    if part.why or not migrate:
        return part.why or f"留在 {part.before} 版"
    lost = "、".join(f"{name} {n:,}" for name, n in part.lost.items())
    return f"迁移到 {found.pack.version} 版" + (f"；丢失：{lost}" if lost else "")


def as_row(found: Foreseen) -> dict[str, object]:
    """The preview as plain values."""
    return {
        "pack": found.pack.name,
        "now": found.now or None,
        "enabled": found.enabled,
        "version": found.pack.version,
        "pin": found.pack.pin,
        "content_changed": found.changed,
        "registers": [
            {
                "register": part.register, "from": part.before, "records": part.records,
                "changed": part.changed, "losing": part.losing, "lost": dict(part.lost),
                "wrong": part.wrong, "stays": part.why or None,
            }
            for part in found.parts
        ],
        "open_cases": dict(found.open_cases),
        "faults": [
            {"record": w.record, "key": w.key, "field": w.finding.place,
             "message": w.finding.message, "fix": w.finding.fix}
            for w in found.faults
        ],
    }  # fmt: skip
