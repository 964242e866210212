"""Reporting: the form of a process, and 自办自结, a report with its end on one screen."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.tracking.cases.actions import Act, open_case
from lantu.apps.tracking.enabling.offering import asked_first
from lantu.apps.web.frame import today
from lantu.apps.web.packs.choosing import choices_for
from lantu.apps.web.packs.inputs import Input, findings_of, inputs, posted, words_of
from lantu.apps.web.packs.subjects import Subject, declared, subject, tabs, title_of
from lantu.apps.web.packs.views import records
from lantu.apps.web.pages import page
from lantu.engines.cases.process import StateKind, Transition
from lantu.engines.registers.fields import Kind
from lantu.kernel.errors import Invalid, NotFound
from lantu.packs.words import PageKind

BOTH = ("GET", "HEAD", "POST")
CHANNEL = {Role.GRID_WORKER: "网格员"}
"""What the source of a report is, by the role of who reports, where the pack has the word."""


@page(Permission.OPEN_CASE, methods=BOTH)
def form(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """Report something; the fields are those that no later step asks for."""
    about = subject(pack, of)
    if about.process is None:
        return records.add(request, actor, about)
    return _form(request, actor, about, reporting(about), None)


@page(Permission.OPEN_CASE, methods=BOTH)
def at_once(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """Found and solved on the spot: report and last step together."""
    about = subject(pack, of)
    last = closing(about)
    if last is None:
        raise NotFound(
            "web.pack.at_once", _("这个流程不能当场办结。"), _("请用上报表单，由下一环节办理。")
        )
    names = list(dict.fromkeys((*reporting(about), *last.needs, *last.asks)))
    return _form(request, actor, about, names, last)


def reporting(about: Subject) -> list[str]:
    """Fields of the first form: whatever no step and no measure asks for later."""
    assert about.process is not None  # `_form` has seen to it
    return list(asked_first(about.register, about.process))


def closing(about: Subject) -> Transition | None:
    """The step that ends a case from its first state."""
    if about.process is None:
        return None
    process = about.process.process
    ends = {s.name for s in process.states if s.kind is StateKind.CLOSED}
    first = process.steps[process.start].values()
    return next((step for step in first if step.to in ends), None)


def _form(
    request: HttpRequest, actor: Actor, about: Subject, names: list[str], last: Transition | None
) -> HttpResponse:
    if about.process is None:
        raise NotFound(
            "web.pack.no_cases", _("这个登记簿没有办理流程。"), _("请从系统的首页进入。")
        )
    given: Mapping[str, str] = _known(actor, about)
    read: Mapping[str, str] = {}
    fault: Invalid | None = None
    if request.method == "POST":
        try:
            read = posted(request, about.register, names, actor)
            told = _report(read, last)
            opened = open_case(by=actor, process=about.kind, once=_mark(request), **told)
        except Invalid as error:
            fault = error
            given = words_of(request, about.register, names, read)
        else:
            return redirect("case", pk=opened.case.pk)
    fields = inputs(
        about.register, names, given=given, findings=findings_of(fault),
        choices=choices_for(actor), needed=last.needs if last else (),
    )  # fmt: skip
    status = 400 if fault else 200
    mark = _mark(request) or get_random_string(22)
    context = _context(about, fields, last) | {"fault": fault, "mark": mark}
    return render(request, "lantu/packs/form.html", context, status=status)


def _mark(request: HttpRequest) -> str:
    """What tells a form from another one that says the same: sent twice, it makes one case."""
    return request.POST.get("mark", "")[:22]


def _report(given: Mapping[str, str], last: Transition | None) -> dict[str, Any]:
    values = {name: words for name, words in given.items() if words}
    if last is None:
        return {"values": values}
    done = {name: values[name] for name in (*last.needs, *last.asks) if name in values}
    return {"values": values, "then": Act(action=last.action, values=done)}


def _known(actor: Actor, about: Subject) -> dict[str, str]:
    """What need not be typed: today, and the source that goes with the reporter's role."""
    known = {
        f.name: today().isoformat() for f in about.fields if f.kind is Kind.DATE and f.required
    }
    source = about.process.source if about.process else ""
    words = [word for role, word in CHANNEL.items() if role in actor.roles]
    if source and words and words[0] in about.register.register.by_name[source].options:
        known[source] = words[0]
    return known


def _context(about: Subject, fields: tuple[Input, ...], last: Transition | None) -> dict[str, Any]:
    found = declared(about.pack, PageKind.FORM, about.of)
    title = title_of(about.pack, found) if found else about.title
    return {
        "pack": about.pack, "tabs": tabs(about.pack), "of": about.of, "inputs": fields,
        "title": last.title if last else title,
        "hint": _("当场发现、当场处理，拍两张照片") if last else "",
        "send": last.title if last else title,
        "draft": f"{about.kind}-{last.action if last else 'open'}",
        "at_once": None if last else closing(about),
    }  # fmt: skip
