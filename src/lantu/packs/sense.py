"""Rules of a pack beyond its names: what is said twice, said nowhere, contradicted or never used.

Also the engines' own judgement of registers and processes, shown at the author's line. Refuses a
deadline outside `limits`, open sensitive fields, and conditions without rows.
"""

import re
from collections.abc import Iterator
from datetime import date

from lantu.engines.cases.soundness import check_process
from lantu.engines.registers.fields import Kind, Register
from lantu.engines.registers.soundness import check_ladder, check_register, check_rule
from lantu.packs.build import rule_of
from lantu.packs.faults import Fault, Place, nearest
from lantu.packs.rounds_sense import check_rounds
from lantu.packs.schema import PackFile
from lantu.packs.schema_processes import MeasurePart, ProcessPart, RoundPart, StatePart, StepPart
from lantu.packs.schema_registers import Conditions
from lantu.packs.snapshot import PackProcess, PackRegister
from lantu.packs.words import FigureKind
from lantu.packs.yaml_lines import Path

_DEADLINE = re.compile(r"(?<!第)[\d一二三四五六七八九十]+\s*(?:个工作日|个?小时|[日天]内)")
_HOLE = re.compile(r"\{([^{}]*)\}")
_STANDING = ("number", "date", "due", "organisation", "area", "case")
"""What every paper can name besides fields and limits."""
_IN_NUMBER = ("year", "n")


def check_sense(file: PackFile, place: Place, today: date | None) -> Iterator[Fault]:
    """Faults that can be told before anything is built. today: for review dates, None to skip."""
    yield from _header(file, place, today)
    yield from _conditions(file, place)
    for name, register in file.registers.items():
        for field, part in register.fields.items():
            if part.public and part.sensitive:
                yield place.wrong(
                    ("registers", name, "fields", field, "public"),
                    f"“{part.title}”是敏感内容，不能公开",
                    "请删去 public，或先说明它为什么不敏感",
                )
            if part.blur and not (part.public and part.kind is Kind.POINT):
                yield place.wrong(
                    ("registers", name, "fields", field, "blur"),
                    "blur 只用于公开的位置（kind: point，public: true）",
                    "请删去 blur，或写上 public: true",
                )
        held = [f.title for f in register.fields.values() if f.sensitive]
        if held and not register.purpose:
            yield place.wrong(
                ("registers", name),
                f"有敏感栏目（{'、'.join(held)}），却没有写收集的目的",
                "请补写 purpose",
            )
    for name, indicator in file.indicators.items():
        if (indicator.figure is FigureKind.SUM) != (indicator.field is not None):
            yield place.wrong(
                ("indicators", name), "合计（sum）要写 field，别的不写", "请补上或删去 field"
            )
    yield from _documents(file, place)
    yield from check_rounds(file, place)
    yield from _unused(file, place)


def _header(file: PackFile, place: Place, today: date | None) -> Iterator[Fault]:
    if today and file.review_by < today:
        yield place.doubt(
            ("review_by",), f"应在 {file.review_by} 前重新核对，已经过期", "请核对依据后改写日期"
        )
    for name, limit in file.limits.items():
        if limit.valid_from and limit.valid_to and limit.valid_from > limit.valid_to:
            yield place.wrong(("limits", name), "生效日期晚于失效日期", "请核对两个日期")
        elif today and limit.valid_to and limit.valid_to < today:
            yield place.doubt(
                ("limits", name), f"“{limit.title}”到 {limit.valid_to} 已失效", "请按现行规定改写"
            )
    for number, serves in enumerate(file.serves):
        if not serves.all and not serves.any:
            yield place.wrong(("serves", number), "没有写凭哪些词", "请在 all 或 any 里写词")


def _conditions(file: PackFile, place: Place) -> Iterator[Fault]:
    for path, part, _ in conditions_of(file):
        if (part.all is None) == (part.any is None):
            yield place.wrong(path, "条件要写 all 或 any 其中一个", "只写一层，不能两个都写")


def conditions_of(file: PackFile) -> Iterator[tuple[Path, Conditions, str]]:
    """Every group of conditions: its path, itself, the register that it is about."""
    for name, register in file.registers.items():
        home: Path = ("registers", name)
        for view, part in register.views.items():
            if part.where:
                yield (*home, "views", view, "where"), part.where, name
        for tier, body in register.ladder.tiers.items() if register.ladder else ():
            yield (*home, "ladder", "tiers", tier, "entry"), body.entry, name
            if body.stay:
                yield (*home, "ladder", "tiers", tier, "stay"), body.stay, name
    for name, indicator in file.indicators.items():
        if indicator.where:
            process = file.processes.get(indicator.of)
            yield (
                ("indicators", name, "where"),
                indicator.where,
                process.register_name if process else indicator.of,
            )


def _documents(file: PackFile, place: Place) -> Iterator[Fault]:
    issued = _issued(file)
    for name, part in file.documents.items():
        path: Path = ("documents", name)
        registers = issued.get(name, set(file.registers))
        fields = {f for register in registers for f in file.registers[register].fields}
        known = (*_STANDING, *(f"limit.{limit}" for limit in file.limits), *sorted(fields))
        for hole in _HOLE.findall(part.body):
            if hole not in known:
                wrong = f"正文里的 {{{hole}}} 填不出来"
                yield place.wrong((*path, "body"), wrong, nearest(hole, known).rstrip("。"))
        said = _DEADLINE.search(_HOLE.sub("", part.body))
        if said:
            yield place.wrong(
                (*path, "body"),
                f"正文里又写了时限“{said.group()}”，时限只在 limits 里写一次",
                "请改成 {limit.名称} 或 {due}",
            )
        holes = set(_HOLE.findall(part.number))
        if "n" not in holes or holes - set(_IN_NUMBER):
            yield place.wrong(
                (*path, "number"),
                "字号要有 {n}，除 {year}、{n} 外不能填别的",
                "例如 巡〔{year}〕{n}号",
            )


def _doings(file: PackFile) -> Iterator[tuple[str, StepPart | MeasurePart]]:
    """Every step and measure, with the register of its process."""
    for process in file.processes.values():
        for state in process.states.values():
            yield from ((process.register_name, step) for step in state.steps.values())
        yield from ((process.register_name, measure) for measure in process.measures.values())


def _issued(file: PackFile) -> dict[str, set[str]]:
    """document -> registers of the processes that issue it."""
    found: dict[str, set[str]] = {}
    for register, part in _doings(file):
        for paper in part.papers:
            found.setdefault(paper, set()).add(register)
    return found


def _unused(file: PackFile, place: Place) -> Iterator[Fault]:
    """What is declared and never used: a pack that grows by itself dies of it."""
    processes, rounds = file.processes.values(), file.rounds.values()
    states = [state for process in processes for state in process.states.values()]
    fields = [f for register in file.registers.values() for f in register.fields.values()]
    limited: list[StatePart | ProcessPart | RoundPart] = [*states, *processes, *rounds]
    used: dict[str, set[str | None]] = {
        "roles": {state.duty for state in states},
        "limits": {part.limit for part in limited},
        "documents": set(_issued(file)),
        "tables": {f.options_from.table for f in fields if f.options_from},
    }
    for _, part in _doings(file):
        used["roles"].update(part.who, part.approve if isinstance(part, MeasurePart) else ())
    for kind, what in _KINDS.items():
        for name in getattr(file, kind):
            if name not in used[kind]:
                yield place.doubt((kind, name), f"{what}“{name}”写了没有用到", "请用上它，或删去")


_KINDS = {"roles": "岗位", "limits": "时限", "documents": "文书", "tables": "表"}


def check_built(
    file: PackFile,
    place: Place,
    registers: dict[str, PackRegister],
    processes: dict[str, PackProcess],
) -> Iterator[Fault]:
    """What the engines say of the values that were built."""
    for name, register in registers.items():
        for finding in check_register(register.register):
            yield place.fault(("registers", name, *_split(finding.place)), finding)
        if register.ladder:
            for finding in check_ladder(register.ladder, register.register):
                parts = _split(finding.place)
                if len(parts) < 3:  # rules of tiers follow, with the rest of the conditions
                    yield place.fault(("registers", name, "ladder", *parts), finding)
    for path, part, home in conditions_of(file):
        yield from _rule(path, part, registers[home].register, place)
    for name, process in processes.items():
        for finding in check_process(process.process):
            yield place.fault(("processes", name, *_split(finding.place)), finding)


def _rule(path: Path, part: Conditions, register: Register, place: Place) -> Iterator[Fault]:
    rule = rule_of(part, register)
    assert rule is not None  # there are conditions
    join = "all" if part.all is not None else "any"
    for finding in check_rule(rule, register, "where"):
        yield place.fault((*path, join, *_split(finding.place)[1:]), finding)


def _split(place: str | None) -> Path:
    """An engine's place as a path of the file: transitions.A.b stand at states.A.steps.b."""
    parts: list[str | int] = [int(p) if p.isdigit() else p for p in (place or "").split(".") if p]
    if parts and parts[0] == "transitions":
        return ("states", parts[1], "steps", *parts[2:])
    return tuple(parts)
