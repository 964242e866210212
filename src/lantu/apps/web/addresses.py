"""Which page shows the object that an inbox item names."""

from collections.abc import Callable

from django.urls import reverse

from lantu.apps.people.actor import Actor
from lantu.apps.registry.queries.addresses import place_of_version


def _version(actor: Actor, key: str) -> str | None:
    found = place_of_version(actor, int(key)) if key.isdigit() else None
    return reverse("matches", args=found) if found else None


def _case(actor: Actor, key: str) -> str | None:
    return reverse("case", args=[key]) if key.isdigit() else None


def _instruction(actor: Actor, key: str) -> str | None:
    return reverse("instruction", args=[key]) if key.isdigit() else None


ADDRESSES: dict[str, Callable[[Actor, str], str | None]] = {
    "registry.planversion": _version,
    "tracking.case": _case,
    "tracking.instruction": _instruction,
}


def address_of(actor: Actor, kind: str, key: str) -> str | None:
    """The page where an inbox item is dealt with; None when there is none for this actor."""
    find = ADDRESSES.get(kind)
    return find(actor, key) if find else None
