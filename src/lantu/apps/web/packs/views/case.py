"""The page of a case: clock, branches, timeline, the actor's step, papers, files."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.actions import step
from lantu.apps.tracking.cases.queries.detail import CaseDetail, Moment, case_detail, paper_of
from lantu.apps.tracking.enabling.snapshots import process_under
from lantu.apps.tracking.grounds import calendar
from lantu.apps.tracking.moments import moment
from lantu.apps.web.packs.choosing import choices_for
from lantu.apps.web.packs.clocks import weeks
from lantu.apps.web.packs.inputs import findings_of
from lantu.apps.web.packs.rows import mark_of, row_of, state_of, status_of
from lantu.apps.web.packs.steps import act_of, steps_of
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.engines.cases.case import EventKind
from lantu.engines.registers.fields import Kind
from lantu.formats import papers
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@page(Permission.READ_RECORDS)
def case_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    detail = case_detail(actor, pk)
    return render(request, "lantu/packs/case.html", _context(actor, detail))


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
    )
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
        "timeline": [_event(event) for event in reversed(detail.timeline)],
        "facts": _facts(detail, register),
        "files": detail.files,
        "papers": detail.papers,
        "near": [row_of(line) for line in _near(detail)],
        "fault": fault,
    } | _clock(detail)


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


def _event(event: Moment) -> dict[str, object]:
    parts = [f"{v.title} {v.words}" for v in event.values if v.words and len(v.words) < 60]
    words = [event.reason, *(parts if event.kind is not EventKind.OPEN else []), *event.papers]
    if event.to and event.to not in "".join(parts):
        words.insert(0, f"→ {event.to}")
    by = f"{event.by}（{event.on_behalf_of}）" if event.on_behalf_of else event.by
    return {
        "at": event.at, "who": by, "did": event.did, "status": mark_of(event.kind),
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
        "stage_title": alone.state if own and alone else "",
        "left": f"{abs(clock.remaining):.1f}".removesuffix(".0"),
        "used": f"{clock.used:.1f}".removesuffix(".0"),
        "due": due,
        "weeks": weeks(clock, stage.entered, calendar(), pauses, stage.left or moment()),
        "branches": [] if alone else [_branch(turn) for turn in detail.turns],
    }


def _branch(turn: Any) -> dict[str, object]:
    late = turn.clock is not None and turn.clock.late
    return {
        "title": turn.branch.rpartition("/")[2], "organisation": turn.organisation,
        "state": turn.state, "clock": turn.clock, "word": turn.duty,
        "status": "lagging" if late else "under_way",
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
