"""How the trail is hashed: each event on the digest before it, each batch on its last event.

    event:  H(digest before, newline, the event's canonical JSON)
    batch:  H(digest of its last event, newline, the batch's canonical JSON)

The first event of a batch stands on the digest of the batch before; the very first on "". Changing,
removing or moving one entry changes every digest after it. `docs/reference/audit.md` says the same
for those who check with a program of their own.
"""

import hashlib
import json
from datetime import UTC, datetime

from lantu.apps.people.audit.models import AuditBatch, AuditEvent

ALGORITHM = "sha256"
FIELDS = ("id", "at", "actor_id", "actor_name", "on_behalf_of_id", "action", "object_kind",
          "object_id", "object_version", "details")  # fmt: skip


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def canonical(**entry: object) -> bytes:
    """The one way to write an entry down: sorted keys, no spaces, times in UTC, UTF-8.

    >>> canonical(b=1, a="区")
    b'{"a":"\\xe5\\x8c\\xba","b":1}'
    """
    plain = {name: _plain(value) for name, value in entry.items()}
    return json.dumps(
        plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8", "surrogatepass")


def link(algorithm: str, before: str, entry: bytes) -> str:
    """The digest of an entry that stands on `before`. ValueError: unknown algorithm."""
    return hashlib.new(algorithm, before.encode("ascii", "replace") + b"\n" + entry).hexdigest()


def event_digest(algorithm: str, before: str, event: AuditEvent) -> str:
    entry = {name: getattr(event, name) for name in FIELDS}
    if event.row_digest is not None:  # events from before there was one stay as they were sealed
        entry["row_digest"] = event.row_digest
    return link(algorithm, before, canonical(**entry))


def batch_digest(batch: AuditBatch, last_event: str) -> str:
    entry = canonical(
        number=batch.number,
        algorithm=batch.algorithm,
        first=batch.first,
        last=batch.last,
        previous=batch.previous,
        sealed_at=batch.sealed_at,
    )
    return link(batch.algorithm, last_event, entry)
