"""Targets: already met, moving the wrong way, without year, value or owner, or worded upside down.

Missing years and values are told once a chapter. Whether a target is ambitious is nobody's fault.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.lint.tables import called
from lantu.engines.plan.model import Target
from lantu.engines.plan.polarity import Polarity, polarity
from lantu.kernel.findings import Severity

_OWNER = re.compile(
    r"牵头单位|责任单位|责任部门|牵头部门|主管部门：|[（(](?:区|县|市|省)[^（()）]{1,20}(?:局|委|办|厅)"
)
_ENOUGH = 3


@check(
    "LT-T01", "目标已达到或方向相反", "target already met or moving the wrong way",
    Severity.WARNING,
    "目标值不优于基期值：或者目标定低了，或者两栏填反了。",
)  # fmt: skip
def against_base(draft: Draft) -> Iterable[Hit]:
    tables = {table.id: table for table in draft.package.tables}
    for row in draft.package.indicators:
        columns = {c.role: c for c in reversed(tables[row.table_id].columns)}
        if not {"base", "target"} <= columns.keys() or row.target_kind not in (
            "level",
            "ceiling",
            "floor",
        ):
            continue
        base = row.cells.get(columns["base"].name)
        target = row.cells.get(columns["target"].name)
        if base is None or target is None or base.value is None or target.value is None:
            continue
        if base.bracketed != target.bracketed or target.value_high is not None:
            continue
        fault = _fault(row.name, base.value, target.value, target.comparator)
        if fault:
            yield Hit(
                row.span,
                f"{called(tables[row.table_id])}“{row.name}”基期 {base.raw.strip()}，目标"
                f" {target.raw.strip()}：{fault}。",
                "核对两栏；目标确实如此的，说明理由。",
            )


def _fault(name: str, base: Decimal, target: Decimal, comparator: str | None) -> str | None:
    better = polarity(name)
    if better is Polarity.HIGHER and target < base and comparator not in (">=", ">"):
        return "方向相反"
    if better is Polarity.HIGHER and target < base:
        return "基期已经达到"
    if better is Polarity.LOWER and target > base and comparator not in ("<=", "<"):
        return "方向相反"
    return None


@check(
    "LT-T02", "量化目标要素不全", "quantified targets without year or value", Severity.INFO,
    "没有完成年份或没有数值的目标，到期无从判断完成与否。每章合为一条。",
)  # fmt: skip
def incomplete(draft: Draft) -> Iterable[Hit]:
    chapters: dict[str, list[Target]] = {}
    for target in draft.package.targets:
        unit = draft.chapter_of(target.section)
        chapters.setdefault(unit.id if unit else "", []).append(target)
    for key, targets in chapters.items():
        dateless = [t for t in targets if t.due is None and t.kind not in ("relative", "time")]
        relative = [t for t in targets if t.kind == "relative"]
        wanting = [t for t in targets if t in dateless or t in relative]
        if len(wanting) < 2:
            continue
        said = []
        if dateless:
            said.append(f"{len(dateless)} 项没有写完成年份（{_names(dateless)}）")
        if relative:
            said.append(f"{len(relative)} 项只作比较，没有数值（{_names(relative)}）")
        unit = draft.units.get(key)
        yield Hit(
            wanting[0].span,
            f"{(unit.number or unit.title) if unit else '全文'} {len(targets)} 项量化目标中，"
            f"{'；'.join(said)}。",
            "补上“到××年”和数值。",
        )


def _names(targets: list[Target]) -> str:
    shown = "、".join(f"“{t.quote[-16:]}”" for t in targets[:3])
    return shown + ("等" if len(targets) > 3 else "")


@check(
    "LT-T03", "越高越好的指标写成“控制在……内”", "a ceiling worded for what should rise",
    Severity.WARNING,
    "“控制在……以内”只用于越低越好的指标；用在优良率、覆盖率上，字面意思相反。",
)  # fmt: skip
def upside_down(draft: Draft) -> Iterable[Hit]:
    for table in draft.package.tables:
        found = []
        for row in draft.package.indicators:
            rises = polarity(row.name) is Polarity.HIGHER and "降" not in row.name
            if row.table_id != table.id or not rises:
                continue
            if any(re.search("控制在.*内|不超过|以内", cell.raw) for cell in row.cells.values()):
                found.append(row)
        if found:
            yield Hit(
                found[0].span,
                f"{called(table)}中 {'、'.join(f'“{r.name}”' for r in found)}越高越好，"
                "目标却写“控制在……内”。",
                "改为“达到”或“完成国家下达目标”。",
            )


@check(
    "LT-T04", "全文没有责任单位", "no owner anywhere", Severity.INFO,
    "量化目标没有一项写明责任单位，任务分解时须逐项补上。",
)  # fmt: skip
def ownerless(draft: Draft) -> Iterable[Hit]:
    owned = any(c.role == "responsible" for t in draft.package.tables for c in t.columns)
    targets, rows = draft.package.targets, draft.package.indicators
    if owned or len(targets) + len(rows) < _ENOUGH or _OWNER.search(draft.text):
        return
    first = (*targets, *rows)[0]
    yield Hit(
        first.span,
        f"正文 {len(targets)} 项量化目标、表中 {len(rows)} 项指标都没有写责任单位。",
        "在指标表加“责任单位”栏，或在任务分解表中逐项明确。",
    )
