"""Promised systems and packs: which words tell, what has come of each, and the promise's status.

Part of actions and the nightly job. A decision (已调整, 已终止) stands: activity does not undo it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from lantu.apps.people.acting import Deed
from lantu.apps.registry.actions import stamp
from lantu.apps.registry.models import Appearance, Promise, System
from lantu.apps.registry.words import Status
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.enabling.models import EnabledPack, PackActivity, SystemLink
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.words import RecordState, SystemState
from lantu.engines.plan.model import System as Named
from lantu.kernel.spans import Span
from lantu.packs.serving import link
from lantu.packs.snapshot import Pack

STATUS = {
    SystemState.NOT_ENABLED: Status.NOT_STARTED,
    SystemState.NO_DATA: Status.AWAITING,
    SystemState.RUNNING: Status.UNDER_WAY,
}
"""What a system's state says of its promise."""
_DECIDED = (Status.ADJUSTED, Status.TERMINATED)


def relink(deed: Deed, packs: Iterable[Pack]) -> int:
    """Ask the words of `packs` about every system that nobody chose by hand; how many changed."""
    packs = list(packs)
    systems = {row.pk: row for row in System.objects.select_related("promise")}
    links = SystemLink.objects.in_bulk()
    free = [row for pk, row in systems.items() if pk not in links or not links[pk].by_hand]
    answers = dict(zip((row.pk for row in free), link(_named(free), packs), strict=True))
    changed = 0
    for pk, answer in answers.items():
        known = links.get(pk)
        if known is None or (known.pack, known.why) != (answer.pack or "", answer.why):
            set_link(deed, systems[pk], answer.pack or "", answer.why)
            changed += 1
    return changed


def _named(rows: list[System]) -> list[Named]:
    """The compiler's items again: name, kind, family and the clause that it stands in."""
    first = Appearance.objects.filter(promise__in=[row.pk for row in rows]).order_by("pk")
    clauses = dict(first.values_list("promise", "wording"))  # of several, the newest
    return [
        Named(
            id=f"s{row.pk}",
            span=Span(0, 0),
            quote=clauses.get(row.pk, row.promise.title),
            name=row.name,
            kind=row.kind,
            family=row.family,
            existing=row.existing,
            led_by=row.led_by or None,
        )
        for row in rows
    ]


def set_link(
    deed: Deed, system: System, pack: str, why: str, *, by_hand: bool = False
) -> SystemLink:
    """The pack of one system, here and on the promise."""
    row, _ = SystemLink.objects.update_or_create(
        promise=system.promise, defaults={"pack": pack, "why": why, "by_hand": by_hand}
    )
    if system.pack != pack:
        system.pack = pack
        system.save(update_fields=["pack"])
        stamp([system.promise])
    deed.record(row, pack=pack, by_hand=by_hand)
    return row


def count_activity(at: datetime) -> None:
    """How much each pack that was ever enabled has done."""
    for name in EnabledPack.objects.values_list("name", flat=True):
        records = Record.objects.filter(
            register__startswith=f"{name}.", state=RecordState.ACTIVE
        ).aggregate(n=Count("pk"), first=Min("made_at"), last=Max("changed_at"))
        cases = Case.objects.filter(process__startswith=f"{name}.").aggregate(
            n=Count("pk"), open=Count("pk", filter=Q(ended_at=None)), first=Min("opened_at"),
            last=Max("changed_at"),
        )  # fmt: skip
        firsts = [one for one in (records["first"], cases["first"]) if one]
        lasts = [one for one in (records["last"], cases["last"]) if one]
        PackActivity.objects.update_or_create(
            name=name,
            defaults={
                "records": records["n"], "cases": cases["n"], "open": cases["open"],
                "first_at": min(firsts, default=None), "last_at": max(lasts, default=None),
                "counted_at": at,
            },
        )  # fmt: skip


def derive_states(deed: Deed) -> int:
    """Each system's state, and its promise's status with the reason; how many changed."""
    enabled = set(EnabledPack.objects.filter(enabled=True).values_list("name", flat=True))
    known = PackActivity.objects.in_bulk()
    changed: list[Promise] = []
    for row in SystemLink.objects.select_related("promise"):
        seen = known.get(row.pack)
        state = _state(row.pack in enabled, seen)
        reason = _reason(row, state, seen)
        if row.state != state:
            row.state = state
            row.save(update_fields=["state"])
            deed.record(row, state=str(state))
        promise = row.promise
        if promise.status in _DECIDED:
            continue
        if (promise.status, promise.reason) != (STATUS[state], reason):
            if promise.status != STATUS[state]:
                promise.status_at = seen.counted_at if seen else row.linked_at
                deed.record(promise, status=str(STATUS[state]))
            promise.status, promise.reason = STATUS[state], reason
            promise.save(update_fields=["status", "reason", "status_at"])
            changed.append(promise)
    if changed:
        stamp(changed)
    return len(changed)


def _state(enabled: bool, seen: PackActivity | None) -> SystemState:
    if not enabled:
        return SystemState.NOT_ENABLED
    return SystemState.RUNNING if seen and seen.last_at else SystemState.NO_DATA


def _reason(row: SystemLink, state: SystemState, seen: PackActivity | None) -> str:
    if not row.pack:
        return row.why
    if state is SystemState.RUNNING and seen and seen.last_at:
        return f"系统包 {row.pack} 运行中，最近 {seen.last_at:%Y-%m-%d}。"
    said = "尚未启用" if state is SystemState.NOT_ENABLED else "已启用，还没有数据"
    return f"系统包 {row.pack} {said}。"
