"""Service figures and league tables: of organisations and areas, never of persons.

Out of the tallies that are counted nightly by month. Every figure carries numerator, denominator
and the time it was counted at.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from lantu.apps.people.actor import Actor
from lantu.apps.people.models import Organisation
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import CaseTally
from lantu.apps.tracking.cases.tallying import summed
from lantu.apps.tracking.grounds import above
from lantu.apps.tracking.seeing import seen_counts
from lantu.engines.cases.figures import Figure, Tally, service_figures

SMALL = 5
"""Rows counted from fewer cases than this are not ranked."""


@dataclass(frozen=True, slots=True)
class Figures:
    """at: when the newest month was counted; None when nothing was."""

    tally: Tally
    figures: tuple[Figure, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LeagueLine:
    """rank: None where there are too few cases to be fair. name: of a unit or an area."""

    rank: int | None
    name: str
    key: str
    tally: Tally
    figures: tuple[Figure, ...]


def figures(actor: Actor, process: str, first: date, last: date, area: str = "") -> Figures:
    """The service figures of the months `first` to `last`, of what the actor may see."""
    rows = list(_tallies(actor, process, first, last, area))
    counted = summed(Tally(**row.counts) for row in rows)
    at = max((row.at for row in rows), default=None)
    return Figures(counted, service_figures(counted), at)


def league(
    actor: Actor,
    process: str,
    first: date,
    last: date,
    *,
    by: str = "organisation",
    figure: str = "closed_on_time",
    area: str = "",
) -> tuple[LeagueLine, ...]:
    """Units, or areas of a level (by: street, community …), the best first; unranked ones last."""
    found: dict[str, list[Tally]] = defaultdict(list)
    called: dict[str, str] = {}
    for row in _tallies(actor, process, first, last, area):
        key, name = _group(row, by)
        if key:
            called[key] = name
            found[key].append(Tally(**row.counts))
    if by == "organisation":
        ids = Organisation.objects.filter(pk__in=[int(key) for key in called])
        called = {str(pk): name for pk, name in ids.values_list("pk", "name")}
    return _ranked({key: summed(parts) for key, parts in found.items()}, called, figure)


def _tallies(actor: Actor, process: str, first: date, last: date, area: str) -> QuerySet[CaseTally]:
    actor.must(Permission.READ_RECORDS)
    rows = CaseTally.objects.filter(
        seen_counts(actor), process=process, month__gte=first.replace(day=1), month__lte=last
    )
    return rows.filter(area_path__under=area) if area else rows


def _group(row: Any, by: str) -> tuple[str, str]:
    if by == "organisation":
        return (str(row.organisation_id), "") if row.organisation_id else ("", "")
    ground = next((g for g in above(row.area_path) if g.kind == by), None)
    return (ground.path, ground.name) if ground else ("", "")


def _ranked(
    tallies: dict[str, Tally], called: dict[str, str], figure: str
) -> tuple[LeagueLine, ...]:
    lines = []
    for key, counted in tallies.items():
        rates = service_figures(counted)
        chosen = next((f for f in rates if f.code == figure), None)
        fair = chosen is not None and chosen.denominator >= SMALL
        value = chosen.value if chosen and fair else None
        lines.append((value is None, -(value or 0), called.get(key, key), key, counted, rates))
    lines.sort(key=lambda line: line[:3])
    return tuple(_places(lines))


def _places(lines: Iterable[Any]) -> Iterable[LeagueLine]:
    """Equal rates share a place."""
    place, before = 0, None
    for number, (small, value, name, key, counted, rates) in enumerate(lines, 1):
        if value != before:
            place, before = number, value
        yield LeagueLine(None if small else place, name, key, counted, rates)
