"""What an actor may see of one kind of row: a frozen value, and the only way to a queryset.

    Plan.objects.visible_to(actor)          # any model with a manager of `Scoped`

A model says in `SCOPED_BY` which of its columns a scope filters on. It compiles to a Django Q and
to a mask of fields. Posts add up: a row is seen when it is public, or when one post reaches it; a
column that the model does not declare opens nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from lantu.apps.people.actor import Actor, Post
from lantu.apps.people.permissions import GRANTS, ROLES, Permission, Role, Sees


@dataclass(frozen=True, slots=True)
class ScopedBy:
    """The lookups, from a model, that a scope filters on; None when the model has no such thing.

    needs: the permission whose holders see more than what is public. public: "" when every row is.
    shared: rows of an area that every organisation in it and below it reads, such as plans.
    inside: fields that only those see who reach the row otherwise than as the public.
    """

    public: str | None = None
    area_path: str | None = None
    organisation: str | None = None
    needs: Permission = Permission.READ_DRAFTS
    shared: bool = False
    inside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reach:
    """What one post opens: rows that hold to both. None: any.

    area_paths: these areas and all below. above: exactly these areas, for shared kinds.
    """

    area_paths: frozenset[str] | None = None
    above: frozenset[str] = frozenset()
    organisations: frozenset[int] | None = None


EVERYTHING = Reach()


@dataclass(frozen=True, slots=True)
class Scope:
    """reaches: of which one must open a row. public: whether public rows are seen as well."""

    kind: str
    by: ScopedBy
    reaches: frozenset[Reach]
    public: bool = True
    hidden: frozenset[str] = frozenset()

    def q(self) -> Q:
        """The filter for a queryset of the kind."""
        if EVERYTHING in self.reaches:
            return Q()
        found = Q(pk__in=())
        if self.public and self.by.public is not None:
            if self.by.public == "":
                return Q()
            found |= Q(**{self.by.public: True})
        for reach in sorted(self.reaches, key=repr):
            found |= self._reach(reach)
        return found

    def _reach(self, reach: Reach) -> Q:
        nothing, found, by = Q(pk__in=()), Q(), self.by
        if reach.organisations is not None:
            if by.organisation is None:
                return nothing
            found &= Q(**{f"{by.organisation}__in": reach.organisations})
        if reach.area_paths is None:
            return found
        if by.area_path is None:
            return found if reach.organisations is not None else nothing
        inside = Q(**{f"{by.area_path}__in": reach.above}) if reach.above else nothing
        for path in sorted(reach.area_paths):
            inside |= Q(**{f"{by.area_path}__under": path})
        if reach.organisations is not None:
            inside |= Q(**{f"{by.area_path}__isnull": True})
        return found & inside

    def mask(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """`row` without the fields that the actor may not see."""
        return {name: value for name, value in row.items() if name not in self.hidden}


def scope(actor: Actor, kind: str) -> Scope:
    """What `actor` may see of `kind`, a model's label in lower case, such as "registry.plan"."""
    by: ScopedBy = apps.get_model(kind).SCOPED_BY
    return Scope(kind, by, frozenset(_reaches(actor, by)), hidden=_hidden(actor, by))


def _reaches(actor: Actor, by: ScopedBy) -> Iterable[Reach]:
    if not actor.may(by.needs):
        return
    if Role.SYSTEM in actor.roles:
        yield EVERYTHING
    for post in actor.posts:
        if by.needs in GRANTS[post.role]:
            yield from _reach_of(post, by)


def _reach_of(post: Post, by: ScopedBy) -> Iterable[Reach]:
    paths = post.area_paths
    if by.shared:
        yield Reach(paths, _above(paths or ()))
    elif ROLES[post.role].sees is Sees.ORGANISATION:
        if post.organisation is not None:
            yield Reach(paths or None, organisations=frozenset({post.organisation}))
    elif ROLES[post.role].sees is Sees.AREA:
        yield Reach(paths)


def _above(paths: Iterable[str]) -> frozenset[str]:
    """The areas that hold those of `paths`.

    >>> sorted(_above({"2024/41/4110/"}))
    ['2024/41/']
    """
    found = set()
    for path in paths:
        parts = path.rstrip("/").split("/")
        found |= {"/".join(parts[:end]) + "/" for end in range(2, len(parts))}
    return frozenset(found)


def _hidden(actor: Actor, by: ScopedBy) -> frozenset[str]:
    return frozenset() if actor.may(by.needs) else by.inside


class Scoped(models.QuerySet[Any]):
    """The queryset of every model that declares `SCOPED_BY`."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(scope(actor, self.model._meta.label_lower).q())
