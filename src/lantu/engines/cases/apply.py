"""The fold: a case after one more event, or after all of them; whose turn it is, what one may do.

Refuses an event that was made on an older state of the case: of two handlers who act at once the
second is told what the first did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lantu.engines.cases.case import (
    Actor,
    Branch,
    Case,
    Event,
    EventKind,
    Refusal,
    Refused,
    Stage,
)
from lantu.engines.cases.measures import answer, measure_of, take_measure
from lantu.engines.cases.process import (
    MAIN,
    Measure,
    MeasureKind,
    Process,
    StateKind,
)
from lantu.engines.cases.steps import enter, roles_on, take_step
from lantu.kernel.errors import Conflict

_ON_A_BRANCH = frozenset(
    {MeasureKind.ASSIGN, MeasureKind.EXTEND, MeasureKind.ESCALATE, MeasureKind.APPEAL,
     MeasureKind.VOID}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for somebody. roles: who may do it; duty: whose turn it is by plan.
    organisation, person: whom it is assigned to, "" for nobody. area: where it now stands."""

    branch: str
    state: str
    title: str
    duty: str
    roles: tuple[str, ...]
    organisation: str
    person: str
    area: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that an actor may do now. needs: fields to fill in; asks: those that may be.
    request: of grant and deny."""

    kind: EventKind
    action: str
    title: str
    branch: str = MAIN
    needs: tuple[str, ...] = ()
    request: int = 0
    asks: tuple[str, ...] = ()


def apply(process: Process, case: Case | None, event: Event) -> Case | Refusal:
    """The case after `event`, or why it is refused; `case` is None before its first event.

    process: must be sound (`soundness.check_process`). The answer depends on nothing else, so the
    event list alone rebuilds the case and its clock.
    """
    try:
        if event.kind is EventKind.OPEN:
            return _open(process, case, event)
        if case is None:
            raise Refused("cases.unopened", "案件还没有建立。")
        _check_order(case, event)
        return replace(
            _taken(process, case, event), seq=event.seq, at=event.at, last=_said(process, event)
        )
    except Refused as refused:
        return refused.refusal


def replay(process: Process, events: Iterable[Event]) -> Case:
    """The case that a list of events makes. Conflict when the list cannot have happened."""
    case: Case | None = None
    for event in events:
        after = apply(process, case, event)
        if isinstance(after, Refusal):
            raise Conflict(
                "cases.history",
                f"第 {event.seq} 步不能重演：{after.reason}",
                "事件记录可能被改动，请运行 lantu verify 核对。",
            )
        case = after
    if case is None:
        raise Conflict("cases.no_history", "没有任何事件。", "请核对案号。")
    return case


def tasks(process: Process, case: Case) -> tuple[Task, ...]:
    """What waits for somebody; empty only when the case has ended."""
    return tuple(
        _task(process, case, branch) for branch in case.branches if _is_open(process, branch)
    )


def choices(process: Process, case: Case, actor: Actor) -> tuple[Choice, ...]:
    """What `actor` may do now, steps first. The engine checks each again when it is done."""
    found = []
    suspended = case.paused is not None and case.paused.kind is MeasureKind.SUSPEND
    for branch in case.branches:
        state = process.by_name[branch.stage.state]
        owner = branch.stage.organisation if state.own else ""
        if suspended or not _is_open(process, branch) or owner not in ("", actor.organisation):
            continue
        found += [
            Choice(EventKind.STEP, step.action, step.title, branch.name, step.needs, asks=step.asks)
            for step in process.steps[state.name].values()
            if actor.roles & set(step.who)
        ]
    for kind in MeasureKind:
        measure = measure_of(process, kind)
        if measure and _fits(case, kind):
            may = {*measure.who, *measure.approve}
            found += [
                Choice(EventKind.MEASURE, kind, kind.label, place, measure.needs)
                for place in _places(process, case, measure)
                if may & roles_on(process, case, place, actor)
            ]
    return (*found, *_answers(process, case, actor))


def _answers(process: Process, case: Case, actor: Actor) -> Iterator[Choice]:
    """The requests that wait for this actor."""
    for request in case.requests:
        kind = MeasureKind(request.action)
        measure = measure_of(process, kind)
        if measure and actor.roles & set(measure.approve):
            for answered, word in ((EventKind.GRANT, "同意"), (EventKind.DENY, "不同意")):
                yield Choice(answered, "", f"{word}{kind.label}", request.branch, (), request.seq)


def _open(process: Process, case: Case | None, event: Event) -> Case:
    if case is not None:
        raise Refused("cases.opened", "案件已经建立，不能再建一次。")
    if event.seq != 1:
        raise Refused("cases.order", "建案应是第一步。")
    whole = Stage(
        branch=MAIN,
        state="",
        entered=event.at,
        limit=process.limit.of(event.values) if process.limit else None,
    )
    made = Case(
        key=event.target,
        version=process.version,
        seq=event.seq,
        at=event.at,
        last=_said(process, event),
        reporter=event.by.name,
        values=dict(event.values),
        areas=event.areas,
        whole=whole,
    )
    return enter(process, made, Branch(name=MAIN, stage=whole), process.start, event.at)


def _check_order(case: Case, event: Event) -> None:
    if event.seq != case.seq + 1:
        raise Refused("cases.order", f"案件刚有新进展（{case.last}），请刷新后再办。")
    if event.at < case.at:
        raise Refused("cases.time", "这一步的时间早于上一步，请核对服务器时钟。")


def _taken(process: Process, case: Case, event: Event) -> Case:
    if event.kind is EventKind.STEP:
        if case.outcome:
            raise Refused("cases.ended", f"案件{case.outcome.label}，没有可办的步骤。")
        return take_step(process, case, event)
    if event.kind is EventKind.MEASURE:
        return take_measure(process, case, event)
    return answer(process, case, event, granted=event.kind is EventKind.GRANT)


def _said(process: Process, event: Event) -> str:
    """Who did what, for the one who comes second."""
    titles = {step.action: step.title for step in process.transitions}
    titles |= {kind.value: kind.label for kind in MeasureKind}
    answers = {EventKind.OPEN: "建案", EventKind.GRANT: "批准申请", EventKind.DENY: "不同意申请"}
    return f"{event.by.name} {answers.get(event.kind) or titles.get(event.action, event.action)}"


def _is_open(process: Process, branch: Branch) -> bool:
    return not branch.dropped and process.by_name[branch.stage.state].kind is StateKind.OPEN


def _fits(case: Case, kind: MeasureKind) -> bool:
    if kind is MeasureKind.RESUME:
        return case.paused is not None
    if kind in (MeasureKind.SUSPEND, MeasureKind.EXCLUDE) and case.paused:
        return False
    after = kind in (MeasureKind.REOPEN, MeasureKind.FEEDBACK)
    return kind is MeasureKind.NOTE or after == (case.outcome is not None)


def _places(process: Process, case: Case, measure: Measure) -> tuple[str, ...]:
    """The branches on which a measure can be taken."""
    if measure.kind not in _ON_A_BRANCH and not measure.states:
        return (MAIN,)
    return tuple(
        branch.name
        for branch in case.branches
        if (_is_open(process, branch) or (measure.kind is MeasureKind.VOID and branch.name == MAIN))
        and (not measure.states or branch.stage.state in measure.states)
    )


def _task(process: Process, case: Case, branch: Branch) -> Task:
    state = process.by_name[branch.stage.state]
    steps = process.steps[state.name].values()
    roles = tuple(dict.fromkeys(role for step in steps for role in step.who))
    area = case.areas[branch.level] if branch.level < len(case.areas) else ""
    stage = branch.stage
    return Task(
        branch.name, state.name, state.title, state.duty, roles, stage.organisation,
        stage.person, area, stage,
    )  # fmt: skip
