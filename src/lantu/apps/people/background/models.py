"""What is to be done after a transaction, and when each periodic job last ran for which day."""

from typing import Self

from django.db import models
from django.utils import timezone


class OutboxQuerySet(models.QuerySet["OutboxRow"]):
    """Waiting, or dead; the rest is done."""

    def waiting(self) -> Self:
        return self.filter(done_at=None, dead_at=None)

    def dead(self) -> Self:
        return self.filter(done_at=None).exclude(dead_at=None)


class OutboxRow(models.Model):
    """Something to be done after the transaction: sent, indexed, recomputed.

    Waiting while done_at and dead_at are null; a dead row is one that a person has to look at.
    """

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    done_at = models.DateTimeField(null=True, db_index=True)
    dead_at = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        app_label = "people"


class JobRun(models.Model):
    """A job's work for one day. Not ended: it is running, or was cut off and will run again."""

    job = models.CharField(max_length=60)
    day = models.DateField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        app_label = "people"
        constraints = (models.UniqueConstraint(fields=("job", "day"), name="job_once_a_day"),)
