"""Areas as lists and searches show them. The register of areas is open to everybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from lantu.apps.places.models import Area, AreaKind, Hierarchy, Vintage
from lantu.kernel.bigrams import phrases
from lantu.kernel.errors import NotFound

MOST = 20


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area with the names above it, the nearest last."""

    id: int
    code: str
    vintage: str
    name: str
    kind: AreaKind
    path: str
    within: str


@dataclass(frozen=True, slots=True)
class AreaDetail:
    """line's children, population by (year, basis), and its outline as GeoJSON, if known."""

    line: AreaLine
    children: tuple[AreaLine, ...]
    persons: tuple[tuple[int, str, int], ...]
    shape: Mapping[str, object] | None


def find_areas(query: str, vintage: str = "", within: str = "") -> tuple[AreaLine, ...]:
    """The first `MOST` areas that `query` names, by characters or by initials; wider ones first.

    within: a path; "" is everywhere.
    """
    wanted = phrases(query[:60])
    rows = Area.objects.named(wanted) if wanted else Area.objects.none()
    if vintage:
        rows = rows.filter(vintage=vintage)
    if within:
        rows = rows.under(within)
    return lines(rows[:MOST])


def lines(rows: QuerySet[Area]) -> tuple[AreaLine, ...]:
    """With the names of all areas above, in one query."""
    found = list(rows.only("code", "vintage", "name", "kind", "path"))
    codes = {(area.vintage, code) for area in found for code in area.path.split("/")[1:-2]}
    above = Area.objects.filter(
        vintage__in={vintage for vintage, _ in codes}, code__in={code for _, code in codes}
    )
    names = {(v, c): n for v, c, n in above.values_list("vintage", "code", "name")}
    return tuple(
        AreaLine(
            area.pk,
            area.code,
            area.vintage,
            area.name,
            AreaKind(area.kind),
            area.path,
            "".join(names.get((area.vintage, code), "") for code in area.path.split("/")[1:-2]),
        )
        for area in found
    )


def area_of(vintage: str, code: str) -> Area:
    """The row itself. NotFound when the vintage does not hold the code."""
    found = Area.objects.filter(vintage=vintage, code=code).first()
    if found is None:
        raise NotFound(
            "places.area.missing",
            f"{vintage} 年版区划里没有代码 {code}。",
            "请检查代码和版本；区划调整前后的代码可能不同。",
        )
    return found


def area_detail(vintage: str, code: str) -> AreaDetail:
    area = area_of(vintage, code)
    shape = getattr(area, "shape", None)
    return AreaDetail(
        lines(Area.objects.filter(pk=area.pk))[0],
        children(area),
        tuple(area.populations.order_by("-year", "basis").values_list("year", "basis", "persons")),
        shape.geometry if shape else None,
    )


def children(area: Area) -> tuple[AreaLine, ...]:
    """The areas that lie directly in it, by code."""
    return lines(area.children.order_by("code"))


def roots(vintage: str) -> tuple[AreaLine, ...]:
    return lines(
        Area.objects.filter(
            vintage=vintage, parent=None, hierarchy=Hierarchy.ADMINISTRATIVE
        ).order_by("code")
    )


def counts(vintage: str) -> dict[str, int]:
    """Areas of a vintage by kind."""
    rows = Area.objects.filter(vintage=vintage).values_list("kind").annotate(n=Count("pk"))
    return dict(rows.order_by(F("n")))


def vintages() -> tuple[Vintage, ...]:
    """The newest first."""
    return tuple(Vintage.objects.order_by("-name"))


def choosable(
    paths: frozenset[str] | None, kinds: tuple[str, ...], most: int = 1000
) -> tuple[tuple[str, str, str], ...]:
    """(path, name, name of the area above) of the newest vintage's areas of these kinds.

    paths: only these areas and what lies in them; None: everywhere. In the order of their codes.
    """
    newest = Vintage.objects.order_by("-name").values_list("name", flat=True).first()
    rows = Area.objects.filter(vintage=newest or "", kind__in=kinds)
    if paths is not None:
        inside = Q(pk__in=())
        for path in sorted(paths):
            inside |= Q(path__under=path)
        rows = rows.filter(inside)
    found = rows.select_related("parent").order_by("code")[:most]
    return tuple((a.path, a.name, a.parent.name if a.parent else "") for a in found)


def area_by_id(pk: int) -> Area:
    """The row itself. NotFound when there is none."""
    found = Area.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound("places.area.gone", "没有这个区域。", "请重新查找。")
    return found


def area_at(paths: frozenset[str]) -> Area | None:
    """The area of the newest vintage among `paths`, the first by code."""
    return Area.objects.filter(path__in=paths).order_by("-vintage", "code").first()


def place_of_code(code: str) -> str:
    """The path of an area of the newest vintage that has the code; "" when none has."""
    rows = Area.objects.filter(code=code[:24]).order_by("-vintage").values_list("path", flat=True)
    return rows.first() or ""
