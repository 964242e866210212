"""Which appearances of a new version are earlier promises: certainly, or perhaps.

Certain is the same item id, which is the same words, in the version before. Everything else is a
guess of the plan engine, stored as a Match for a person to decide.
"""

from lantu.apps.registry.loading import Loaded, stored_package
from lantu.apps.registry.models import Match, PlanVersion, Promise
from lantu.engines.plan.comparison.diff import PROMISES
from lantu.engines.plan.comparison.matching import match
from lantu.engines.plan.package import Package, from_files


def certain(previous: PlanVersion | None) -> dict[str, Promise]:
    """Item id → promise, of the version before."""
    if previous is None:
        return {}
    rows = previous.appearances.select_related("promise")
    return {row.item: row.promise for row in rows}


def propose(previous: PlanVersion | None, package: Package, loaded: Loaded) -> int:
    """Store the guesses for what is new in `package`; how many there are."""
    if previous is None:
        return 0
    before = from_files(stored_package(previous))
    standing = {appearance.promise_id for appearance in loaded.appearances.values()}
    earlier = {
        item: promise
        for item, promise in previous.appearances.values_list("item", "promise_id")
        if promise not in standing
    }
    matches = [
        Match(
            appearance=loaded.appearances[pair.new.id],
            earlier_id=earlier[pair.old.id],
            likeness=pair.likeness,
        )
        for name in PROMISES
        for pair in match(getattr(before, name), getattr(package, name))[0]
        if pair.new.id in loaded.fresh and pair.old.id in earlier
    ]
    Match.objects.bulk_create(matches)
    return len(matches)
