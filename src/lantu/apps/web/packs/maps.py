"""A map without tiles: outlines of areas and points on a plain sheet, as SVG for any browser.

Plate carrée, narrowed by the cosine of the latitude: good for a county. Refuses nothing; without
any position there is no map, and the page shows its list alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from lantu.apps.web.pictures import rings as found

WIDTH = 960
_EDGE = 24
_LEAST = 0.004
"""Degrees that a map shows at least, about 400 metres."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with the page it leads to. status: a status word, for colour and shape."""

    lon: float
    lat: float
    title: str
    address: str
    status: str = "under_way"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A spot in pixels."""

    x: float
    y: float
    spot: Spot


@dataclass(frozen=True, slots=True)
class Map:
    """west … north: the degrees at the edges, so that a script can turn pixels back. held: west,
    south, east and north of what is drawn."""

    width: int
    height: int
    west: float
    south: float
    east: float
    north: float
    outlines: tuple[str, ...]
    spots: tuple[Drawn, ...]
    held: tuple[float, float, float, float]

    @property
    def box(self) -> str:
        """What is drawn, as scripts read it."""
        return ",".join(f"{degrees:.5f}" for degrees in self.held)


def draw(spots: Sequence[Spot], shapes: Iterable[Any] = ()) -> Map | None:
    """The map that holds all spots and outlines. shapes: GeoJSON geometries."""
    rings = [ring for shape in shapes for ring in found(shape)]
    points = [(spot.lon, spot.lat) for spot in spots]
    points += [(point[0], point[1]) for ring in rings for point in ring]
    if not points:
        return None
    west, east = _span([x for x, _ in points])
    south, north = _span([y for _, y in points])
    narrow = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * _EDGE) / ((east - west) * narrow)
    height = min(720, round((north - south) * scale) + 2 * _EDGE)
    scale = min(scale, (height - 2 * _EDGE) / (north - south))
    left = (WIDTH - (east - west) * narrow * scale) / 2

    def place(lon: float, lat: float) -> tuple[float, float]:
        x = left + (lon - west) * narrow * scale
        return round(x, 1), round(_EDGE + (north - lat) * scale, 1)

    outlines = tuple(
        "M" + "L".join("{} {}".format(*place(p[0], p[1])) for p in ring) + "Z" for ring in rings
    )
    drawn = tuple(Drawn(*place(spot.lon, spot.lat), spot) for spot in spots)
    return Map(
        WIDTH, height, west - left / narrow / scale, south - _EDGE / scale,
        east + left / narrow / scale, north + _EDGE / scale, outlines, drawn,
        (west, south, east, north),
    )  # fmt: skip


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    spare = max(0.0, _LEAST - (high - low)) / 2
    return low - spare, high + spare
