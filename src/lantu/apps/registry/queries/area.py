"""What plans in force promise to one area: every promise that names it or an area inside it.

An adopted version is in force while its period runs; of a plan that is only a draft, the draft
counts and is marked as one.
"""

from dataclasses import dataclass
from datetime import date

from lantu.apps.people.actor import Actor
from lantu.apps.places.models import Area
from lantu.apps.places.vintages import paths_of
from lantu.apps.registry.models import Name, PlanVersion
from lantu.apps.registry.words import PromiseKind, Status, VersionStatus


@dataclass(frozen=True, slots=True)
class AreaPromise:
    """named: the places of the area by which the promise was found."""

    id: int
    kind: PromiseKind
    status: Status
    title: str
    owner: str
    plan_key: str
    plan_title: str
    version: int
    draft: bool
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaPage:
    """groups: in the order of the kinds."""

    groups: tuple[tuple[PromiseKind, tuple[AreaPromise, ...]], ...]

    @property
    def total(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


def promises_of_area(actor: Actor, area: Area, today: date) -> AreaPage:
    """What the actor may see of it."""
    versions = {version.pk: version for version in _in_force(actor, today)}
    names = Name.objects.filter(version__in=versions, area__in=_inside(area))
    found: dict[int, AreaPromise] = {}
    rows = names.values_list(
        "text",
        "version",
        "appearances__promise",
        "appearances__promise__kind",
        "appearances__promise__status",
        "appearances__promise__title",
        "appearances__promise__owner__name",
    )
    for text, version, promise, kind, status, title, owner in rows.order_by("appearances__start"):
        if promise is None:
            continue
        named = found[promise].named if promise in found else ()
        plan = versions[version].plan
        found[promise] = AreaPromise(
            promise,
            PromiseKind(kind),
            Status(status),
            title,
            owner or "",
            plan.key,
            plan.title,
            versions[version].number,
            versions[version].status == VersionStatus.DRAFT,
            named if text in named else (*named, text),
        )
    groups = tuple(
        (kind, tuple(row for row in found.values() if row.kind is kind)) for kind in PromiseKind
    )
    return AreaPage(tuple(group for group in groups if group[1]))


def _in_force(actor: Actor, today: date) -> list[PlanVersion]:
    """Of each plan the newest adopted version, or the newest draft of one never adopted."""
    rows = PlanVersion.objects.visible_to(actor).select_related("plan").order_by("number")
    chosen: dict[int, PlanVersion] = {}
    for version in rows:
        plan = version.plan
        if not (plan.first_year or 0) <= today.year <= (plan.last_year or 9999):
            continue
        before = chosen.get(plan.pk)
        adopted = before is not None and before.status != VersionStatus.DRAFT
        if not (adopted and version.status == VersionStatus.DRAFT):
            chosen[plan.pk] = version
    return list(chosen.values())


def _inside(area: Area):  # type: ignore[no-untyped-def]
    found = Area.objects.none()
    for path in sorted(paths_of(area, area.hierarchy)):
        found = found | Area.objects.under(path)
    return found
