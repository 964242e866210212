"""Where things are, for storage and lists: the areas above an area, areas below paths, map cells.

Areas and names are asked for once a minute and process; an area that has just been imported may
therefore be missing from lists for that long, never shown to the wrong person.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import asinh, floor, pi, radians, tan
from typing import TypeVar

from django.db.models import Q

from lantu.apps.people.models import Organisation
from lantu.apps.places.calendar import working_calendar
from lantu.apps.places.models import Area
from lantu.kernel.errors import Invalid
from lantu.kernel.workdays import Calendar

K = TypeVar("K", str, int)
DEPTH = 16
"""Letters of a map cell: about 600 metres a side at the equator."""
Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An area as tracking needs it."""

    id: int
    path: str
    kind: str
    name: str


def above(path: str) -> tuple[Ground, ...]:
    """The area of `path` and those that hold it, the smallest first; none for ""."""
    return _above(path, _minute()) if path else ()


def below(paths: frozenset[str]) -> tuple[int, ...]:
    """Ids of the areas of `paths` and of all below them."""
    return _below(paths, _minute())


def names(paths: Iterable[str]) -> dict[str, str]:
    """path -> name of its area."""
    return _named(_areas(_minute()), {path for path in paths if path}, _ask_areas)


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    """id -> name of the organisation."""
    return _named(_units(_minute()), set(ids), _ask_units)


def area_at(path: str) -> Ground | None:
    """The area of a path, None for "". Invalid when there is none."""
    if not path:
        return None
    found = above(path)
    if not found or found[0].path != path:
        raise Invalid("tracking.area", f"没有区域 {path}。", "请从区划清单中选择所在区域。")
    return found[0]


def calendar() -> Calendar:
    """The working calendar."""
    return _calendar(_minute())


def forget() -> None:
    """Ask again: for tests, which roll their areas back."""
    for kept in (_above, _below, _calendar, _areas, _units):
        kept.cache_clear()


def _minute() -> int:
    return int(time.time()) // 60


@lru_cache(maxsize=4096)
def _above(path: str, minute: int) -> tuple[Ground, ...]:
    parts = path.rstrip("/").split("/")
    paths = ["/".join(parts[:end]) + "/" for end in range(2, len(parts) + 1)]
    rows = Area.objects.filter(path__in=paths).values_list("pk", "path", "kind", "name")
    return tuple(sorted((Ground(*row) for row in rows), key=lambda area: -len(area.path)))


@lru_cache(maxsize=512)
def _below(paths: frozenset[str], minute: int) -> tuple[int, ...]:
    found = Q(pk__in=())
    for path in sorted(paths):
        found |= Q(path__under=path)
    return tuple(Area.objects.filter(found).order_by("pk").values_list("pk", flat=True))


def _named(
    known: dict[K, str], wanted: set[K], ask: Callable[[set[K]], dict[K, str]]
) -> dict[K, str]:
    """Names that this process knows already, and the others asked for together."""
    missing = wanted - known.keys()
    if missing:
        known |= ask(missing)
    return {key: known[key] for key in wanted if key in known}


def _ask_areas(paths: set[str]) -> dict[str, str]:
    return dict(Area.objects.filter(path__in=paths).values_list("path", "name"))


def _ask_units(ids: set[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))


@lru_cache(maxsize=1)
def _areas(minute: int) -> dict[str, str]:
    return {}


@lru_cache(maxsize=1)
def _units(minute: int) -> dict[int, str]:
    return {}


@lru_cache(maxsize=1)
def _calendar(minute: int) -> Calendar:
    return working_calendar()


def cell_of(lon: float, lat: float, depth: int = DEPTH) -> str:
    """The map cell of a point as a quadkey (Web Mercator): cells that begin alike lie together.

    >>> cell_of(113.82, 34.03, 6), cell_of(113.82, 34.03).startswith(cell_of(113.9, 34.1, 6))
    ('132121', True)
    """
    return _quadkey(*_tile(lon, lat, depth), depth)


def cells_in(box: Box, most: int = 16) -> tuple[str, ...]:
    """At most `most` cells that together hold the box."""
    west, south, east, north = box
    for depth in range(DEPTH, 0, -1):
        left, top = _tile(west, north, depth)
        right, bottom = _tile(east, south, depth)
        if (right - left + 1) * (bottom - top + 1) <= most:
            return tuple(
                _quadkey(x, y, depth)
                for x in range(left, right + 1)
                for y in range(top, bottom + 1)
            )
    return ("",)


def _tile(lon: float, lat: float, depth: int) -> tuple[int, int]:
    lat = max(-85.0, min(85.0, lat))
    size = 1 << depth
    x = floor((lon + 180) / 360 * size)
    y = floor((1 - asinh(tan(radians(lat))) / pi) / 2 * size)
    return min(max(x, 0), size - 1), min(max(y, 0), size - 1)


def _quadkey(x: int, y: int, depth: int) -> str:
    return "".join(str((x >> bit & 1) | (y >> bit & 1) << 1) for bit in range(depth - 1, -1, -1))
