"""A promise as a line of a list and, with its wordings, links and history, as a page."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from lantu.apps.people.actor import Actor
from lantu.apps.people.models import AuditEvent
from lantu.apps.registry.models import (
    Appearance,
    Link,
    Name,
    PlanVersion,
    Promise,
    PromiseDecision,
    StoredPackage,
    Target,
)
from lantu.apps.registry.sentences import Sentence, sentence_around
from lantu.apps.registry.words import Family, PromiseKind, Status, SystemKind
from lantu.kernel.errors import NotFound
from lantu.kernel.spans import Span


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
    led_by: str


def rows_of(version: int) -> QuerySet[Appearance]:
    """One appearance for each promise of the version, with what a line of a list needs."""
    return Appearance.objects.filter(version=version, first=True).select_related(
        "promise", "promise__owner", "promise__system", "section"
    )


def row_of(appearance: Appearance) -> PromiseRow:
    """The line of an appearance that came from `rows_of`."""
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
        system.led_by if system else "",
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
class Evidence:
    """How we know of the promise: the sentence, the document, the reading of it.

    start, end: characters of the text. inferred: what the text does not say outright, and why.
    compiler: the version of Lantu that read the document, "" when it is not recorded.
    """

    sentence: Sentence
    document: str
    document_sha256: str
    package_sha256: str
    start: int
    end: int
    item: str
    inferred: str
    compiler: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A document that adjusted or ended the promise."""

    status: Status
    document: str
    day: date
    reason: str
    who: str


@dataclass(frozen=True, slots=True)
class PromiseDetail:
    """Everything that the card and the page of a promise show."""

    row: PromiseRow
    reason: str
    status_at: datetime
    wording: str
    evidence: Evidence
    outer: tuple[PromiseRow, ...]
    previous: int | None
    next: int | None
    targets: tuple[TargetRow, ...]
    wordings: tuple[Wording, ...]
    relations: tuple[Relation, ...]
    names: tuple[NameRow, ...]
    history: tuple[Happening, ...]
    decisions: tuple[DecisionRow, ...]


def promise_detail(actor: Actor, version: int, promise: int) -> PromiseDetail:
    """NotFound when the version does not hold the promise."""
    here = rows_of(version).select_related("version").filter(promise=promise).first()
    if here is None:
        raise NotFound(
            "registry.promise.missing",
            "这个版本里没有这项承诺。",
            "请从承诺清册中查找；它可能在别的版本里。",
        )
    order = list(rows_of(version).order_by("start", "pk").values_list("promise_id", flat=True))
    at = order.index(promise)
    outer = rows_of(version).filter(start__lte=here.start, end__gte=here.end)
    return PromiseDetail(
        row_of(here),
        here.promise.reason,
        here.promise.status_at,
        "".join(here.wording.split()),
        _evidence(here),
        tuple(row_of(row) for row in outer.exclude(promise=promise).order_by("start", "-end")),
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
        _decisions(promise),
    )


def promise_of(version: int, promise: int) -> Promise:
    """The row itself, for an action. NotFound when the version does not hold it."""
    found = Promise.objects.filter(appearances__version=version, pk=promise).first()
    if found is None:
        raise NotFound(
            "registry.promise.missing", "这个版本里没有这项承诺。", "请从承诺清册中查找。"
        )
    return found


def _decisions(promise: int) -> tuple[DecisionRow, ...]:
    rows = PromiseDecision.objects.filter(promise=promise).select_related("decided_by")
    return tuple(
        DecisionRow(
            Status(row.status), row.document, row.day, row.reason, str(row.decided_by or "")
        )
        for row in rows.order_by("-day", "-pk")
    )


def _evidence(here: Appearance) -> Evidence:
    span = Span(here.start, here.end)
    version = here.version
    loading = AuditEvent.objects.filter(
        object_kind="registry.planversion", object_id=str(version.pk), details__has_key="compiler"
    )
    compiler = loading.values_list("details__compiler", flat=True).first()
    return Evidence(
        sentence_around(StoredPackage.objects.get(version=version).text, span),
        version.document_name,
        version.document_sha256,
        version.package_sha256,
        span.start,
        span.end,
        here.item,
        here.details.get("inferred") or "",
        compiler or "",
        version.loaded_at,
    )


def _targets(version: int, promise: int) -> tuple[TargetRow, ...]:
    rows = Target.objects.filter(appearance__version=version, appearance__promise=promise)
    return tuple(target_row(row) for row in rows.order_by("due", "pk"))


def target_row(target: Target) -> TargetRow:
    """A stored target as pages show it."""
    return TargetRow(
        target.subject,
        target.comparator,
        target.value,
        target.value_high,
        target.unit,
        target.reference,
        target.basis,
        target.due,
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
        object_kind="registry.planversion",
        object_id__in=[str(pk) for pk in set(versions)],
        details__has_key="package",
    )
    return tuple(
        Happening(*row) for row in events.order_by("-at").values_list("at", "actor_name", "action")
    )
