"""Reads the trail from its first entry and names the first that is altered, missing or moved.

Also names events that stayed open for more than a minute, rows whose version no event explains or
whose content is not what the event saw, and a batch that the head file knows otherwise. It writes
nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Subquery
from django.db.models.functions import Cast

from lantu.apps.people.audit.chain import batch_digest, event_digest
from lantu.apps.people.audit.contents import fits, said, versioned
from lantu.apps.people.audit.models import AuditBatch, AuditEvent
from lantu.apps.people.audit.sealing import head_line, head_lines
from lantu.kernel.findings import Finding, Severity

OPEN_FOR = timedelta(minutes=1)
KEEP_AND_TELL = "不要改动数据库；保留现场，请审计人员与最近的备份和封存头文件对照。"


@dataclass(frozen=True, slots=True)
class Verdict:
    """events, batches: how many are sealed. faults: none when all is well, first ones first."""

    events: int
    batches: int
    faults: tuple[Finding, ...]


def verify(now: datetime, head: Path | None = None) -> Verdict:
    """Look at everything. The chain stops at its first fault: what follows stands on it."""
    faults = [*_chain(), *_still_open(now), *_unexplained(), *_changed()]
    if head is not None:
        faults += _head(head)
    sealed = AuditEvent.objects.exclude(number=None).count()
    return Verdict(sealed, AuditBatch.objects.count(), tuple(faults))


def _fault(code: str, place: str, message: str, fix: str = KEEP_AND_TELL) -> Finding:
    return Finding(code, Severity.ERROR, message, None, fix, place)


def _chain() -> list[Finding]:
    """The first fault in the sealed order, as a list of none or one."""
    events = AuditEvent.objects.exclude(batch=None).order_by("batch", "number", "pk")
    by_batch = groupby(events.iterator(chunk_size=2000), key=attrgetter("batch"))
    held: tuple[int, list[AuditEvent]] | None = None
    last, digest, previous = 0, "", None
    for batch in AuditBatch.objects.order_by("number").iterator():
        if (fault := _sequence(batch, previous, last, digest)) is not None:
            return [fault]
        held = held or _next(by_batch)
        if held is not None and held[0] < batch.number:
            return [_stray(held[1][0])]
        inside: list[AuditEvent] = []
        if held is not None and held[0] == batch.number:
            inside, held = held[1], None
        if (fault := _batch(batch, inside, digest)) is not None:
            return [fault]
        last, digest, previous = batch.last, batch.digest, batch
    held = held or _next(by_batch)
    if held is not None:
        return [_stray(held[1][0])]
    lost = AuditEvent.objects.filter(batch=None).exclude(number=None).first()
    return [_stray(lost)] if lost else []


def _next(
    by_batch: Iterator[tuple[int | None, Iterator[AuditEvent]]],
) -> tuple[int, list[AuditEvent]] | None:
    found = next(by_batch, None)
    return None if found is None else (found[0] or 0, list(found[1]))


def _sequence(
    batch: AuditBatch, previous: AuditBatch | None, last: int, digest: str
) -> Finding | None:
    expected = previous.number + 1 if previous else 1
    if batch.number != expected:
        return _fault("audit.batch.missing", f"batch {expected}", f"缺少第 {expected} 批。")
    if batch.first != last + 1 or batch.previous != digest:
        return _fault(
            "audit.batch.altered", f"batch {batch.number}", f"第 {batch.number} 批与前一批接不上。"
        )
    return None


def _batch(batch: AuditBatch, events: list[AuditEvent], before: str) -> Finding | None:
    digest = before
    for expected, event in zip(range(batch.first, batch.last + 1), events, strict=False):
        if event.number != expected:
            return _missing(expected) if (event.number or 0) > expected else _stray(event)
        digest = _digest(batch, digest, event)
        if digest != event.digest:
            return _moved(events) or _altered(event)
    if len(events) > batch.last - batch.first + 1:
        return _stray(events[batch.last - batch.first + 1])
    if len(events) < batch.last - batch.first + 1:
        return _missing(batch.first + len(events))
    if _sealed(batch, digest) != batch.digest:
        return _fault(
            "audit.batch.altered",
            f"batch {batch.number}",
            f"第 {batch.number} 批（第 {batch.first} 至 {batch.last} 条）的封存值不符。",
        )
    return None


def _digest(batch: AuditBatch, before: str, event: AuditEvent) -> str:
    try:
        return event_digest(batch.algorithm, before, event)
    except ValueError:
        return ""


def _sealed(batch: AuditBatch, last_event: str) -> str:
    try:
        return batch_digest(batch, last_event)
    except ValueError:
        return ""


def _moved(events: list[AuditEvent]) -> Finding | None:
    """Within a batch events stand in the order in which they were written."""
    for one, other in pairwise(events):
        if one.pk > other.pk:
            return _fault(
                "audit.event.reordered",
                f"event {one.number}",
                f"第 {one.number} 条（id {one.pk}）与第 {other.number} 条（id {other.pk}）"
                "的次序被调换。",
            )
    return None


def _altered(event: AuditEvent) -> Finding:
    return _fault(
        "audit.event.altered",
        f"event {event.number}",
        f"第 {event.number} 条（id {event.pk}，{event.action}，"
        f"{event.object_kind} {event.object_id}）被改动。",
    )


def _missing(number: int) -> Finding:
    return _fault("audit.event.missing", f"event {number}", f"缺少第 {number} 条。")


def _stray(event: AuditEvent) -> Finding:
    return _fault(
        "audit.event.reordered",
        f"event {event.number}",
        f"id {event.pk} 的编号 {event.number} 不在它的批次 {event.batch} 里。",
    )


def _still_open(now: datetime) -> list[Finding]:
    late = AuditEvent.objects.filter(batch=None, at__lt=now - OPEN_FOR).order_by("pk")
    first = late.first()
    if first is None:
        return []
    return [
        _fault(
            "audit.event.unsealed",
            f"id {first.pk}",
            f"{late.count()} 条记录超过一分钟未封存，最早的是 id {first.pk}。",
            "请检查后台进程 lantu work 是否在运行，或运行 lantu seal。",
        )
    ]


def _unexplained() -> list[Finding]:
    """Models with a row_version: each row's version was written by some event."""
    return [fault for model in versioned() for fault in _unexplained_of(model)]


def _unexplained_of(model: type[models.Model]) -> list[Finding]:
    told = AuditEvent.objects.filter(
        object_kind=model._meta.label_lower,
        object_id=Cast(OuterRef("pk"), CharField()),
        object_version=OuterRef("row_version"),
    )
    rows = model._default_manager.filter(~Exists(told)).order_by("pk")
    first = rows.values_list("pk", "row_version").first()
    if first is None:
        return []
    kind = model._meta.label_lower
    return [
        _fault(
            "audit.row.unexplained",
            f"{kind} {first[0]}",
            f"{kind} 有 {rows.count()} 行的版本没有对应的记录，"
            f"第一行是 {first[0]}（版本 {first[1]}）。",
        )
    ]


def _changed() -> list[Finding]:
    """Models with a row_version: each row says what it said when its version was written."""
    return [fault for model in versioned() for fault in _changed_of(model)]


def _changed_of(model: type[models.Model]) -> list[Finding]:
    kind = model._meta.label_lower
    told = AuditEvent.objects.filter(
        object_kind=kind,
        object_id=Cast(OuterRef("pk"), CharField()),
        object_version=OuterRef("row_version"),
    ).order_by("-pk")
    rows = model._default_manager.annotate(told=Subquery(told.values("row_digest")[:1]))
    wrong = [
        (key, version)
        for key, version, words, kept in said(model, rows.order_by("pk"), "told", many=True)
        if kept is not None and not fits(kept, words)
    ]
    if not wrong:
        return []
    return [
        _fault(
            "audit.row.altered",
            f"{kind} {wrong[0][0]}",
            f"{kind} 有 {len(wrong)} 行的内容与记录不符，"
            f"第一行是 {wrong[0][0]}（版本 {wrong[0][1]}）。",
        )
    ]


def _head(path: Path) -> list[Finding]:
    """The head file against the batches: the first that differs."""
    known = {batch.number: head_line(batch) for batch in AuditBatch.objects.all()}
    for line in head_lines(path):
        number = line.get("batch")
        if line != known.get(number if isinstance(number, int) else 0):
            return [
                _fault(
                    "audit.head.differs",
                    f"batch {number}",
                    f"第 {number} 批与封存头文件 {path} 不符。",
                )
            ]
    return []
