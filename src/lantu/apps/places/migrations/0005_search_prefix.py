"""The first one and two letters of every token stand in the word index by themselves (SQLite).

So the first letter that somebody types is as quick as the third. The index is built again.
"""

from django.db import migrations

DROP = "DROP TABLE places_area_fts"
CREATE = """CREATE VIRTUAL TABLE places_area_fts USING fts5(
    grams, content='places_area', content_rowid='id'{prefix})"""
BUILD = "INSERT INTO places_area_fts(places_area_fts) VALUES ('rebuild')"


def _lay(schema_editor, prefix):  # type: ignore[no-untyped-def]
    if schema_editor.connection.vendor == "sqlite":
        for statement in (DROP, CREATE.format(prefix=prefix), BUILD):
            schema_editor.execute(statement, params=None)


def with_prefix(apps, schema_editor):  # type: ignore[no-untyped-def]
    _lay(schema_editor, ", prefix='1 2'")  # type: ignore[no-untyped-call]


def without(apps, schema_editor):  # type: ignore[no-untyped-def]
    _lay(schema_editor, "")  # type: ignore[no-untyped-call]


class Migration(migrations.Migration):
    dependencies = (("places", "0004_change_by_new"),)
    operations = (migrations.RunPython(with_prefix, without),)
