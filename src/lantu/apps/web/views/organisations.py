"""Pages of the directory of organisations, of reforms, and of API tokens."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.asking import status_of
from lantu.apps.people.models import day_of_today
from lantu.apps.people.organisation_actions import (
    Particulars,
    keep_organisation,
    preview_reform,
    reform,
)
from lantu.apps.people.permissions import ADMINISTRATORS, GRANTS, Permission, Role
from lantu.apps.people.queries import (
    organisation_detail,
    organisation_of,
    organisations,
    own_organisations,
    tokens,
)
from lantu.apps.people.token_actions import make_token, revoke_token
from lantu.apps.places.queries import area_of, vintages
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.apps.web.views.accounts import BOTH, day_given
from lantu.formats.xlsx import XLSX, workbook
from lantu.kernel.errors import Conflict, Invalid

TOKEN_ROLES = [
    role
    for role in Role
    if role not in ADMINISTRATORS | {Role.PUBLIC, Role.SYSTEM, Role.ORGANISATION_ADMIN}
]


@page(Permission.READ_ORGANISATIONS, methods=BOTH)
def organisation_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    fault = None
    if request.method == "POST":
        try:
            made = keep_organisation(by=actor, given=_particulars(request, actor))
            return redirect("organisation", pk=made.pk)
        except (Invalid, Conflict) as error:
            fault = error
    query = request.GET.get("q", "").strip()[:60]
    context = {
        "organisations": organisations(actor, query),
        "query_organisations": query,
        "vintages": vintages(),
        "fault": fault,
        "may_keep": actor.may(Permission.KEEP_ORGANISATIONS),
    }
    return render(request, "lantu/organisations.html", context, status=400 if fault else 200)


@page(Permission.READ_ORGANISATIONS)
def organisation_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    header = (_("单位"), _("简称"), _("统一社会信用代码"), _("区域"), _("上级单位"), _("联系人"))
    rows = (
        (o.name, o.short_name, o.uscc, o.area, o.parent, o.contact) for o in organisations(actor)
    )
    book = workbook(_("单位目录"), header, rows, (30, 16, 22, 16, 24, 16))
    return HttpResponse(book, content_type=XLSX)


@page(Permission.READ_ORGANISATIONS, methods=BOTH)
def organisation_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """With KEEP_ORGANISATIONS: change it, or pass its duties on (first a preview)."""
    detail = organisation_detail(actor, pk)
    seen = whole(request.POST.get("version"))
    fault, preview, successor, draft = None, None, None, None
    if request.method == "POST":
        try:
            wish = one_of(request.POST.get("wish"), ("change", "preview", "reform"))
            if wish == "change":
                draft = _particulars(request, actor)
                keep_organisation(by=actor, given=draft, organisation=detail.row, seen=seen)
                return redirect("organisation", pk=pk)
            successor = organisation_of(actor, whole(request.POST.get("new")) or 0)
            if wish == "reform":
                reform(
                    by=actor,
                    old=detail.row,
                    new=successor,
                    day=day_given(request.POST.get("day")) or day_of_today(),
                    document=request.POST.get("document", ""),
                    seen=seen,
                )
                return redirect("organisation", pk=successor.pk)
            preview = preview_reform(by=actor, old=detail.row)
        except (Invalid, Conflict) as error:
            fault, detail = error, organisation_detail(actor, pk)
    context = {
        "organisation": detail,
        "draft": draft or detail.row,
        "preview": preview,
        "successor": successor,
        "given": request.POST,
        "fault": fault,
        "others": [o for o in organisations(actor) if o.id != pk],
        "vintages": vintages(),
        "may_keep": actor.may(Permission.KEEP_ORGANISATIONS),
    }
    status = status_of(fault) if fault else 200
    return render(request, "lantu/organisation.html", context, status=status)


def _particulars(request: HttpRequest, actor: Actor) -> Particulars:
    given = request.POST
    parent, code = whole(given.get("parent")), given.get("area", "").strip()
    return Particulars(
        given.get("name", ""),
        given.get("short_name", ""),
        given.get("uscc", ""),
        given.get("contact", ""),
        area_of(given.get("vintage", ""), code) if code else None,
        organisation_of(actor, parent) if parent else None,
        day_given(given.get("since")),
    )


@page(Permission.KEEP_TOKENS, methods=BOTH)
def token_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    fault, secret = None, ""
    if request.method == "POST":
        given = request.POST
        try:
            if revoked := whole(given.get("revoke")):
                revoke_token(by=actor, token=revoked)
                return redirect("tokens")
            secret = _make(request, actor)
        except (Invalid, Conflict) as error:
            fault = error
    own = own_organisations(actor)
    everywhere = actor.may(Permission.GRANT_ALL_ROLES)
    context = {
        "tokens": tokens(actor),
        "secret": secret,
        "fault": fault,
        "organisations": [o for o in organisations(actor) if everywhere or o.id in own],
        "roles": TOKEN_ROLES,
        "permissions": sorted(
            {p for role in TOKEN_ROLES for p in GRANTS[role]}, key=lambda p: p.value
        ),
        "until": day_of_today() + timedelta(days=180),
    }
    return render(request, "lantu/tokens.html", context, status=400 if fault else 200)


def _make(request: HttpRequest, actor: Actor) -> str:
    given = request.POST
    role, until = one_of(given.get("role"), Role.values), day_given(given.get("until"))
    if not role or until is None:
        raise Invalid("web.token", _("没有选择角色或止日。"), _("请补上再提交。"))
    _token, secret = make_token(
        by=actor,
        organisation=organisation_of(actor, whole(given.get("organisation")) or 0),
        name=given.get("name", ""),
        role=Role(role),
        may=[Permission(word) for word in given.getlist("may") if word in Permission.values],
        until=until,
    )
    return secret
