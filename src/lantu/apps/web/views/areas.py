"""Areas: search as one types, browsing, "my area", and the import of tables of areas."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.people.place_actions import import_areas
from lantu.apps.places.columns import FIELDS, Layout, propose
from lantu.apps.places.models import Area, Datum, Hierarchy
from lantu.apps.places.outlines import Outline, outlines_at, outlines_within
from lantu.apps.places.queries import (
    area_at,
    area_by_id,
    area_detail,
    children,
    find_areas,
    roots,
    vintages,
)
from lantu.apps.places.register import Told
from lantu.apps.registry.queries.area import promises_of_area
from lantu.apps.web import uploads
from lantu.apps.web.frame import today
from lantu.apps.web.mapping import feature_collection, reached
from lantu.apps.web.packs.maps import draw
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.apps.web.pictures import outlines
from lantu.formats.sheets import read_sheets
from lantu.kernel.errors import Invalid

BOTH = ("GET", "HEAD", "POST")


@page(Permission.READ_PLANS)
def area_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:60]
    editions = vintages()
    vintage = one_of(request.GET.get("vintage"), [v.name for v in editions])
    newest = vintage or (editions[0].name if editions else "")
    context = {
        "areas": find_areas(query, vintage) if query else roots(newest),
        "query_areas": query,
        "vintages": editions,
        "vintage": vintage,
    }
    return render(request, "lantu/areas.html", context)


@page(Permission.READ_PLANS)
def area_search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The first areas that the letters typed so far name, as list items."""
    found = find_areas(request.GET.get("q", "").strip()[:60], request.GET.get("vintage", "")[:10])
    return render(request, "lantu/parts/area_choices.html", {"areas": found})


@page(Permission.READ_PLANS)
def area_page(request: HttpRequest, actor: Actor, vintage: str, code: str) -> HttpResponse:
    return render(request, "lantu/area.html", {"area": area_detail(vintage, code)})


@page(Permission.READ_PLANS)
def my_area(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is promised to the area of one's post, or to the one that is chosen."""
    area = _chosen(request, actor)
    context = {
        "area": area,
        "found": promises_of_area(actor, area, today()) if area else None,
        "picture": outlines(_outlines(area)) if area else "",
        "inside": children(area) if area else (),
        "query_areas": request.GET.get("q", "").strip()[:60],
        "areas": find_areas(request.GET.get("q", "").strip()[:60]),
    }
    return render(request, "lantu/my_area.html", context)


@page(Permission.READ_PLANS)
def my_area_shapes(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The outlines for the map, as GeoJSON."""
    area = _chosen(request, actor)
    return feature_collection(_outlines(area) if area else ())


def _outlines(area: Area) -> tuple[Outline, ...]:
    """Of the area and what is in it; of what it lies in where none of them is known."""
    return outlines_within(frozenset({area.path})) or outlines_at(area.path)


@page(Permission.READ_PLANS)
def area_outlines(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where the area of `path` lies; without one, the areas of one's posts. As GeoJSON."""
    path = request.GET.get("path", "")[:160]
    return feature_collection(outlines_at(path) if path else outlines_within(reached(actor)))


@page(Permission.READ_PLANS)
def area_sheet(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same drawn, for picking a point in browsers that cannot show the map."""
    found = outlines_at(request.GET.get("path", "")[:160])
    drawn = draw((), [outline.geometry for outline in found])
    return render(request, "lantu/parts/pick_sheet.html", {"pick": drawn})


def _chosen(request: HttpRequest, actor: Actor) -> Area | None:
    wanted = whole(request.GET.get("area"))
    if wanted is not None:
        return area_by_id(wanted)
    paths = [post.area_paths for post in actor.posts if post.area_paths]
    narrow = max(paths, key=lambda p: max(path.count("/") for path in p), default=None)
    return area_at(narrow) if narrow else None


@page(Permission.IMPORT_AREAS, methods=BOTH)
def area_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Upload, then confirm the columns with a dry run, then import all rows or none."""
    if request.method != "POST":
        return render(request, "lantu/area_import.html", _words())
    given = request.POST
    file = request.FILES.get("table")
    token = uploads.keep(actor, file.name or "", file.read()) if file else given.get("upload", "")
    name, data = uploads.take(actor, token)
    sender = given.get("sender", "").strip()[:100]
    sheets = read_sheets(name, data)
    number = min(whole(given.get("sheet")) or 0, len(sheets) - 1)
    line = whole(given.get("row"))
    layout = propose(sheets[number], sender, line - 1 if line else None)
    if "header" in given and layout.header and str(number) == given.get("sheet-shown", "0"):
        layout = _confirmed(request, layout)
    vintage = given.get("vintage", "").strip()[:10]
    if not vintage.isalnum():
        raise Invalid("web.import.vintage", _("没有写明区划版本。"), _("请填写年份，例如 2024。"))
    write = given.get("wish") == "import"
    faults = import_areas(
        by=actor, vintage=vintage, data=data, name=name, told=_told(request), layout=layout,
        sheet=number, sender=sender, dry_run=not write,
    )  # fmt: skip
    if write and not faults:
        uploads.drop(actor, token)
        return redirect(f"/areas/?vintage={vintage}")
    context = _words() | {
        "upload": token,
        "name": name,
        "layout": layout,
        "sheets": [sheet.name for sheet in sheets],
        "sheet": number,
        "faults": faults,
        "given": given,
    }
    return render(request, "lantu/area_import.html", context, status=400 if write else 200)


def _confirmed(request: HttpRequest, layout: Layout) -> Layout:
    """The columns as the person has put them; the header is the proposed one."""
    columns = {
        field: at
        for field in FIELDS
        if (at := whole(request.POST.get(f"column-{field}"))) is not None
        and at < len(layout.header)
    }
    return Layout(layout.row, layout.header, columns)


def _told(request: HttpRequest) -> Told:
    given = request.POST
    return Told(
        one_of(given.get("hierarchy"), Hierarchy.values) or Hierarchy.ADMINISTRATIVE,
        one_of(given.get("datum"), Datum.values) or Datum.CGCS2000,
        whole(given.get("year")),
    )


def _words() -> dict[str, object]:
    names = {
        "code": _("代码"), "name": _("名称"), "kind": _("级别"), "parent": _("上级代码"),
        "persons": _("人口"), "year": _("年份"), "geometry": _("边界"),
    }  # fmt: skip
    return {
        "fields": [(field, names[field]) for field in FIELDS],
        "hierarchies": Hierarchy,
        "datums": Datum,
        "vintages": vintages(),
    }
