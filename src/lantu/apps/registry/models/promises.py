"""Promises, where they stand in each version, and how versions were matched.

A promise outlives the wording: owner, data and history hang on it, not on the text.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lantu.apps.people.holdings import Held
from lantu.apps.people.models import Organisation, User
from lantu.apps.places.models import Area
from lantu.apps.registry.models.plans import PlanVersion, Section
from lantu.apps.registry.words import Decision, Status


class Promise(models.Model):
    """Our own row. title: the newest wording or name. reason: why the status is what it is."""

    HELD_BY = Held("owner", _("承诺"), open=~models.Q(status__in=(Status.DONE, Status.TERMINATED)))

    kind = models.CharField(max_length=10)  # a word of PromiseKind
    title = models.TextField()
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="promises")
    status = models.CharField(max_length=12, default=Status.AWAITING)
    reason = models.TextField(blank=True)
    status_at = models.DateTimeField(default=timezone.now)
    indicator = models.ForeignKey(
        "registry.Indicator", models.PROTECT, null=True, related_name="promises"
    )
    project = models.ForeignKey(
        "registry.Project", models.PROTECT, null=True, related_name="promises"
    )

    class Meta:
        indexes = (models.Index(fields=("kind", "status"), name="promise_by_kind"),)

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """As people cite it."""
        return f"P-{self.pk:04d}"


class Appearance(models.Model):
    """Where a promise stands in one version. details: the item as plan.json has it.

    first: the earliest one of its promise in the version, the row of every list.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="appearances")
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="appearances")
    section = models.ForeignKey(Section, models.CASCADE, null=True)
    item = models.CharField(max_length=13)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    wording = models.TextField()
    details = models.JSONField()
    first = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "item"), name="appearance_item_once"),
        )
        indexes = (models.Index(fields=("version", "start"), name="appearance_in_order"),)


class Link(models.Model):
    """A relation between two promises that a version's text states."""

    version = models.ForeignKey(PlanVersion, models.CASCADE)
    source = models.ForeignKey(Promise, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Promise, models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=12)
    why = models.TextField()


class Name(models.Model):
    """An organisation or place that a version names. spans: [[start, end], …]."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="names")
    item = models.CharField(max_length=13)
    kind = models.CharField(max_length=6)  # a word of NameKind
    sort = models.CharField(max_length=30)
    text = models.CharField(max_length=300)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    spans = models.JSONField()
    appearances = models.ManyToManyField(Appearance, related_name="names")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "item"), name="name_item_once"),)


class Match(models.Model):
    """The guess that an appearance is an earlier promise in new words; a person decides.

    likeness: of the two wordings, 0 to 100.
    """

    appearance = models.ForeignKey(Appearance, models.CASCADE, related_name="matches")
    earlier = models.ForeignKey(Promise, models.CASCADE, related_name="+")
    likeness = models.FloatField()
    decision = models.CharField(max_length=8, default=Decision.PENDING, db_index=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
