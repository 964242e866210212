"""The form of an instruction: the leader's words, the paper's photograph, the unit, the limit."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.asking import status_of
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.instructions.actions import Given, give_instruction
from lantu.apps.tracking.instructions.giving import (
    leader_behind,
    leaders_to_give_for,
    limits,
    units_to_address,
)
from lantu.apps.tracking.instructions.subjects import Subject, likely_unit, subject_of
from lantu.apps.tracking.instructions.words import Urgency
from lantu.apps.web.frame import today
from lantu.apps.web.instructions.inputs import kept_files, until_of
from lantu.apps.web.instructions.rows import about, address_of
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.apps.web.views.accounts import day_given
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError, NotFound


@page(Permission.GIVE_INSTRUCTION, methods=("GET", "HEAD", "POST"))
def form(request: HttpRequest, actor: Actor) -> HttpResponse:
    """?promise= or ?case= says what it is about; without them it is a general one."""
    sent = request.POST if request.method == "POST" else request.GET
    promise, case = whole(sent.get("promise")), whole(sent.get("case"))
    subject = subject_of(actor, promise=promise, case=case)
    if subject is None and (promise is not None or case is not None):
        raise NotFound(
            "web.instruction.subject", _("没有这项承诺或案件。"), _("请从承诺页或案件页进入。")
        )
    fault: LantuError | None = None
    if request.method == "POST":
        try:
            leader = whole(request.POST.get("leader")) or actor.user or 0
            made = give_instruction(
                by=actor,
                on_behalf_of=leader_behind(actor, leader),
                given=_given(request, actor, promise, case),
            )
        except (Invalid, Conflict, Forbidden) as error:
            fault = error
        else:
            return redirect("instruction", pk=made.pk)
    context = _context(request, actor, subject) | {"fault": fault}
    status = status_of(fault) if fault else 200
    return render(request, "lantu/instructions/form.html", context, status=status)


def _given(request: HttpRequest, actor: Actor, promise: int | None, case: int | None) -> Given:
    entered = request.POST
    return Given(
        text=entered.get("text", ""),
        lead=whole(entered.get("lead")) or 0,
        helping=tuple(filter(None, map(whole, entered.getlist("helping")))),
        until=until_of(request),
        written_on=_written(entered.get("written_on")),
        urgency=Urgency(one_of(entered.get("urgency"), Urgency.values) or Urgency.NORMAL),
        promise=promise,
        case=case,
        photos=kept_files(request, actor, "photo"),
    )


def _written(given: str | None) -> date:
    day = day_given(given)
    if day is None:
        raise Invalid(
            "web.instruction.written", _("没有写明批示日期。"), _("请填写领导写下批示的日期。")
        )
    return day


def _context(request: HttpRequest, actor: Actor, subject: Subject | None) -> dict[str, Any]:
    entered = request.POST
    units = units_to_address(actor)
    likely = likely_unit(actor, subject)
    return {
        "subject": subject,
        "about": about(subject),
        "address": address_of(subject),
        "leaders": leaders_to_give_for(actor),
        "units": units,
        "limits": limits(),
        "urgencies": Urgency,
        "entered": entered,
        "lead": whole(entered.get("lead")) or likely,
        "helping": set(filter(None, map(whole, entered.getlist("helping")))),
        "written_on": entered.get("written_on") or today().isoformat(),
        "limit": entered.get("limit") or "5",
        "leader": whole(entered.get("leader")),
    }
