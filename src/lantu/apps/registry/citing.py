"""The place of an outline unit as people cite it: chapter 3, section 3.1, paragraph 3.1.2.

Counted from the order of the document, whatever numbering the document uses; parts and prefaces
have no place of their own.
"""

from collections import Counter
from collections.abc import Iterable

from lantu.engines.plan.model import Unit


def cited_places(outline: Iterable[Unit]) -> dict[str, str]:
    """Unit id → place, "" for parts and prefaces. Units in document order, parents first."""
    places: dict[str, str] = {}
    levels: dict[str, str] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for unit in outline:
        levels[unit.id] = unit.level
        above = places.get(unit.parent or "", "")
        if unit.level in ("part", "preface") or (unit.level != "chapter" and not above):
            places[unit.id] = ""
            continue
        if unit.level == "chapter":
            above = ""
        elif unit.level == "paragraph" and levels[unit.parent or ""] == "chapter":
            above += ".0"
        counted[above, unit.level] += 1
        places[unit.id] = f"{above}.{counted[above, unit.level]}".lstrip(".")
    return places
