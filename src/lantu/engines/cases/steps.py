"""Steps: leaving a state, entering the next, forking into branches and joining them again.

Refuses a step out of turn, without its role, its fields or its reason, and a step that would leave
the case without a way on.
"""

from dataclasses import replace
from datetime import datetime

from lantu.engines.cases.case import Actor, Branch, Case, Event, Outcome, Paper, Refused, Stage
from lantu.engines.cases.process import (
    ENDS,
    MAIN,
    Flow,
    Join,
    Limit,
    MeasureKind,
    Process,
    StateKind,
    Transition,
)
from lantu.kernel.workdays import Pause


def take_step(process: Process, case: Case, event: Event) -> Case:
    """The case after the transition that `event` names."""
    if case.paused and case.paused.kind is MeasureKind.SUSPEND:
        raise Refused("cases.suspended", f"缓办中（{case.paused.reason}），请先恢复办理。")
    branch = running(process, case, event.branch)
    step = _step(process, branch, event)
    _check_owner(process, branch, event)
    demand_fields(step.needs, event)
    if step.flow is not Flow.FORWARD:
        demand_reason(event, step.title)
    if process.by_name[step.to].kind is StateKind.CLOSED:
        demand_no_subcases(case)
    case = replace(case, values={**case.values, **event.values}, flows=(*case.flows, step.flow))
    case = issue(case, step.papers, event)
    case = enter(process, leave(case, branch, event.at, step.flow), branch, step.to, event.at)
    entered = case.branch(event.branch)
    return hand_to(case, entered, event) if entered and event.target else case


def hand_to(case: Case, branch: Branch, event: Event) -> Case:
    """The case with `branch` assigned to the organisation and person that `event` names."""
    stage = replace(branch.stage, organisation=event.target, person=event.person)
    return with_branch(case, replace(branch, stage=stage))


def with_branch(case: Case, branch: Branch) -> Case:
    """The case with the newer value of one branch."""
    branches = tuple(branch if b.name == branch.name else b for b in case.branches)
    return replace(case, branches=branches)


def running(process: Process, case: Case, name: str) -> Branch:
    """The branch, when it is somebody's turn on it."""
    branch = case.branch(name)
    if branch is None:
        title = process.branch_title(name) or name
        raise Refused("cases.branch", f"没有正在办理的分支“{title}”，请刷新后再试。")
    kind = process.by_name[branch.stage.state].kind
    if branch.dropped or kind is not StateKind.OPEN:
        why = (
            "已作废"
            if branch.dropped
            else "在等待各分支办完"
            if kind is StateKind.FORK
            else "已办完"
        )
        called = process.branch_title(name)
        said = f"分支“{called}”" if called else "案件"
        raise Refused("cases.branch", f"{said}{why}，不能在这里办理。")
    return branch


def _step(process: Process, branch: Branch, event: Event) -> Transition:
    known = process.steps[branch.stage.state]
    step = known.get(event.action)
    state = process.by_name[branch.stage.state]
    if step is None:
        options = "、".join(s.title for s in known.values()) or "无"
        raise Refused(
            "cases.action", f"“{state.title}”环节没有“{event.action}”这一步。可办：{options}。"
        )
    demand_role(event, step.who, step.title)
    return step


def _check_owner(process: Process, branch: Branch, event: Event) -> None:
    owner = branch.stage.organisation
    if process.by_name[branch.stage.state].own and owner not in ("", event.by.organisation):
        raise Refused("cases.owner", f"此案已派给{owner}，由该单位办理；如派错请退回或申诉。")


def roles_on(process: Process, case: Case, name: str, actor: Actor) -> frozenset[str]:
    """The roles of `actor` that count on a branch: whoever holds another branch is no unit of
    this one."""
    branch = case.branch(name)
    if branch is None or not process.by_name[branch.stage.state].own:
        return actor.roles
    if branch.stage.organisation in ("", actor.organisation):
        return actor.roles
    return actor.roles - {state.duty for state in process.states if state.own}


def demand_role(event: Event, roles: tuple[str, ...], title: str) -> None:
    """Refuses an actor who holds none of `roles`."""
    if not event.by.roles & set(roles):
        raise Refused("cases.role", f"“{title}”由{'、'.join(roles)}办理，您没有这个岗位。")


def demand_fields(names: tuple[str, ...], event: Event) -> None:
    """Refuses an event that leaves one of its fields blank."""
    blank = [name for name in names if event.values.get(name) in (None, "", ())]
    if blank:
        raise Refused("cases.fields", f"请填写：{'、'.join(blank)}。")


def demand_reason(event: Event, title: str) -> None:
    """Refuses an event without a reason."""
    if not event.reason.strip():
        raise Refused("cases.reason", f"“{title}”要写明理由。")


def demand_no_subcases(case: Case) -> None:
    """Refuses to close a case before its sub-cases."""
    waiting = [key for key, ended in case.subcases.items() if not ended]
    if waiting:
        raise Refused("cases.subcases", f"子案 {'、'.join(waiting)} 尚未办结，请先办结子案。")


def issue(case: Case, templates: tuple[str, ...], event: Event) -> Case:
    """The case with the papers of an event."""
    papers = tuple(Paper(t, event.seq, event.at, event.numbers.get(t, "")) for t in templates)
    return replace(case, papers=(*case.papers, *papers)) if papers else case


def leave(case: Case, branch: Branch, at: datetime, flow: Flow | None) -> Case:
    """The case without `branch` and all that forked from it; their stays become past."""
    gone = [b for b in case.branches if b.name == branch.name or _inside(b, branch.name)]
    stays = tuple(
        replace(b.stage, left=at, flow=flow if b.name == branch.name else None) for b in gone
    )
    return replace(
        case,
        branches=tuple(b for b in case.branches if b not in gone),
        past=(*case.past, *stays),
        requests=tuple(r for r in case.requests if r.branch not in {b.name for b in gone}),
    )


def enter(process: Process, case: Case, branch: Branch, name: str, at: datetime) -> Case:
    """The case with `branch` in state `name`, and what follows from it: end, fork, join."""
    state = process.by_name[name]
    if state.kind in ENDS:
        return end(case, Outcome(state.kind.value), at)
    stage = _stay(branch.name, name, at, case, state.limit and state.limit.of(case.values))
    case = replace(case, branches=(*case.branches, replace(branch, stage=stage, dropped=False)))
    if state.fork is not None:
        for part, first in state.fork.branches.items():
            child = Branch(name=f"{branch.name}/{part}", stage=stage, level=branch.level)
            case = enter(process, case, child, first, at)
    return join(process, case, branch.parent, at) if state.kind is StateKind.DONE else case


def join(process: Process, case: Case, name: str, at: datetime) -> Case:
    """The case after a branch of `name` was finished or voided: on, if the join allows it."""
    parent = case.branch(name)
    if parent is None:
        return case
    fork = process.by_name[parent.stage.state].fork
    assert fork is not None  # only a fork has children
    children = [b for b in case.branches if b.parent == name]
    alive = [b for b in children if not b.dropped and not _is_done(process, b)]
    done = [b for b in children if not b.dropped and _is_done(process, b)]
    every = max(1, len(done) + len(alive))
    need = {Join.ALL: every, Join.ANY: 1, Join.QUORUM: fork.quorum}[fork.join]
    if len(done) >= need:
        return enter(process, leave(case, parent, at, Flow.FORWARD), parent, fork.then, at)
    if len(done) + len(alive) >= need:
        return case
    if not fork.otherwise:
        raise Refused(
            "cases.join", "作废这一分支后，其余分支不足以汇合。请整案作废，或保留这一分支。"
        )
    return enter(process, leave(case, parent, at, None), parent, fork.otherwise, at)


def drop(process: Process, case: Case, branch: Branch, at: datetime) -> Case:
    """The case with one of its parallel branches voided."""
    case = leave(case, branch, at, None)
    case = replace(case, branches=(*case.branches, replace(branch, dropped=True)))
    return join(process, case, branch.parent, at)


def end(case: Case, outcome: Outcome, at: datetime) -> Case:
    """The case, ended: no branch, no open stop, no waiting request."""
    main = case.branch(MAIN)
    case = leave(case, main, at, Flow.FORWARD) if main else case
    stops = case.stops
    if case.paused:
        closed = replace(case.paused, pause=Pause(case.paused.pause.start, at))
        stops = (*stops[:-1], closed)
    return replace(case, stops=stops, outcome=outcome, whole=replace(case.whole, left=at))


def _stay(branch: str, state: str, at: datetime, case: Case, limit: Limit | None) -> Stage:
    """A new stay. Rework goes to the hands that did the work, not to those that sent it back."""
    before = next((s for s in reversed(case.past) if s.state == state and s.branch == branch), None)
    before = before if before and before.flow is Flow.FORWARD else None
    return Stage(
        branch=branch,
        state=state,
        entered=at,
        limit=limit,
        organisation=before.organisation if before else "",
        person=before.person if before else "",
    )


def _inside(branch: Branch, name: str) -> bool:
    return branch.name.startswith(f"{name}/")


def _is_done(process: Process, branch: Branch) -> bool:
    return process.by_name[branch.stage.state].kind is StateKind.DONE
