"""Outlines of areas as maps need them: few at a time, the wider ones first, in CGCS2000.

The register of areas is open to everybody, and so are its outlines. An area without one is left
out; nothing is drawn for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Length

from lantu.apps.places.models import Shape, Vintage

MOST = 500
"""Outlines that one map shows."""


@dataclass(frozen=True, slots=True)
class Outline:
    """geometry: as GeoJSON. own: whether it is the area asked for, and not one inside it."""

    id: int
    code: str
    name: str
    path: str
    geometry: Mapping[str, Any]
    own: bool = False


def outlines_within(paths: frozenset[str] | None, most: int = MOST) -> tuple[Outline, ...]:
    """Outlines of the areas of `paths` and of what lies in them; None: of the newest vintage."""
    inside = Q(pk__in=())
    if paths is None:
        newest = Vintage.objects.order_by("-name").values_list("name", flat=True).first()
        inside = Q(area__vintage=newest or "")
    for path in sorted(paths or ()):
        inside |= Q(area__path__under=path)
    rows = Shape.objects.filter(inside).order_by(Length("area__path"), "area__code")
    named = rows.values_list(
        "area", "area__code", "area__name", "area__path", "geometry"
    )  # fmt: skip
    return tuple(
        Outline(pk, code, name, path, geometry, path in (paths or ()))
        for pk, code, name, path, geometry in named[:most]
    )


def outlines_at(path: str) -> tuple[Outline, ...]:
    """The outline of the area of `path`, else of the nearest area above that has one.

    Own is only the outline of the area itself: one above says no more than where to look.
    """
    parts = path.rstrip("/").split("/")
    above = ["/".join(parts[:end]) + "/" for end in range(len(parts), 1, -1)]
    rows = Shape.objects.filter(area__path__in=above).order_by(Length("area__path").desc())
    nearest = rows.values_list(
        "area", "area__code", "area__name", "area__path", "geometry"
    ).first()  # fmt: skip
    if nearest is None:
        return ()
    pk, code, name, there, geometry = nearest
    return (Outline(pk, code, name, there, geometry, there == above[0]),)
