"""Invented outlines for the demonstration's communities, their streets and their county.

Cells of a crooked sheet around the invented points of the cases, where nobody lives; no outline of
a real place is in it. Refuses nothing.
"""

import json
import random
from collections.abc import Iterable
from itertools import pairwise

from lantu.apps.people.actions import import_areas
from lantu.apps.people.actor import SYSTEM
from lantu.apps.places.models import Area

ACROSS = 6
"""Cells in a row."""
WIDE, HIGH = 0.008, 0.007
"""Of a cell, in degrees."""
HOME = (110.02, 35.02)
"""Where the invented points begin, in degrees; they are nobody's position."""
_MARGIN, _CROOKED = 0.001, 0.0006
SOURCE = "演示用的虚构边界.geojson"

Corner = tuple[int, int]
Ring = list[Corner]


def draw_outlines(communities: list[Area], vintage: str) -> None:
    """Outlines of the communities, in the order in which the cases number them, and above them."""
    cells: dict[Area, list[int]] = {}
    for number, community in enumerate(communities):
        for area in (community, *_above(community)):
            cells.setdefault(area, []).append(number)
    corners = _corners(len(communities))
    features = [
        {
            "type": "Feature",
            "properties": {"code": area.code, "name": area.name},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[corners[at] for at in ring]] for ring in around(numbers)],
            },
        }
        for area, numbers in cells.items()
    ]
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    faults = import_areas(by=SYSTEM, vintage=vintage, data=data, name=SOURCE)
    assert not faults, faults[0].message  # the areas are there, with these names


def _above(community: Area) -> Iterable[Area]:
    """Its street and its county."""
    street = community.parent
    return [area for area in (street, street.parent if street else None) if area is not None]


def _corners(cells: int) -> dict[Corner, tuple[float, float]]:
    """Where the corners of the cells lie: beside the straight sheet, and always the same."""
    chance = random.Random(11)
    return {
        (x, y): (
            round(HOME[0] + x * WIDE - _MARGIN + chance.uniform(-_CROOKED, _CROOKED), 6),
            round(HOME[1] + y * HIGH - _MARGIN + chance.uniform(-_CROOKED, _CROOKED), 6),
        )
        for x in range(ACROSS + 1)
        for y in range(-(-cells // ACROSS) + 1)
    }


def around(cells: Iterable[int]) -> list[Ring]:
    """The closed rings around cells: sides that two of them share are left out.

    >>> around([0])
    [[(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]]
    """
    sides: dict[Corner, list[Corner]] = {}
    for number in cells:
        y, x = divmod(number, ACROSS)
        ring = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        for a, b in pairwise(ring):
            if a in sides.get(b, []):
                sides[b].remove(a)
            else:
                sides.setdefault(a, []).append(b)
    rings = []
    while start := next((corner for corner, ends in sides.items() if ends), None):
        ring = [start]
        while sides.get(ring[-1]):
            ring.append(sides[ring[-1]].pop())
        rings.append(ring)
    return rings
