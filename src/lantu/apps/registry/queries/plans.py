"""Plans and versions as lists and page heads show them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from lantu.apps.people.actor import Actor
from lantu.apps.registry.models import Appearance, Match, Plan, PlanVersion
from lantu.apps.registry.models.plans import PlanVersionQuerySet
from lantu.apps.registry.words import Decision, PlanKind, PromiseKind, Status, VersionStatus
from lantu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class VersionHead:
    """What stands over every page of a version. stamp: grows when its pages change.

    digest: of its package.
    """

    id: int
    key: str
    number: int
    newest: int
    title: str
    kind: PlanKind
    status: VersionStatus
    area_name: str
    first_year: int | None
    last_year: int | None
    document_name: str
    loaded_at: datetime
    stamp: int
    digest: str
    document_sha256: str
    document_number: str
    adopted_on: str

    @property
    def is_newest(self) -> bool:
        return self.number == self.newest

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.newest + 1


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan's newest version with its promises counted by kind and by status."""

    head: VersionHead
    kinds: dict[str, int]
    statuses: dict[str, int]
    pending: int

    @property
    def promises(self) -> int:
        return sum(self.kinds.values())


def plans(actor: Actor) -> tuple[PlanRow, ...]:
    """Every plan that the actor may see."""
    versions = list(_visible(actor).newest())
    counted = _counts(version.pk for version in versions)
    pending = dict(
        Match.objects.filter(
            decision=Decision.PENDING, appearance__version__in=[v.pk for v in versions]
        )
        .values_list("appearance__version")
        .annotate(Count("pk"))
    )
    return tuple(
        PlanRow(
            _head(version, version.number),
            _sum(counted.get(version.pk, {}), 0, PromiseKind.values),
            _sum(counted.get(version.pk, {}), 1, Status.values),
            pending.get(version.pk, 0),
        )
        for version in versions
    )


def version_head(actor: Actor, key: str, number: int) -> VersionHead:
    """NotFound when there is none, or the actor may not know of it."""
    versions = list(_visible(actor).filter(plan__key=key).order_by("number"))
    found = next((v for v in versions if v.number == number), None)
    if found is None:
        raise NotFound(
            "registry.version.missing",
            "没有这个规划版本。",
            "请检查网址，或从规划清单进入；草案须登录后查看。",
        )
    return _head(found, versions[-1].number)


def newest_version(actor: Actor, key: str) -> VersionHead:
    """NotFound when there is no such plan, or the actor may not know of it."""
    found = _visible(actor).filter(plan__key=key).order_by("number").last()
    if found is None:
        raise NotFound("registry.plan.missing", "没有这个规划。", "请从规划清单进入。")
    return _head(found, found.number)


def versions_of(actor: Actor, key: str) -> tuple[VersionHead, ...]:
    """All versions of a plan, the newest first. NotFound as `newest_version`."""
    newest = newest_version(actor, key).number
    rows = _visible(actor).filter(plan__key=key).order_by("-number")
    return tuple(_head(row, newest) for row in rows)


def plan_of(actor: Actor, key: str) -> Plan:
    """The row itself, for an action. NotFound when the actor may not know of it."""
    found = Plan.objects.visible_to(actor).filter(key=key).first()
    if found is None:
        raise NotFound("registry.plan.missing", "没有这个规划。", "请从规划清单进入。")
    return found


def newest_versions(actor: Actor) -> tuple[VersionHead, ...]:
    """The newest version of every plan that the actor may see: outlines first."""
    order = list(PlanKind.values)
    found = [_head(version, version.number) for version in _visible(actor).newest()]
    return tuple(sorted(found, key=lambda head: (order.index(head.kind), head.key)))


def default_version(actor: Actor) -> VersionHead | None:
    """The plan that pages without one stand on: the outline, else the first by key."""
    newest = list(_visible(actor).newest())
    outline = [version for version in newest if version.plan.kind == PlanKind.OUTLINE]
    found = next(iter(outline or newest), None)
    return _head(found, found.number) if found else None


def _visible(actor: Actor) -> PlanVersionQuerySet:
    return PlanVersion.objects.visible_to(actor).select_related("plan").order_by("plan__key")


def _head(version: PlanVersion, newest: int) -> VersionHead:
    plan = version.plan
    return VersionHead(
        version.pk,
        plan.key,
        version.number,
        newest,
        plan.title,
        PlanKind(plan.kind),
        VersionStatus(version.status),
        plan.area_name,
        plan.first_year,
        plan.last_year,
        version.document_name,
        version.loaded_at,
        version.stamp,
        version.package_sha256,
        version.document_sha256,
        version.document_number,
        version.adopted_on,
    )


def _counts(versions: Iterable[int]) -> dict[int, Counter[tuple[str, str]]]:
    rows = (
        Appearance.objects.filter(version__in=list(versions), first=True)
        .values_list("version", "promise__kind", "promise__status")
        .annotate(Count("pk"))
        .order_by()
    )
    counted: dict[int, Counter[tuple[str, str]]] = {}
    for version, kind, status, number in rows:
        counted.setdefault(version, Counter())[kind, status] += number
    return counted


def _sum(counts: Mapping[tuple[str, str], int], part: int, words: list[str]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for key, number in counts.items():
        totals[key[part]] += number
    return {word: totals[word] for word in words if totals[word]}
