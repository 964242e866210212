"""From the bytes of a document to its package, as every way into the registry reads it.

One place, so that a page, a command and the demonstration find the same promises and findings.
"""

from collections.abc import Sequence
from dataclasses import replace

from lantu.apps.places.models import Area as AreaRow
from lantu.engines.plan.areas import Area
from lantu.engines.plan.lint import lint_draft, read_draft
from lantu.engines.plan.package import Package
from lantu.engines.plan.readers import read


def read_plan(name: str, data: bytes, areas: Sequence[Area] = ()) -> Package:
    """The package of the document, with what the linter finds. Invalid when it is no plan."""
    draft = read_draft(read(name, data), areas)
    found = draft.package.findings
    return replace(draft.package, findings=(*found, *lint_draft(draft)))


def area_register() -> tuple[Area, ...]:
    """The newest vintage of the deployment's areas, as the compiler takes them."""
    rows = AreaRow.objects.filter(vintage=_newest_vintage()).order_by("code")
    return tuple(Area(*row) for row in rows.values_list("code", "name", "kind", "parent__code"))


def area_of(package: Package) -> AreaRow | None:
    """The area that the plan is for; None when its name is unknown or several bear it."""
    named = AreaRow.objects.select_related("parent").filter(
        vintage=_newest_vintage(), name=package.area_name or ""
    )
    found = list(named[:2])
    return found[0] if len(found) == 1 else None


def _newest_vintage() -> str:
    newest = AreaRow.objects.order_by("-vintage").values_list("vintage", flat=True)
    return newest.first() or ""
