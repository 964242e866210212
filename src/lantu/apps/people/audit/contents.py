"""What a versioned row says, as the salted digest that stands beside its version in the trail.

A change that went round the actions and left the version alone shows here. Sensitive columns count
as the database holds them, encrypted, so no key is needed. Blank columns do not count: a column
that is added later leaves the digests of older rows as they are.
"""

import hashlib
import hmac
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from lantu.apps.people.audit.models import AuditEvent
from lantu.apps.people.confidential import EncryptedField

BATCH = 500
BLANK: tuple[object, ...] = (None, "", False, [], {})


def versioned() -> Iterator[type[models.Model]]:
    """Every model whose rows carry a version."""
    for model in apps.get_models():
        if any(field.name == "row_version" for field in model._meta.concrete_fields):
            yield model


def describe(events: Iterable[AuditEvent]) -> None:
    """Give each event that explains the version that its row has now the digest of the row."""
    told: dict[str, dict[str, list[AuditEvent]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        if event.object_version is not None:
            told[event.object_kind][event.object_id].append(event)
    for kind, by_row in told.items():
        model, keys = apps.get_model(kind), list(by_row)
        for start in range(0, len(keys), BATCH):
            rows = model._default_manager.filter(pk__in=keys[start : start + BATCH])
            for key, version, words in said(model, rows):
                for event in by_row[str(key)]:
                    if event.object_version == version:
                        event.row_digest = digest(words)


def said(
    model: type[models.Model], rows: models.QuerySet[Any], *beside: str, many: bool = False
) -> Iterator[tuple[Any, ...]]:
    """(key, version, words, *beside) of each row; words: its columns that are not blank.

    many: read them bit by bit, which for a few costs more than it saves.
    """
    sealed = {
        f"raw_{field.attname}": Cast(field.attname, models.TextField())
        for field in _fields(model)
        if isinstance(field, EncryptedField)
    }
    names = [f"raw_{n}" if f"raw_{n}" in sealed else n for n in _names(model)]
    found = rows.annotate(**sealed).values_list("pk", "row_version", *beside, *names)
    first = 2 + len(beside)
    for row in found.iterator(chunk_size=2000) if many else found:
        yield row[0], row[1], _words(model, row[first:]), *row[2:first]


def _words(model: type[models.Model], values: Sequence[object]) -> bytes:
    """One way to write them down: sorted keys, times in UTC, UTF-8."""
    named = zip(_names(model), values, strict=True)
    plain = {name: value for name, value in named if value not in BLANK}
    return json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    ).encode("utf-8", "surrogatepass")


def digest(words: bytes, salt: str = "") -> str:
    """salt:sha256; a new salt when none is given."""
    salt = salt or secrets.token_hex(8)
    return f"{salt}:{hashlib.sha256(salt.encode('ascii') + b':' + words).hexdigest()}"


def fits(kept: str, words: bytes) -> bool:
    """Whether `kept` was made of `words`."""
    return hmac.compare_digest(kept, digest(words, kept.partition(":")[0]))


def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    loose: frozenset[str] = getattr(model, "LOOSE", frozenset())
    return [field for field in model._meta.concrete_fields if field.attname not in loose]


def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in _fields(model)]


def _plain(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
