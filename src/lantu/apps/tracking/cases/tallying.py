"""Counting cases into stored tallies and totals: nightly, because a month is 20,000 cases to fold.

Part of jobs. A month is counted again for a while after it ended, since late closings still change
it; what is older stays as it was published.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from lantu.apps.tracking.cases.history import to_event
from lantu.apps.tracking.cases.models import Case, CaseCount, CaseEvent, CaseTally
from lantu.apps.tracking.enabling.snapshots import pinned, split
from lantu.apps.tracking.grounds import calendar
from lantu.engines.cases.apply import replay
from lantu.engines.cases.case import Case as Folded
from lantu.engines.cases.counting import Span, tally
from lantu.engines.cases.figures import Tally
from lantu.kernel.workdays import midnight

BEFORE = timedelta(days=366)
"""How long before a month a case may have begun that still counts in it."""
BATCH = 500

Key = tuple[int | None, int | None, str]
"""Organisation, area, area path."""


def count_cases_now(at: datetime) -> int:
    """Totals by state, unit and area, all anew; how many rows."""
    groups = Case.objects.values_list(
        "process", "state", "outcome", "organisation", "area", "area_path"
    ).annotate(n=Count("pk"))
    rows = [
        CaseCount(process=p, state=s, outcome=o, organisation_id=u, area_id=a, area_path=path,
                  n=n, at=at)
        for p, s, o, u, a, path, n in groups.order_by().iterator()
    ]  # fmt: skip
    with transaction.atomic():
        CaseCount.objects.all().delete()
        CaseCount.objects.bulk_create(rows, 1000)
    return len(rows)


def tally_month(process: str, month: date, at: datetime) -> int:
    """The tallies of a month, by unit and area, all anew; how many rows."""
    last = _next(month) - timedelta(days=1)
    span = Span(month, last, at)
    held: dict[Key, dict[int, list[Folded]]] = defaultdict(lambda: defaultdict(list))
    for row, case in folded_cases(candidates(process, month, last)):
        held[row.organisation_id, row.area_id, row.area_path][row.pack_id].append(case)
    name = split(process)[1]
    rows = [
        CaseTally(process=process, month=month, organisation_id=unit, area_id=area,
                  area_path=path, counts=asdict(_tallied(name, cases, span)), at=at)
        for (unit, area, path), cases in held.items()
    ]  # fmt: skip
    rows = [row for row in rows if any(row.counts.values())]
    with transaction.atomic():
        CaseTally.objects.filter(process=process, month=month).delete()
        CaseTally.objects.bulk_create(rows, 1000)
    return len(rows)


def candidates(process: str, first: date, last: date) -> Q:
    """Cases that may count in a period: begun within the year before its end, not ended before."""
    return Q(
        process=process,
        opened_at__gte=midnight(first) - BEFORE,
        opened_at__lt=midnight(last + timedelta(days=1)),
    ) & (Q(ended_at=None) | Q(ended_at__gte=midnight(first) - timedelta(days=92)))


def folded_cases(chosen: Q) -> Iterator[tuple[Case, Folded]]:
    """Cases with what their events make of them, in batches."""
    rows = Case.objects.filter(chosen).defer("sealed", "data").order_by("pk")
    batch: list[Case] = []
    for row in rows.iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from _folded(batch)
            batch = []
    yield from _folded(batch)


def _folded(batch: Iterable[Case]) -> Iterator[tuple[Case, Folded]]:
    batch = list(batch)
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    stored = CaseEvent.objects.filter(case__in=[row.pk for row in batch]).order_by("case", "seq")
    for event in stored:
        events[event.case_id].append(event)
    for row in batch:
        found = pinned(row.pack_id).pack.process(split(row.process)[1])
        register = pinned(row.pack_id).pack.register(found.register).register
        yield row, replay(found.process, [to_event(e, register) for e in events[row.pk]])


def _tallied(name: str, cases: Mapping[int, list[Folded]], span: Span) -> Tally:
    """Cases of one unit and area, by pack version: each version of the process counts its own."""
    parts = []
    for version, folded in cases.items():
        found = pinned(version).pack.process(name)
        parts.append(tally(found.process, folded, calendar(), span, found.source))
    return summed(parts)


def summed(tallies: Iterable[Tally]) -> Tally:
    """Tallies added up."""
    numbers: dict[str, int] = defaultdict(int)
    sources: dict[str, int] = defaultdict(int)
    for one in tallies:
        for name, value in asdict(one).items():
            if name != "by_source":
                numbers[name] += value
        for source, n in one.by_source.items():
            sources[source] += n
    return Tally(**numbers, by_source=dict(sources))


def _next(month: date) -> date:
    year, place = divmod(month.year * 12 + month.month, 12)
    return date(year, place + 1, 1)
