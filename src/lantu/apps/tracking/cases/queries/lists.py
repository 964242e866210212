"""Lists of cases: filtered, sorted, one page at a time, counted, exported whole.

Pages follow each other by key, so that the thousandth costs what the first does. A list that asks
for open cases only reads the task rows, which are as few as what is open.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import Case, CaseCount, CaseTask, CaseWords
from lantu.apps.tracking.cases.wording import Names, said
from lantu.apps.tracking.enabling.renaming import former_name
from lantu.apps.tracking.enabling.snapshots import process_shown, process_under
from lantu.apps.tracking.grounds import names, unit_names
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.values import decode, is_sensitive
from lantu.apps.tracking.seeing import inside, seen_cases, seen_counts, seen_tasks
from lantu.engines.cases.case import Outcome
from lantu.kernel.bigrams import Phrase, phrases
from lantu.kernel.errors import Invalid
from lantu.kernel.workdays import midnight

PAGE = 50
EXACT = 10_000
"""Totals up to here are counted; beyond it they come from the last counting, with its time."""
MOST_EXPORTED = 100_000
FEW_HITS = 2_000
"""Cases that a search finds one by one; beyond it words are common."""
ORDERS = ("-opened", "opened", "due")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Empty values filter nothing.

    open: True for open ones, False for ended ones. area: a path, what lies below included.
    organisation: an id. mine: reported by the actor. words: a search in what was reported. number:
    a case number, or its end.
    """

    process: str = ""
    state: str = ""
    outcome: str = ""
    open: bool | None = None
    late: bool = False
    area: str = ""
    organisation: int | None = None
    category: str = ""
    source: str = ""
    opened_from: date | None = None
    opened_to: date | None = None
    record: int | None = None
    parent: int | None = None
    mine: bool = False
    words: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list. pack: id of the version that it runs under. state: its title; outcome: its
    label, "" while open. values: the chosen columns in words, without sensitive ones."""

    id: int
    version: int
    number: str
    process: str
    pack: int
    title: str
    state: str
    state_key: str
    outcome: str
    category: str
    area: str
    area_path: str
    organisation: str
    due: datetime | None
    late: bool
    opened_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    place: tuple[float, float] | None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CasePage:
    """after: the key of the next page, "" on the last."""

    lines: tuple[CaseLine, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Total:
    """at: None when it was counted just now; else when it was last counted. exact: False when it is
    only known to be at least n."""

    n: int
    exact: bool = True
    at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.n:,}" if self.exact else f"{self.n:,}+"


def case_page(
    actor: Actor,
    chosen: CaseFilter,
    *,
    order: str = "-opened",
    after: str = "",
    size: int = PAGE,
    columns: Iterable[str] = (),
) -> CasePage:
    """One page. after: the key that the page before gave; one that is none shows the first."""
    actor.must(Permission.READ_RECORDS)
    if order not in ORDERS:
        raise Invalid("tracking.order", f"不能按 {order} 排序。", f"可用：{'、'.join(ORDERS)}。")
    if _among_tasks(chosen) or order == "due":
        keys = _task_keys(actor, chosen, order, after, size + 1)
    else:
        keys = _case_keys(actor, chosen, order, after, size + 1)
    shown = keys[:size]
    lines = lines_of([pk for _, pk in shown], tuple(columns))
    return CasePage(lines, _token(shown[-1]) if len(keys) > size else "")


def _among_tasks(chosen: CaseFilter) -> bool:
    """Whether the filter asks for open cases, and for nothing that only the case's row knows."""
    rest = replace(chosen, process="", open=None, state="", late=False, area="", organisation=None,
                   category="", opened_from=None, opened_to=None)  # fmt: skip
    return bool(chosen.open or chosen.late) and rest == CaseFilter()


_Key = tuple[str, int]


def _token(key: _Key) -> str:
    return f"{key[0]}~{key[1]}"


def _read(after: str) -> tuple[datetime, int] | None:
    at, _, pk = after.partition("~")
    try:
        return datetime.fromisoformat(at), int(pk)
    except ValueError:
        return None


def _case_keys(actor: Actor, chosen: CaseFilter, order: str, after: str, size: int) -> list[_Key]:
    rows = filtered(actor, chosen)
    back = order.startswith("-")
    if here := _read(after):
        beyond = {"opened_at__lt": here[0]} if back else {"opened_at__gt": here[0]}
        tie = {"pk__lt": here[1]} if back else {"pk__gt": here[1]}
        within = {"opened_at__lte": here[0]} if back else {"opened_at__gte": here[0]}
        rows = rows.filter(Q(**beyond) | Q(opened_at=here[0], **tie), **within)
    rows = rows.order_by("-opened_at", "-pk") if back else rows.order_by("opened_at", "pk")
    return [(at.isoformat(), pk) for at, pk in rows.values_list("opened_at", "pk")[:size]]


def _task_keys(actor: Actor, chosen: CaseFilter, order: str, after: str, size: int) -> list[_Key]:
    """Keys out of the tasks; a case with parallel branches stands where its first one does."""
    rows = filtered_tasks(actor, chosen)
    name = "due" if order == "due" else "opened_at"
    back = order.startswith("-")
    if order == "due":
        rows = rows.exclude(due=None)
    if here := _read(after):
        beyond = {f"{name}__lt": here[0]} if back else {f"{name}__gt": here[0]}
        tie = {"case__lt": here[1]} if back else {"case__gt": here[1]}
        rows = rows.filter(Q(**beyond) | Q(**{name: here[0]}, **tie))
    sign = "-" if back else ""
    found = rows.order_by(f"{sign}{name}", f"{sign}case").values_list(name, "case")[: size * 2]
    keys: dict[int, _Key] = {}
    for at, pk in found:
        keys.setdefault(pk, (at.isoformat(), pk))
    return list(keys.values())[:size]


def filtered(actor: Actor, chosen: CaseFilter) -> QuerySet[Case]:
    """Cases in scope that the filter leaves."""
    rows = Case.objects.filter(seen_cases(actor), _common(chosen))
    plain = {
        "state": chosen.state, "outcome": chosen.outcome, "source": chosen.source,
        "record": chosen.record, "parent": chosen.parent,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if chosen.open is not None:
        rows = rows.filter(ended_at__isnull=chosen.open)
    if chosen.late:
        rows = rows.filter(ended_at=None, due__lte=moment())
    if chosen.mine:
        rows = rows.filter(reporter=actor.user) if actor.user else rows.none()
    if chosen.number:
        pk = chosen.number.strip()[8:] if len(chosen.number.strip()) > 12 else chosen.number
        rows = rows.filter(pk=int(pk)) if pk.strip().isdigit() else rows.none()
    wanted = phrases(chosen.words[:100])
    return _saying(rows, wanted) if wanted else rows


def filtered_tasks(actor: Actor, chosen: CaseFilter) -> QuerySet[CaseTask]:
    """Tasks in scope that the filter leaves."""
    rows = CaseTask.objects.filter(seen_tasks(actor), _common(chosen))
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    return rows.filter(due__lte=moment()) if chosen.late else rows


def _common(chosen: CaseFilter) -> Q:
    """What the row of a case and its tasks both know."""
    found = Q()
    plain = {
        "process": chosen.process, "organisation": chosen.organisation,
        "category": chosen.category,
    }  # fmt: skip
    for name, value in plain.items():
        if value:
            found &= Q(**{name: value})
    if chosen.area:
        found &= inside(frozenset({chosen.area}), few=0)
    if chosen.opened_from:
        found &= Q(opened_at__gte=midnight(chosen.opened_from))
    if chosen.opened_to:
        found &= Q(opened_at__lt=midnight(chosen.opened_to + timedelta(days=1)))
    return found


def _saying(rows: QuerySet[Case], wanted: Sequence[Phrase]) -> QuerySet[Case]:
    """Those whose words hold every phrase: by their ids where they are few; words that many say
    are looked for case by case, newest first, and found soon."""
    said = CaseWords.objects.saying(wanted)
    few = list(said.values_list("case", flat=True)[: FEW_HITS + 1])
    if len(few) <= FEW_HITS:
        return rows.filter(pk__in=few)
    return rows.filter(Exists(said.filter(case=OuterRef("pk"))))


def count_cases(actor: Actor, chosen: CaseFilter) -> Total:
    """How many the filter leaves: exact to 10,000, beyond it as of the last counting."""
    actor.must(Permission.READ_RECORDS)
    if _among_tasks(chosen):
        rows: QuerySet[Any] = filtered_tasks(actor, chosen).values("case").distinct()
    else:
        rows = filtered(actor, chosen).values("pk")
    n = rows.order_by()[: EXACT + 1].count()
    if n <= EXACT:
        return Total(n)
    rest = replace(chosen, process="", state="", outcome="", area="", organisation=None, open=None)
    if rest != CaseFilter():
        return Total(EXACT, exact=False)
    return _as_counted(actor, chosen)


def _as_counted(actor: Actor, chosen: CaseFilter) -> Total:
    rows = CaseCount.objects.filter(seen_counts(actor), _common(chosen))
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.outcome:
        rows = rows.filter(outcome=chosen.outcome)
    if chosen.open is not None:
        rows = rows.filter(outcome="") if chosen.open else rows.exclude(outcome="")
    found = rows.aggregate(n=Sum("n"))["n"]
    at = CaseCount.objects.filter(process=chosen.process).values_list("at", flat=True).first()
    if found is None or at is None or found < EXACT:
        return Total(EXACT, exact=False)
    return Total(found, at=at)


def every_case(actor: Actor, chosen: CaseFilter, columns: Iterable[str] = ()) -> Iterator[CaseLine]:
    """For export: as many as a sheet can hold, newest first."""
    after, left, wanted = "", MOST_EXPORTED, tuple(columns)
    while left > 0:
        page = case_page(actor, chosen, after=after, size=min(500, left), columns=wanted)
        yield from page.lines
        left, after = left - len(page.lines), page.after
        if not after:
            return


def line_of(row: Case) -> CaseLine:
    """The line of a case that the asker has just written."""
    return _lines([row])[0]


def lines_of(pks: list[int], columns: tuple[str, ...] = ()) -> tuple[CaseLine, ...]:
    """Lines of cases that are known to be in scope, in the order given."""
    rows = Case.objects.filter(pk__in=pks).defer("sealed", *(() if columns else ("data",)))
    found = {row.pk: row for row in rows}
    return _lines([found[pk] for pk in pks if pk in found], columns)


def _lines(ordered: list[Case], columns: tuple[str, ...] = ()) -> tuple[CaseLine, ...]:
    where = names(row.area_path for row in ordered)
    units = unit_names(row.organisation_id for row in ordered if row.organisation_id)
    shown = _columns(ordered, columns)
    now = moment()
    return tuple(
        _line(row, where.get(row.area_path, ""), units.get(row.organisation_id or 0, ""),
              shown.get(row.pk, {}), now)
        for row in ordered
    )  # fmt: skip


def _line(
    row: Case, area: str, organisation: str, values: Mapping[str, str], now: datetime
) -> CaseLine:
    process = process_under(row.pack_id, row.process)[1].process
    state = process.by_name.get(row.state)
    return CaseLine(
        row.pk,
        row.row_version,
        row.number,
        row.process,
        row.pack_id,
        row.title,
        state.title if state else row.state,
        row.state,
        Outcome(row.outcome).label if row.outcome else "",
        row.category,
        area,
        row.area_path,
        organisation,
        row.due,
        row.ended_at is None and row.due is not None and row.due <= now,
        row.opened_at,
        row.changed_at,
        row.ended_at,
        (row.lon, row.lat) if row.lon is not None and row.lat is not None else None,
        values,
    )


def _columns(rows: list[Case], columns: tuple[str, ...]) -> dict[int, dict[str, str]]:
    """The chosen fields in words, each by what it was called in the case's own version; names of
    areas and units are looked up once for the page."""
    if not columns or not rows:
        return {}
    found: dict[int, dict[str, str]] = {}
    typed = []
    for row in rows:
        pin, process = process_under(row.pack_id, row.process)
        register = pin.pack.register(process.register).register
        named = {n: former_name(row.process, row.pack_id, n) for n in columns}
        fields = {n: register.by_name[old] for n, old in named.items() if old in register.by_name}
        shown = {n: f for n, f in fields.items() if not is_sensitive(f)}
        typed.append((row.pk, shown, decode(register, row.data)))
    known = Names.of(
        (f, values.get(f.name)) for _, fields, values in typed for f in fields.values()
    )
    for pk, shown, values in typed:
        found[pk] = {n: said(f, values.get(f.name), known) for n, f in shown.items()}
    return found


def columns_of(process: str) -> tuple[tuple[str, str], ...]:
    """(name, title) of the fields that a list of a process can show."""
    pin, found = process_shown(process)
    fields = pin.pack.register(found.register).register.fields
    return tuple((f.name, f.title) for f in fields if not is_sensitive(f))
