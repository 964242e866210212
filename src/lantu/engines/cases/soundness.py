"""Faults of a process before any case runs by it: what is unreachable, stuck or unmatched.

The pack linter shows them with file and line: `place` is the path in the declaration. A process
without errors cannot get a case stuck: from every state that can be reached an end can be reached,
and what is voided in a fork has a way on or is refused.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from lantu.engines.cases.process import (
    ENDS,
    MAIN,
    Join,
    Limit,
    Measure,
    MeasureKind,
    Process,
    State,
    StateKind,
)
from lantu.kernel.findings import Finding, Severity

_LEADS_ON = frozenset({MeasureKind.REOPEN, MeasureKind.APPEAL})


def check_process(process: Process) -> tuple[Finding, ...]:
    """The faults of a process; names first, because the rest needs names that exist."""
    found = [*_names(process), *_limits(process)]
    if any(finding.severity is Severity.ERROR for finding in found):
        return tuple(found)
    return (*found, *_shape(process), *_measures(process), *_ways(process))


def _names(process: Process) -> Iterator[Finding]:
    """Every name is there once, every name used exists, every step has somebody to take it."""
    for name, times in Counter(state.name for state in process.states).items():
        if times > 1:
            yield _fault(f"states.{name}", f"环节“{name}”写了 {times} 次", "请改名或删去重复的")
    steps = Counter((step.origin, step.action) for step in process.transitions)
    for (origin, action), times in steps.items():
        if times > 1:
            yield _fault(
                _at(origin, action),
                f"“{origin}”的“{action}”写了 {times} 次",
                "同一环节每步只写一次",
            )
    for place, name in _used(process):
        if name not in process.by_name:
            yield _fault(place, f"没有环节“{name}”", "请改成 states 里已有的环节")
    for step in process.transitions:
        if not step.who:
            yield _fault(_at(step.origin, step.action), f"“{step.title}”没有写谁可以办", "请写 who")


def _used(process: Process) -> Iterator[tuple[str, str]]:
    """(place, state name) of every mention of a state."""
    yield "start", process.start
    for step in process.transitions:
        yield _at(step.origin, step.action), step.origin
        yield _at(step.origin, step.action), step.to
    for state in process.states:
        if state.fork:
            place = f"states.{state.name}.fork"
            yield f"{place}.then", state.fork.then
            yield from ((f"{place}.branches", name) for name in state.fork.branches.values())
            if state.fork.otherwise:
                yield f"{place}.otherwise", state.fork.otherwise
    for measure in process.measures:
        place = f"measures.{measure.kind}"
        yield from ((place, name) for name in (measure.to, *measure.states) if name)


def _limits(process: Process) -> Iterator[Finding]:
    given: list[tuple[str, Limit | None]] = [("limit", process.limit)]
    given += [(f"states.{state.name}.limit", state.limit) for state in process.states]
    for place, limit in given:
        if limit is None:
            continue
        if any(part.amount <= 0 for part in (limit, *limit.cases.values())):
            yield _fault(place, "时限应大于零", "请写正整数，或删去这个时限")
        if bool(limit.by) != bool(limit.cases):
            yield _fault(place, "按类别的时限没有写全", "by（栏目）和 cases（各类时限）要一起写")


def _shape(process: Process) -> Iterator[Finding]:
    """States and what leaves them fit each other; forks and joins are matched."""
    for state in process.states:
        place = f"states.{state.name}"
        steps = process.steps[state.name]
        if state.kind is StateKind.OPEN and not steps:
            yield _fault(
                place,
                f"“{state.title}”没有下一步，案件会停在这里",
                "请写出从它出发的步骤；如果到这里就办完了，请写 kind: closed",
            )
        if state.kind is not StateKind.OPEN and steps:
            yield _fault(place, f"“{state.title}”不是待办环节，不能有步骤", "请删去从它出发的步骤")
        if (state.kind is StateKind.FORK) != (state.fork is not None):
            yield _fault(
                place, f"“{state.title}”的并联写得不全", "kind 写 fork，并写明 fork 的各分支"
            )
        elif state.fork is not None:
            yield from _fork_faults(process, state)
    if process.by_name[process.start].kind not in (StateKind.OPEN, StateKind.FORK):
        yield _fault("start", "案件一开始就办结了", "start 请写一个待办环节")


def _fork_faults(process: Process, state: State) -> Iterator[Finding]:
    fork, place = state.fork, f"states.{state.name}.fork"
    assert fork is not None
    count = len(fork.branches)
    if count < 2:
        yield _fault(
            place, f"“{state.title}”只有 {count} 个分支", "并联至少两个分支；一个分支请写成步骤"
        )
    if any("/" in name or not name for name in fork.branches):
        yield _fault(place, "分支名不能为空，也不能含“/”", "请给分支另起名")
    if fork.join is Join.QUORUM and not 1 <= fork.quorum <= count:
        yield _fault(
            place, f"汇合要求 {fork.quorum} 个分支，共 {count} 个", f"quorum 请写 1 到 {count}"
        )
    if fork.join is not Join.QUORUM and fork.quorum:
        yield _fault(place, "写了 quorum，但汇合方式不是 quorum", "请改 join，或删去 quorum")
    for name, first in fork.branches.items():
        if process.by_name[first].kind not in (StateKind.OPEN, StateKind.FORK):
            yield _fault(place, f"分支“{name}”没有要办的事", "请从一个待办环节开始")
    if not fork.otherwise and MeasureKind.VOID in process.by_kind:
        yield Finding(
            "cases.declaration",
            Severity.WARNING,
            f"“{state.title}”没有写分支作废过多时的去向，最后的分支将不能单独作废。",
            fix="可在 otherwise 写明去向。",
            place=place,
        )


def _measures(process: Process) -> Iterator[Finding]:
    for kind, times in Counter(measure.kind for measure in process.measures).items():
        if times > 1:
            yield _fault(f"measures.{kind}", f"“{kind.label}”写了 {times} 次", "每种措施只写一次")
    for measure in process.measures:
        yield from _measure_faults(process, measure)


def _measure_faults(process: Process, measure: Measure) -> Iterator[Finding]:
    place, label = f"measures.{measure.kind}", measure.kind.label
    if not measure.who and not measure.approve:
        yield _fault(place, f"“{label}”没有写谁可以提出", "请写 who")
    if bool(measure.to) != (measure.kind in _LEADS_ON):
        wrong = "没有写转到哪个环节" if not measure.to else "不转环节，却写了 to"
        yield _fault(place, f"“{label}”{wrong}", "重办和申诉写 to，其余不写")
    elif measure.to and process.by_name[measure.to].kind is not StateKind.OPEN:
        yield _fault(place, f"“{label}”转到的不是待办环节", "请写一个待办环节")


def _ways(process: Process) -> Iterator[Finding]:
    """Every state is reached, in one region only; every reached state reaches its region's end."""
    regions = _regions(process)
    for state in process.states:
        if state.name not in regions:
            yield _fault(
                f"states.{state.name}", f"“{state.title}”永远到不了", "请写出到它的步骤，或删去它"
            )
    for name, inside in regions.items():
        state, place = process.by_name[name], f"states.{name}"
        if len(inside) > 1:
            titles = "、".join(sorted(inside))
            yield _fault(place, f"“{state.title}”同时属于 {titles}", "每个分支请用自己的环节")
            continue
        in_main = inside == {MAIN}
        if in_main and state.kind is StateKind.DONE:
            yield _fault(
                place, f"“{state.title}”是分支的终点，主流程不能用", "主流程请用 closed 或 void"
            )
        if not in_main and state.kind in ENDS:
            yield _fault(place, f"分支不能在“{state.title}”办结全案", "分支的终点请用 done")
        goals = ENDS if in_main else {StateKind.DONE}
        if not any(process.by_name[s].kind in goals for s in _reach(process, name)):
            word = "办结" if in_main else "办完这一分支"
            yield _fault(place, f"从“{state.title}”无论怎么走都不能{word}", "请补上通向终点的步骤")


def _regions(process: Process) -> dict[str, set[str]]:
    """state -> the branches (main, or fork state/branch) in which it can be met."""
    found: dict[str, set[str]] = {}
    starts = [(process.start, MAIN)]
    starts += [(m.to, MAIN) for m in process.measures if m.kind in _LEADS_ON and m.to]
    while starts:
        name, region = starts.pop()
        if region in found.setdefault(name, set()):
            continue
        found[name].add(region)
        starts += [(following, region) for following in _next(process, name)]
        fork = process.by_name[name].fork
        if fork:
            starts += [(first, f"{name}/{part}") for part, first in fork.branches.items()]
    return found


def _next(process: Process, name: str) -> Iterable[str]:
    """The states that follow in the same branch."""
    fork = process.by_name[name].fork
    if fork:
        return [fork.then, *([fork.otherwise] if fork.otherwise else [])]
    return [step.to for step in process.steps[name].values()]


def _reach(process: Process, name: str) -> set[str]:
    """`name` and every state that can follow it in its branch."""
    found, left = {name}, [name]
    while left:
        fresh = [s for s in _next(process, left.pop()) if s not in found]
        found.update(fresh)
        left += fresh
    return found


def _at(origin: str, action: str) -> str:
    return f"transitions.{origin}.{action}"


def _fault(place: str, wrong: str, remedy: str) -> Finding:
    return Finding(
        "cases.declaration", Severity.ERROR, f"{wrong}。", fix=f"{remedy}。", place=place
    )
