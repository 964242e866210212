"""Instructions on the page of what they are about: `{% instructions_about "promise" id %}`."""

from typing import Any

from django import template

from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.instructions.queries import instructions_about as found_about

register = template.Library()


@register.inclusion_tag("lantu/instructions/about.html", takes_context=True)
def instructions_about(context: dict[str, Any], kind: str, subject: int) -> dict[str, Any]:
    """kind: promise or case. Nothing for those who may neither read nor give any."""
    actor = context["actor"]
    return {
        "instructions": found_about(actor, **{kind: subject}),
        "may_instruct": actor.may(Permission.GIVE_INSTRUCTION),
        "subject_kind": kind,
        "subject_id": subject,
    }
