"""Open cases that may be the same as one, for a person who could merge them: near in place, in time
and in words.

Only cases that the person may see anyway are proposed; nothing is merged by itself.
"""

from dataclasses import dataclass

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.opening import duplicates
from lantu.apps.tracking.cases.queries.lists import CaseLine, lines_of
from lantu.engines.cases.duplicates import Likely

MOST = 8
"""Proposals shown, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that may be the same, with the three distances."""

    line: CaseLine
    why: Likely


def alike(actor: Actor, pk: int) -> tuple[Alike, ...]:
    """None for a case that is not the actor's to see, or that has ended."""
    actor.must(Permission.STEP_CASE)
    row = Case.objects.visible_to(actor).filter(pk=pk, ended_at=None).defer("sealed").first()
    if row is None:
        return ()
    near = {int(likely.key[8:]): likely for likely in duplicates(row)}
    near.pop(row.pk, None)
    seen = Case.objects.visible_to(actor).filter(pk__in=near, ended_at=None)
    lines = {line.id: line for line in lines_of(list(seen.values_list("pk", flat=True)))}
    return tuple(Alike(lines[key], why) for key, why in near.items() if key in lines)[:MOST]


def case_numbered(actor: Actor, number: str) -> int | None:
    """The case of a whole number (案号), where the actor may see it."""
    said = "".join(number.split())
    if len(said) != 16 or not (said.isascii() and said.isdigit()):
        return None
    row = Case.objects.visible_to(actor).filter(pk=int(said[8:])).defer("sealed").first()
    return row.pk if row is not None and row.number == said else None
