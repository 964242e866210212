"""What promises point at or are made of: indicators, projects, targets, programmes, systems, tasks.

Indicators and projects belong to the deployment: several plans name the same one. Targets belong to
the wording that states them, so that an adjusted version does not rewrite the old value.
"""

from django.db import models

from lantu.apps.registry.models.promises import Appearance, Promise


class Indicator(models.Model):
    """The definition of a figure. unit: as the plans write it, "" when it has none."""

    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    nature = models.CharField(max_length=12, blank=True)  # a word of Nature

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("name", "unit"), name="indicator_name_and_unit"),
        )

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """A building, road, park: one real thing, however many sentences name it."""

    name = models.CharField(max_length=300, unique=True)

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """One value promised: of an indicator's row (one for each year) or of a sentence."""

    appearance = models.ForeignKey(Appearance, models.CASCADE, related_name="targets")
    subject = models.TextField()
    comparator = models.CharField(max_length=6, blank=True)
    value = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    value_high = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    unit = models.CharField(max_length=40, blank=True)
    reference = models.TextField(blank=True)
    direction = models.CharField(max_length=4, blank=True)
    basis = models.CharField(max_length=16)
    base_year = models.SmallIntegerField(null=True)
    base_value = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    due = models.SmallIntegerField(null=True)
    kind = models.CharField(max_length=12)
    modality = models.CharField(max_length=20, blank=True)


class _OfPromise(models.Model):
    """A row that completes a promise of one kind, with what the newest version says."""

    promise = models.OneToOneField(
        Promise, models.CASCADE, primary_key=True, related_name="%(class)s"
    )

    class Meta:
        abstract = True


class Programme(_OfPromise):
    name = models.CharField(max_length=300)


class System(_OfPromise):
    """pack: the folder that runs it, "" while none does. existing: the text says it is there."""

    name = models.TextField()
    kind = models.CharField(max_length=14)  # a word of SystemKind
    family = models.CharField(max_length=24, db_index=True)  # a word of Family
    pack = models.CharField(max_length=60, blank=True)
    existing = models.BooleanField(default=False)
    led_by = models.CharField(max_length=200, blank=True)


class Task(_OfPromise):
    action = models.CharField(max_length=100)
    object = models.TextField()
    modality = models.CharField(max_length=20, blank=True)
