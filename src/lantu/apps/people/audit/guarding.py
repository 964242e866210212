"""Append-only tables, guarded by the database itself and not by our good intentions.

A model that says GUARD gets triggers that refuse changes and removals. They are laid again after
every migrate, because SQLite drops them whenever Django remakes a table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models


@dataclass(frozen=True, slots=True)
class Guard:
    """fill_once: columns that may go from null to a value, once. removable: rows may be deleted."""

    fill_once: tuple[str, ...] = ()
    removable: bool = False


def guarded() -> Iterator[tuple[type[models.Model], Guard]]:
    """Every model with a guard."""
    for model in apps.get_models():
        guard = getattr(model, "GUARD", None)
        if isinstance(guard, Guard):
            yield model, guard


def lay(**_signal: object) -> None:
    """Put every trigger in place; again and again without harm."""
    standing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for model, guard in guarded():
            if model._meta.db_table in standing:
                for statement in _lift(model) + _statements(model, guard):
                    cursor.execute(statement)


def lift() -> None:
    """Take the triggers away: for the tests that empty every table, and for nothing else."""
    with connection.cursor() as cursor:
        for model, _guard in guarded():
            for statement in _lift(model):
                cursor.execute(statement)


def unguarded() -> tuple[str, ...]:
    """Tables whose triggers are not all there."""
    listed = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(listed)
        there = {name for (name,) in cursor.fetchall()}
    return tuple(
        model._meta.db_table for model, guard in guarded() if not set(_names(model, guard)) <= there
    )


def _names(model: type[models.Model], guard: Guard) -> list[str]:
    deeds = ["update"] if guard.removable else ["update", "delete"]
    if connection.vendor == "postgresql" and not guard.removable:
        deeds.append("truncate")
    return [f"{model._meta.db_table}_no_{deed}" for deed in deeds]


def _lift(model: type[models.Model]) -> list[str]:
    on = f" ON {model._meta.db_table}" if connection.vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{on}" for name in _names(model, Guard())]


def _statements(model: type[models.Model], guard: Guard) -> list[str]:
    make = _for_postgresql if connection.vendor == "postgresql" else _for_sqlite
    return [make(model, guard, name) for name in _names(model, guard)]


def _for_sqlite(model: type[models.Model], guard: Guard, name: str) -> str:
    table, deed = model._meta.db_table, name.rsplit("_", 1)[1].upper()
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    if deed == "DELETE":
        return f"CREATE TRIGGER {name} BEFORE DELETE ON {table} {refuse}"
    changed = " OR ".join(
        f'(NEW."{c}" IS NOT OLD."{c}"'
        + (f' AND OLD."{c}" IS NOT NULL)' if c in guard.fill_once else ")")
        for c in (field.column for field in model._meta.concrete_fields)
    )
    return f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {changed} {refuse}"


def _for_postgresql(model: type[models.Model], guard: Guard, name: str) -> str:
    deed = name.rsplit("_", 1)[1].upper()
    each = "STATEMENT" if deed == "TRUNCATE" else "ROW"
    columns = ", ".join(f"'{c}'" for c in guard.fill_once)
    return (
        f"CREATE TRIGGER {name} BEFORE {deed} ON {model._meta.db_table} "
        f"FOR EACH {each} EXECUTE FUNCTION lantu_append_only({columns})"
    )


FUNCTION = """
CREATE OR REPLACE FUNCTION lantu_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE was jsonb; now jsonb; once text[] := COALESCE(TG_ARGV, '{}'); c text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    was := to_jsonb(OLD); now := to_jsonb(NEW);
    IF was - once = now - once THEN
      FOREACH c IN ARRAY once LOOP
        IF was->>c IS NOT NULL AND was->>c IS DISTINCT FROM now->>c THEN
          RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
        END IF;
      END LOOP;
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""
