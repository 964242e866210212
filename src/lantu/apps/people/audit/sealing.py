"""Numbers the events that are not sealed yet, hashes them, and closes them in a linked batch.

The newest event of a row is told what the row says, so that a step waits for no digest.
One sealer at a time, whoever calls. The head (one line a batch) goes to the file that the
deployment names, best on another machine: who rewrites the whole table cannot rewrite that.
"""

import json
from datetime import UTC
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from lantu.apps.people.audit.chain import ALGORITHM, batch_digest, event_digest
from lantu.apps.people.audit.contents import describe
from lantu.apps.people.audit.models import AuditBatch, AuditEvent
from lantu.kernel.errors import Conflict, Unavailable

MOST = 1000
"""Events of one batch."""
LOCK = 5_020_260_001
"""Our name among PostgreSQL's advisory locks; SQLite has one writer at a time anyhow."""


def seal(most: int = MOST) -> int:
    """Close one batch; how many events it holds. 0 when there were none."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        events = list(AuditEvent.objects.filter(batch=None).order_by("pk")[:most])
        if events:
            describe(events)
            _close(events, AuditBatch.objects.order_by("number").last())
    return len(events)


def _close(events: list[AuditEvent], before: AuditBatch | None) -> None:
    first = before.last + 1 if before else 1
    batch = AuditBatch(
        number=before.number + 1 if before else 1,
        algorithm=ALGORITHM,
        first=first,
        last=first + len(events) - 1,
        previous=before.digest if before else "",
        sealed_at=timezone.now(),
    )
    digest, rows = batch.previous, []
    for number, event in enumerate(events, first):
        digest = event_digest(ALGORITHM, digest, event)
        rows.append((number, batch.number, digest, event.row_digest, event.pk))
    batch.digest = batch_digest(batch, digest)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE people_auditevent SET number = %s, batch = %s, digest = %s, row_digest = %s"
            " WHERE id = %s",
            rows,
        )
    batch.save(force_insert=True)


def seal_all() -> int:
    """Close batches until no event is open."""
    total = 0
    while count := seal():
        total += count
    return total


def head_lines(path: Path) -> list[dict[str, object]]:
    """What the head file says, oldest first. Unavailable when it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> Unavailable:
    return Unavailable(
        "people.audit.head_unreadable",
        f"封存头文件 {path} 不能读取。",
        f"请检查该路径、权限和内容（每行一条 JSON）。系统答复：{error}。",
    )


def _last_known(path: Path) -> int:
    """The file's last batch, read from its end: the file grows for years."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 4096))
            lines = file.read().split(b"\n")
        return int(json.loads(lines[-2])["batch"])
    except FileNotFoundError:
        return 0
    except (OSError, ValueError, LookupError, TypeError) as error:
        if path.exists() and not path.stat().st_size:
            return 0
        raise _unreadable(path, error) from error


def write_head(path: Path) -> int:
    """Add the batches that the file does not have yet; how many. Whole lines, in one write."""
    after = _last_known(path)
    newest = AuditBatch.objects.order_by("number").last()
    if after > (newest.number if newest else 0):
        raise Conflict(
            "people.audit.head_ahead",
            f"封存头文件 {path} 比数据库新：文件到第 {after} 批。",
            "数据库可能是从较早的备份恢复的。请先核查，再换一个新的头文件。",
        )
    fresh = AuditBatch.objects.filter(number__gt=after).order_by("number")
    lines = [json.dumps(head_line(batch)) for batch in fresh]
    try:
        if lines:
            with path.open("a", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
    except OSError as error:
        raise Unavailable(
            "people.audit.head_unwritable",
            f"封存头文件 {path} 不能写入。",
            f"请检查 LANTU_SEAL_HEAD 的路径和权限。系统答复：{error.strerror}。",
        ) from error
    return len(lines)


def head_line(batch: AuditBatch) -> dict[str, object]:
    """A batch as the head file has it."""
    return {
        "batch": batch.number,
        "last": batch.last,
        "algorithm": batch.algorithm,
        "digest": batch.digest,
        "sealed_at": batch.sealed_at.astimezone(UTC).isoformat(),
    }
