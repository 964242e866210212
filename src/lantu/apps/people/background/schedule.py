"""The dated table of periodic jobs: each once a day, for its day, in order, and late if need be.

    @daily("people.remind", at=time(7), label=_("提醒到期事项"))
    def remind(day): ...; return "12 notices"

A job must be harmless to repeat: one that was cut off runs again. After downtime a job marked
`each_day` makes up for every day that was missed (at most a month); others run for the last one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from lantu.apps.people.background.models import JobRun
from lantu.apps.people.models import day_of_today

Run = Callable[[date], str]
MADE_UP = 31
"""Days, at most, that a job catches up with."""
AGAIN = timedelta(minutes=10)
"""Pause before a failed job is tried again."""


@dataclass(frozen=True, slots=True)
class Job:
    """at: the time of day from which it may run."""

    name: str
    label: str | Promise
    at: time
    run: Run
    each_day: bool = False


JOBS: dict[str, Job] = {}


def daily(
    name: str, *, at: time, label: str | Promise, each_day: bool = False
) -> Callable[[Run], Run]:
    """Put a job in the table."""

    def register(run: Run) -> Run:
        JOBS[name] = Job(name, label, at, run, each_day)
        return run

    return register


def run_due(now: datetime) -> int:
    """Run every job whose day and time have come and that has not ended; how many runs ended.

    A job stays at the first day that fails: its days are done in order.
    """
    clock, ended = timezone.localtime(now).time(), 0
    for job in JOBS.values():
        for day in _days(job, day_of_today(), clock):
            if not _may_run(job, day, now) or not _run(job, day):
                break
            ended += 1
    return ended


def _days(job: Job, now: date, clock: time) -> list[date]:
    newest = now if clock >= job.at else now - timedelta(days=1)
    ended = JobRun.objects.filter(job=job.name).exclude(ended_at=None)
    last = ended.order_by("day").values_list("day", flat=True).last()
    if last is None:
        return [now] if newest == now else []
    missed = (newest - last).days
    if missed <= 0:
        return []
    back = min(missed, MADE_UP) if job.each_day else 1
    return [newest - timedelta(days=n) for n in range(back - 1, -1, -1)]


def _may_run(job: Job, day: date, now: datetime) -> bool:
    """Not within the pause after a failure."""
    failed = JobRun.objects.filter(
        job=job.name, day=day, ended_at=None, started_at__gt=now - AGAIN
    ).exclude(error="")
    return not failed.exists()


def _run(job: Job, day: date) -> bool:
    JobRun.objects.update_or_create(
        job=job.name, day=day, defaults={"started_at": timezone.now(), "error": ""}
    )
    mine = JobRun.objects.filter(job=job.name, day=day)
    try:
        with transaction.atomic():
            result = job.run(day)
            mine.update(ended_at=timezone.now(), result=result[:200])
    except Exception as error:  # shown on the page; the other jobs have their turn
        mine.update(error=f"{type(error).__name__}: {error}"[:2000])
        return False
    return True
