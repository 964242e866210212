"""What areas and organisations a form offers: as many as a list can show, grouped by street.

Only areas that the person's posts reach; the public may choose any community.
"""

from lantu.apps.people.actor import Actor
from lantu.apps.people.queries import organisations
from lantu.apps.places.models import AreaKind
from lantu.apps.places.queries import choosable
from lantu.apps.web.packs.inputs import Choice, Choices
from lantu.engines.registers.fields import Kind

SMALL = (AreaKind.COMMUNITY.value, AreaKind.GRID.value)


def choices_for(actor: Actor) -> Choices:
    """Areas of the posts, organisations that the actor may see."""
    found = areas(actor)
    return {
        Kind.AREA: found or areas(actor, (AreaKind.STREET.value,)),
        Kind.ORGANISATION: [Choice(str(row.id), row.name) for row in organisations(actor)],
    }


def communities() -> Choices:
    """For everybody: the communities, by street."""
    rows = choosable(None, (AreaKind.COMMUNITY.value,))
    return {Kind.AREA: [Choice(*row) for row in rows]}


def areas(actor: Actor, kinds: tuple[str, ...] = SMALL) -> list[Choice]:
    """Communities and grids within the posts."""
    held = [post.area_paths for post in actor.posts]
    everywhere = not held or None in held
    paths = None if everywhere else frozenset().union(*(p for p in held if p))
    return [Choice(path, name, group) for path, name, group in choosable(paths, kinds)]
