"""Rounds: what is planned, windows opened, who owes (催报), the sheet by unit (汇总) as Excel.

Units answer here, never persons. Starting a window and reminding are the actions' to allow.
"""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.words import Status
from lantu.apps.tracking.enabling.snapshots import last_used
from lantu.apps.tracking.rounds.actions import remind_of_round, run_round, trigger_round
from lantu.apps.tracking.rounds.queries import (
    RunLine,
    RunSheet,
    planned_rounds,
    round_runs,
    round_standings,
)
from lantu.apps.web.packs.subjects import tabs
from lantu.apps.web.pages import page
from lantu.engines.cases.rounds import Line, Standing
from lantu.formats.xlsx import XLSX, workbook_of
from lantu.kernel.errors import LantuError

MARKS = {
    Standing.ON_TIME: Status.DONE,
    Standing.LATE: Status.UNDER_WAY,
    Standing.WAITING: Status.NOT_STARTED,
    Standing.OVERDUE: Status.LAGGING,
}


@page(Permission.READ_RECORDS)
def rounds_page(request: HttpRequest, actor: Actor, pack: str) -> HttpResponse:
    """The rounds of a pack and the windows that were opened."""
    return _rounds(request, actor, pack)


@page(Permission.RUN_ROUND, methods=("POST",))
def start(request: HttpRequest, actor: Actor, pack: str) -> HttpResponse:
    """Open what is due, or, with a name and a reason, one more window today."""
    kind = f"{pack}.{request.POST.get('round', '')[:40]}"
    label, why = (request.POST.get(name, "") for name in ("label", "why"))
    try:
        if request.POST.get("extra"):
            run = trigger_round(by=actor, round=kind, label=label, why=why)
            return redirect("round-run", pk=run.pk)
        runs = run_round(by=actor, round=kind)
    except LantuError as error:
        return _rounds(request, actor, pack, fault=error, label=label, why=why)
    if runs:
        return redirect("round-run", pk=runs[-1].pk)
    return _rounds(request, actor, pack, said=_("现在没有到期的轮次。"))


def _rounds(
    request: HttpRequest, actor: Actor, pack: str, fault: LantuError | None = None, **more: str
) -> HttpResponse:
    found = last_used(pack).pack
    context = {
        "pack": found, "tabs": tabs(found), "fault": fault,
        "planned": planned_rounds(actor, pack),
        "runs": [_run(line) for line in round_runs(actor, pack=pack)],
        "may_run": actor.may(Permission.RUN_ROUND), **more,
    }  # fmt: skip
    return render(request, "lantu/packs/rounds.html", context, status=400 if fault else 200)


def _run(line: RunLine) -> dict[str, Any]:
    counts = {kind.value: n for kind, n in line.counts.items()}
    return {"run": line.run, "title": line.title, "n": sum(counts.values()), **counts}


@page(Permission.READ_RECORDS)
def run_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    return _sheet(request, actor, round_standings(actor, pk))


@page(Permission.RUN_ROUND, methods=("POST",))
def remind(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """催报: everybody who has not answered is told now."""
    told = remind_of_round(by=actor, run=pk, everyone=True)
    said = _("已催 %(n)s 个单位；同一天催过的不再重复。") % {"n": told}
    return _sheet(request, actor, round_standings(actor, pk), said=said)


def _sheet(request: HttpRequest, actor: Actor, sheet: RunSheet, said: str = "") -> HttpResponse:
    found = last_used(sheet.run.round.partition(".")[0]).pack
    only = request.GET.get("standing", "")
    lines = [line for line in sheet.lines if only in ("", line.standing.value)]
    order = {kind: at for at, kind in enumerate((Standing.OVERDUE, Standing.WAITING,
                                                 Standing.LATE, Standing.ON_TIME))}  # fmt: skip
    lines.sort(key=lambda line: (order[line.standing], line.days, line.member.title))
    context = {
        "pack": found, "tabs": tabs(found), "sheet": sheet, "whole": sheet.whole, "said": said,
        "sums": [{"unit": sheet.units.get(one.organisation) or _("未写单位"), "sum": one}
                 for one in sheet.sums],
        "lines": [_line(sheet, line) for line in lines], "only": only,
        "standings": [(kind.value, kind.label) for kind in Standing],
        "may_run": actor.may(Permission.RUN_ROUND),
        "owing": sheet.whole.waiting + sheet.whole.overdue,
    }  # fmt: skip
    return render(request, "lantu/packs/round.html", context)


def _line(sheet: RunSheet, line: Line) -> dict[str, Any]:
    case = sheet.cases.get(line.member.key)
    return {
        "title": line.member.title, "standing": line.standing.label,
        "status": MARKS[line.standing].value,
        "address": reverse("case", args=[case]) if case else "",
        "unit": sheet.units.get(line.member.organisation, ""),
        "days": -line.days if line.standing is Standing.OVERDUE else None,
    }  # fmt: skip


@page(Permission.READ_RECORDS)
def as_file(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The sheet as Excel: by unit, and member by member."""
    sheet = round_standings(actor, pk)
    name = f"{sheet.title} {sheet.run.label}"
    words = (_("单位"), _("应报"), _("按时"), _("迟报"), _("待报"), _("逾期未报"))
    heads = [*words, _("按时率") + "（%）"]
    sums = [
        [sheet.units.get(s.organisation) or _("未写单位"), s.expected, s.on_time, s.late, s.waiting,
         s.overdue, None if s.rate is None else float(s.rate)]
        for s in sheet.sums
    ]  # fmt: skip
    members = [
        [line.member.title, sheet.units.get(line.member.organisation, ""), line.standing.label,
         f"{sheet.run.due_day}", max(-line.days, 0) if line.standing is Standing.OVERDUE else None]
        for line in sheet.lines
    ]  # fmt: skip
    titles = [_("名称"), _("单位"), _("情况"), _("截止"), _("逾期天数")]
    body = workbook_of(
        [
            (_("汇总"), heads, sums, [28, 8, 8, 8, 8, 10, 12]),
            (_("名单"), titles, members, [40, 28, 10, 12, 10]),
        ]
    )
    return HttpResponse(
        body,
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}.xlsx"},
    )
