"""The page of a case: clock, branches, timeline, the actor's step, papers, files."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.words import Status
from lantu.apps.tracking.cases.actions import step
from lantu.apps.tracking.cases.queries.alike import alike
from lantu.apps.tracking.cases.queries.detail import CaseDetail, Moment, case_detail, paper_of
from lantu.apps.tracking.cases.queries.lanes import Forked, Lane, forks_of
from lantu.apps.tracking.enabling.queries import SystemLine, systems
from lantu.apps.tracking.enabling.snapshots import process_under
from lantu.apps.tracking.grounds import calendar
from lantu.apps.tracking.moments import moment
from lantu.apps.web.packs.choosing import choices_for
from lantu.apps.web.packs.clocks import weeks
from lantu.apps.web.packs.inputs import findings_of
from lantu.apps.web.packs.rows import mark_of, ratings, row_of, state_of, status_of
from lantu.apps.web.packs.steps import act_of, steps_of
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.engines.cases.case import EventKind
from lantu.engines.cases.process import Join, MeasureKind, Process
from lantu.engines.registers.fields import Kind
from lantu.formats import papers
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError

QUOTED = 2
"""Sentences of the plan beside a case; the others stand on the home of its pack."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(Permission.READ_RECORDS)
def case_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    detail = case_detail(actor, pk)
    return render(request, "lantu/packs/case.html", _context(actor, detail))


def shown_again(
    request: HttpRequest, actor: Actor, pk: int, fault: LantuError, **more: object
) -> HttpResponse:
    """The case with what was wrong with something that was sent for it."""
    context = _context(actor, case_detail(actor, pk), fault=fault) | more
    status = {Invalid: 400, Forbidden: 403}.get(type(fault), 409)
    return render(request, "lantu/packs/case.html", context, status=status)


@page(Permission.STEP_CASE, methods=("POST",))
def case_step(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The step, or the page again with what is wrong beside the fields."""
    detail = case_detail(actor, pk)
    pin, found = process_under(detail.line.pack, detail.line.process)
    raw: Mapping[str, str] = {}
    try:
        act, raw = act_of(request, detail.choices, pin.pack.register(found.register), actor)
        seen = whole(request.POST.get("version")) or 0
        step(by=actor, case=pk, seen=seen, what=act)
    except (Invalid, Conflict, Forbidden) as fault:
        again = case_detail(actor, pk)
        context = _context(actor, again, request.POST.get("choice", ""), raw, fault)
        status = {Invalid: 400, Forbidden: 403}.get(type(fault), 409)
        return render(request, "lantu/packs/case.html", context, status=status)
    return redirect("case", pk=pk)


def _context(
    actor: Actor,
    detail: CaseDetail,
    chosen: str = "",
    given: Mapping[str, str] | None = None,
    fault: LantuError | None = None,
) -> dict[str, Any]:
    pin, found = process_under(detail.line.pack, detail.line.process)
    register = pin.pack.register(found.register)
    said = {shown.name: shown.words for shown in detail.values if not shown.sensitive}
    steps = steps_of(
        detail.choices,
        register,
        given=given,
        values=_prefilled(register, said),
        findings=findings_of(fault),
        choices=choices_for(actor),
        chosen=chosen,
        branches={b.name: found.process.branch_title(b.name) for b in detail.case.branches},
    )
    may = {choice.action for choice in detail.choices}
    return {
        "pack": pin.pack,
        "process": found.process,
        "case": detail.line,
        "version": detail.pin.partition("+")[0],
        "state": state_of(detail.line),
        "status": status_of(detail.line),
        "steps": [s for s in steps if not s.measure] or list(steps),
        "measures": [s for s in steps if s.measure] if any(not s.measure for s in steps) else [],
        "chosen_measure": any(s.open and s.measure for s in steps),
        "timeline": [_event(event, found.process) for event in reversed(detail.timeline)],
        "facts": _facts(detail, register),
        "files": detail.files,
        "papers": detail.papers,
        "near": [row_of(line) for line in _near(detail)],
        "fault": fault,
        "promises": _promises(actor, pin.pack.name),
        "requests": [
            _event(event, found.process)
            for event in detail.timeline
            if event.seq in {request.seq for request in detail.case.requests}
        ],
        "may_merge": MeasureKind.MERGE in may,
        "alike": alike(actor, detail.line.id) if MeasureKind.MERGE in may else (),
        "may_divide": MeasureKind.SUBCASE in may,
        "may_rate": MeasureKind.FEEDBACK in may,
        "ratings": ratings(),
        "may_reveal": actor.may(Permission.REVEAL)
        and any(shown.sensitive and shown.words for shown in detail.values),
        "forks": [_fork(fork, detail) for fork in forks_of(pin.pack, found.process, detail.case)],
    } | _clock(detail)


def _promises(actor: Actor, pack: str) -> tuple[SystemLine, ...]:
    """The plan's sentences that the pack serves, for those who may read plans."""
    if not actor.may(Permission.READ_PLANS):
        return ()
    return systems(actor, pack=pack)[:QUOTED]


def _prefilled(register: Any, said: Mapping[str, str]) -> dict[str, str]:
    """What a choice already is; free words of one step are not those of the next."""
    kinds = (Kind.CHOICE,)
    return {
        name: words for name, words in said.items() if register.register.by_name[name].kind in kinds
    }


def _facts(detail: CaseDetail, register: Any) -> list[dict[str, object]]:
    return [
        {"title": shown.title, "words": shown.words, "masked": shown.sensitive}
        for shown in detail.values
        if shown.words and register.register.by_name[shown.name].kind is not Kind.FILE
    ]


def _near(detail: CaseDetail) -> list[Any]:
    found = [detail.parent, detail.merged_into, *detail.subcases, *detail.absorbed]
    return [line for line in found if line is not None]


def _event(event: Moment, process: Process) -> dict[str, object]:
    parts = [f"{v.title} {v.words}" for v in event.values if v.words and len(v.words) < 60]
    words = [event.reason, *(parts if event.kind is not EventKind.OPEN else []), *event.papers]
    if event.to and event.to not in "".join(parts):
        words.insert(0, f"→ {event.to}")
    by = f"{event.by}（{event.on_behalf_of}）" if event.on_behalf_of else event.by
    branch = process.branch_title(event.branch)
    return {
        "at": event.at, "who": by, "status": mark_of(event.kind),
        "did": f"{event.did}（{branch}）" if branch else event.did,
        "words": " · ".join(word for word in words if word),
    }  # fmt: skip


def _clock(detail: CaseDetail) -> dict[str, object]:
    """The clock of the open stage, else of the whole case."""
    alone = detail.turns[0] if len(detail.turns) == 1 else None
    own = alone.clock if alone and alone.clock else None
    clock = own or detail.clock
    branch = detail.case.branch(alone.branch) if alone else None
    stage = branch.stage if own and branch else detail.case.whole
    shown: dict[str, object] = {"clock": clock, "whole": detail.clock if own else None}
    if clock is None:
        return shown
    pauses = [stop.pause for stop in detail.case.stops]
    due = clock.due.at - timedelta(seconds=1) if clock.due else None
    return shown | {
        "alone": alone is not None,
        "stage_title": alone.state if own and alone else "",
        "left": f"{abs(clock.remaining):.1f}".removesuffix(".0"),
        "used": f"{clock.used:.1f}".removesuffix(".0"),
        "due": due,
        "weeks": weeks(clock, stage.entered, calendar(), pauses, stage.left or moment()),
    }


def _fork(fork: Forked, detail: CaseDetail) -> dict[str, object]:
    """The panel of parallel branches; those that are the reader's turn stand out."""
    own = {c.branch for c in detail.choices if c.kind is EventKind.STEP}
    joined = {
        Join.ALL: _("全部办完才汇合"),
        Join.ANY: _("办完一个就汇合"),
        Join.QUORUM: _("办完 %(n)d 个就汇合") % {"n": fork.needed},
    }
    return {
        "title": fork.title, "joined": joined[fork.join], "then": fork.then, "done": fork.done,
        "needed": fork.needed, "lanes": [_lane(lane, own) for lane in fork.lanes],
    }  # fmt: skip


def _lane(lane: Lane, own: set[str]) -> dict[str, object]:
    status, word = Status.UNDER_WAY, _("在办")
    if lane.dropped:
        status, word = Status.TERMINATED, _("已作废")
    elif lane.done:
        status, word = Status.DONE, _("已办完")
    elif lane.late:
        status, word = Status.LAGGING, _("已逾期")
    return {
        "title": lane.title, "organisation": lane.organisation, "status": status.value,
        "word": word, "mine": lane.branch in own, "since": lane.since, "clock": lane.clock,
        "state": "" if lane.done or lane.dropped or lane.state == lane.title else lane.state,
    }  # fmt: skip


@page(Permission.READ_RECORDS)
def paper(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A numbered paper as Word."""
    row = paper_of(actor, pk)
    body = papers.write(papers.Paper("", row.number, row.title, row.body))
    name = quote(f"{row.number}{row.title}.docx")
    return HttpResponse(
        body,
        content_type=WORD,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
