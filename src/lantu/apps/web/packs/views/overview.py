"""The board of a process, and what the pages around it share: frame, buttons, latest cases."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.queries.lists import CaseFilter, CaseLine, case_page, count_cases
from lantu.apps.tracking.cases.queries.waiting import board
from lantu.apps.web.packs.rows import row_of
from lantu.apps.web.packs.subjects import (
    Subject,
    address_of,
    declared,
    subject,
    tabs,
    title_of,
)
from lantu.apps.web.packs.views.listing import address
from lantu.apps.web.pages import page
from lantu.kernel.errors import NotFound
from lantu.packs.snapshot import Pack
from lantu.packs.words import PageKind

LATEST = 6


@page(Permission.READ_RECORDS)
def board_page(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """Open cases by state, each column with its most pressing ones."""
    about = with_cases(pack, of)
    columns = [
        {
            "title": column.title, "count": column.n, "late": column.late,
            "rows": [row_of(line) for line in column.cards],
            "address": address(about, state=column.state),
        }
        for column in board(actor, about.kind)
    ]  # fmt: skip
    context = frame(about, PageKind.BOARD) | {
        "columns": columns,
        "total": sum(column["count"] for column in columns),  # type: ignore[misc]
    }
    return render(request, "lantu/packs/board.html", context)


def with_cases(pack: str, of: str) -> Subject:
    about = subject(pack, of)
    if about.process is None:
        raise NotFound(
            "web.pack.no_cases", _("这个登记簿没有办理流程。"), _("请从系统的首页进入。")
        )
    return about


def frame(about: Subject, kind: PageKind) -> dict[str, Any]:
    found = declared(about.pack, kind, about.of)
    title = title_of(about.pack, found) if found else about.title
    return {"pack": about.pack, "tabs": tabs(about.pack), "title": title, "of": about.of}


def makes(actor: Actor, pack: Pack) -> Iterator[dict[str, str]]:
    """Buttons for the forms and imports that the pack declares."""
    needs = {PageKind.FORM: Permission.OPEN_CASE, PageKind.IMPORT: Permission.KEEP_RECORDS}
    for declared_page in pack.pages:
        needed = needs.get(declared_page.page)
        if needed and actor.may(needed):
            title = title_of(pack, declared_page)
            yield {"title": title, "address": address_of(pack, declared_page)}


def parts(actor: Actor, pack: Pack) -> Iterator[dict[str, object]]:
    """The latest cases of each process."""
    for name, process in pack.processes.items():
        kind = f"{pack.name}.{name}"
        chosen = CaseFilter(process=kind, open=True)
        lines: tuple[CaseLine, ...] = case_page(actor, chosen, order="due", size=LATEST).lines
        yield {
            "title": _("%(process)s：最急的") % {"process": process.process.title},
            "count": count_cases(actor, chosen).n,
            "rows": [row_of(line) for line in lines],
            "address": reverse("pack-list", args=[pack.name, name]) + "?state=open",
        }
