"""The inbox: what waits, what was told, what is lent to whom."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.duties import OWN_INBOX, account_of
from lantu.apps.people.inbox import actions, queries
from lantu.apps.people.models import day_of_today
from lantu.apps.web.addresses import address_of
from lantu.apps.web.packs.tasks import waiting_cases
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.kernel.errors import Invalid

SOON = timedelta(days=7)


@page(OWN_INBOX)
def inbox_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.user is None:
        return redirect("sign-in")
    now = day_of_today()
    rows = [
        (row, address_of(actor, row.object_kind, row.object_id))
        for row in queries.waiting(actor, now)
    ]
    rows += waiting_cases(actor, now)
    context = {
        "groups": [
            (_("已逾期"), [r for r in rows if r[0].is_late]),
            (_("七天之内"), [r for r in rows if _soon(r[0].due, now)]),
            (_("以后"), [r for r in rows if not r[0].is_late and not _soon(r[0].due, now)]),
        ],
        "total": len(rows),
        "notices": queries.notices(actor),
        "done": queries.done_lately(actor),
        "lent": queries.lent_by(actor, now),
        "takers": queries.takers(actor),
        "email": queries.email_of(actor),
        "now": now,
    }
    return render(request, "lantu/inbox.html", context)


def _soon(due: date | None, now: date) -> bool:
    return due is not None and now <= due <= now + SOON


@page(OWN_INBOX, methods=("POST",))
def lend(request: HttpRequest, actor: Actor) -> HttpResponse:
    taker = whole(request.POST.get("taker"))
    if taker is None:
        raise Invalid("web.inbox.taker", _("没有选择委托给谁。"), _("请从名单中选一位同事。"))
    actions.lend_inbox(
        by=actor,
        taker=taker,
        first=_day(request.POST.get("first")),
        last=_day(request.POST.get("last")),
        today=day_of_today(),
    )
    return redirect("inbox")


def _day(given: str | None) -> date:
    try:
        return date.fromisoformat(given or "")
    except ValueError as error:
        raise Invalid(
            "web.day", _("日期不对。"), _("请按 2026-01-31 的样子填写年月日。")
        ) from error


@page(OWN_INBOX, methods=("POST",))
def take_back(request: HttpRequest, actor: Actor) -> HttpResponse:
    actions.take_back_inbox(by=actor, delegation=whole(request.POST.get("delegation")) or 0)
    return redirect("inbox")


@page(OWN_INBOX, methods=("POST",))
def contact(request: HttpRequest, actor: Actor) -> HttpResponse:
    account_of(actor)
    actions.set_contact(by=actor, email=request.POST.get("email", "").strip()[:254])
    return redirect("inbox")


@page(OWN_INBOX, methods=("POST",))
def read(request: HttpRequest, actor: Actor) -> HttpResponse:
    actions.read_notices(by=actor)
    return redirect("inbox")
