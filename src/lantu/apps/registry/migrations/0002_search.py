"""The word index over SearchEntry.grams: FTS5 kept by triggers on SQLite, GIN on PostgreSQL."""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE registry_search_fts USING fts5(
        grams, content='registry_searchentry', content_rowid='id')""",
    """CREATE TRIGGER registry_search_added AFTER INSERT ON registry_searchentry BEGIN
        INSERT INTO registry_search_fts(rowid, grams) VALUES (new.id, new.grams); END""",
    """CREATE TRIGGER registry_search_gone AFTER DELETE ON registry_searchentry BEGIN
        INSERT INTO registry_search_fts(registry_search_fts, rowid, grams)
        VALUES ('delete', old.id, old.grams); END""",
    """CREATE TRIGGER registry_search_changed AFTER UPDATE OF grams ON registry_searchentry BEGIN
        INSERT INTO registry_search_fts(registry_search_fts, rowid, grams)
        VALUES ('delete', old.id, old.grams);
        INSERT INTO registry_search_fts(rowid, grams) VALUES (new.id, new.grams); END""",
)
POSTGRESQL = (
    """CREATE INDEX registry_search_fts ON registry_searchentry
        USING gin (to_tsvector('simple', grams))""",
)


def lay(apps, schema_editor):  # type: ignore[no-untyped-def]
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def lift(apps, schema_editor):  # type: ignore[no-untyped-def]
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX registry_search_fts", params=None)
        return
    for name in ("added", "gone", "changed"):
        schema_editor.execute(f"DROP TRIGGER registry_search_{name}", params=None)
    schema_editor.execute("DROP TABLE registry_search_fts", params=None)


class Migration(migrations.Migration):
    dependencies = (("registry", "0001_initial"),)
    operations = (migrations.RunPython(lay, lift),)
