"""What people decided: a promise is adjusted or ended, a finding is taken up or set aside.

A decision about a promise names its document and day, and is only ever added. A finding's hangs on
its plan and key, so that the next version carries it over.
"""

from django.db import models
from django.utils import timezone

from lantu.apps.people.models import User
from lantu.apps.registry.models.plans import Plan
from lantu.apps.registry.models.promises import Promise


class PromiseDecision(models.Model):
    """document: its title or number. day: of the document."""

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="decisions")
    status = models.CharField(max_length=12)  # adjusted or terminated, of Status
    document = models.CharField(max_length=200)
    day = models.DateField()
    reason = models.TextField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)


class FindingDecision(models.Model):
    """key: of the finding, see `finding_keys`. reason: required to set one aside."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="finding_decisions")
    key = models.CharField(max_length=16)
    code = models.CharField(max_length=40)
    verdict = models.CharField(max_length=10)  # a word of Verdict
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("plan", "key"), name="finding_decided_once"),
        )
