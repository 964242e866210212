"""A file is its content; who cites it, under which name, is another row."""

from django.db import models
from django.utils import timezone

from lantu.apps.people.audit.guarding import Guard


class File(models.Model):
    """The bytes stand under LANTU_HOME/files. Never changed; removed when nothing cites it."""

    GUARD = Guard(removable=True)

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "people"


class FileCitation(models.Model):
    """A row (its kind and id) that shows this file under this name."""

    GUARD = Guard(removable=True)

    file = models.ForeignKey(File, models.PROTECT, related_name="citations")
    object_kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    cited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "people"
        constraints = (
            models.UniqueConstraint(
                fields=("file", "object_kind", "object_id"), name="file_cited_once"
            ),
        )
        indexes = (models.Index(fields=("object_kind", "object_id"), name="file_by_object"),)
