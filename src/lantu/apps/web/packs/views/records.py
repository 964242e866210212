"""Records of a plain register: the rows of its list, detail with history, form, Excel."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.enabling.snapshots import split
from lantu.apps.tracking.records.actions import add_record, change_record
from lantu.apps.tracking.records.queries import (
    RecordFilter,
    RecordLine,
    as_of,
    count_records,
    every_record,
    record_detail,
    record_page,
)
from lantu.apps.web.packs.choosing import areas, choices_for
from lantu.apps.web.packs.inputs import findings_of, inputs, posted, words_of
from lantu.apps.web.packs.rows import row_of
from lantu.apps.web.packs.subjects import Subject, declared, subject_under, tabs
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.engines.registers.fields import Value
from lantu.kernel.errors import Conflict, Invalid, LantuError
from lantu.kernel.workdays import midnight
from lantu.packs.words import PageKind

BOTH = ("GET", "HEAD", "POST")
USUAL = 5


def context(asked: QueryDict, actor: Actor, about: Subject) -> dict[str, Any]:
    """What the list's template shows of records."""
    known = {f.name: f for f in about.fields if f.sensitive is None}
    page_ = declared(about.pack, PageKind.LIST, about.of)
    wanted = [name for name in asked.getlist("column") if name in known]
    usual = [name for name in (page_.columns if page_ else ()) if name in known]
    shown = [
        n for n in (wanted or usual or list(known)[:USUAL]) if n != about.register.register.key
    ]
    chosen = RecordFilter(
        register=about.kind,
        view=asked.get("view", "") if asked.get("view") in about.register.views else "",
        area=asked.get("area", "")[:160],
        title=asked.get("q", "").strip()[:100],
    )
    found = record_page(actor, chosen, after=asked.get("after", ""), columns=shown)
    total = count_records(actor, chosen)
    views = [(view.name, view.title) for view in about.register.views.values()]
    places = areas(actor, ("street", "community"))
    filters = [
        {"name": "view", "title": _("部分"), "options": views, "value": asked.get("view", "")},
        {"name": "area", "title": _("区域"), "value": asked.get("area", ""),
         "options": [(c.value, c.title) for c in places]},
    ]  # fmt: skip
    return {
        "chosen": asked.dict(),
        "listing": {"total": total, "exact": total.exact, "after": found.after},
        "columns": [{"title": _("名称")}, *({"title": known[name].title} for name in shown)],
        "rows": [_row(line, shown) for line in found.lines],
        "choosable": [
            {"name": name, "title": f.title, "shown": name in shown} for name, f in known.items()
        ],
        "filters": [f for f in filters if len(f["options"]) > 0],
        "may_make": actor.may(Permission.KEEP_RECORDS),
        "may_import": actor.may(Permission.KEEP_RECORDS),
    }


def _row(line: RecordLine, shown: list[str]) -> dict[str, object]:
    cells = [{"words": line.title or line.key}]
    cells += [{"words": line.values.get(name, "")} for name in shown]
    return {"id": line.id, "address": reverse("record", args=[line.id]), "cells": cells}


def table(asked: QueryDict, actor: Actor, about: Subject) -> tuple[list[str], Any]:
    """Header and rows of the export: the titles that an import of the same register knows."""
    fields = [f for f in about.fields if f.sensitive is None]
    names = [f.name for f in fields]
    chosen = RecordFilter(register=about.kind, area=asked.get("area", "")[:160])
    rows = (
        [line.values.get(name, "") for name in names] for line in every_record(actor, chosen, names)
    )
    return [f.title for f in fields], rows


@page(Permission.READ_RECORDS)
def record(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A record, as it stands or as it stood at the end of a day."""
    found = record_detail(actor, pk)
    about = subject_under(found.version, *split(found.line.register))
    day = _day(request.GET.get("at"))
    facts = [
        {"title": title, "words": words, "public": name in about.register.public}
        for name, title, words, _sensitive in found.values
    ]
    if day is not None:
        past = as_of(actor, pk, midnight(day + timedelta(days=1)) - timedelta(seconds=1)) or {}
        facts = [
            {"title": title, "words": _plain(past.get(name))}
            for name, title, _words, _sensitive in found.values
        ]
    shown = {
        "pack": about.pack, "tabs": tabs(about.pack), "register": about.register.register,
        "record": found.line, "tier": found.line.tier, "facts": facts, "files": found.files,
        "changes": list(reversed(found.history)), "as_of": day,
        "cases": [row_of(line) for line in found.cases],
        "may_change": actor.may(Permission.KEEP_RECORDS),
    }  # fmt: skip
    return render(request, "lantu/packs/record.html", shown)


def _plain(value: Value) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        return None


@page(Permission.KEEP_RECORDS, methods=BOTH)
def change(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Correct a record; what it said before stays in its history."""
    found = record_detail(actor, pk)
    about = subject_under(found.version, *split(found.line.register))
    open_names = [f.name for f in about.fields if f.sensitive is None]
    said = {name: words for name, _t, words, sensitive in found.values if not sensitive}
    fault: LantuError | None = None
    if request.method == "POST":
        try:
            said = posted(request, about.register, open_names, actor)
            change_record(
                by=actor, record=pk, seen=whole(request.POST.get("version")), values=said,
                reason=request.POST.get("reason", "")[:500],
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            fault, said = error, words_of(request, about.register, open_names, said)
        else:
            return redirect("record", pk=pk)
    fields = inputs(
        about.register, open_names, given=said, findings=findings_of(fault),
        choices=choices_for(actor),
    )  # fmt: skip
    shown = {
        "pack": about.pack, "tabs": tabs(about.pack), "inputs": fields, "fault": fault,
        "title": found.line.title, "version": found.line.version, "reason": True,
        "send": _("保存"), "draft": f"record-{pk}", "of": about.of,
    }  # fmt: skip
    return render(request, "lantu/packs/form.html", shown, status=400 if fault else 200)


def add(request: HttpRequest, actor: Actor, about: Subject) -> HttpResponse:
    """The form of a new record."""
    actor.must(Permission.KEEP_RECORDS)
    names = [f.name for f in about.fields]
    given: dict[str, str] = {}
    fault: Invalid | None = None
    if request.method == "POST":
        try:
            given = posted(request, about.register, names, actor)
            values = {name: words for name, words in given.items() if words}
            made = add_record(by=actor, register=about.kind, values=values)
        except Invalid as error:
            fault, given = error, words_of(request, about.register, names, given)
        else:
            return redirect("record", pk=made.pk)
    fields = inputs(
        about.register, names, given=given, findings=findings_of(fault), choices=choices_for(actor)
    )
    shown = {
        "pack": about.pack, "tabs": tabs(about.pack), "inputs": fields, "fault": fault,
        "title": about.title, "send": _("登记"), "draft": f"{about.kind}-new", "of": about.of,
    }  # fmt: skip
    return render(request, "lantu/packs/form.html", shown, status=400 if fault else 200)
