"""Promises one at a time and in lists: the register, the systems, a promise with its wordings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import QuerySet

from lantu.apps.people.actor import Actor
from lantu.apps.people.models import AuditEvent
from lantu.apps.registry.models import Appearance, Link, Name, PlanVersion, Target
from lantu.apps.registry.words import Family, PromiseKind, Status, SystemKind
from lantu.kernel.errors import NotFound

PAGE = 100


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A line of a list. place: as people cite it."""

    id: int
    number: str
    kind: PromiseKind
    status: Status
    title: str
    owner: str
    place: str
    section: str
    system_kind: SystemKind | None
    family: Family | None
    existing: bool
    pack: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty strings filter nothing. section: the id of an outline unit, its sub-units included."""

    kind: str = ""
    status: str = ""
    family: str = ""
    section: int | None = None
    name: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """One page of the register and what all pages hold."""

    rows: tuple[PromiseRow, ...]
    total: int
    page: int
    pages: int
    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    families: Mapping[str, int]
    name: str


def register(version: int, chosen: Filter, page: int | None = 1) -> Register:
    """page None: every row on one page, for files. A page beyond the last shows the last."""
    everything = _rows(version)
    rows = everything.filter(**_lookups(version, chosen)).distinct()
    paginator = Paginator(rows.order_by("start", "pk"), PAGE if page else 10**9)
    shown = paginator.get_page(page or 1)
    counted = list(
        everything.values_list("promise__kind", "promise__status", "promise__system__family")
    )
    return Register(
        tuple(_row(appearance) for appearance in shown.object_list),
        paginator.count,
        shown.number,
        paginator.num_pages,
        Counter(kind for kind, _, _ in counted),
        Counter(status for _, status, _ in counted),
        Counter(family for _, _, family in counted if family),
        _name(version, chosen.name),
    )


def _name(version: int, name: int | None) -> str:
    if name is None:
        return ""
    return (
        Name.objects.filter(version=version, pk=name).values_list("text", flat=True).first() or ""
    )


def _rows(version: int) -> QuerySet[Appearance]:
    return Appearance.objects.filter(version=version, first=True).select_related(
        "promise", "promise__owner", "promise__system", "section"
    )


def _lookups(version: int, chosen: Filter) -> dict[str, object]:
    lookups: dict[str, object] = {}
    if chosen.kind:
        lookups["promise__kind"] = chosen.kind
    if chosen.status:
        lookups["promise__status"] = chosen.status
    if chosen.family:
        lookups["promise__system__family"] = chosen.family
    if chosen.name is not None:
        lookups["promise__appearances__names"] = chosen.name
    if chosen.section is not None:
        unit = PlanVersion.objects.get(pk=version).sections.filter(pk=chosen.section).first()
        lookups |= {"start__gte": unit.start, "start__lt": unit.end} if unit else {"pk": None}
    return lookups


def _row(appearance: Appearance) -> PromiseRow:
    promise, section = appearance.promise, appearance.section
    system = getattr(promise, "system", None)
    return PromiseRow(
        promise.pk,
        promise.number,
        PromiseKind(promise.kind),
        Status(promise.status),
        promise.title,
        str(promise.owner or ""),
        section.place if section else "",
        section.title if section else "",
        SystemKind(system.kind) if system else None,
        Family(system.family) if system else None,
        system.existing if system else False,
        system.pack if system else "",
    )


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One promised value."""

    subject: str
    comparator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    reference: str
    basis: str
    due: int | None


@dataclass(frozen=True, slots=True)
class Wording:
    """The promise in one version of one plan."""

    plan_key: str
    plan_title: str
    number: int
    loaded_at: datetime
    words: str
    place: str
    start: int


@dataclass(frozen=True, slots=True)
class Relation:
    """kind and why as the compiler gives them; outward: from this promise to the other."""

    kind: str
    why: str
    outward: bool
    other: int
    title: str


@dataclass(frozen=True, slots=True)
class NameRow:
    id: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    who: str
    action: str


@dataclass(frozen=True, slots=True)
class PromiseDetail:
    """Everything that the card and the page of a promise show."""

    row: PromiseRow
    reason: str
    status_at: datetime
    start: int
    wording: str
    outer: tuple[PromiseRow, ...]
    previous: int | None
    next: int | None
    targets: tuple[TargetRow, ...]
    wordings: tuple[Wording, ...]
    relations: tuple[Relation, ...]
    names: tuple[NameRow, ...]
    history: tuple[Happening, ...]


def promise_detail(actor: Actor, version: int, promise: int) -> PromiseDetail:
    """NotFound when the version does not hold the promise."""
    here = _rows(version).filter(promise=promise).first()
    if here is None:
        raise NotFound(
            "registry.promise.missing",
            "这个版本里没有这项承诺。",
            "请从承诺清册中查找；它可能在别的版本里。",
        )
    order = list(_rows(version).order_by("start", "pk").values_list("promise_id", flat=True))
    at = order.index(promise)
    outer = _rows(version).filter(start__lte=here.start, end__gte=here.end)
    return PromiseDetail(
        _row(here),
        here.promise.reason,
        here.promise.status_at,
        here.start,
        "".join(here.wording.split()),
        tuple(_row(row) for row in outer.exclude(promise=promise).order_by("start", "-end")),
        order[at - 1] if at else None,
        order[at + 1] if at + 1 < len(order) else None,
        _targets(version, promise),
        _wordings(actor, promise),
        _relations(version, promise),
        tuple(
            NameRow(*row)
            for row in Name.objects.filter(version=version, appearances__promise=promise)
            .distinct()
            .order_by("kind", "text")
            .values_list("pk", "kind", "text")
        ),
        _history(promise),
    )


def _targets(version: int, promise: int) -> tuple[TargetRow, ...]:
    rows = Target.objects.filter(appearance__version=version, appearance__promise=promise)
    return tuple(
        TargetRow(*row)
        for row in rows.order_by("due", "pk").values_list(
            "subject", "comparator", "value", "value_high", "unit", "reference", "basis", "due"
        )
    )


def _wordings(actor: Actor, promise: int) -> tuple[Wording, ...]:
    rows = Appearance.objects.filter(
        promise=promise, version__in=PlanVersion.objects.visible_to(actor)
    ).select_related("version__plan", "section")
    return tuple(
        Wording(
            row.version.plan.key,
            row.version.plan.title,
            row.version.number,
            row.version.loaded_at,
            "".join(row.wording.split()),
            row.section.place if row.section else "",
            row.start,
        )
        for row in rows.order_by("version__plan__key", "-version__number", "start")
    )


def _relations(version: int, promise: int) -> tuple[Relation, ...]:
    links = Link.objects.filter(version=version)
    outward = links.filter(source=promise).select_related("target")
    inward = links.filter(target=promise).select_related("source")
    return tuple(
        [Relation(k.kind, k.why, True, k.target_id, k.target.title) for k in outward]
        + [Relation(k.kind, k.why, False, k.source_id, k.source.title) for k in inward]
    )


def _history(promise: int) -> tuple[Happening, ...]:
    """What was done to the promise, and the loading of the versions that hold it."""
    versions = Appearance.objects.filter(promise=promise).values_list("version", flat=True)
    events = AuditEvent.objects.filter(
        object_kind="registry.promise", object_id=str(promise)
    ) | AuditEvent.objects.filter(
        object_kind="registry.planversion", object_id__in=[str(pk) for pk in set(versions)]
    )
    return tuple(
        Happening(*row) for row in events.order_by("-at").values_list("at", "actor_name", "action")
    )
