"""What was done, one row a deed, and the batches that seal it, each linked to the one before."""

from django.db import models
from django.utils import timezone

from lantu.apps.people.audit.guarding import Guard


class AuditEvent(models.Model):
    """One thing that was done. actor is null for the system and the public: see actor_name.

    object_version: the row's `row_version` after it, where rows have one; row_digest: what the row
    said in that version, if it was still the newest when it was sealed, see `contents`. Unsealed
    while `batch` is null; then `number` is its place in the sealed order and `digest` its link in
    the chain.
    """

    GUARD = Guard(fill_once=("number", "batch", "digest", "row_digest"))

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    on_behalf_of = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60, db_index=True)
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    object_version = models.BigIntegerField(null=True)
    row_digest = models.CharField(max_length=100, null=True)
    details = models.JSONField(default=dict)
    number = models.BigIntegerField(null=True, unique=True)
    batch = models.BigIntegerField(null=True, db_index=True)
    digest = models.CharField(max_length=128, null=True)

    class Meta:
        app_label = "people"
        indexes = (models.Index(fields=("object_kind", "object_id"), name="audit_by_object"),)


class AuditBatch(models.Model):
    """Events first … last, in this order. `previous` is the digest of the batch before."""

    GUARD = Guard()

    number = models.BigIntegerField(primary_key=True)
    algorithm = models.CharField(max_length=20)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    previous = models.CharField(max_length=128, blank=True)
    digest = models.CharField(max_length=128)
    sealed_at = models.DateTimeField()

    class Meta:
        app_label = "people"
