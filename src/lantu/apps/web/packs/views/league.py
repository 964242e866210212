"""League tables of communities and units, charts of what cases are about; never of persons."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.queries.charting import chart_of
from lantu.apps.tracking.cases.queries.performance import LeagueLine, league
from lantu.apps.web.frame import today
from lantu.apps.web.packs.subjects import subject, tabs
from lantu.apps.web.packs.views.home import months
from lantu.apps.web.pages import page
from lantu.engines.registers.fields import Kind
from lantu.packs.words import PageKind


@page(Permission.READ_RECORDS)
def league_page(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """by: a field of the register; an area's field ranks communities, any other the units."""
    about = subject(pack, of)
    field = about.register.register.by_name.get(request.GET.get("by", ""))
    by_area = field is not None and field.kind is Kind.AREA
    usual = months(today())
    first = _day(request.GET.get("from")) or usual[0]
    last = _day(request.GET.get("to")) or usual[1]
    found = league(actor, about.kind, first, last, by="community" if by_area else "organisation")
    declared = [p for p in about.pack.pages if p.page is PageKind.LEAGUE and p.by == getattr(
        field, "name", "")]  # fmt: skip
    context = {
        "pack": about.pack, "tabs": tabs(about.pack), "of": of, "rows": [_row(r) for r in found],
        "title": declared[0].title if declared else _("排名"), "by": request.GET.get("by", ""),
        "what": _("社区") if by_area else _("单位"), "since": first, "until": last,
    }  # fmt: skip
    return render(request, "lantu/packs/league.html", context)


@page(Permission.READ_RECORDS)
def chart_page(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """by: a field of the register; areas by community, organisations as such, else categories."""
    about = subject(pack, of)
    field = about.register.register.by_name.get(request.GET.get("by", ""))
    groups = {Kind.AREA: "community", Kind.ORGANISATION: "organisation"}
    by = groups.get(field.kind, "category") if field else "category"
    first, last = months(today())
    found = chart_of(actor, about.kind, by, first)
    declared = [p for p in about.pack.pages if p.page is PageKind.CHART]
    context = {
        "pack": about.pack, "tabs": tabs(about.pack), "rows": found, "since": first,
        "title": declared[0].title if declared else about.title, "until": last,
        "what": field.title if field else "",
    }  # fmt: skip
    return render(request, "lantu/packs/chart.html", context)


def _row(line: LeagueLine) -> dict[str, object]:
    rates = {figure.code: figure.value for figure in line.figures}
    return {
        "rank": line.rank, "name": line.name, "tally": line.tally,
        "closed": rates.get("closed"), "on_time": rates.get("closed_on_time"),
    }  # fmt: skip


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None
