"""What became of codes from one vintage to the next: the table, and the way from old codes to new.

The kind of a change is read off the rows and the names of both vintages, never typed in. A code
without a row stands for itself where the later vintage still holds it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from lantu.apps.places.models import Area, AreaChange, Vintage
from lantu.kernel.errors import NotFound

PAGE = 100


class ChangeKind(TextChoices):
    SPLIT = "split", _("拆分")
    MERGED = "merged", _("合并")
    RENAMED = "renamed", _("更名")
    RECODED = "recoded", _("变码")
    BOTH = "both", _("变码并更名")
    ENDED = "ended", _("撤销")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """new_code, new_name: "" when the area is no more."""

    id: int
    from_vintage: str
    old_code: str
    old_name: str
    to_vintage: str
    new_code: str
    new_name: str
    kind: ChangeKind
    day: date | None
    source: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """after: the id that the next page begins behind, None on the last. counts: of all rows of the
    two vintages, by kind."""

    lines: tuple[ChangeLine, ...]
    after: int | None
    counts: tuple[tuple[ChangeKind, int], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """An area by its key."""

    vintage: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Trail:
    """What an area of an old vintage is in each later one; nothing where it is no more."""

    old: Named
    since: tuple[tuple[str, tuple[Named, ...]], ...]


def pairs() -> tuple[tuple[str, str], ...]:
    """The vintages between which changes are known, the newest first."""
    rows = AreaChange.objects.values_list("from_vintage", "to_vintage").distinct()
    return tuple(sorted(rows, reverse=True))


def change_page(
    pair: tuple[str, str], *, kind: str = "", code: str = "", after: int = 0, size: int = PAGE
) -> ChangePage:
    """One page of the changes between two vintages. code: the beginning of an old or new code."""
    whole = _told(AreaChange.objects.filter(from_vintage=pair[0], to_vintage=pair[1]))
    kinds = list(whole.order_by().values_list("kind", flat=True))
    rows = whole.filter(kind=kind) if kind else whole
    if code:
        rows = rows.filter(old_code__startswith=code) | rows.filter(new_code__startswith=code)
    found = _lines(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    counts = tuple((k, kinds.count(k.value)) for k in ChangeKind if k.value in kinds)
    return ChangePage(found[:size], found[size - 1].id if len(found) > size else None, counts)


def every_change(pair: tuple[str, str]) -> Iterator[ChangeLine]:
    """All of them, for files."""
    rows = AreaChange.objects.filter(from_vintage=pair[0], to_vintage=pair[1])
    yield from _lines(_told(rows).order_by("old_code", "new_code"))


def _told(rows: QuerySet[AreaChange]) -> QuerySet[Any]:
    """With both names and the kind."""
    same = AreaChange.objects.filter(
        from_vintage=OuterRef("from_vintage"), to_vintage=OuterRef("to_vintage")
    ).exclude(pk=OuterRef("pk"))
    old = Area.objects.filter(vintage=OuterRef("from_vintage"), code=OuterRef("old_code"))
    new = Area.objects.filter(vintage=OuterRef("to_vintage"), code=OuterRef("new_code"))
    return rows.annotate(
        old_name=Subquery(old.values("name")[:1]), new_name=Subquery(new.values("name")[:1])
    ).annotate(
        kind=Case(
            When(new_code="", then=Value(ChangeKind.ENDED.value)),
            When(
                Exists(same.filter(old_code=OuterRef("old_code"))),
                then=Value(ChangeKind.SPLIT.value),
            ),
            When(
                Exists(same.filter(new_code=OuterRef("new_code"))),
                then=Value(ChangeKind.MERGED.value),
            ),
            When(old_code=F("new_code"), then=Value(ChangeKind.RENAMED.value)),
            When(old_name=F("new_name"), then=Value(ChangeKind.RECODED.value)),
            default=Value(ChangeKind.BOTH.value),
        )
    )


def _lines(rows: QuerySet[Any]) -> tuple[ChangeLine, ...]:
    values = rows.values_list(
        "pk", "from_vintage", "old_code", "old_name", "to_vintage", "new_code", "new_name", "kind",
        "day", "source",
    )  # fmt: skip
    return tuple(
        ChangeLine(
            pk, f, old, old_name or "", t, new, new_name or "", ChangeKind(kind), day, source
        )
        for pk, f, old, old_name, t, new, new_name, kind, day, source in values
    )


def translate(
    codes: Iterable[str], from_vintage: str, to_vintage: str
) -> dict[str, tuple[str, ...]]:
    """Each code of one vintage -> its codes in another, later or earlier; () when there is none.

    So tables by old codes are joined with areas of today. NotFound when a vintage is not there.
    """
    wanted = dict.fromkeys(codes)
    names = list(Vintage.objects.order_by("name").values_list("name", flat=True))
    for name in (from_vintage, to_vintage):
        if name not in names:
            raise NotFound(
                "places.vintage.missing", f"没有 {name} 年版区划。", "请先导入这个版本的区划。"
            )
    start, end = names.index(from_vintage), names.index(to_vintage)
    steps = [*pairwise(names[start : end + 1])] or [*pairwise(names[end : start + 1])][::-1]
    now = {code: {code} for code in wanted}
    for early, late in steps:
        follow = _step(set().union(*now.values()), early, late, forward=start < end)
        now = {code: {new for at in there for new in follow[at]} for code, there in now.items()}
    held = _held(to_vintage, set().union(*now.values()))
    return {code: tuple(sorted(there & held)) for code, there in now.items()}


def _step(codes: set[str], early: str, late: str, *, forward: bool) -> dict[str, set[str]]:
    """Each code -> what it is on the other side of one step."""
    here, there = ("old_code", "new_code") if forward else ("new_code", "old_code")
    rows = AreaChange.objects.filter(from_vintage=early, to_vintage=late)
    told: dict[str, set[str]] = {}
    for part in _parts(codes):
        for code, became in rows.filter(**{f"{here}__in": part}).values_list(here, there):
            told.setdefault(code, set()).update([became] if became else [])
    return {code: told.get(code, {code}) for code in codes}


def _held(vintage: str, codes: set[str]) -> set[str]:
    rows = Area.objects.filter(vintage=vintage)
    return {
        code
        for part in _parts(codes)
        for code in rows.filter(code__in=part).values_list("code", flat=True)
    }


def _parts(codes: set[str]) -> Iterator[list[str]]:
    """Few enough for one question."""
    ordered = sorted(codes)
    for at in range(0, len(ordered), 1000):
        yield ordered[at : at + 1000]


def trails(code: str, vintage: str = "") -> tuple[Trail, ...]:
    """Every area that had `code`, and what it is in each later vintage. vintage: only this one."""
    areas = Area.objects.filter(code=code).order_by("vintage")
    if vintage:
        areas = areas.filter(vintage=vintage)
    names = list(Vintage.objects.order_by("name").values_list("name", flat=True))
    return tuple(_trail(area, names) for area in areas)


def _trail(area: Area, vintages: list[str]) -> Trail:
    since = []
    for later in (name for name in vintages if name > area.vintage):
        codes = translate([area.code], area.vintage, later)[area.code]
        rows = Area.objects.filter(vintage=later, code__in=codes).order_by("code")
        found = tuple(Named(later, c, n) for c, n in rows.values_list("code", "name"))
        since.append((later, found))
    return Trail(Named(area.vintage, area.code, area.name), tuple(since))
