"""What every page shows around its content: who, which plan, which day, in which language."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from lantu.apps.people.asking import actor_of
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.queries.plans import VersionHead, newest_versions

today = day_of_today
"""The day that pages stand at: the one day of the house, under the pages' name for it."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Months of the plan's period that have gone."""

    gone: int
    total: int


def frame(request: HttpRequest) -> dict[str, Any]:
    """Django's context processor."""
    actor = actor_of(request)
    plans = newest_versions(actor)
    head = getattr(request, "lantu_version", None) or next(iter(plans), None)
    return {
        "actor": actor,
        "reads_records": actor.user is not None and actor.may(Permission.READ_RECORDS),
        "may_register": actor.may(Permission.REGISTER_PLAN),
        "head": head,
        "plan_choices": plans,
        "today": day_of_today(),
        "fixed_today": settings.TODAY is not None,
        "elapsed": _elapsed(head) if head else None,
        "demo": settings.DEMO,
        "language": translation.get_language(),
        "languages": settings.LANGUAGES,
    }


def _elapsed(head: VersionHead) -> Elapsed | None:
    if not head.first_year or not head.last_year:
        return None
    now = day_of_today()
    total = (head.last_year - head.first_year + 1) * 12
    gone = (now.year - head.first_year) * 12 + now.month - (0 if _month_ends(now) else 1)
    return Elapsed(max(0, min(gone, total)), total)


def _month_ends(day: date) -> bool:
    return day.month != date.fromordinal(day.toordinal() + 1).month
