"""Pages to manage accounts: open, close, set a password, grant and end roles."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lantu.apps.people.actions import (
    Place,
    account,
    close_account,
    create_account,
    end_membership,
    grant_role,
    set_password,
    sign_out_everywhere,
)
from lantu.apps.people.actor import Actor
from lantu.apps.people.asking import status_of
from lantu.apps.people.leaving import days_on
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import ROLES, Permission, Role
from lantu.apps.people.queries import (
    account_line,
    accounts,
    leaders,
    membership_of,
    organisation_of,
    organisations,
    role_cards,
)
from lantu.apps.people.second_factor_actions import release
from lantu.apps.places.models import Hierarchy
from lantu.apps.places.queries import area_of, vintages
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.formats.xlsx import XLSX, workbook
from lantu.kernel.errors import Conflict, Invalid

BOTH = ("GET", "HEAD", "POST")


@page(Permission.READ_ACCOUNTS, methods=BOTH)
def account_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    fault = None
    if request.method == "POST":
        given = request.POST
        try:
            made = create_account(
                by=actor,
                username=given.get("username", "").strip(),
                display_name=given.get("name", "").strip(),
                password=given.get("password", ""),
            )
            return redirect("account", pk=made.pk)
        except (Invalid, Conflict) as error:
            fault = error
    query = request.GET.get("q", "").strip()[:60]
    context = {
        "accounts": accounts(actor, query),
        "query_accounts": query,
        "fault": fault,
        "may_open": actor.may(Permission.KEEP_ACCOUNTS),
    }
    return render(request, "lantu/accounts.html", context, status=400 if fault else 200)


@page(Permission.READ_ACCOUNTS)
def account_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    header = (_("账号"), _("名称"), _("角色"), _("状态"))
    rows = (
        (a.username, a.name, a.roles, _("在用") if a.active else _("已停用"))
        for a in accounts(actor)
    )
    return HttpResponse(workbook(_("账号"), header, rows, (20, 20, 40, 10)), content_type=XLSX)


@page(Permission.READ_ACCOUNTS, methods=BOTH)
def account_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    line = account_line(actor, pk)
    fault = None
    if request.method == "POST":
        try:
            done = _change(request, actor, pk)
            return redirect(f"{reverse('account', args=[pk])}?done={done}")
        except (Invalid, Conflict) as error:
            fault, line = error, account_line(actor, pk)
    context = {
        "account": line,
        "fault": fault,
        "done": _done(request.GET.get("done", "")) if fault is None else "",
        "roles": [role for role in ROLES if role is not Role.PUBLIC],
        "organisations": organisations(actor),
        "leaders": leaders(actor),
        "hierarchies": Hierarchy,
        "vintages": vintages(),
        "terms": days_on(settings.KEEP_ACCOUNTS, day_of_today()),
        "may_keep": actor.may(Permission.KEEP_ACCOUNTS),
        "may_grant": actor.may(Permission.GRANT_ROLES),
    }
    status = status_of(fault) if fault else 200
    return render(request, "lantu/account.html", context, status=status)


def _change(request: HttpRequest, actor: Actor, pk: int) -> str:
    """The wish that was carried out."""
    user, given = account(actor, pk), request.POST
    seen = whole(given.get("version"))
    wish = one_of(
        given.get("wish"), ("close", "open", "password", "release", "out", "grant", "end")
    )
    if wish in ("close", "open"):
        close_account(by=actor, user=user, closed=wish == "close", seen=seen)
    elif wish == "password":
        set_password(by=actor, user=user, password=given.get("password", ""), seen=seen)
    elif wish == "release":
        release(by=actor, user=user, seen=seen)
    elif wish == "out":
        sign_out_everywhere(by=actor, user=user)
    elif wish == "end":
        post = membership_of(actor, whole(given.get("post")) or 0)
        end_membership(by=actor, membership=post, seen=seen)
    elif wish == "grant":
        grant_role(by=actor, user=user, role=_role(request), place=_place(request, actor))
    else:
        raise Invalid("web.account.wish", _("没有说明要做什么。"), _("请用页面上的按钮。"))
    return wish


def _done(wish: str) -> str:
    return {
        "close": _("已停用，在各处的登录也已退出。"),
        "open": _("已启用。"),
        "password": _("已重设密码并解除锁定；首次登录时须改成自己的。"),
        "release": _("已解除动态口令；下次登录时重新绑定手机。"),
        "out": _("在各处的登录都已退出。"),
        "grant": _("已授予角色。"),
        "end": _("已收回角色。"),
    }.get(wish, "")


def _role(request: HttpRequest) -> Role:
    chosen = one_of(request.POST.get("role"), Role.values)
    if not chosen:
        raise Invalid("web.account.role", _("没有选择角色。"), _("请选择一个角色。"))
    return Role(chosen)


def _place(request: HttpRequest, actor: Actor) -> Place:
    given = request.POST
    organisation, leader = whole(given.get("organisation")), whole(given.get("serves"))
    code = given.get("area", "").strip()
    return Place(
        organisation_of(actor, organisation) if organisation else None,
        area_of(given.get("vintage", ""), code) if code else None,
        one_of(given.get("hierarchy"), Hierarchy.values) or Hierarchy.ADMINISTRATIVE,
        account(actor, leader) if leader else None,
        day_given(given.get("since")),
        day_given(given.get("until")),
    )


def day_given(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Invalid(
            "web.day", _("日期“%(given)s”不能用。") % {"given": given}, _("请按 2026-01-31 填写。")
        ) from error


@page(Permission.READ_ORGANISATIONS)
def role_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "lantu/roles.html", {"cards": role_cards()})
