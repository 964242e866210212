"""Measures: what is done to a case besides its steps, at once or after approval.

派遣 延期 缓办 扣除时间 恢复 作废 重办 申诉 升级 督办 催办 并案 子案 评价. Refuses what the process
does not provide for, what lacks its role, reason or approval, and what would lose the case.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from lantu.engines.cases.case import (
    Branch,
    Case,
    Escalation,
    Event,
    Feedback,
    Outcome,
    Refused,
    Stage,
    Stop,
)
from lantu.engines.cases.process import MAIN, SYSTEM, Flow, Measure, MeasureKind, Process
from lantu.engines.cases.steps import (
    demand_fields,
    demand_reason,
    demand_role,
    drop,
    end,
    enter,
    hand_to,
    issue,
    leave,
    roles_on,
    running,
    with_branch,
)
from lantu.kernel.workdays import Pause, local

_K = MeasureKind
_ALWAYS = {
    _K.ASSIGN: Measure(kind=_K.ASSIGN, who=(SYSTEM,)),
    _K.ESCALATE: Measure(kind=_K.ESCALATE, who=(SYSTEM,)),
    _K.NOTE: Measure(kind=_K.NOTE, who=()),
    _K.ABSORB: Measure(kind=_K.ABSORB, who=(SYSTEM,)),
    _K.SUBCASE_ENDED: Measure(kind=_K.SUBCASE_ENDED, who=(SYSTEM,)),
}
"""Measures that every process has; NOTE is for anyone who may see the case."""
_BY_SYSTEM = frozenset({_K.ASSIGN, _K.ESCALATE, _K.RESUME, _K.SUBCASE})
"""Measures that the software takes by itself: duty lists, a suspension whose term is over."""
_AFTER_END = frozenset({_K.REOPEN, _K.FEEDBACK, _K.NOTE, _K.ABSORB, _K.SUBCASE_ENDED})
_BEFORE_END = frozenset(_K) - {_K.REOPEN, _K.FEEDBACK}
_REASONED = frozenset(
    {_K.EXTEND, _K.SUSPEND, _K.EXCLUDE, _K.VOID, _K.REOPEN, _K.APPEAL, _K.ESCALATE, _K.SUPERVISE,
     _K.MERGE}
)  # fmt: skip


def measure_of(process: Process, kind: MeasureKind) -> Measure | None:
    """The declaration of a measure. Resuming is for whoever may suspend or approve it."""
    if kind is _K.RESUME and kind not in process.by_kind:
        stops = [process.by_kind[k] for k in (_K.SUSPEND, _K.EXCLUDE) if k in process.by_kind]
        roles = tuple(dict.fromkeys(role for m in stops for role in (*m.who, *m.approve)))
        return Measure(kind=kind, who=roles) if stops else None
    return process.by_kind.get(kind) or _ALWAYS.get(kind)


def take_measure(process: Process, case: Case, event: Event) -> Case:
    """The case after a measure was taken, or asked for when it needs approval."""
    kind, measure = _declared(process, event.action)
    if not (SYSTEM in event.by.roles and kind in _BY_SYSTEM) and kind is not _K.NOTE:
        counted = replace(event.by, roles=roles_on(process, case, event.branch, event.by))
        event = replace(event, by=counted)
        demand_role(event, (*measure.who, *measure.approve), kind.label)
    if kind in _REASONED:
        demand_reason(event, kind.label)
    demand_fields(measure.needs, event)
    _check_bounds(case, measure, event)
    if not measure.approve or event.by.roles & set(measure.approve):
        return _take(process, case, measure, event)
    if any(r.action == event.action and r.branch == event.branch for r in case.requests):
        raise Refused("cases.asked", f"已有一个“{kind.label}”申请等待批准。")
    _take(process, case, measure, event)  # what cannot take effect is refused now, not later
    return replace(case, requests=(*case.requests, event))


def answer(process: Process, case: Case, event: Event, granted: bool) -> Case:
    """The case after a waiting request was granted or denied."""
    request = next((r for r in case.requests if r.seq == event.request), None)
    if request is None:
        raise Refused("cases.request", "这个申请已经答复或已失效，请刷新后再看。")
    kind, measure = _declared(process, request.action)
    demand_role(event, measure.approve, f"批准{kind.label}")
    case = replace(case, requests=tuple(r for r in case.requests if r is not request))
    if not granted:
        demand_reason(event, f"不同意{kind.label}")
        return case
    decided = replace(request, at=event.at, seq=event.seq, numbers=event.numbers)
    return _take(process, case, measure, decided)


def _declared(process: Process, action: str) -> tuple[MeasureKind, Measure]:
    kind = MeasureKind(action) if action in set(MeasureKind) else None
    measure = None if kind is None else measure_of(process, kind)
    if kind is None or measure is None:
        title = kind.label if kind else action
        raise Refused("cases.measure", f"“{process.title}”流程没有设“{title}”。")
    return kind, measure


def _check_bounds(case: Case, measure: Measure, event: Event) -> None:
    """Where, how often and how much."""
    kind = measure.kind
    if case.outcome and kind not in _AFTER_END:
        hint = "；如未解决可申请重办" if case.outcome is not Outcome.MERGED else ""
        raise Refused("cases.ended", f"案件{case.outcome.label}，不能{kind.label}{hint}。")
    if not case.outcome and kind not in _BEFORE_END:
        raise Refused("cases.running", f"案件尚未办结，不能{kind.label}。")
    branch = case.branch(event.branch)
    if measure.states and (branch is None or branch.stage.state not in measure.states):
        raise Refused("cases.place", f"本环节不能{kind.label}。")
    if measure.times and case.taken.count(kind) >= measure.times:
        raise Refused("cases.times", f"{kind.label}最多 {measure.times} 次，已用完。")
    if measure.most and event.amount > measure.most:
        raise Refused("cases.most", f"一次{kind.label}最多 {measure.most}，现为 {event.amount}。")


def _take(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    case = _EFFECTS[measure.kind](process, case, measure, event)
    case = replace(case, taken=(*case.taken, measure.kind), values={**case.values, **event.values})
    return issue(case, measure.papers, event)


def _assign(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    branch = running(process, case, event.branch)
    if not event.target:
        raise Refused("cases.target", "请写明派给哪个单位。")
    if event.level is not None and event.level != branch.level:
        case, branch = _raised(case, branch, event)
    return hand_to(case, branch, event)


def _escalate(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    branch = running(process, case, event.branch)
    case, branch = _raised(case, branch, event)
    return hand_to(case, branch, replace(event, target="", person=""))


def _raised(case: Case, branch: Branch, event: Event) -> tuple[Case, Branch]:
    """The branch at a higher area level; one up unless the event says which."""
    level = branch.level + 1 if event.level is None else event.level
    if not branch.level < level < len(case.areas):
        top = case.areas[branch.level] if branch.level < len(case.areas) else "本级"
        raise Refused("cases.level", f"不能从{top}升级：只能升到更高且存在的一级。")
    demand_reason(event, MeasureKind.ESCALATE.label)
    step = Escalation(
        event.at, branch.name, case.areas[branch.level], case.areas[level], event.reason
    )
    raised = replace(branch, level=level)
    return replace(with_branch(case, raised), escalations=(*case.escalations, step)), raised


def _extend(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    """In the unit of the stay's limit; the whole case moves along when its unit is the same."""
    branch = running(process, case, event.branch)
    own, whole = branch.stage.limit, case.whole.limit
    unit = own.unit if own else whole.unit if whole else None
    if unit is None:
        raise Refused("cases.no_limit", "本环节没有时限，不需要延期。")
    if event.amount <= 0:
        raise Refused("cases.amount", f"请写明延长多少{unit.label}。")
    if own:
        stage = replace(branch.stage, extended=branch.stage.extended + event.amount)
        case = with_branch(case, replace(branch, stage=stage))
    if whole and whole.unit is unit:
        extended = case.whole.extended + event.amount
        case = replace(case, whole=replace(case.whole, extended=extended))
    return case


def _stop(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    if case.paused:
        raise Refused("cases.paused", f"已在{case.paused.kind.label}，请先恢复办理。")
    stop = Stop(measure.kind, Pause(event.at), event.reason)
    return replace(case, stops=(*case.stops, stop))


def _resume(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    if not case.paused:
        raise Refused("cases.not_paused", "案件没有缓办，也没有扣除时间，不需要恢复。")
    ended = replace(case.paused, pause=Pause(case.paused.pause.start, event.at))
    return replace(case, stops=(*case.stops[:-1], ended))


def _void(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    if event.branch == MAIN:
        return end(case, Outcome.VOID, event.at)
    return drop(process, case, running(process, case, event.branch), event.at)


def _reopen(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    """Closed is not solved: the case goes on, with a new clock."""
    if case.outcome is Outcome.MERGED:
        raise Refused("cases.merged", f"本案已并入 {case.merged_into}，请在该案申请重办。")
    ended = case.whole.left
    if measure.within and ended:
        last = local(ended).date() + timedelta(days=measure.within)
        if local(event.at).date() > last:
            raise Refused("cases.late", f"办结后 {measure.within} 天内可申请重办，请另行上报。")
    whole = Stage(branch=MAIN, state="", entered=event.at, limit=case.whole.limit)
    case = replace(case, outcome=None, whole=whole, past=(*case.past, case.whole))
    main = Branch(name=MAIN, stage=whole, level=0)
    return enter(process, case, main, measure.to, event.at)


def _appeal(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    """The whole case goes back to the state that hears appeals; parallel branches end."""
    running(process, case, event.branch)
    main = case.branch(MAIN)
    assert main is not None  # every open case has its main branch
    case = leave(case, main, event.at, Flow.RETURN)
    return enter(process, case, main, measure.to, event.at)


def _merge(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    if event.target in ("", case.key):
        raise Refused("cases.target", "请写明并入哪一个案件，不能并入自己。")
    return end(replace(case, merged_into=event.target), Outcome.MERGED, event.at)


def _absorb(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    return replace(case, absorbed=(*case.absorbed, event.target))


def _subcase(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    if not event.target or event.target == case.key or event.target in case.subcases:
        raise Refused("cases.target", "请给子案一个新的案号。")
    return replace(case, subcases={**case.subcases, event.target: False})


def _subcase_ended(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    if event.target not in case.subcases:
        raise Refused("cases.target", f"“{event.target}”不是本案的子案。")
    return replace(case, subcases={**case.subcases, event.target: True})


def _feedback(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    solved, rating = event.values.get("solved"), event.values.get("satisfaction")
    if rating is not None and rating not in range(1, 6):
        raise Refused("cases.rating", "满意度请填 1 到 5。")
    said = Feedback(
        event.at,
        solved if isinstance(solved, bool) else None,
        rating if isinstance(rating, int) else None,
        event.reason,
    )
    return replace(case, feedback=(*case.feedback, said))


def _nothing(process: Process, case: Case, measure: Measure, event: Event) -> Case:
    return case  # that it happened is all there is to say


_EFFECTS: Mapping[MeasureKind, Callable[[Process, Case, Measure, Event], Case]] = {
    _K.ASSIGN: _assign,
    _K.EXTEND: _extend,
    _K.SUSPEND: _stop,
    _K.EXCLUDE: _stop,
    _K.RESUME: _resume,
    _K.VOID: _void,
    _K.REOPEN: _reopen,
    _K.APPEAL: _appeal,
    _K.ESCALATE: _escalate,
    _K.SUPERVISE: _nothing,
    _K.URGE: _nothing,
    _K.MERGE: _merge,
    _K.ABSORB: _absorb,
    _K.SUBCASE: _subcase,
    _K.SUBCASE_ENDED: _subcase_ended,
    _K.FEEDBACK: _feedback,
    _K.NOTE: _nothing,
}
