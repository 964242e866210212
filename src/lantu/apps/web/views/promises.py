"""The promise register as page and Excel, the page of a promise, and the promised systems."""

from collections import Counter
from itertools import groupby
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.actions import decide_promise
from lantu.apps.registry.deciding import a_day
from lantu.apps.registry.queries.living import outline
from lantu.apps.registry.queries.promises import promise_detail, promise_of
from lantu.apps.registry.queries.register import ORDERS, Filter, Line, Register, register
from lantu.apps.registry.words import Family, Nature, PromiseKind, Status, SystemKind
from lantu.apps.tracking.enabling.queries import systems
from lantu.apps.tracking.words import SystemState
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.apps.web.views.living import head_of
from lantu.formats.xlsx import XLSX, workbook

COLUMNS = (
    ("number", gettext_lazy("编号")),
    ("kind", gettext_lazy("类别")),
    ("", gettext_lazy("承诺")),
    ("place", gettext_lazy("位置")),
    ("owner", gettext_lazy("责任单位")),
    ("status", gettext_lazy("状态")),
)
"""Columns of the register: the order that they sort by, "" for none, and their heading."""


def _filter(request: HttpRequest) -> Filter:
    asked = request.GET
    return Filter(
        kind=one_of(asked.get("kind"), PromiseKind.values),
        status=one_of(asked.get("status"), Status.values),
        family=one_of(asked.get("family"), Family.values),
        nature=one_of(asked.get("nature"), Nature.values),
        box=asked.get("box", "")[:20],
        words=asked.get("q", "").strip()[:200],
        section=whole(asked.get("section")),
        name=whole(asked.get("name")),
        due=whole(asked.get("due")),
    )


def _order(request: HttpRequest) -> str:
    known = (*ORDERS, *(f"-{order}" for order in ORDERS))
    return one_of(request.GET.get("order"), known) or "place"


@page(Permission.READ_PLANS)
def register_page(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    """The list, or its next rows alone when the list asks for them."""
    head = head_of(request, actor, key, number)
    chosen, order = _filter(request), _order(request)
    asked = request.GET.copy()
    asked.pop("after", None)
    found = register(head.id, chosen, order=order, after=whole(request.GET.get("after")))
    context = {"register": found, "chosen": chosen, "asked": asked.urlencode(), "head": head}
    if request.headers.get("HX-Request") == "true":
        return render(request, "lantu/parts/register_rows.html", context)
    asked.pop("order", None)
    context |= {
        "order": order,
        "unordered": asked.urlencode(),
        "columns": COLUMNS,
        "units": [unit for unit in outline(head.id) if unit.level in ("chapter", "section")],
        "kinds": PromiseKind,
        "statuses": Status,
    }
    return render(request, "lantu/register.html", context)


@page(Permission.READ_PLANS)
def register_file(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    head = head_of(request, actor, key, number)
    found = register(head.id, _filter(request), order=_order(request), size=None)
    name = quote(f"{head.title}-{_('承诺清册')}.xlsx")
    return HttpResponse(
        _sheet(found),
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _sheet(found: Register) -> bytes:
    header = (
        _("编号"), _("类别"), _("承诺"), _("位置"), _("章节"), _("责任单位"), _("状态"), _("原文"),
    )  # fmt: skip
    rows = (
        (
            line.row.number,
            str(line.row.kind.label),
            line.row.title,
            line.row.place,
            line.row.section,
            line.row.owner,
            str(line.row.status.label),
            f"{line.sentence.before}{line.sentence.words}{line.sentence.after}",
        )
        for line in found.lines
    )
    return workbook(_("承诺清册"), header, rows, (10, 10, 60, 10, 24, 20, 10, 80))


@page(Permission.READ_PLANS)
def promise_page(
    request: HttpRequest, actor: Actor, key: str, number: int, promise: int
) -> HttpResponse:
    head = head_of(request, actor, key, number)
    context = {
        "promise": promise_detail(actor, head.id, promise),
        "may_decide": actor.may(Permission.DECIDE_PROMISE),
    }
    return render(request, "lantu/promise.html", context)


@page(Permission.DECIDE_PROMISE, methods=("POST",))
def decide(request: HttpRequest, actor: Actor, key: str, number: int, promise: int) -> HttpResponse:
    """Adjust or end a promise by a document."""
    head = head_of(request, actor, key, number)
    entered = request.POST
    decide_promise(
        by=actor,
        promise=promise_of(head.id, promise),
        status=Status(one_of(entered.get("status"), Status.values) or Status.AWAITING),
        document=entered.get("document", "")[:200],
        day=a_day(entered.get("day", "")),
        reason=entered.get("reason", "")[:2000],
    )
    return redirect("promise", key=key, number=number, promise=promise)


@page(Permission.READ_PLANS)
def systems_page(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    head = head_of(request, actor, key, number)
    chosen = Filter(
        kind=PromiseKind.SYSTEM,
        status=one_of(request.GET.get("status"), Status.values),
        family=one_of(request.GET.get("family"), Family.values),
        words=request.GET.get("q", "").strip()[:200],
    )
    asked = request.GET.copy()
    asked.pop("after", None)
    after = whole(request.GET.get("after"))
    found = register(head.id, chosen, order="family", after=after)
    running = {line.promise: line for line in systems(actor) if line.plan_key == key}
    states = Counter(line.state for line in running.values())
    context = {
        "groups": [
            (family, [(line, running.get(line.row.id)) for line in lines])
            for family, lines in groupby(found.lines, _family)
        ],
        "states": [(state, states[state]) for state in SystemState],
        "register": found,
        "chosen": chosen,
        "asked": asked.urlencode(),
        "head": head,
        "total": found.kinds.get(PromiseKind.SYSTEM, 0),
        "families": Family,
        "system_kinds": [(SystemKind(kind), n) for kind, n in found.system_kinds.items()],
    }
    more = request.headers.get("HX-Request") == "true"
    return render(
        request, "lantu/parts/systems_rows.html" if more else "lantu/systems.html", context
    )


def _family(line: Line) -> Family | None:
    return line.row.family
