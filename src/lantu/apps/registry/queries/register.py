"""The promise register: filtered, sorted, one page at a time.

Pages follow each other by key: a page names the row that it comes after, so the tenth costs what
the first does. Counts are exact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lantu.apps.registry.models import Appearance, Name, PlanVersion, SearchEntry, StoredPackage
from lantu.apps.registry.queries.promises import PromiseRow, row_of, rows_of
from lantu.apps.registry.sentences import Sentence, sentence_around
from lantu.apps.registry.words import Family, PromiseKind, Status
from lantu.kernel.bigrams import phrases
from lantu.kernel.spans import Span

PAGE = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty values filter nothing.

    section: the id of an outline unit, its sub-units included. name: the id of an organisation or
    place. box: number of a 专栏. due: a year. words: a search.
    """

    kind: str = ""
    status: str = ""
    family: str = ""
    nature: str = ""
    box: str = ""
    words: str = ""
    section: int | None = None
    name: int | None = None
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the sentence that it was read from."""

    row: PromiseRow
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Register:
    """One page of the register and what the whole version holds.

    after: what the next page comes after. existing: systems that the text says are there already.
    """

    lines: tuple[Line, ...]
    total: int
    after: int | None
    kinds: Mapping[str, int]
    statuses: Mapping[str, int]
    families: Mapping[str, int]
    system_kinds: Mapping[str, int]
    existing: int
    name: str

    @property
    def rows(self) -> tuple[PromiseRow, ...]:
        return tuple(line.row for line in self.lines)


def _rank(column: str, words: list[str]) -> Case:
    """The place of a word in its closed list, for sorting."""
    cases = [When(**{column: word}, then=Value(at)) for at, word in enumerate(words)]
    return Case(*cases, default=Value(len(words)), output_field=IntegerField())


ORDERS: Mapping[str, Callable[[], Any]] = {
    "place": lambda: F("start"),
    "number": lambda: F("promise_id"),
    "kind": lambda: _rank("promise__kind", PromiseKind.values),
    "status": lambda: _rank("promise__status", Status.values),
    "family": lambda: _rank("promise__system__family", Family.values),
    "owner": lambda: Coalesce(F("promise__owner__name"), Value("\uffff")),
}
"""What rows can be sorted by; "-place" and so on sorts backwards."""


def register(
    version: int,
    chosen: Filter,
    *,
    order: str = "place",
    after: int | None = None,
    size: int | None = PAGE,
) -> Register:
    """The page of `size` rows after the promise `after`; size None: all rows, for files.

    An order that is none sorts by place; an `after` that is not in the list shows the first page.
    """
    everything = rows_of(version)
    found = _chosen(everything, version, chosen)
    rows = list(_page(found, order, after, size))
    shown = rows[:size]
    text = StoredPackage.objects.only("text").get(version=version).text
    return Register(
        tuple(Line(row_of(a), sentence_around(text, Span(a.start, a.end))) for a in shown),
        found.count(),
        shown[-1].promise_id if len(rows) > len(shown) else None,
        _counts(everything, "promise__kind"),
        _counts(everything, "promise__status"),
        _counts(everything, "promise__system__family"),
        _counts(everything, "promise__system__kind"),
        everything.filter(promise__system__existing=True).count(),
        _name(version, chosen.name),
    )


def _counts(rows: QuerySet[Appearance], column: str) -> Mapping[str, int]:
    """Rows by word of `column`, the commonest first; rows without one left out."""
    counted = rows.order_by().values_list(column).annotate(n=Count("pk")).order_by("-n", column)
    return {word: n for word, n in counted if word}


def _page(
    found: QuerySet[Appearance], order: str, after: int | None, size: int | None
) -> QuerySet[Appearance]:
    back = order.startswith("-")
    rows = found.annotate(key=ORDERS.get(order.lstrip("-"), ORDERS["place"])())
    here = rows.filter(promise=after).values_list("key", "pk").first() if after else None
    if here:
        key, pk = here
        beyond = Q(key__lt=key) if back else Q(key__gt=key)
        rows = rows.filter(beyond | Q(key=key, pk__gt=pk))
    rows = rows.order_by("-key" if back else "key", "pk")
    return rows[: size + 1] if size else rows


def _name(version: int, name: int | None) -> str:
    if name is None:
        return ""
    named = Name.objects.filter(version=version, pk=name).values_list("text", flat=True)
    return named.first() or ""


COLUMNS = {
    "kind": "promise__kind",
    "status": "promise__status",
    "family": "promise__system__family",
    "nature": "promise__indicator__nature",
    "box": "details__box",
}


def _chosen(rows: QuerySet[Appearance], version: int, chosen: Filter) -> QuerySet[Appearance]:
    plain = {column: getattr(chosen, name) for name, column in COLUMNS.items()}
    rows = rows.filter(**{column: value for column, value in plain.items() if value})
    mentions = Appearance.objects.filter(version=version)
    if chosen.name is not None:
        named = mentions.filter(names=chosen.name)
        rows = rows.filter(promise__in=named.values("promise"))
    if chosen.due is not None:
        due = mentions.filter(targets__due=chosen.due)
        rows = rows.filter(promise__in=due.values("promise"))
    if wanted := phrases(chosen.words[:200]):
        said = SearchEntry.objects.saying(wanted).filter(version=version, promise__isnull=False)
        rows = rows.filter(promise__in=said.values("promise"))
    if chosen.section is not None:
        unit = PlanVersion.objects.get(pk=version).sections.filter(pk=chosen.section).first()
        if unit is None:
            return rows.none()
        inside = mentions.filter(start__gte=unit.start, start__lt=unit.end)
        rows = rows.filter(promise__in=inside.values("promise"))
    return rows
