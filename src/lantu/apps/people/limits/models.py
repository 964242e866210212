"""One row a visitor and deed, as long as its window is open."""

from django.db import models


class VisitCount(models.Model):
    """key: keyed hash of deed and address, so that no address is kept. until: in seconds."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.BigIntegerField(db_index=True)
    n = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "people"
