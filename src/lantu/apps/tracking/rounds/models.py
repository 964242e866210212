"""Windows of rounds that were opened: for which period, until when, for how many members."""

from django.db import models
from django.utils import timezone

from lantu.apps.tracking.enabling.models import PackVersion


class RoundRun(models.Model):
    """round: `pack.round`. label: the period in words. trigger: why a triggered one was opened."""

    round = models.CharField(max_length=81)
    label = models.CharField(max_length=60)
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    opens = models.DateField()
    due_day = models.DateField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    trigger = models.CharField(max_length=200, blank=True)
    members = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "tracking"
        constraints = (models.UniqueConstraint(fields=("round", "label"), name="round_run_once"),)
