"""The Systems page: every promised system with its sentence, its pack, and what has come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lantu.apps.people.actor import Actor
from lantu.apps.people.models import Organisation
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.models import Appearance, PlanVersion
from lantu.apps.registry.words import Family, SystemKind
from lantu.apps.tracking.enabling.models import EnabledPack, PackActivity, SystemLink
from lantu.apps.tracking.enabling.snapshots import Pinned, pinned
from lantu.apps.tracking.words import SystemState


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A promised system. pack: "" for a gap. since, last_at, records, cases, open: of its pack, as
    counted at `counted_at`."""

    promise: int
    number: str
    name: str
    kind: SystemKind
    family: Family
    existing: bool
    plan_key: str
    plan_title: str
    version: int
    place: str
    sentence: str
    start: int
    pack: str
    pack_title: str
    why: str
    by_hand: bool
    state: SystemState
    since: datetime | None
    last_at: datetime | None
    records: int
    cases: int
    open: int
    counted_at: datetime | None


@dataclass(frozen=True, slots=True)
class EnabledLine:
    """A pack that is or was enabled."""

    name: str
    title: str
    version: str
    digest: str
    enabled: bool
    since: datetime
    keeper: Organisation | None
    activity: PackActivity | None
    pin: Pinned


def systems(
    actor: Actor, *, state: str = "", pack: str = "", family: str = ""
) -> tuple[SystemLine, ...]:
    """Systems that the newest versions of visible plans promise, in the order of the text."""
    actor.must(Permission.READ_PLANS)
    versions = PlanVersion.objects.visible_to(actor).newest()
    rows = Appearance.objects.filter(
        version__in=versions, first=True, promise__system__isnull=False
    ).select_related("promise__system", "promise__system_link", "version__plan", "section")
    if family:
        rows = rows.filter(promise__system__family=family)
    if pack:
        rows = rows.filter(promise__system_link__pack=pack)
    activity = PackActivity.objects.in_bulk()
    titles = {line.name: line for line in enabled_packs()}
    lines = [_line(row, activity, titles) for row in rows.order_by("version__plan__key", "start")]
    return tuple(line for line in lines if state in ("", line.state) and pack in ("", line.pack))


def _line(
    row: Appearance, activity: Mapping[str, PackActivity], titles: Mapping[str, EnabledLine]
) -> SystemLine:
    system = row.promise.system
    link: SystemLink | None = getattr(row.promise, "system_link", None)
    pack = link.pack if link else ""
    seen, known = activity.get(pack), titles.get(pack)
    return SystemLine(
        row.promise_id,
        row.promise.number,
        system.name,
        SystemKind(system.kind),
        Family(system.family),
        system.existing,
        row.version.plan.key,
        row.version.plan.title,
        row.version.number,
        row.section.place if row.section else "",
        row.wording,
        row.start,
        pack,
        known.title if known else "",
        link.why if link else "还没有核对过系统包，请运行 lantu systems --link",
        link.by_hand if link else False,
        SystemState(link.state) if link else SystemState.NOT_ENABLED,
        known.since if known and known.enabled else None,
        seen.last_at if seen else None,
        seen.records if seen else 0,
        seen.cases if seen else 0,
        seen.open if seen else 0,
        seen.counted_at if seen else None,
    )


def enabled_packs() -> tuple[EnabledLine, ...]:
    """Every pack that was ever enabled, by name."""
    rows = EnabledPack.objects.select_related("version", "keeper").order_by("name")
    activity = PackActivity.objects.in_bulk()
    return tuple(
        EnabledLine(
            row.name,
            pinned(row.version_id).pack.title,
            row.version.version,
            row.version.digest,
            row.enabled,
            row.since,
            row.keeper,
            activity.get(row.name),
            pinned(row.version_id),
        )
        for row in rows
    )
