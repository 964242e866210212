"""What organisations hold: rows that pass to the successor when an organisation is dissolved; and
what keeps an account in use, or goes with its personal data.

A model says so itself, wherever it stands:

    HELD_BY = Held("owner", _("承诺"), open=~Q(status="done"))
    TIED_TO = Tied("user", open=Q(done_at=None))
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Held:
    """organisation: the name of the foreign key. title: as people call the rows, each kind its own.

    open: the rows that pass on.
    """

    organisation: str
    title: str | Promise
    open: Q = field(default_factory=Q)


@dataclass(frozen=True, slots=True)
class Tied:
    """account: the lookup of the account. open: rows that keep it in use; None: none does.

    personal: rows that are removed when the account's personal data is erased. by: the account's
    column that the lookup holds.
    """

    account: str
    open: Q | None = None
    personal: Q | None = None
    by: str = "pk"


def tied() -> Iterator[tuple[type[Model], Tied]]:
    """Every kind of row that says that it is tied to an account."""
    for model in apps.get_models():
        tie = getattr(model, "TIED_TO", None)
        if isinstance(tie, Tied):
            yield model, tie


def held_by(organisation: int) -> Iterator[tuple[type[Model], Held, QuerySet[Any]]]:
    """Every kind of row that says that it is held, with the open rows of the organisation."""
    for model in apps.get_models():
        held = getattr(model, "HELD_BY", None)
        if isinstance(held, Held):
            rows = model._default_manager.filter(held.open, **{held.organisation: organisation})
            yield model, held, rows
