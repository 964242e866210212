"""One row for each thing that can be found: a paragraph of a version, or a promise in it.

`grams` are the words as character pairs; the index over them is laid by a migration, as FTS5 on
SQLite and as tsvector('simple') on PostgreSQL.
"""

from typing import Self

from django.db import connection, models
from django.db.models.expressions import RawSQL

from lantu.apps.places.wordindex import fts5, tsquery
from lantu.apps.registry.models.plans import PlanVersion, Section
from lantu.apps.registry.models.promises import Promise
from lantu.kernel.bigrams import Phrase


class SearchQuerySet(models.QuerySet["SearchEntry"]):
    def saying(self, phrases: tuple[Phrase, ...]) -> Self:
        """Rows that hold every phrase. At least one phrase."""
        if connection.vendor == "postgresql":
            wanted, params = tsquery(phrases)
            return self.filter(pk__in=RawSQL(f"{_POSTGRESQL} ({wanted})", params))
        return self.filter(pk__in=RawSQL(_SQLITE, [fts5(phrases)]))


_SQLITE = "SELECT rowid FROM registry_search_fts WHERE registry_search_fts MATCH %s"
_POSTGRESQL = "SELECT id FROM registry_searchentry WHERE to_tsvector('simple', grams) @@"


class SearchEntry(models.Model):
    """promise: null for a paragraph of the text."""

    version = models.ForeignKey(PlanVersion, models.CASCADE)
    promise = models.ForeignKey(Promise, models.CASCADE, null=True)
    section = models.ForeignKey(Section, models.CASCADE, null=True)
    start = models.PositiveIntegerField()
    words = models.TextField()
    grams = models.TextField()

    objects = SearchQuerySet.as_manager()
