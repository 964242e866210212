"""Follows areas through the vintages of their codes and through the hierarchies.

A code stands for the same area in the next vintage unless the table of changes says otherwise.
"""

from collections.abc import Iterable
from itertools import pairwise

from django.db.models import Q

from lantu.apps.places.models import Area, AreaChange, Hierarchy, Standing, Vintage

Key = tuple[str, str]
"""Vintage and code."""


def paths_of(area: Area, hierarchy: str = Hierarchy.ADMINISTRATIVE) -> frozenset[str]:
    """The paths of `area` in every vintage; with the members that it has in `hierarchy`."""
    held = {area}
    if hierarchy != area.hierarchy or hierarchy != Hierarchy.ADMINISTRATIVE:
        held |= _members(area, hierarchy)
    keys = kin((member.vintage, member.code) for member in held)
    known = {(member.vintage, member.code): member.path for member in held}
    rest = Q(pk__in=())
    for vintage, code in keys - set(known):
        rest |= Q(vintage=vintage, code=code)
    if rest:
        known |= {
            (a.vintage, a.code): a.path
            for a in Area.objects.filter(rest).only("path", "vintage", "code")
        }
    return frozenset(known.values())


def _members(area: Area, hierarchy: str) -> set[Area]:
    """What lies in `area` and in its own sub-areas by `hierarchy`."""
    inside = Area.objects.under(area.path)
    standing = Standing.objects.filter(hierarchy=hierarchy, parent__in=inside)
    return {row.area for row in standing.select_related("area")}


def kin(keys: Iterable[Key]) -> set[Key]:
    """The same areas in every vintage, as far as codes and changes tell."""
    found = set(keys)
    vintages = list(Vintage.objects.order_by("name").values_list("name", flat=True))
    if len(vintages) < 2:
        return found
    steps = list(pairwise(vintages))
    return found | _walk(found, steps, True) | _walk(found, steps[::-1], False)


def _walk(start: set[Key], steps: list[tuple[str, str]], forward: bool) -> set[Key]:
    """Everything reached from `start` by going through `steps`, into later or earlier vintages."""
    found = set(start)
    for early, late in steps:
        now, then = (early, late) if forward else (late, early)
        codes = {code for vintage, code in found if vintage == now}
        if not codes:
            continue
        rows = AreaChange.objects.filter(
            Q(old_code__in=codes) | Q(new_code__in=codes), from_vintage=early, to_vintage=late
        )
        changes = list(rows.values_list("old_code", "new_code"))
        ended = {old for old, _ in changes}
        pairs = changes if forward else [(new, old) for old, new in changes]
        reached = {became for was, became in pairs if was in codes and became}
        found |= {(then, code) for code in reached | (codes - ended)}
    return found
