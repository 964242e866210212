"""Administrative areas as a tree, one tree for each vintage of the national codes.

Areas are found by path; whether somebody may see what happens in one is not decided here.
"""

from django.db import models

LEVELS = ("province", "city", "county", "street", "community")
"""Levels of administrative division, the highest first."""


class Area(models.Model):
    """path: the codes from the root down to this area, each followed by a slash."""

    code = models.CharField(max_length=12)
    vintage = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10)  # a word of LEVELS
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("vintage", "code"), name="area_once_per_vintage"),
        )

    def __str__(self) -> str:
        return self.name
