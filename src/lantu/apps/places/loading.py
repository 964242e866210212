"""Writes a checked register: parents before children, in batches, what is there already updated.

`prepared` reads and spells all rows into a file beside the transaction, so that `write`, called by
the action `import_areas` inside it, holds the database's lock only while rows go in. Neither checks
anything.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from tempfile import TemporaryFile
from typing import IO

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from lantu.apps.places.models import Area, Population, Shape, Standing
from lantu.apps.places.register import AreaRow, Checked, Told
from lantu.apps.places.spelling import grams

BATCH = 2000
_COLUMNS = ("name", "kind", "hierarchy", "parent_id", "path", "grams")
_Columns = tuple[str | int | None, ...]
_INSERT = (
    f"INSERT INTO places_area (vintage, code, {', '.join(_COLUMNS)})"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


Prepared = IO[str]
"""One batch of rows a line, each row with the grams of its name."""
_Row = tuple[AreaRow, str]


@contextmanager
def prepared(checked: Checked, advance: Callable[[int], object]) -> Iterator[Prepared]:
    """The batches of a register without faults. advance: told half the rows of each batch."""
    with TemporaryFile("w+", encoding="utf-8") as file:
        for rows in _batches(checked.in_order()):
            json.dump([(asdict(row), grams(row.name)) for row in rows], file, ensure_ascii=False)
            file.write("\n")
            advance(len(rows) // 2)
        file.seek(0)
        yield file


def write(
    vintage: str, told: Told, batches: Prepared, source: str, advance: Callable[[int], object],
    *, many: bool = False,
) -> int:  # fmt: skip
    """How many areas are new or have changed. advance: told the other half of each batch."""
    writer = _Writer(vintage, told, source)
    changed = 0
    with _indexed_at_once(many):
        for line in batches:
            rows = [(AreaRow(**row), spelt) for row, spelt in json.loads(line)]
            changed += writer.batch(rows)
            advance(len(rows) - len(rows) // 2)
    return changed


def _batches(rows: Iterable[AreaRow]) -> Iterator[list[AreaRow]]:
    """A parent stands in an earlier batch than its children."""
    batch: list[AreaRow] = []
    codes: set[str] = set()
    for row in rows:
        if len(batch) == BATCH or row.parent in codes:
            yield batch
            batch, codes = [], set()
        batch.append(row)
        codes.add(row.code)
    yield batch


@contextmanager
def _indexed_at_once(many: bool) -> Iterator[None]:
    """Many new rows enter SQLite's word index together: a quarter of the time of one by one.

    PostgreSQL counts them again, as its searches read the whole table while it believes that
    nearly every row holds the words.
    """
    if not many:
        yield
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            yield
            cursor.execute("ANALYZE places_area")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'places_area_added'")
        (trigger,) = cursor.fetchone()
        cursor.execute("SELECT coalesce(max(id), 0) FROM places_area")
        (last,) = cursor.fetchone()
        cursor.execute("DROP TRIGGER places_area_added")
        yield
        cursor.execute(
            "INSERT INTO places_area_fts(rowid, grams)"
            " SELECT id, grams FROM places_area WHERE id > %s ORDER BY id",
            [last],
        )
        cursor.execute(trigger)


def _insert(rows: list[_Columns]) -> None:
    """New rows without the cost of objects."""
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


class _Writer:
    def __init__(self, vintage: str, told: Told, source: str) -> None:
        self.vintage, self.told, self.source = vintage, told, source
        self.above: dict[str, tuple[int, str]] = {}

    def batch(self, spelt: list[_Row]) -> int:
        rows = [row for row, _ in spelt]
        here = Area.objects.filter(vintage=self.vintage)
        stored = {area.code: area for area in here.filter(code__in=[row.code for row in rows])}
        self._parents({row.parent for row in rows if row.parent})
        fresh, changed = [], []
        for row, words in spelt:
            area = stored.get(row.code)
            if area is None:
                fresh.append((self.vintage, row.code, *self._columns(row, words)))
            elif area.hierarchy != self.told.hierarchy:
                self._stand(area, row)
            elif self._fill(area, self._columns(row, words)):
                changed.append(area)
        _insert(fresh)
        Area.objects.bulk_update(changed, _COLUMNS, 200)
        self._add([row for row in rows if row.shape or row.persons is not None])
        return len(fresh) + len(changed)

    def _parents(self, codes: set[str]) -> None:
        missing = codes - set(self.above)
        if len(self.above) > 50_000:
            self.above.clear()
            missing = codes
        rows = Area.objects.filter(vintage=self.vintage, code__in=missing)
        self.above |= {
            code: (pk, path) for code, pk, path in rows.values_list("code", "pk", "path")
        }

    def _columns(self, row: AreaRow, words: str) -> _Columns:
        """The values of `_COLUMNS`."""
        parent, above = self.above[row.parent] if row.parent else (None, f"{self.vintage}/")
        path = f"{above}{row.code}/"
        return row.name, row.kind, self.told.hierarchy, parent, path, words

    def _fill(self, area: Area, wanted: _Columns) -> bool:
        """Whether anything changed."""
        before = area.path
        if wanted == tuple(getattr(area, name) for name in _COLUMNS):
            return False
        for name, value in zip(_COLUMNS, wanted, strict=True):
            setattr(area, name, value)
        if before != area.path:
            below = Area.objects.under(before).exclude(pk=area.pk)
            below.update(path=Concat(Value(area.path), Substr("path", len(before) + 1)))
        return True

    def _stand(self, area: Area, row: AreaRow) -> None:
        """An area of another hierarchy takes its place in this one."""
        if row.parent:
            Standing.objects.update_or_create(
                area=area,
                hierarchy=self.told.hierarchy,
                defaults={"parent_id": self.above[row.parent][0]},
            )

    def _add(self, rows: list[AreaRow]) -> None:
        """Populations and outlines, where the table has any."""
        here = Area.objects.filter(vintage=self.vintage, code__in={row.code for row in rows})
        stored = dict(here.values_list("code", "pk")) if rows else {}
        Population.objects.bulk_create(
            [
                Population(
                    area_id=stored[r.code], year=r.year, persons=r.persons, source=self.source
                )
                for r in rows
                if r.persons is not None and r.year is not None
            ],
            update_conflicts=True,
            unique_fields=["area", "year", "basis"],
            update_fields=["persons", "source"],
        )
        Shape.objects.bulk_create(
            [
                Shape(area_id=stored[r.code], geometry=r.shape, declared=self.told.datum,
                      source=self.source)
                for r in rows if r.shape
            ],
            update_conflicts=True,
            unique_fields=["area"],
            update_fields=["geometry", "declared", "source"],
        )  # fmt: skip
