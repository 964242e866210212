"""Cases of the last months by category, unit or community, open and ended.

Counted when asked, over cases opened since a day: a chart of all times would read every row.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.grounds import above
from lantu.apps.tracking.seeing import seen_cases
from lantu.kernel.workdays import midnight

MOST = 30
"""Bars of one chart, the longest first."""
COLUMNS = {
    "category": "category",
    "organisation": "organisation__name",
    "community": "area_path",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """name: "" where the cases say nothing."""

    name: str
    open: int
    ended: int


def chart_of(actor: Actor, process: str, by: str, since: date) -> tuple[Bar, ...]:
    """by: category, organisation or community."""
    actor.must(Permission.READ_RECORDS)
    rows = Case.objects.filter(seen_cases(actor), process=process, opened_at__gte=midnight(since))
    column = COLUMNS[by]
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    grouped = rows.order_by().values_list(column)
    for key, running, ended in grouped.annotate(
        running=Count("pk", filter=Q(ended_at=None)),
        ended=Count("pk", filter=Q(ended_at__isnull=False)),
    ):
        name = _community(key) if by == "community" else key or ""
        counted[name][0] += running
        counted[name][1] += ended
    bars = [Bar(name, *pair) for name, pair in counted.items()]
    return tuple(sorted(bars, key=lambda bar: (-bar.open - bar.ended, bar.name))[:MOST])


def _community(path: str) -> str:
    return next((ground.name for ground in above(path) if ground.kind == "community"), "")
