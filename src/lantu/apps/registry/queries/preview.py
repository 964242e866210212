"""What a document that waits to be confirmed would become: its promises, findings and plan.

Proposes the plan that it is a version of, by area, kind and period, and its upper plan; a person
decides.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from lantu.apps.people.actor import Actor
from lantu.apps.registry.intake import commitments
from lantu.apps.registry.queries.plans import VersionHead, newest_versions
from lantu.apps.registry.reading import area_of
from lantu.apps.registry.words import PlanKind
from lantu.engines.plan.model import Unit
from lantu.engines.plan.package import Package
from lantu.kernel.findings import Finding

ALONE = frozenset({PlanKind.OUTLINE, PlanKind.ANNUAL, PlanKind.REPORT})
"""Kinds of which an area has one for each period."""
LIKE = 85.0
"""Least likeness (0-100) of the titles of two versions of one special plan."""
_STAGE = re.compile(r"[（(【\[]?(?:草案|征求意见稿|送审稿|报批稿|讨论稿|审议稿)[）)】\]]?|\s")


@dataclass(frozen=True, slots=True)
class Preview:
    """kinds: promises by kind. known: versions of the same document. plan, upper: keys proposed."""

    kinds: Mapping[str, int]
    findings: tuple[Finding, ...]
    severities: Mapping[str, int]
    outline: tuple[Unit, ...]
    known: tuple[VersionHead, ...]
    plans: tuple[VersionHead, ...]
    plan: str
    upper: str

    @property
    def promises(self) -> int:
        return sum(self.kinds.values())


def preview(actor: Actor, package: Package) -> Preview:
    plans = newest_versions(actor)
    return Preview(
        Counter(commitment.kind.value for commitment in commitments(package)),
        package.findings,
        Counter(finding.severity.value for finding in package.findings),
        tuple(unit for unit in package.outline if unit.level != "paragraph"),
        _known(actor, package, plans),
        plans,
        _same_plan(package, plans),
        _upper(actor, package, plans),
    )


def _known(
    actor: Actor, package: Package, plans: tuple[VersionHead, ...]
) -> tuple[VersionHead, ...]:
    """Newest versions that are this very document."""
    return tuple(head for head in plans if head.document_sha256 == package.source.sha256)


def _same_plan(package: Package, plans: tuple[VersionHead, ...]) -> str:
    period = (package.period.first_year, package.period.last_year) if package.period else None
    for head in plans:
        if (head.kind, head.area_name) != (package.kind, package.area_name or ""):
            continue
        if period and head.first_year and period != (head.first_year, head.last_year):
            continue
        if head.kind in ALONE or _like(head.title, package.title or package.source.name):
            return head.key
    return ""


def _like(first: str, second: str) -> bool:
    return fuzz.ratio(_STAGE.sub("", first), _STAGE.sub("", second)) >= LIKE


def _upper(actor: Actor, package: Package, plans: tuple[VersionHead, ...]) -> str:
    """The outline of the same area above other plans; that of the area above for an outline."""
    first = package.period.first_year if package.period else None
    outlines = [
        head for head in plans
        if head.kind is PlanKind.OUTLINE
        and (first is None or (head.first_year or 0) <= first <= (head.last_year or 9999))
    ]  # fmt: skip
    name = package.area_name or ""
    if package.kind == PlanKind.OUTLINE:
        area = area_of(package)
        name = area.parent.name if area and area.parent else ""
    return next((head.key for head in outlines if name and head.area_name == name), "")
