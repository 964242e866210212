"""What people may write for areas, organisations and other records: names and codes to keys.

Only what a batch of rows mentions is looked up, in one query a directory. An area is kept as its
path, an organisation as its id, a record as its key.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from lantu.apps.people.models import Organisation, day_of_today, valid_on
from lantu.apps.places.models import Area
from lantu.apps.tracking.grounds import names
from lantu.apps.tracking.records.models import Record
from lantu.engines.registers.fields import Kind, Register
from lantu.engines.registers.reading import Directories

Rows = Iterable[Mapping[str, object]]


def directories(register: Register, rows: Rows, pack: str) -> Directories:
    """The directories that `read_row` needs for these rows. pack: whose registers are meant."""
    rows = list(rows)
    found: dict[str, dict[str, list[str]]] = {}
    for field in register.fields:
        texts = {text for row in rows for text in _texts(row, field.name, field.title)}
        if field.kind is Kind.AREA:
            found[field.directory] = _merged(found.get(field.directory), _areas(texts))
        elif field.kind is Kind.ORGANISATION:
            found[field.directory] = _merged(found.get(field.directory), _organisations(texts))
        elif field.kind is Kind.REFERENCE:
            known = _records(f"{pack}.{field.register}", texts)
            found[field.directory] = _merged(found.get(field.directory), known)
    return found


def _texts(row: Mapping[str, object], *names: str) -> Iterable[str]:
    for name in names:
        value = row.get(name)
        if value is not None and str(value).strip():
            yield from (part.strip() for part in str(value).replace("；", "、").split("、"))
            yield str(value).strip()


def _merged(one: dict[str, list[str]] | None, other: dict[str, list[str]]) -> dict[str, list[str]]:
    return {**(one or {}), **other}


def _areas(texts: set[str]) -> dict[str, list[str]]:
    if not texts:
        return {}
    paths = names(text for text in texts if "/" in text)
    found: dict[str, list[str]] = {path: [path] for path in paths}
    others = texts - paths.keys()
    if not others:
        return found
    rows = list(
        Area.objects.filter(Q(code__in=others) | Q(name__in=others)).values_list(
            "vintage", "code", "name", "path"
        )
    )
    newest = max((vintage for vintage, *_ in rows), default="")
    for vintage, code, name, path in rows:
        for text in {code, name} & others if vintage == newest else ():
            found.setdefault(text, []).append(path)
    return found


def _organisations(texts: set[str]) -> dict[str, list[str]]:
    if not texts:
        return {}
    ids = {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 18}
    named = Q(name__in=texts) | Q(short_name__in=texts) | Q(uscc__in=texts) | Q(pk__in=ids)
    found: dict[str, list[str]] = {}
    rows = Organisation.objects.filter(named, valid_on(day_of_today()))
    for pk, *called in rows.values_list("pk", "name", "short_name", "uscc"):
        for text in {*called, str(pk)} & texts:
            found.setdefault(text, []).append(str(pk))
    return found


def _records(register: str, texts: set[str]) -> dict[str, list[str]]:
    rows = Record.objects.filter(register=register, key__in=texts, state="active")
    found: dict[str, list[str]] = {}
    for key in rows.values_list("key", flat=True):
        found.setdefault(key, [key])
    return found
