"""Cases as everybody may read them: only public cases, only their public fields.

What the pack does not mark as public does not leave here, for anybody: whoever may see more asks
the other queries. The title of a case is one of its fields; a position leaves as exactly as its
field says; pictures leave with nothing but pixels in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import cos, floor, radians
from pathlib import Path

from django.db.models import Q, QuerySet

from lantu.apps.people.files.reading import bare_picture, pictures_among
from lantu.apps.people.models import Organisation
from lantu.apps.tracking.cases.models import Case, CaseEvent
from lantu.apps.tracking.cases.wording import Names, said
from lantu.apps.tracking.enabling.snapshots import pinned, split
from lantu.apps.tracking.grounds import names
from lantu.apps.tracking.records.values import decode, is_sensitive
from lantu.engines.cases.case import EventKind, Outcome
from lantu.engines.registers.fields import Field, Kind, Point
from lantu.kernel.errors import NotFound
from lantu.packs.snapshot import PackRegister
from lantu.packs.words import Column


@dataclass(frozen=True, slots=True)
class Published:
    """A public case. title, address, reply: "" where their fields are not public; values: public
    fields in words. place: longitude and latitude, None where they are not public. state: its
    title. photos: how many pictures are public."""

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
    address: str
    reply: str
    photos: int
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
    """Which cases. processes: with the categories of each, () for all. numbers: when given, only
    processes and within matter besides. within: the path of an area. open: None for both."""

    processes: Mapping[str, tuple[str, ...]]
    numbers: tuple[str, ...] = ()
    within: str = ""
    open: bool | None = None
    since: datetime | None = None
    until: datetime | None = None


def published(wanted: Wanted, *, start: int = 0, size: int = 100) -> tuple[Published, ...]:
    """The newest first."""
    rows = _rows(wanted).order_by("-opened_at", "-pk").defer("sealed")[start : start + size]
    return _shown(list(rows))


def published_case(wanted: Wanted, number: str) -> Published:
    """NotFound when there is none that is public."""
    found = published(replace(wanted, numbers=(number,)), size=1)
    if not found:
        raise NotFound("tracking.case.missing", "没有这个案件。", "请核对案号。")
    return found[0]


def published_photo(wanted: Wanted, number: str, place: int) -> Path:
    """The file of a public picture, the first is 1. NotFound when there is none."""
    row = _rows(replace(wanted, numbers=(number,))).defer("sealed").first()
    found = _photos(row)[place - 1 : place] if row and place > 0 else ()
    if not found:
        raise NotFound("tracking.photo", "没有这张照片，或没有公开。", "请从案件的清单进入。")
    return bare_picture(found[0])


def steps_between(
    wanted: Wanted, since: datetime, until: datetime, most: int = 1000
) -> tuple[PublicStep, ...]:
    """Steps of public cases in a span of time, oldest first."""
    rows = CaseEvent.objects.filter(
        _which(wanted, "case__"), case__public=True, at__gte=since, at__lte=until,
        kind__in=(EventKind.OPEN.value, EventKind.STEP.value),
    ).select_related("case").defer("case__sealed", "case__data", "values")  # fmt: skip
    if wanted.within:
        rows = rows.filter(case__area_path__under=wanted.within)
    return tuple(_step(event) for event in rows.order_by("at", "pk")[:most])


def _step(event: CaseEvent) -> PublicStep:
    case = event.case
    process = pinned(case.pack_id).pack.process(split(case.process)[1]).process
    titles = {step.action: step.title for step in process.transitions}
    last = event.seq == case.row_version
    did = titles.get(event.action, "上报")
    return PublicStep(event.pk, case.number, did, event.at, case.outcome if last else "")


def _rows(wanted: Wanted) -> QuerySet[Case]:
    rows: QuerySet[Case] = Case.objects.filter(public=True)
    if wanted.within:
        rows = rows.filter(area_path__under=wanted.within)
    if wanted.numbers:
        asked = {number[8:].lstrip("0"): number for number in wanted.numbers if len(number) == 16}
        ids = [int(pk) for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < 10]
        known = rows.filter(process__in=list(wanted.processes), pk__in=ids)
        return known.filter(
            pk__in=[row.pk for row in known.only("opened_at") if row.number in wanted.numbers]
        )
    found = _which(wanted)
    if wanted.since:
        found &= Q(opened_at__gte=wanted.since)
    if wanted.until:
        found &= Q(opened_at__lte=wanted.until)
    if wanted.open is not None:
        found &= Q(ended_at__isnull=wanted.open)
    return rows.filter(found)


def _which(wanted: Wanted, case: str = "") -> Q:
    """Processes with their categories. case: the way from a row to its case."""
    which = Q(pk__in=())
    for process, categories in wanted.processes.items():
        within = {f"{case}category__in": categories} if categories else {}
        which |= Q(**{f"{case}process": process}, **within)
    return which


def _photos(row: Case) -> tuple[str, ...]:
    """The pictures of a case that everybody may see, where its pack opens them."""
    pack = pinned(row.pack_id).pack
    home = pack.register(pack.process(split(row.process)[1]).register)
    name = home.columns.get(Column.PHOTO, "")
    held = row.data.get(name) if name in home.public else None
    keys = [held] if isinstance(held, str) else list(held or ())
    return pictures_among(tuple(map(str, keys))) if keys else ()


def blurred(point: Point, metres: int) -> tuple[float, float]:
    """The middle of the square of `metres` that a point lies in; 0: the point. Always the same for
    the same place, so that asking again tells no more.

    >>> blurred(Point(113.8201, 34.0301), 500) == blurred(Point(113.8203, 34.0302), 500)
    True
    """
    if not metres:
        return point.lon, point.lat
    down = metres / 111_320
    lat = (floor(point.lat / down) + 0.5) * down
    across = down / max(cos(radians(lat)), 0.01)
    lon = (floor(point.lon / across) + 0.5) * across
    return round(lon, 6), round(lat, 6)


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
    fields = [f for f in map(home.register.by_name.__getitem__, home.public) if _in_words(f)]
    known = Names.of((f, values.get(f.name)) for f in fields)
    state = found.process.by_name.get(row.state)
    titled = _open(home, Column.TITLE)
    placed = _open(home, Column.AREA)
    return Published(
        row.pk,
        row.number,
        row.process,
        row.title if titled else "",
        row.category if found.category in public else "",
        state.title if state else "",
        Outcome(row.outcome).label if row.outcome else "",
        units.get(row.organisation_id or 0, ""),
        where.get(row.area_path, "") if placed else "",
        row.area_path if placed else "",
        row.opened_at,
        row.changed_at,
        row.due,
        _place(row, home),
        _said_in(home, Column.ADDRESS, values),
        _said_in(home, Column.REPLY, values),
        len(_photos(row)),
        {f.name: said(f, values.get(f.name), known) for f in fields},
    )


def _in_words(field: Field) -> bool:
    """Positions are blurred, and pictures shown, elsewhere."""
    return field.kind not in (Kind.POINT, Kind.FILE) and not is_sensitive(field)


def _open(home: PackRegister, column: Column) -> bool:
    return home.columns.get(column) in home.public


def _said_in(home: PackRegister, column: Column, values: Mapping[str, object]) -> str:
    return str(values.get(home.columns[column]) or "") if _open(home, column) else ""


def _place(row: Case, home: PackRegister) -> tuple[float, float] | None:
    if row.lon is None or row.lat is None or not _open(home, Column.POINT):
        return None
    return blurred(Point(row.lon, row.lat), home.notes[home.columns[Column.POINT]].blur)
