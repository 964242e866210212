"""A record is one row of fixed columns and its other fields as JSON; how it changed is rows beside.

Sensitive fields stand encrypted in `sealed` and nowhere else; the side table holds their keyed
hashes. Kinds are written `pack.register`.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.guarding import Guard
from lantu.apps.people.audit.versions import Versioned
from lantu.apps.people.confidential import EncryptedField
from lantu.apps.people.holdings import Tied
from lantu.apps.people.models import Organisation, User
from lantu.apps.people.permissions import Permission
from lantu.apps.people.scope import Scoped, ScopedBy
from lantu.apps.places.models import Area
from lantu.apps.tracking.enabling.models import PackVersion
from lantu.apps.tracking.seeing import seen_records


class Placed(models.Model):
    """Where something is. cell: quadkey of its point, "" without one. area_path: of `area`, so that
    lists need no join."""

    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    cell = models.CharField(max_length=16, blank=True)

    class Meta:
        abstract = True


class RecordQuerySet(Scoped):
    """Through the compiled scope."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(seen_records(actor))


class Record(Versioned, Placed):
    """key: how people name it. tier: the rung of its ladder. public: readable without an account,
    in its public fields."""

    SCOPED_BY = ScopedBy(
        area_path="area__path", organisation="organisation", needs=Permission.READ_RECORDS
    )

    register = models.CharField(max_length=81)
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, default="active")  # a word of RecordState
    tier = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False
    )
    owner = models.CharField(max_length=100, blank=True)
    due = models.DateField(null=True)
    amount = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    date = models.DateField(null=True)
    public = models.BooleanField(default=False)
    data = models.JSONField(default=dict)
    sealed = EncryptedField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = RecordQuerySet.as_manager()

    class Meta:
        app_label = "tracking"
        indexes = (
            models.Index(fields=("register", "id"), name="record_in_order"),
            models.Index(fields=("register", "area", "id"), name="record_by_area"),
            models.Index(fields=("organisation", "register", "id"), name="record_by_unit"),
            models.Index(fields=("register", "key"), name="record_by_key"),
            models.Index(
                fields=("register", "due"), condition=Q(due__isnull=False), name="record_by_due"
            ),
            models.Index(fields=("register", "cell"), condition=~Q(cell=""), name="record_on_map"),
        )

    def __str__(self) -> str:
        return self.title


class IndexedValue(models.Model):
    """One value of a field marked index or unique, or of a reference: what filters and sorts go by.

    once: the value of a unique field with its register and field, so that the database itself
    refuses a second one; null for others.
    """

    record = models.ForeignKey(Record, models.CASCADE, related_name="indexed")
    register = models.CharField(max_length=81)
    field = models.CharField(max_length=40)
    text = models.CharField(max_length=200, blank=True)
    number = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    date = models.DateField(null=True)
    once = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        app_label = "tracking"
        indexes = (
            models.Index(fields=("register", "field", "text", "record"), name="indexed_text"),
            models.Index(
                fields=("register", "field", "number", "record"),
                condition=Q(number__isnull=False),
                name="indexed_number",
            ),
            models.Index(
                fields=("register", "field", "date", "record"),
                condition=Q(date__isnull=False),
                name="indexed_date",
            ),
        )


class RecordChange(models.Model):
    """What was set, when, by whom and why; the record as of any moment is the fold of its changes.

    Never changed; removed only when the retention of its record ends.
    """

    GUARD = Guard(removable=True)

    record = models.ForeignKey(Record, models.CASCADE, related_name="changes", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+", db_index=False)
    values = models.JSONField(default=dict)
    sealed = EncryptedField(blank=True)
    tier = models.CharField(max_length=40, null=True)
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "tracking"
        constraints = (models.UniqueConstraint(fields=("record", "seq"), name="change_once"),)


class SavedView(models.Model):
    """A list as somebody wants to see it again. query: filter, order and columns of its address."""

    TIED_TO = Tied("user", personal=Q(shared=False))

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    of = models.CharField(max_length=81)
    title = models.CharField(max_length=60)
    query = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)

    class Meta:
        app_label = "tracking"
        constraints = (
            models.UniqueConstraint(fields=("user", "of", "title"), name="saved_view_once"),
        )
