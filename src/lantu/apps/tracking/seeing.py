"""What an actor sees of records, cases and tasks: `people.scope`, compiled for a million rows.

Areas become ids, which a database hashes, instead of one comparison for each of two hundred paths.
The people of a pack's keeper see what belongs to the pack in their area. Nobody who is signed in
sees more because it is public: public pages have queries of their own.
"""

from django.apps import apps
from django.db.models import Q

from lantu.apps.people.actor import Actor
from lantu.apps.people.scope import EVERYTHING, Reach, scope
from lantu.apps.tracking.enabling.snapshots import kept_by
from lantu.apps.tracking.grounds import below

FEW = 4
"""Paths up to which a prefix of the path is compared instead."""
MANY = 2000
"""Areas beyond which it is as well."""
PARTIES = 1000


def seen_cases(actor: Actor) -> Q:
    """Cases that the posts of `actor` reach."""
    return _seen(actor, "tracking.case", kind="process", parties="pk__in")


def seen_tasks(actor: Actor) -> Q:
    """Tasks of those cases."""
    return _seen(actor, "tracking.case", kind="process", parties="case__in")


def seen_counts(actor: Actor) -> Q:
    """Stored counts of those cases, which know the unit in the case's row only."""
    return _seen(actor, "tracking.case", kind="process", parties="")


def seen_records(actor: Actor) -> Q:
    """Records that the posts of `actor` reach."""
    return _seen(actor, "tracking.record", kind="register", parties="")


def _seen(actor: Actor, model: str, kind: str, parties: str) -> Q:
    reaches = scope(actor, model).reaches
    if EVERYTHING in reaches:
        return Q()
    found = Q(pk__in=())
    for organisations, paths in sorted(_merged(reaches).items(), key=repr):
        part = Q()
        if organisations is not None:
            part = Q(organisation__in=organisations)
            if kept := kept_by(organisations):
                part |= Q(**{f"{kind}__in": kept})
            if parties and (others := _parties(organisations)):
                part |= Q(**{parties: others})
        if paths is not None:
            part &= _inside(paths, orphans=organisations is not None)
        found |= part
    return found


def _merged(
    reaches: frozenset[Reach],
) -> dict[frozenset[int] | None, frozenset[str] | None]:
    """Areas by organisations: two hundred posts of one kind are one condition."""
    found: dict[frozenset[int] | None, frozenset[str] | None] = {}
    for reach in reaches:
        there = found.get(reach.organisations, frozenset())
        if there is None or reach.area_paths is None:
            found[reach.organisations] = None
        else:
            found[reach.organisations] = there | reach.area_paths
    return found


def _inside(paths: frozenset[str], *, orphans: bool) -> Q:
    """Rows in the areas of `paths`. orphans: rows without an area as well."""
    return inside(paths) | Q(area=None) if orphans else inside(paths)


def inside(paths: frozenset[str], few: int | None = None) -> Q:
    """Rows in the areas of `paths`: by prefix up to `few` of them, else by the areas' ids."""
    ids = below(paths) if len(paths) > (FEW if few is None else few) else ()
    if ids and len(ids) <= MANY:
        return Q(area__in=ids)
    found = Q(pk__in=())
    for path in sorted(paths):
        found |= Q(area_path__under=path)
    return found


def _parties(organisations: frozenset[int]) -> list[int]:
    """Cases of which one of the organisations held a branch only."""
    rows = (
        apps.get_model("tracking.caseparty")
        ._default_manager.filter(organisation__in=organisations)
        .order_by("-case")
    )
    return list(rows.values_list("case", flat=True)[:PARTIES])
