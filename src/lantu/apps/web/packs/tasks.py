"""Tasks of cases as lines of the inbox: what waits because it is a post's turn."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from lantu.apps.people.actor import Actor
from lantu.apps.people.inbox.queries import Waiting
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.queries.waiting import inbox, tasks_for

MOST = 200
"""Lines of one page."""


def waiting_cases(actor: Actor, now: date) -> list[tuple[Waiting, str]]:
    """The most pressing tasks with the pages where they are dealt with."""
    if not actor.may(Permission.READ_RECORDS):
        return []
    found = []
    for task in inbox(actor, size=MOST).tasks:
        line = task.case
        day = (timezone.localtime(task.due) - timedelta(seconds=1)).date() if task.due else None
        late = max(1, (now - day).days) if task.late and day else 0
        row = Waiting(
            f"{task.state}：{line.title}", "case", "tracking.case", str(line.id), day,
            line.opened_at, "", late,
        )  # fmt: skip
        found.append((row, reverse("case", args=[line.id])))
    return found


def count_cases(actor: Actor) -> int:
    """How many wait: what the masthead adds."""
    return tasks_for(actor).count() if actor.may(Permission.READ_RECORDS) else 0
