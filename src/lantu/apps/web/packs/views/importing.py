"""Import of any sheet into a register: columns proposed, a dry run, good rows in, bad rows back."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.records.actions import MOST, import_records
from lantu.apps.web import uploads
from lantu.apps.web.packs.subjects import Subject, subject, tabs
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.formats.headers import Header, propose
from lantu.formats.sheets import Sheet, read_sheets
from lantu.formats.xlsx import XLSX, return_sheet
from lantu.kernel.errors import NotFound
from lantu.kernel.findings import Finding

BOTH = ("GET", "HEAD", "POST")
Faults = Mapping[int, Sequence[Finding]]
Rows = list[tuple[int, dict[str, object]]]
TOTALS = frozenset({"合计", "总计", "小计", "合　计", "总　计"})


@page(Permission.KEEP_RECORDS, methods=BOTH)
def importing(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    about = subject(pack, of)
    if about.process is not None:
        raise NotFound("web.import.cases", _("办理中的事项不能整表导入。"), _("请用表单逐件上报。"))
    shown: dict[str, Any] = {
        "pack": about.pack, "tabs": tabs(about.pack), "title": about.title,
        "fields": about.fields, "written": None,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "lantu/packs/import.html", shown)
    given = request.POST
    file = request.FILES.get("table")
    token = uploads.keep(actor, file.name or "", file.read()) if file else given.get("upload", "")
    name, data = uploads.take(actor, token)
    sheets = read_sheets(name, data)
    number = min(whole(given.get("sheet")) or 0, len(sheets) - 1)
    header = _header(request, about, sheets[number])
    rows, totals = _without_totals(_rows(sheets[number], header))
    write = given.get("wish") == "import"
    done = import_records(
        by=actor, register=about.kind, rows=[cells for _line, cells in rows], only_sound=write,
        dry_run=not write,
    )  # fmt: skip
    if given.get("wish") == "return":
        return _returned(sheets[number], header, rows, done.faults)
    bad = [
        (rows[at][0], "".join(f.message for f in found))
        for at, found in sorted(done.faults.items())
    ]
    if write and not bad:
        uploads.drop(actor, token)
    shown |= {
        "upload": token if bad or not write else "", "name": name, "header": header,
        "sheets": [sheet.name for sheet in sheets], "sheet": number, "tried": not write,
        "good": len(rows) - len(bad), "bad": bad, "totals": totals,
        "written": done.added if write else None,
    }  # fmt: skip
    return render(request, "lantu/packs/import.html", shown)


def _header(request: HttpRequest, about: Subject, sheet: Sheet) -> Header:
    """As proposed, or as the person has put it."""
    titles = {f.name: (f.title, f.name) for f in about.fields}
    line = whole(request.POST.get("row"))
    found = propose(sheet.rows(), titles, line - 1 if line else None)
    if "confirmed" not in request.POST:
        return found
    columns = {
        name: at
        for name in titles
        if (at := whole(request.POST.get(f"column-{name}"))) is not None and at < len(found.cells)
    }
    return Header(found.row, found.cells, columns)


def _rows(sheet: Sheet, header: Header) -> list[tuple[int, dict[str, object]]]:
    """(line of the sheet, cells by field) below the header; empty lines are none."""
    below = islice(enumerate(sheet.rows(), 1), header.row + 1, header.row + 2 + MOST)
    return [
        (line, {name: cells[at] if at < len(cells) else "" for name, at in header.columns.items()})
        for line, cells in below
        if any(cells)
    ]


def _without_totals(rows: Rows) -> tuple[Rows, int]:
    """Lines that add up the others are no records; how many they were."""
    kept = [
        (line, cells)
        for line, cells in rows
        if not any(str(cell).replace(" ", "") in TOTALS for cell in cells.values())
    ]
    return kept, len(rows) - len(kept)


def _returned(
    sheet: Sheet, header: Header, rows: list[tuple[int, dict[str, object]]], faults: Faults
) -> HttpResponse:
    """The bad rows under the header that they came with."""
    lines = dict(enumerate(sheet.rows(), 1))
    made = [
        (rows[at][0], lines[rows[at][0]],
         {header.columns.get(f.place or "", -1): f"{f.message}{f.fix or ''}" for f in found})
        for at, found in sorted(faults.items())
    ]  # fmt: skip
    body = return_sheet(_("退回"), header.cells, made, _("错误"))
    name = quote(f"{_('退回')}-{sheet.name or 'sheet'}.xlsx")
    return HttpResponse(
        body,
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )
