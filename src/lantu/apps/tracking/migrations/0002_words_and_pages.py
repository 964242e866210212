"""The word index over CaseWords.grams, and room on the pages of what is often rewritten.

FTS5 kept by triggers on SQLite; on PostgreSQL GIN, whose pending list keeps opening a case cheap.
"""

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE tracking_words_fts USING fts5(
        grams, content='tracking_casewords', content_rowid='case_id')""",
    """CREATE TRIGGER tracking_words_added AFTER INSERT ON tracking_casewords BEGIN
        INSERT INTO tracking_words_fts(rowid, grams) VALUES (new.case_id, new.grams); END""",
    """CREATE TRIGGER tracking_words_gone AFTER DELETE ON tracking_casewords BEGIN
        INSERT INTO tracking_words_fts(tracking_words_fts, rowid, grams)
        VALUES ('delete', old.case_id, old.grams); END""",
)
POSTGRESQL = (
    """CREATE INDEX tracking_words_fts ON tracking_casewords
        USING gin (to_tsvector('simple', grams)) WITH (fastupdate = on)""",
    "ALTER TABLE tracking_case SET (fillfactor = 80)",
    "ALTER TABLE tracking_casetask SET (fillfactor = 70)",
)


def lay(apps, schema_editor):  # type: ignore[no-untyped-def]
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def lift(apps, schema_editor):  # type: ignore[no-untyped-def]
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX tracking_words_fts", params=None)
        return
    for name in ("added", "gone"):
        schema_editor.execute(f"DROP TRIGGER tracking_words_{name}", params=None)
    schema_editor.execute("DROP TABLE tracking_words_fts", params=None)


class Migration(migrations.Migration):
    dependencies = (("tracking", "0001_initial"),)
    operations = (migrations.RunPython(lay, lift),)
