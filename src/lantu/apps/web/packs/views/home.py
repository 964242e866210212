"""Home of a pack: its card in one sentence, what is most pressing, on what it rests."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.queries.lists import CaseFilter, case_page, count_cases
from lantu.apps.tracking.cases.queries.performance import figures
from lantu.apps.tracking.enabling.queries import enabled_packs, systems
from lantu.apps.tracking.enabling.snapshots import all_enabled, last_used
from lantu.apps.web.frame import today
from lantu.apps.web.packs.subjects import tabs
from lantu.apps.web.packs.views.overview import makes, parts
from lantu.apps.web.pages import page
from lantu.packs.snapshot import Pack


@dataclass(frozen=True, slots=True)
class Card:
    """What a system does, as far as the actor sees it. last: when something was last reported."""

    name: str
    title: str
    records: int
    open: int
    overdue: int
    last: datetime | None

    @property
    def running(self) -> bool:
        return self.records > 0


def card_of(actor: Actor, pack: Pack) -> Card:
    """Counted over all processes of the pack."""
    counted = {"records": 0, "open": 0, "overdue": 0}
    last: datetime | None = None
    for name in pack.processes:
        kind = f"{pack.name}.{name}"
        counted["records"] += count_cases(actor, CaseFilter(process=kind)).n
        counted["open"] += count_cases(actor, CaseFilter(process=kind, open=True)).n
        counted["overdue"] += count_cases(actor, CaseFilter(process=kind, late=True)).n
        for line in case_page(actor, CaseFilter(process=kind), size=1).lines:
            last = max(last or line.opened_at, line.opened_at)
    return Card(pack.name, pack.title, **counted, last=last)


def months(day: date, before: int = 2) -> tuple[date, date]:
    """From the first day of the month so many months ago to today."""
    number = day.year * 12 + day.month - 1 - before
    return date(number // 12, number % 12 + 1, 1), day


@page(Permission.READ_RECORDS)
def running_systems(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every enabled pack with its figures."""
    cards = [card_of(actor, pin.pack) for pin in all_enabled()]
    return render(request, "lantu/packs/systems.html", {"cards": cards})


@page(Permission.READ_RECORDS)
def home(request: HttpRequest, actor: Actor, pack: str) -> HttpResponse:
    found = last_used(pack).pack
    first, last = months(today())
    counted = [
        figures(actor, f"{found.name}.{name}", first, last)
        for name, process in found.processes.items()
        if process.category
    ]
    context: dict[str, Any] = {
        "promised": systems(actor, pack=pack),
        "running_since": next(
            (e.since for e in enabled_packs() if e.name == pack and e.since.date() <= last), None
        ),
        "figures": [f for one in counted if one.at for f in one.figures],
        "since": first,
        "until": last,
        "pack": found,
        "tabs": tabs(found),
        "card": card_of(actor, found),
        "makes": list(makes(actor, found)),
        "parts": list(parts(actor, found)),
        "limits": list(found.limits.values()),
    }
    return render(request, "lantu/packs/home.html", context)
