"""The list of plans, a plan's newest version, and the overview of all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.queries.overview import overview
from lantu.apps.registry.queries.plans import newest_version, plans
from lantu.apps.registry.words import Status
from lantu.apps.web.pages import page


@page(Permission.READ_PLANS)
def plan_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    return render(request, "lantu/plans.html", {"plans": plans(actor)})


@page(Permission.READ_PLANS)
def newest(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """A plan without a version in its address: its newest."""
    return redirect("living-plan", key=key, number=newest_version(actor, key).number)


@page(Permission.READ_PLANS)
def overview_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = overview(actor)
    totals = {
        status: sum(entry.plan.statuses.get(status, 0) for entry in found) for status in Status
    }
    context = {
        "plans": found,
        "totals": totals,
        "promises": sum(totals.values()),
        "statuses": [s for s in Status if s not in (Status.ADJUSTED, Status.TERMINATED)],
    }
    return render(request, "lantu/overview.html", context)
