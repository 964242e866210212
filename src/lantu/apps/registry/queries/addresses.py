"""Which page shows a row that an inbox item or a trail entry names."""

from collections.abc import Iterable
from dataclasses import dataclass

from lantu.apps.people.actor import Actor
from lantu.apps.registry.models import Appearance, PlanVersion


@dataclass(frozen=True, slots=True)
class PromisePlace:
    """Where a promise is read: the newest version that holds it. owner: an organisation's id."""

    key: str
    number: int
    title: str
    owner: int | None


def place_of_version(actor: Actor, version: int) -> tuple[str, int] | None:
    """The plan's key and the version's number; None when the actor may not know of it."""
    seen = PlanVersion.objects.visible_to(actor).filter(pk=version)
    return seen.values_list("plan__key", "number").first()


def places_of_promises(actor: Actor, promises: Iterable[int]) -> dict[int, PromisePlace]:
    """By promise; those are left out that the actor may not know of."""
    wanted = set(promises)
    if not wanted:
        return {}
    seen = PlanVersion.objects.visible_to(actor)
    rows = Appearance.objects.filter(promise__in=wanted, first=True, version__in=seen)
    return {
        row.promise_id: PromisePlace(
            row.version.plan.key, row.version.number, row.promise.title, row.promise.owner_id
        )
        for row in rows.select_related("promise", "version__plan").order_by(
            "version__number", "version"
        )
    }
