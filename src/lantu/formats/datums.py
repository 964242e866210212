"""Coordinates of Chinese maps: GCJ-02, in which online maps are published, and WGS-84.

The published approximation of the offset (Krasovsky 1940 ellipsoid), good to about a metre; its
inverse by iteration, to a centimetre. CGCS2000 agrees with WGS-84 to centimetres and is taken for
it. Points outside China are not shifted. Degrees, longitude first.
"""

from collections.abc import Callable
from math import cos, pi, sin, sqrt
from typing import Any

Point = tuple[float, float]

_AXIS = 6_378_245.0
_ECCENTRICITY = 0.00669342162296594323
_CLOSE = 1e-9


def to_gcj02(point: Point) -> Point:
    """WGS-84 (or CGCS2000) to GCJ-02.

    >>> tuple(round(x, 5) for x in to_gcj02((116.39123, 39.90722)))
    (116.39747, 39.90862)
    """
    if not _in_china(point):
        return point
    east, north = _offset(point)
    return point[0] + east, point[1] + north


def from_gcj02(point: Point) -> Point:
    """GCJ-02 to WGS-84 (or CGCS2000): the point whose `to_gcj02` is `point`."""
    guess = point
    for _ in range(30):
        shifted = to_gcj02(guess)
        wrong = point[0] - shifted[0], point[1] - shifted[1]
        guess = guess[0] + wrong[0], guess[1] + wrong[1]
        if max(map(abs, wrong)) < _CLOSE:
            break
    return guess


def convert(geometry: Any, change: Callable[[Point], Point]) -> Any:
    """A GeoJSON geometry with every position changed; heights are left out."""
    if geometry.get("type") == "GeometryCollection":
        parts = [convert(part, change) for part in geometry["geometries"]]
        return {"type": "GeometryCollection", "geometries": parts}
    return {"type": geometry["type"], "coordinates": _changed(geometry["coordinates"], change)}


def _changed(coordinates: Any, change: Callable[[Point], Point]) -> Any:
    if coordinates and isinstance(coordinates[0], int | float):
        east, north = change((float(coordinates[0]), float(coordinates[1])))
        return [round(east, 7), round(north, 7)]
    return [_changed(part, change) for part in coordinates]


def _in_china(point: Point) -> bool:
    return 72.004 <= point[0] <= 137.8347 and 0.8293 <= point[1] <= 55.8271


def _offset(point: Point) -> Point:
    x, y = point[0] - 105.0, point[1] - 35.0
    latitude = point[1] / 180.0 * pi
    magic = 1 - _ECCENTRICITY * sin(latitude) ** 2
    root = sqrt(magic)
    east, north = _east(x, y), _north(x, y)
    return (
        east * 180.0 / (_AXIS / root * cos(latitude) * pi),
        north * 180.0 / (_AXIS * (1 - _ECCENTRICITY) / (magic * root) * pi),
    )


def _east(x: float, y: float) -> float:
    plain = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    return (
        plain
        + _waves(x, (20.0, 6.0), (20.0, 2.0))
        + _waves(x, (20.0, 1.0), (40.0, 1 / 3))
        + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    )


def _north(x: float, y: float) -> float:
    plain = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    return (
        plain
        + _waves(x, (20.0, 6.0), (20.0, 2.0))
        + _waves(y, (20.0, 1.0), (40.0, 1 / 3))
        + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    )


def _waves(z: float, *terms: tuple[float, float]) -> float:
    return sum(height * sin(times * z * pi) for height, times in terms) * 2.0 / 3.0
