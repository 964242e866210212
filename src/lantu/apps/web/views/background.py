"""The background: when each job last ran, what waits to be delivered, what was given up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.queries import sealed
from lantu.apps.people.background.actions import settle_dead
from lantu.apps.people.background.queries import job_lines, outbox
from lantu.apps.people.permissions import Permission
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page


@page(Permission.KEEP_BACKGROUND)
def state(request: HttpRequest, actor: Actor) -> HttpResponse:
    context = {"jobs": job_lines(), "outbox": outbox(), "seal": sealed()}
    return render(request, "lantu/background.html", context)


@page(Permission.KEEP_BACKGROUND, methods=("POST",))
def dead(request: HttpRequest, actor: Actor) -> HttpResponse:
    settle_dead(
        by=actor,
        row=whole(request.POST.get("row")) or 0,
        again=request.POST.get("again") == "1",
    )
    return redirect("background")
