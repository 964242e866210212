"""The word index over Area.grams: FTS5 kept by triggers on SQLite, GIN on PostgreSQL."""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE places_area_fts USING fts5(
        grams, content='places_area', content_rowid='id')""",
    """CREATE TRIGGER places_area_added AFTER INSERT ON places_area BEGIN
        INSERT INTO places_area_fts(rowid, grams) VALUES (new.id, new.grams); END""",
    """CREATE TRIGGER places_area_gone AFTER DELETE ON places_area BEGIN
        INSERT INTO places_area_fts(places_area_fts, rowid, grams)
        VALUES ('delete', old.id, old.grams); END""",
    """CREATE TRIGGER places_area_changed AFTER UPDATE OF grams ON places_area BEGIN
        INSERT INTO places_area_fts(places_area_fts, rowid, grams)
        VALUES ('delete', old.id, old.grams);
        INSERT INTO places_area_fts(rowid, grams) VALUES (new.id, new.grams); END""",
)
POSTGRESQL = (
    """CREATE INDEX places_area_fts ON places_area
        USING gin (to_tsvector('simple', grams))""",
)


def lay(apps, schema_editor):  # type: ignore[no-untyped-def]
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def lift(apps, schema_editor):  # type: ignore[no-untyped-def]
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX places_area_fts", params=None)
        return
    for name in ("added", "gone", "changed"):
        schema_editor.execute(f"DROP TRIGGER places_area_{name}", params=None)
    schema_editor.execute("DROP TABLE places_area_fts", params=None)


class Migration(migrations.Migration):
    dependencies = (("places", "0002_hierarchies_vintages_calendar"),)
    operations = (migrations.RunPython(lay, lift),)
