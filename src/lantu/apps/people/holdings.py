"""What organisations hold: rows that pass to the successor when an organisation is dissolved.

A model says so itself, wherever it stands:

    HELD_BY = Held("owner", open=~Q(status="done"))
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True, slots=True)
class Held:
    """organisation: the name of the foreign key. open: the rows that pass on."""

    organisation: str
    open: Q = field(default_factory=Q)


def held_by(organisation: int) -> Iterator[tuple[type[Model], Held, QuerySet[Any]]]:
    """Every kind of row that says that it is held, with the open rows of the organisation."""
    for model in apps.get_models():
        held = getattr(model, "HELD_BY", None)
        if isinstance(held, Held):
            rows = model._default_manager.filter(held.open, **{held.organisation: organisation})
            yield model, held, rows
