"""Changes of area codes between vintages: table, search by an old code, files, upload.

Open to everybody as the register of areas is; registering changes is for those who import areas.
"""

import csv
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.change_actions import import_changes
from lantu.apps.people.permissions import Permission
from lantu.apps.places.changes import ChangeKind, change_page, every_change, pairs, trails
from lantu.apps.places.queries import vintages
from lantu.apps.web import uploads
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.formats.xlsx import XLSX, neutral, workbook

BOTH = ("GET", "HEAD", "POST")
SHOWN = 50
"""Rows of an upload that the preview shows."""


@page(Permission.READ_PLANS)
def change_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    pair = _pair(request)
    code = "".join(c for c in request.GET.get("q", "")[:24] if c.isalnum() or c == "-")
    kind = one_of(request.GET.get("kind"), ChangeKind.values)
    found = change_page(
        pair, kind=kind, code=code, after=whole(request.GET.get("after")) or 0
    ) if pair else None  # fmt: skip
    context = {
        "pairs": pairs(), "pair": pair, "query_code": code, "kind": kind, "kinds": ChangeKind,
        "found": found, "trails": trails(code) if code else (),
        "total": sum(n for _kind, n in found.counts) if found else 0,
    }  # fmt: skip
    return render(request, "lantu/area_changes.html", context)


def _pair(request: HttpRequest) -> tuple[str, str] | None:
    """The two vintages that are asked for, else the newest between which changes are known."""
    known = pairs()
    first, _dash, second = request.GET.get("pair", "").partition("-")
    return (first, second) if (first, second) in known else next(iter(known), None)


@page(Permission.READ_PLANS)
def change_book(request: HttpRequest, actor: Actor) -> HttpResponse:
    header, *rows = _rows(request)
    book = workbook(_("区划代码变更"), header, rows, (8, 16, 24, 8, 16, 24, 12, 12, 30))
    return HttpResponse(book, content_type=XLSX, headers=_named("xlsx"))


@page(Permission.READ_PLANS)
def change_csv(request: HttpRequest, actor: Actor) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        _written(_rows(request)), content_type="text/csv; charset=utf-8", headers=_named("csv")
    )


def _rows(request: HttpRequest) -> Iterator[tuple[str, ...]]:
    """The header, which an upload knows again, then every change of the two vintages."""
    yield (
        _("旧版"), _("旧代码"), _("旧名称"), _("新版"), _("新代码"), _("新名称"), _("变更"),
        _("日期"), _("依据"),
    )  # fmt: skip
    pair = _pair(request)
    for line in every_change(pair) if pair else ():
        yield (
            line.from_vintage, line.old_code, line.old_name, line.to_vintage, line.new_code,
            line.new_name, str(line.kind.label), line.day.isoformat() if line.day else "",
            line.source,
        )  # fmt: skip


def _named(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="area-changes.{ending}"'}


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _written(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # spreadsheets take the file for UTF-8 by this mark
    for row in rows:
        yield writer.writerow([neutral(value) for value in row])


@page(Permission.IMPORT_AREAS, methods=BOTH)
def change_import(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Upload, see what would be registered, then register all rows or none."""
    if request.method != "POST":
        return render(request, "lantu/area_changes_import.html", {"vintages": vintages()})
    given = request.POST
    file = request.FILES.get("table")
    token = uploads.keep(actor, file.name or "", file.read()) if file else given.get("upload", "")
    name, data = uploads.take(actor, token)
    first, second = given.get("from", "")[:10], given.get("to", "")[:10]
    write = given.get("wish") == "import"
    done = import_changes(
        by=actor, from_vintage=first, to_vintage=second, data=data, name=name, dry_run=not write
    )
    if done.added is not None:
        uploads.drop(actor, token)
        return redirect(f"/areas/changes/?pair={first}-{second}")
    context = {
        "vintages": vintages(), "upload": token, "name": name, "given": given,
        "first": first, "second": second, "rows": done.rows[:SHOWN], "total": len(done.rows),
        "faults": done.faults,
    }  # fmt: skip
    status = 400 if write else 200
    return render(request, "lantu/area_changes_import.html", context, status=status)
