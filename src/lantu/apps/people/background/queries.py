"""What the page of the background shows: when each job last ran, what waits, what is dead."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.functional import Promise

from lantu.apps.people.background.models import JobRun, OutboxRow
from lantu.apps.people.background.schedule import JOBS

MOST = 200


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job with its last run that ended, and the error of one that has not."""

    label: str | Promise
    at: time
    day: date | None
    ended_at: datetime | None
    seconds: float | None
    result: str
    error: str


@dataclass(frozen=True, slots=True)
class DeadLine:
    """A row that was given up."""

    id: int
    kind: str
    created_at: datetime
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """waiting: of which `failing` have failed before."""

    waiting: int
    failing: int
    oldest: datetime | None
    dead: tuple[DeadLine, ...]


def job_lines() -> tuple[JobLine, ...]:
    lines = []
    for job in JOBS.values():
        runs = JobRun.objects.filter(job=job.name)
        last = runs.exclude(ended_at=None).order_by("day").last()
        failed = runs.filter(ended_at=None).exclude(error="").order_by("day").last()
        spent = (
            (last.ended_at - last.started_at).total_seconds() if last and last.ended_at else None
        )
        lines.append(
            JobLine(
                job.label,
                job.at,
                last.day if last else None,
                last.ended_at if last else None,
                spent,
                last.result if last else "",
                failed.error if failed else "",
            )
        )
    return tuple(lines)


def outbox() -> Outbox:
    waiting = OutboxRow.objects.waiting()
    return Outbox(
        waiting.count(),
        waiting.exclude(last_error="").count(),
        waiting.order_by("created_at").values_list("created_at", flat=True).first(),
        tuple(
            DeadLine(row.pk, row.kind, row.created_at, row.attempts, row.last_error)
            for row in OutboxRow.objects.dead().order_by("-dead_at")[:MOST]
        ),
    )
