"""What the masthead shows of inbox, audit trail and background."""

from django import template
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.inbox.queries import count
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import Permission
from lantu.apps.web.packs.tasks import count_cases

register = template.Library()


@register.simple_tag
def inbox_count(actor: Actor) -> int:
    """How many things wait for the actor."""
    return count(actor, day_of_today()) + count_cases(actor)


@register.simple_tag
def keeper_pages(actor: Actor) -> list[tuple[str, str]]:
    """(route, label) of the pages that administrators come for."""
    pages = (
        (Permission.READ_ACCOUNTS, "accounts", _("账号")),
        (Permission.READ_AUDIT, "audit", _("审计记录")),
        (Permission.KEEP_BACKGROUND, "background", _("后台任务")),
    )
    return [(route, label) for permission, route, label in pages if actor.may(permission)]
