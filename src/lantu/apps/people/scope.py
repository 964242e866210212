"""What an actor may see of one kind of row: a frozen value, and the only way to a queryset.

It compiles to a Django Q by the field names that the model declares in `SCOPED_BY`. An unknown kind
of actor sees what the public sees.
"""

from dataclasses import dataclass

from django.db.models import Q

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Role


@dataclass(frozen=True, slots=True)
class ScopedBy:
    """The lookups, from a model, that a scope filters on; None when the model has no such thing."""

    public: str | None = None
    area_path: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """area_paths, organisations: None means every one. hidden: names of fields not to be shown."""

    kind: str
    area_paths: frozenset[str] | None = None
    organisations: frozenset[int] | None = None
    hidden: frozenset[str] = frozenset()
    public_only: bool = True

    def q(self, by: ScopedBy) -> Q:
        """The filter. A model without the field that the scope needs shows nothing."""
        found = Q()
        if self.public_only:
            found &= Q(**{by.public: True}) if by.public else Q(pk__in=())
        if self.area_paths is not None:
            found &= self._areas(by.area_path)
        if self.organisations is not None:
            found &= (
                Q(**{f"{by.organisation}__in": self.organisations})
                if by.organisation
                else Q(pk__in=())
            )
        return found

    def _areas(self, field: str | None) -> Q:
        inside = Q(pk__in=())
        for path in sorted(self.area_paths or ()) if field else ():
            inside |= Q(**{f"{field}__startswith": path})
        return inside


def scope(actor: Actor, kind: str) -> Scope:
    """What `actor` may see of `kind` (a model's label, such as "registry.plan")."""
    inside = actor.roles & {Role.PLAN_OFFICER, Role.LEADER, Role.REPORTER, Role.SYSTEM}
    return Scope(kind, public_only=not inside)
