"""What the masthead needs of the inbox."""

from django import template

from lantu.apps.people.actor import Actor
from lantu.apps.people.inbox.queries import count
from lantu.apps.web.frame import today

register = template.Library()


@register.simple_tag
def inbox_count(actor: Actor) -> int:
    """How many things wait for the actor."""
    return count(actor, today())
