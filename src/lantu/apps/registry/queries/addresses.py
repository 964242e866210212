"""Which page shows a row that an inbox item or a trail entry names."""

from lantu.apps.people.actor import Actor
from lantu.apps.registry.models import PlanVersion


def place_of_version(actor: Actor, version: int) -> tuple[str, int] | None:
    """The plan's key and the version's number; None when the actor may not know of it."""
    seen = PlanVersion.objects.visible_to(actor).filter(pk=version)
    return seen.values_list("plan__key", "number").first()
