"""The auditor's page: the trail filtered, the story of one object, the trail as a file."""

import csv
import json
from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.audit import queries
from lantu.apps.people.audit.actions import note_export
from lantu.apps.people.audit.queries import Asked, Entry
from lantu.apps.people.permissions import Permission
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.formats.xlsx import XLSX, Value, neutral, workbook

WORDS = ("actor", "action", "kind", "key", "since", "until")


def _asked(request: HttpRequest) -> Asked:
    words = {name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in WORDS}
    return Asked(
        words["actor"],
        words["action"],
        words["kind"],
        words["key"],
        _day(words["since"]),
        _day(words["until"]),
        whole(request.GET.get("before")),
    )


def _day(given: str) -> date | None:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if 1970 < day.year < 9999 else None


@page(Permission.READ_AUDIT)
def trail(request: HttpRequest, actor: Actor) -> HttpResponse:
    asked = _asked(request)
    again = request.GET.copy()
    again.pop("before", None)
    context = {
        "asked": asked,
        "again": again.urlencode(),
        "page": queries.page(asked),
        "actions": queries.actions(),
        "seal": queries.sealed(),
    }
    return render(request, "lantu/audit.html", context)


@page(Permission.READ_AUDIT)
def object_story(request: HttpRequest, actor: Actor, kind: str, key: str) -> HttpResponse:
    context = {"kind": kind, "key": key, "entries": queries.story(kind[:60], key[:40])}
    return render(request, "lantu/audit_object.html", context)


@page(Permission.READ_AUDIT)
def as_csv(request: HttpRequest, actor: Actor) -> StreamingHttpResponse:
    rows = _rows(_taken_out(request, actor))
    return StreamingHttpResponse(
        _lines(rows), content_type="text/csv; charset=utf-8", headers=_named("csv")
    )


@page(Permission.READ_AUDIT)
def as_xlsx(request: HttpRequest, actor: Actor) -> HttpResponse:
    header, *rows = _rows(_taken_out(request, actor))
    book = workbook(
        _("审计记录"), [str(name) for name in header], rows, (10, 10, 22, 16, 16, 20, 24, 12, 8, 60)
    )
    return HttpResponse(book, content_type=XLSX, headers=_named("xlsx"))


def _named(ending: str) -> dict[str, str]:
    day = timezone.localdate().isoformat()
    return {"Content-Disposition": f'attachment; filename="audit-{day}.{ending}"'}


def _taken_out(request: HttpRequest, actor: Actor) -> Asked:
    """The export is in the trail before its first line is read."""
    given = {name: request.GET[name][:100] for name in WORDS if request.GET.get(name)}
    note_export(by=actor, asked=given)
    return _asked(request)


def _rows(asked: Asked) -> Iterator[tuple[Value, ...]]:
    """The header, then every entry asked for."""
    yield (
        _("封存编号"), "id", _("时间"), _("办理人"), _("代"), _("事项"), _("对象类别"), _("对象"),
        _("版本"), _("内容"),
    )  # fmt: skip
    for entry in queries.every(asked):
        yield _row(entry)


def _row(entry: Entry) -> tuple[Value, ...]:
    return (
        entry.number, entry.id, timezone.localtime(entry.at).isoformat(timespec="milliseconds"),
        entry.actor, entry.on_behalf_of, entry.deed, entry.kind, entry.key, entry.version,
        json.dumps(entry.details, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterator[tuple[Value, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # spreadsheets take the file for UTF-8 by this mark
    for row in rows:
        yield writer.writerow([neutral(value) for value in row])
