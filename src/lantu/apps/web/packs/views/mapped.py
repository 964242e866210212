"""The map of a process: a drawing and a list for every browser, and points by box for a live map.

What is not in the actor's scope is on none of them.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.places.outlines import outlines_within
from lantu.apps.tracking.cases.queries.lists import CaseFilter, CaseLine, case_page
from lantu.apps.tracking.cases.queries.maps import map_of
from lantu.apps.tracking.grounds import Box
from lantu.apps.web.mapping import reached
from lantu.apps.web.packs.maps import Spot, draw
from lantu.apps.web.packs.rows import row_of
from lantu.apps.web.packs.views.overview import frame, with_cases
from lantu.apps.web.pages import page
from lantu.kernel.errors import Invalid
from lantu.packs.words import PageKind

SPOTS = 500
"""Points that a drawing shows, and a live map of ended cases."""


@page(Permission.READ_RECORDS)
def map_page(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """Cases with a position as points, and the same as a list."""
    about = with_cases(pack, of)
    ended = request.GET.get("ended") == "1"
    lines = _latest(actor, about.kind, ended)
    rows = [row_of(line) for line in lines]
    spots = [
        Spot(*line.place, f"{row.title}，{row.word}", row.address, row.status)
        for line, row in zip(lines, rows, strict=True)
        if line.place
    ]
    shapes = [outline.geometry for outline in outlines_within(reached(actor))]
    context = frame(about, PageKind.MAP) | {
        "map": draw(spots, shapes), "rows": rows, "shown": len(rows), "ended": ended,
    }  # fmt: skip
    return render(request, "lantu/packs/map.html", context)


@page(Permission.READ_RECORDS)
def map_data(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """Open cases in `box`, as points or as counted clusters; with `ended`, the latest of all."""
    about = with_cases(pack, of)
    if request.GET.get("ended") == "1":
        lines: tuple[CaseLine, ...] = tuple(_latest(actor, about.kind, ended=True))
        return JsonResponse({"points": _points(lines), "clusters": [], "total": len(lines)})
    found = map_of(actor, _box(request.GET.get("box", "")), CaseFilter(process=about.kind))
    clusters = [{"lon": c.lon, "lat": c.lat, "n": c.n} for c in found.clusters]
    return JsonResponse(
        {"points": _points(found.points), "clusters": clusters, "total": found.total}
    )


def _latest(actor: Actor, kind: str, ended: bool) -> list[CaseLine]:
    chosen = CaseFilter(process=kind, open=None if ended else True)
    return [line for line in case_page(actor, chosen, size=SPOTS).lines if line.place]


def _points(lines: tuple[CaseLine, ...]) -> list[dict[str, Any]]:
    rows = ((line.place, row_of(line)) for line in lines if line.place)
    return [
        {
            "lon": place[0], "lat": place[1], "title": row.title, "address": row.address,
            "where": row.where, "word": row.word, "status": row.status,
        }
        for place, row in rows
    ]  # fmt: skip


def _box(given: str) -> Box:
    try:
        west, south, east, north = (float(part) for part in given.split(","))
    except ValueError:
        raise Invalid(
            "web.map.box", _("地图范围不对。"), _("请按 西,南,东,北 给出经纬度。")
        ) from None
    return west, south, east, north
