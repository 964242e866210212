"""Which packs a deployment knows, in which versions, and which version is in use."""

from django.db import models
from django.utils import timezone

from lantu.apps.people.audit.guarding import Guard
from lantu.apps.people.audit.versions import Versioned
from lantu.apps.people.models import Organisation
from lantu.apps.registry.models import Promise
from lantu.apps.tracking.words import SystemState


class PackVersion(models.Model):
    """The texts of a pack as they were enabled. Records and cases point here, so what began under
    one version ends under it. digest: of the pack's meaning."""

    GUARD = Guard()

    name = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    files = models.JSONField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "tracking"
        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="pack_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def pin(self) -> str:
        """What the page of a record shows: version and the first of the digest."""
        return f"{self.version}+{self.digest[:12]}"


class SystemLink(models.Model):
    """Which pack runs a promised system, why, and what has come of it. pack: "" for a gap.

    by_hand: a person chose it, so that words do not decide again.
    """

    promise = models.OneToOneField(
        Promise, models.CASCADE, primary_key=True, related_name="system_link"
    )
    pack = models.CharField(max_length=40, blank=True, db_index=True)
    why = models.TextField(blank=True)
    by_hand = models.BooleanField(default=False)
    state = models.CharField(max_length=12, default=SystemState.NOT_ENABLED)
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "tracking"


class PackActivity(models.Model):
    """What a pack had done when it was last looked at: for the Systems page and for statuses."""

    name = models.CharField(max_length=40, primary_key=True)
    records = models.PositiveIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "tracking"


class EnabledPack(Versioned):
    """The version by which new records and cases are made. enabled: False once switched off.

    keeper: the organisation in charge, whose people hold the pack's roles of the keeper.
    """

    name = models.CharField(max_length=40, unique=True)
    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False
    )
    enabled = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "tracking"

    def __str__(self) -> str:
        return str(self.version)
