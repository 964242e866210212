"""Areas as trees, one forest for each vintage of the national codes, with what is known of them.

A code means an area only together with its vintage: the same digits name different streets in
different years. Whether somebody may see what happens in an area is not decided here.
"""

from typing import Any, Self

from django.db import connection, models
from django.db.models import TextChoices
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Lookup
from django.utils.translation import gettext_lazy as _

from lantu.apps.places.wordindex import fts5, tsquery
from lantu.kernel.bigrams import Phrase

LEVELS = ("province", "city", "county", "street", "community")
"""Levels of administrative division, the highest first."""


class AreaKind(TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("地级")
    COUNTY = "county", _("县级")
    STREET = "street", _("乡级")
    COMMUNITY = "community", _("村级")
    ZONE = "zone", _("功能区")
    BASIN = "basin", _("流域")
    GRID = "grid", _("网格")
    STATISTICAL = "statistical", _("统计区")


class Hierarchy(TextChoices):
    """In which order areas lie in each other. Every area has one of its own; see `Standing`."""

    ADMINISTRATIVE = "administrative", _("行政区划")
    STATISTICAL = "statistical", _("统计区划")
    FUNCTIONAL = "functional", _("功能区")
    BASIN = "basin", _("流域")
    GRID = "grid", _("网格")


class Datum(TextChoices):
    """What coordinates refer to. CGCS2000 and WGS-84 differ by centimetres and are kept as one."""

    CGCS2000 = "cgcs2000", "CGCS2000"
    WGS84 = "wgs84", "WGS-84"
    GCJ02 = "gcj02", "GCJ-02"


class Vintage(models.Model):
    """One edition of the codes. day: the date that it describes."""

    name = models.CharField(max_length=10, primary_key=True)
    day = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class AreaQuerySet(models.QuerySet["Area"]):
    def under(self, path: str) -> Self:
        """The area of `path` and everything below it."""
        return self.filter(path__under=path)

    def named(self, phrases: tuple[Phrase, ...]) -> Self:
        """Areas whose name, or the initials of its pinyin, hold every phrase, in order of import.

        phrases: at least one.
        """
        if connection.vendor == "postgresql":
            wanted, params = tsquery(phrases)
            holds = f"to_tsvector('simple', grams) @@ ({wanted})"
            return self.filter(RawSQL(holds, params, models.BooleanField())).order_by("pk")
        # Read in the order of the index, so that a list stops at its last row, however many match.
        found: Self = self.extra(  # type: ignore[assignment]
            tables=["places_area_fts"],
            where=["places_area_fts.rowid = places_area.id", "places_area_fts MATCH %s"],
            params=[fts5(phrases)],
            order_by=["places_area_fts.rowid"],
        )
        return found


class Area(models.Model):
    """path: vintage and the codes from the root down to this area, each followed by a slash.

    grams: the name as character pairs and the initials of its pinyin, for search.
    """

    code = models.CharField(max_length=24)
    vintage = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)  # a word of AreaKind
    hierarchy = models.CharField(max_length=16, default=Hierarchy.ADMINISTRATIVE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=160, db_index=True)
    grams = models.TextField(blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("vintage", "code"), name="area_once_per_vintage"),
        )

    def __str__(self) -> str:
        return self.name


class Standing(models.Model):
    """Where an area lies in a hierarchy that is not its own: a street in a development zone."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="standings")
    hierarchy = models.CharField(max_length=16)
    parent = models.ForeignKey(Area, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("area", "hierarchy"), name="standing_once"),)


class AreaChange(models.Model):
    """What became of a code from one vintage to the next; several rows for a split or a merger."""

    from_vintage = models.CharField(max_length=10)
    old_code = models.CharField(max_length=24)
    to_vintage = models.CharField(max_length=10)
    new_code = models.CharField(max_length=24, blank=True)  # "" when the area is no more
    day = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("from_vintage", "old_code", "to_vintage", "new_code"),
                name="area_change_once",
            ),
        )
        indexes = (models.Index(fields=("to_vintage", "new_code"), name="change_by_new"),)


class Population(models.Model):
    """Persons in an area at the end of a year. basis: 常住, 户籍 …"""

    area = models.ForeignKey(Area, models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=20, default="常住")
    persons = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("area", "year", "basis"), name="population_once"),
        )


class Shape(models.Model):
    """The outline of an area as a GeoJSON geometry in CGCS2000. declared: what it came in."""

    area = models.OneToOneField(Area, models.CASCADE, primary_key=True, related_name="shape")
    geometry = models.JSONField()
    declared = models.CharField(max_length=10)  # a word of Datum
    source = models.CharField(max_length=200, blank=True)


class ImportLayout(models.Model):
    """How tables of one sender are read: confirmed once, proposed again for the same header."""

    sender = models.CharField(max_length=100)
    header = models.CharField(max_length=64)  # SHA-256 of the header's cells
    columns = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("sender", "header"), name="layout_once_per_sender"),
        )


class CalendarYear(models.Model):
    """A year whose holidays are known. Years that are not here count as provisional."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=200)
    loaded_on = models.DateField()


class CalendarDay(models.Model):
    """A day that differs from its weekday. works: whether it is worked."""

    day = models.DateField(primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    works = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)


@models.CharField.register_lookup
class Under(Lookup):
    """`path__under=p`: paths that begin with p, by an index on both databases."""

    lookup_name = "under"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        path = str(self.rhs)
        if connection.vendor == "postgresql":
            pattern = path.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            return f"{column} LIKE %s", (*params, pattern)
        return f"({column} >= %s AND {column} < %s)", (*params, path, *params, path[:-1] + "0")
