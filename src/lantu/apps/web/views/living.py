"""The living plan and the promise card."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.queries.living import Choice, Unit, living_plan
from lantu.apps.registry.queries.overview import busiest_names
from lantu.apps.registry.queries.plans import VersionHead, version_head
from lantu.apps.registry.queries.promises import promise_detail
from lantu.apps.registry.words import PromiseKind, Status
from lantu.apps.web.manuscript import manuscript_html
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page


def head_of(request: HttpRequest, actor: Actor, key: str, number: int) -> VersionHead:
    """The version of the address; the frame around the page shows the same."""
    head = version_head(actor, key, number)
    request.lantu_version = head  # type: ignore[attr-defined]
    return head


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of the living plan that are the same for every visitor."""

    units: tuple[Unit, ...]
    counts: Mapping[str, int]
    kinds: Mapping[str, int]
    notes: int
    manuscript: SafeString


@lru_cache(maxsize=32)
def shown(version: int, stamp: int, choice: Choice, language: str) -> Shown:
    """Drawn once for each stamp of the version: a plan has thousands of pieces."""
    plan = living_plan(version, choice)
    return Shown(plan.units, plan.counts, plan.kinds, plan.note_count, manuscript_html(plan))


@page(Permission.READ_PLANS)
def living(request: HttpRequest, actor: Actor, key: str, number: int) -> HttpResponse:
    head = head_of(request, actor, key, number)
    asked = request.GET
    choice = Choice(
        frozenset(asked.getlist("kind")) & frozenset(PromiseKind.values),
        frozenset(asked.getlist("status")) & frozenset(Status.values),
        only=asked.get("only") == "1",
        findings=asked.get("findings") == "1" and actor.may(Permission.READ_FINDINGS),
    )
    plan = shown(head.id, head.stamp, choice, get_language() or "")
    promise = whole(asked.get("promise"))
    context = {
        "plan": plan,
        "choice": choice,
        "total": sum(plan.counts.values()),
        "kinds": PromiseKind,
        "statuses": Status,
        "may_read_findings": actor.may(Permission.READ_FINDINGS),
    }
    if promise is not None:
        context["promise"] = promise_detail(actor, head.id, promise)
    else:
        context["names"] = busiest_names(head.id)
    return render(request, "lantu/living.html", context)


@page(Permission.READ_PLANS)
def card(request: HttpRequest, actor: Actor, key: str, number: int, promise: int) -> HttpResponse:
    """The card alone, for the right column."""
    head = head_of(request, actor, key, number)
    context = {"promise": promise_detail(actor, head.id, promise), "head": head}
    return render(request, "lantu/parts/card.html", context)
