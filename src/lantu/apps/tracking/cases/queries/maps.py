"""Open cases on a map: points where they are few, counted cells where they are many."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Q
from django.db.models.functions import Substr

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.queries.lists import (
    CaseFilter,
    CaseLine,
    filtered_tasks,
    lines_of,
)
from lantu.apps.tracking.grounds import DEPTH, Box, cells_in
from lantu.kernel.errors import Invalid

POINTS = 300
"""Cases up to which each is shown by itself."""
FINER = 3
"""How many levels below the cells that cover the box the clusters are."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """n cases around a point. cell: the map cell that they lie in."""

    cell: str
    lon: float
    lat: float
    n: int


@dataclass(frozen=True, slots=True)
class MapView:
    """Either points or clusters. total: of both."""

    points: tuple[CaseLine, ...]
    clusters: tuple[Cluster, ...]
    total: int


def map_of(actor: Actor, box: Box, chosen: CaseFilter) -> MapView:
    """Open cases in the box (west, south, east, north). Invalid when it is none."""
    actor.must(Permission.READ_RECORDS)
    west, south, east, north = box
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise Invalid("tracking.map.box", "地图范围不对。", "请按 西,南,东,北 给出经纬度。")
    cells = cells_in(box)
    inside = Q(pk__in=())
    for cell in cells:
        inside |= Q(cell__gte=cell, cell__lt=_next(cell)) if cell else ~Q(cell="")
    rows = filtered_tasks(actor, chosen).filter(
        inside, lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north
    )
    few = list(rows.order_by().values_list("case", flat=True)[: POINTS + 1])
    if len(few) <= POINTS:
        lines = lines_of(sorted(set(few), reverse=True))
        return MapView(lines, (), len(lines))
    depth = min(DEPTH, len(cells[0]) + FINER)
    grouped = (
        rows.annotate(at=Substr("cell", 1, depth))
        .values_list("at")
        .annotate(n=Count("pk"), x=Avg("lon"), y=Avg("lat"))
        .order_by("at")
    )
    clusters = tuple(Cluster(at, x, y, n) for at, n, x, y in grouped)
    return MapView((), clusters, sum(cluster.n for cluster in clusters))


def _next(cell: str) -> str:
    """The first key after all that begin with `cell`: quadkeys end in 3 at most."""
    return cell + "4"
