"""The list of a register or process: filters, columns, order, pages by key, views, bulk, Excel."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.actions import Act, bulk_step
from lantu.apps.tracking.cases.queries.lists import (
    ORDERS,
    CaseFilter,
    CaseLine,
    case_page,
    columns_of,
    count_cases,
    every_case,
)
from lantu.apps.tracking.enabling.renaming import former_options, former_states
from lantu.apps.tracking.records.actions import save_view
from lantu.apps.tracking.records.queries import saved_views
from lantu.apps.web.packs.choosing import areas
from lantu.apps.web.packs.rows import day_of, state_of, status_of
from lantu.apps.web.packs.subjects import Subject, declared, subject, tabs
from lantu.apps.web.packs.views import records
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.engines.cases.case import EventKind
from lantu.engines.cases.process import ENDS, MeasureKind
from lantu.formats.xlsx import XLSX, workbook
from lantu.packs.words import PageKind

USUAL = 4
"""Fields shown when the pack names none."""
BULK = (MeasureKind.URGE, MeasureKind.SUPERVISE, MeasureKind.NOTE)
"""Measures that need no more than a reason and can be taken for many cases at once."""


@dataclass(frozen=True, slots=True)
class Cell:
    words: str
    number: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """sort: the order that the column sorts by, "" for none."""

    title: str
    sort: str = ""
    number: bool = False


@page(Permission.READ_RECORDS)
def listing(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    about = subject(pack, of)
    make = records.context if about.process is None else _cases
    asked = request.GET.copy()
    asked.pop("after", None)
    unordered = asked.copy()
    unordered.pop("order", None)
    narrowed = any(value for name, value in unordered.items() if name != "column")
    context = {
        "pack": about.pack, "tabs": tabs(about.pack), "of": of, "title": about.title,
        "asked": asked.urlencode(), "unordered": unordered.urlencode(), "narrowed": narrowed,
        "make_title": _make_title(about), "views": _views(actor, about),
    }  # fmt: skip
    return render(request, "lantu/packs/list.html", context | make(request.GET, actor, about))


def _make_title(about: Subject) -> str:
    form = declared(about.pack, PageKind.FORM, about.of)
    return form.title if form and form.title else _("新增")


def _filter(asked: QueryDict, about: Subject) -> CaseFilter:
    process = about.process
    assert process is not None  # only called for cases
    states = [state.name for state in process.process.states if state.kind not in ENDS]
    states += former_states(about.kind)
    state = asked.get("state", "")
    return CaseFilter(
        process=about.kind,
        state=one_of(state, states),
        open={"open": True, "ended": False}.get(state, True if state in states else None),
        late=asked.get("late") == "1",
        area=asked.get("area", "")[:160],
        organisation=whole(asked.get("unit")),
        category=asked.get("category", "")[:100],
        source=asked.get("source", "")[:100],
        mine=asked.get("mine") == "1",
        words=asked.get("q", "").strip()[:100],
    )


def _columns(asked: QueryDict, about: Subject) -> tuple[str, ...]:
    """Chosen ones, else those that the pack names, else the first."""
    known = [name for name, _title in columns_of(about.kind)]
    wanted = [name for name in asked.getlist("column") if name in known]
    found = declared(about.pack, PageKind.LIST, about.of)
    usual = [name for name in (found.columns if found else ()) if name in known]
    title = about.register.register.key
    return tuple(name for name in (wanted or usual or known[:USUAL]) if name != title)


def _cases(asked: QueryDict, actor: Actor, about: Subject) -> dict[str, Any]:
    chosen, shown = _filter(asked, about), _columns(asked, about)
    order = one_of(asked.get("order"), ORDERS) or "-opened"
    found = case_page(actor, chosen, order=order, after=asked.get("after", ""), columns=shown)
    total = count_cases(actor, chosen)
    titles = dict(columns_of(about.kind))
    columns = [
        Head(_("事项")), Head(_("状态")), *(Head(titles[name]) for name in shown),
        Head(_("登记"), "opened"), Head(_("期限"), "due"),
    ]  # fmt: skip
    return {
        "is_cases": True,
        "chosen": asked.dict() | {"late": chosen.late},
        "order": order,
        "listing": {"total": total, "exact": total.exact, "after": found.after},
        "columns": columns,
        "rows": [_row(line, shown) for line in found.lines],
        "choosable": [
            {"name": name, "title": title, "shown": name in shown} for name, title in titles.items()
        ],
        "filters": list(_filters(asked, actor, about)),
        "bulk": _bulk(actor, about),
        "may_make": actor.may(Permission.OPEN_CASE)
        and declared(about.pack, PageKind.FORM, about.of) is not None,
    }


def _row(line: CaseLine, shown: Iterable[str]) -> dict[str, object]:
    opened = f"{line.opened_at:%Y-%m-%d}"
    cells = [
        Cell(line.title), Cell(state_of(line), status=status_of(line)),
        *(Cell(line.values.get(name, "")) for name in shown),
        Cell(opened), Cell(day_of(line.due) if line.due and not line.outcome else ""),
    ]  # fmt: skip
    return {
        "id": f"{line.id}.{line.version}", "title": line.title, "number": line.number,
        "address": reverse("case", args=[line.id]), "cells": cells,
    }  # fmt: skip


def _filters(asked: QueryDict, actor: Actor, about: Subject) -> Iterable[Mapping[str, object]]:
    process = about.process
    assert process is not None  # only called for cases
    states = [("open", _("在办")), ("ended", _("已办结"))]
    states += [(s.name, s.title) for s in process.process.states if s.kind not in ENDS]
    states += former_states(about.kind).items()
    yield _select("state", _("状态"), states, asked)
    for name, field in (("category", process.category), ("source", process.source)):
        known = about.register.register.by_name.get(field)
        if known is not None and known.options:
            options = dict.fromkeys((*known.options, *former_options(about.kind, field)))
            yield _select(name, known.title, [(o, o) for o in options], asked)
    places = areas(actor, ("street", "community"))
    if len(places) > 1:
        yield _select("area", _("区域"), [(c.value, c.title) for c in places], asked)


def _select(
    name: str, title: str, options: list[tuple[str, str]], asked: QueryDict
) -> dict[str, object]:
    return {"name": name, "title": title, "options": options, "value": asked.get(name, "")}


def _bulk(actor: Actor, about: Subject) -> list[tuple[str, str]]:
    if about.process is None or not actor.may(Permission.STEP_CASE):
        return []
    declared_measures = about.process.process.by_kind
    return [(kind.value, kind.label) for kind in BULK if kind in declared_measures]


@page(Permission.STEP_CASE, methods=("POST",))
def bulk(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """One measure for many cases, each with its own answer."""
    about = subject(pack, of)
    action = one_of(request.POST.get("action"), dict(_bulk(actor, about)))
    pairs = []
    for chosen in request.POST.getlist("chosen"):
        case, _dot, version = chosen.partition(".")
        if whole(case) is not None and whole(version) is not None:
            pairs.append((int(case), int(version)))
    act = Act(
        kind=EventKind.MEASURE, action=action, reason=request.POST.get("reason", "").strip()[:500]
    )
    done = bulk_step(by=actor, cases=pairs, what=act) if action else ()
    context = {
        "pack": about.pack, "tabs": tabs(about.pack), "title": about.title, "of": of,
        "did": dict(_bulk(actor, about)).get(action, ""),
        "good": [one.case for one in done if one.error is None],
        "bad": [(one.case, one.error) for one in done if one.error is not None],
    }  # fmt: skip
    return render(request, "lantu/packs/bulk.html", context, status=200 if done else 400)


def _views(actor: Actor, about: Subject) -> list[dict[str, str]]:
    """Lists that the actor, or somebody for all, has kept under a name."""
    return [
        {"title": view.title, "address": urlencode(view.query, doseq=True)}
        for view in saved_views(actor, about.kind)
    ]


@page(Permission.READ_RECORDS, methods=("POST",))
def keep_view(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """Keeps the list as it is now under a name."""
    about = subject(pack, of)
    query = QueryDict(request.POST.get("query", "")[:2000])
    save_view(
        by=actor, of=about.kind, title=request.POST.get("title", ""), query=dict(query.lists())
    )
    return redirect(f"{reverse('pack-list', args=[pack, of])}?{query.urlencode()}")


@page(Permission.READ_RECORDS)
def as_file(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """The whole list as Excel, every field that is not sensitive."""
    about = subject(pack, of)
    header, rows = (
        records.table(request.GET, actor, about)
        if about.process is None
        else _table(actor, _filter(request.GET, about), about)
    )
    name = quote(f"{about.pack.title}-{about.title}.xlsx")
    return HttpResponse(
        workbook(about.title, header, rows, [18] * len(header)),
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _table(actor: Actor, chosen: CaseFilter, about: Subject) -> tuple[list[str], Any]:
    fields = columns_of(about.kind)
    header = [
        _("案号"),
        _("状态"),
        _("登记"),
        _("期限"),
        _("办结"),
        *(title for _n, title in fields),
    ]
    rows = (
        [line.number, state_of(line), f"{line.opened_at:%Y-%m-%d %H:%M}",
         f"{line.due:%Y-%m-%d %H:%M}" if line.due else "",
         f"{line.ended_at:%Y-%m-%d %H:%M}" if line.ended_at else "",
         *(line.values.get(name, "") for name, _title in fields)]
        for line in every_case(actor, chosen, [name for name, _title in fields])
    )  # fmt: skip
    return header, rows


def address(about: Subject, **asks: str) -> str:
    """The list with conditions."""
    return f"{reverse('pack-list', args=[about.pack.name, about.of])}?{urlencode(asks)}"
