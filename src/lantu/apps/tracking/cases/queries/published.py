"""Cases of a process as everybody may read them: only public cases, only their public fields.

What the pack does not mark as public does not leave here, for anybody: whoever may see more asks
the other queries. The title of a case is one of its fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from lantu.apps.people.models import Organisation
from lantu.apps.tracking.cases.models import Case, CaseEvent
from lantu.apps.tracking.cases.wording import Names, said
from lantu.apps.tracking.enabling.snapshots import pinned, split
from lantu.apps.tracking.grounds import names
from lantu.apps.tracking.records.values import decode
from lantu.engines.cases.case import EventKind, Outcome
from lantu.kernel.errors import NotFound
from lantu.packs.words import Column


@dataclass(frozen=True, slots=True)
class Published:
    """A public case. title: "" where its field is not public; values: public fields in words.
    place: longitude and latitude, None where they are not public. state: its title."""

    id: int
    number: str
    process: str
    title: str
    category: str
    state: str
    outcome: str
    organisation: str
    area: str
    area_path: str
    opened_at: datetime
    changed_at: datetime
    due: datetime | None
    place: tuple[float, float] | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PublicStep:
    """A step of a public case: that it was taken, and when; not by whom, not what was said."""

    id: int
    number: str
    did: str
    at: datetime
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases. numbers: when given, nothing else matters. open: None for both."""

    process: str
    numbers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    open: bool | None = None
    since: datetime | None = None
    until: datetime | None = None


def published(wanted: Wanted, *, start: int = 0, size: int = 100) -> tuple[Published, ...]:
    """The newest first."""
    rows = _rows(wanted).order_by("-opened_at", "-pk").defer("sealed")[start : start + size]
    return _shown(list(rows))


def published_case(process: str, number: str) -> Published:
    """NotFound when there is none that is public."""
    found = published(Wanted(process=process, numbers=(number,)), size=1)
    if not found:
        raise NotFound("tracking.case.missing", "没有这个案件。", "请核对案号。")
    return found[0]


def steps_between(
    process: str, since: datetime, until: datetime, most: int = 1000
) -> tuple[PublicStep, ...]:
    """Steps of public cases in a span of time, oldest first."""
    rows = CaseEvent.objects.filter(
        case__process=process, case__public=True, at__gte=since, at__lte=until,
        kind__in=(EventKind.OPEN.value, EventKind.STEP.value),
    ).select_related("case").defer("case__sealed", "case__data", "values")  # fmt: skip
    found = []
    for event in rows.order_by("at", "pk")[:most]:
        process_of = pinned(event.case.pack_id).pack.process(split(process)[1]).process
        titles = {step.action: step.title for step in process_of.transitions}
        last = event.seq == event.case.row_version
        found.append(
            PublicStep(
                event.pk, event.case.number, titles.get(event.action, "上报"), event.at,
                event.case.outcome if last else "",
            )
        )  # fmt: skip
    return tuple(found)


def _rows(wanted: Wanted) -> QuerySet[Case]:
    rows: QuerySet[Case] = Case.objects.filter(process=wanted.process, public=True)
    if wanted.numbers:
        asked = {number[8:].lstrip("0"): number for number in wanted.numbers if len(number) == 16}
        ids = [int(pk) for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < 10]
        known = rows.filter(pk__in=ids)
        return known.filter(
            pk__in=[row.pk for row in known.only("opened_at") if row.number in wanted.numbers]
        )
    found = Q()
    if wanted.categories:
        found &= Q(category__in=wanted.categories)
    if wanted.since:
        found &= Q(opened_at__gte=wanted.since)
    if wanted.until:
        found &= Q(opened_at__lte=wanted.until)
    if wanted.open is not None:
        found &= Q(ended_at__isnull=wanted.open)
    return rows.filter(found)


def _shown(rows: list[Case]) -> tuple[Published, ...]:
    where = names(row.area_path for row in rows)
    ids = {row.organisation_id for row in rows if row.organisation_id}
    units = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return tuple(_one(row, where, units) for row in rows)


def _one(row: Case, where: Mapping[str, str], units: Mapping[int, str]) -> Published:
    pack = pinned(row.pack_id).pack
    found = pack.process(split(row.process)[1])
    home = pack.register(found.register)
    public = set(home.public)
    values = decode(home.register, row.data)
    fields = [home.register.by_name[name] for name in home.public]
    known = Names.of((f, values.get(f.name)) for f in fields)
    state = found.process.by_name.get(row.state)
    placed = home.columns.get(Column.POINT) in public and row.lon is not None
    return Published(
        row.pk,
        row.number,
        row.process,
        row.title if home.columns.get(Column.TITLE) in public else "",
        row.category if found.category in public else "",
        state.title if state else "",
        Outcome(row.outcome).label if row.outcome else "",
        units.get(row.organisation_id or 0, ""),
        where.get(row.area_path, "") if home.columns.get(Column.AREA) in public else "",
        row.area_path if home.columns.get(Column.AREA) in public else "",
        row.opened_at,
        row.changed_at,
        row.due,
        (row.lon, row.lat) if placed and row.lon is not None and row.lat is not None else None,
        {f.name: said(f, values.get(f.name), known) for f in fields},
    )
