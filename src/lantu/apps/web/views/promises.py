"""The promise register as page and Excel, the page of a promise, and the promised systems."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.queries.living import outline
from lantu.apps.registry.queries.promises import Filter, Register, promise_detail, register
from lantu.apps.registry.words import Family, PromiseKind, Status
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.apps.web.views.living import head_of
from lantu.formats.xlsx import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _filter(request: HttpRequest) -> Filter:
    asked = request.GET
    return Filter(
        kind=one_of(asked.get("kind"), PromiseKind.values),
        status=one_of(asked.get("status"), Status.values),
        family=one_of(asked.get("family"), Family.values),
        section=whole(asked.get("section")),
        name=whole(asked.get("name")),
    )


@page(Permission.READ_PLANS)
def register_page(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    head = head_of(request, actor, key, number)
    chosen = _filter(request)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "register": register(head.id, chosen, whole(request.GET.get("page")) or 1),
        "chosen": chosen,
        "asked": asked.urlencode(),
        "units": [unit for unit in outline(head.id) if unit.level in ("chapter", "section")],
        "kinds": PromiseKind,
        "statuses": Status,
    }
    return render(request, "lantu/register.html", context)


@page(Permission.READ_PLANS)
def register_file(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    head = head_of(request, actor, key, number)
    found = register(head.id, _filter(request), page=None)
    name = quote(f"{head.title}-{_('承诺清册')}.xlsx")
    return HttpResponse(
        _sheet(found),
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _sheet(found: Register) -> bytes:
    header = (_("编号"), _("类别"), _("承诺"), _("位置"), _("章节"), _("责任单位"), _("状态"))
    rows = (
        (r.number, str(r.kind.label), r.title, r.place, r.section, r.owner, str(r.status.label))
        for r in found.rows
    )
    return workbook(_("承诺清册"), header, rows, (10, 10, 60, 10, 24, 20, 10))


@page(Permission.READ_PLANS)
def promise_page(
    request: HttpRequest, actor: Actor, key: str, number: int, promise: int
) -> HttpResponse:
    head = head_of(request, actor, key, number)
    return render(
        request, "lantu/promise.html", {"promise": promise_detail(actor, head.id, promise)}
    )


@page(Permission.READ_PLANS)
def systems_page(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    head = head_of(request, actor, key, number)
    chosen = Filter(
        kind=PromiseKind.SYSTEM,
        status=one_of(request.GET.get("status"), Status.values),
        family=one_of(request.GET.get("family"), Family.values),
    )
    found = register(head.id, chosen, page=None)
    groups = [
        (family, [row for row in found.rows if row.family is family])
        for family in Family
        if any(row.family is family for row in found.rows)
    ]
    context = {
        "groups": groups,
        "register": found,
        "chosen": chosen,
        "total": found.kinds.get(PromiseKind.SYSTEM, 0),
        "families": Family,
    }
    return render(request, "lantu/systems.html", context)
