"""The list of plans, a plan's newest version, the overview of all, and the wall."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.queries.overview import overview
from lantu.apps.registry.queries.plans import default_version, newest_version, plans
from lantu.apps.registry.words import PromiseKind, Status
from lantu.apps.web.pages import page
from lantu.kernel.errors import NotFound

SAMPLE = {"lagging": 5, "awaiting": 4, "not_started": 9, "under_way": 17, "on_track": 14, "done": 3}
"""Invented counts by status, for the style guide."""

YEARS = (
    ("2021", 2, 3, 11),
    ("2022", 2, 5, 14),
    ("2023", 3, 4, 9),
    ("2024", 2, 6, 16),
    ("2025", 19, 15, 31),
)
"""Invented rows for its charts."""


@page(Permission.READ_PLANS)
def plan_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "lantu/plans.html", {"plans": plans(actor)})


@page(Permission.READ_PLANS)
def newest(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """A plan without a version in its address: its newest."""
    return redirect("living-plan", key=key, number=newest_version(actor, key).number)


SHOWN = [status for status in Status if status not in (Status.ADJUSTED, Status.TERMINATED)]
"""Statuses that counted tables have a column for."""


@page(Permission.READ_PLANS)
def overview_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    context = {
        "overview": overview(actor, default_version(actor)),
        "statuses": SHOWN,
        "kinds": PromiseKind,
        "may_read_findings": actor.may(Permission.READ_FINDINGS),
    }
    return render(request, "lantu/overview.html", context)


@page(Permission.READ_PLANS)
def wall(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One plan on a wall screen: every mark is one promise. Without ?plan=, the outline."""
    wanted = request.GET.get("plan")
    head = newest_version(actor, wanted) if wanted else default_version(actor)
    if head is None:
        raise NotFound("registry.plan.none", "还没有可以上墙的规划。", "请先登记一份规划，或登录。")
    request.lantu_version = head  # type: ignore[attr-defined]
    context = {"overview": overview(actor, head), "statuses": SHOWN}
    return render(request, "lantu/wall.html", context)


@page(Permission.READ_PLANS)
def styleguide(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every part of the pages on one; only in a demonstration."""
    if not settings.DEMO:
        raise NotFound("web.address", "没有这个网页。", "请检查网址，或从上方的导航进入。")
    return render(
        request, "lantu/styleguide.html", {"statuses": SHOWN, "sample": SAMPLE, "years": YEARS}
    )
