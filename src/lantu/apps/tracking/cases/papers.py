"""Numbers and words of the papers that a step issues: 〔2026〕n号, without a gap.

Part of the step's transaction: the row that counts is locked, and a step that fails gives its
number back.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone

from lantu.apps.tracking.cases.models import Case as CaseRow
from lantu.apps.tracking.cases.models import Paper, PaperCount
from lantu.engines.cases.case import Case, Event, EventKind
from lantu.engines.cases.measures import measure_of
from lantu.engines.cases.process import MeasureKind, Process
from lantu.packs.snapshot import Document, Pack

_BLANK = re.compile(r"\{([\w.]+)\}")


def papers_of(process: Process, case: Case, event: Event) -> tuple[str, ...]:
    """The templates that `event` will issue when it is taken."""
    if event.kind is EventKind.STEP:
        branch = case.branch(event.branch)
        step = process.steps[branch.stage.state].get(event.action) if branch else None
        return step.papers if step else ()
    action = event.action
    if event.kind is EventKind.GRANT:
        action = next((r.action for r in case.requests if r.seq == event.request), "")
    if event.kind is EventKind.DENY or action not in set(MeasureKind):
        return ()
    measure = measure_of(process, MeasureKind(action))
    if measure is None:
        return ()
    at_once = not measure.approve or event.by.roles & set(measure.approve)
    return measure.papers if at_once or event.kind is EventKind.GRANT else ()


def numbered(pack: Pack, templates: Iterable[str], at: datetime) -> dict[str, tuple[int, str]]:
    """template -> its next n and number; its row stays locked until the transaction ends."""
    found = {}
    year = timezone.localtime(at).year
    for name in dict.fromkeys(templates):
        n = counted(pack.name, name, year)
        found[name] = n, pack.document(name).number.format(year=year, n=n)
    return found


def counted(pack: str, document: str, year: int) -> int:
    """The next n of a kind of paper in a year; its row stays locked until the transaction ends."""
    row, _ = PaperCount.objects.select_for_update().get_or_create(
        pack=pack, document=document, year=year
    )
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def paper_rows(
    pack: Pack, row: CaseRow, event: Event, counts: Mapping[str, int], words: Mapping[str, str]
) -> list[Paper]:
    """The papers of an event. counts: n by number. words: what stands for each blank."""
    year = timezone.localtime(event.at).year
    return [
        Paper(
            case=row,
            seq=event.seq,
            pack=pack.name,
            document=name,
            year=year,
            n=counts[number],
            number=number,
            title=pack.document(name).title,
            body=filled(pack.document(name), {**words, "number": number}),
            at=event.at,
            by=event.by.name[:60],
        )
        for name, number in event.numbers.items()
    ]


def filled(document: Document, words: Mapping[str, str]) -> str:
    """The body with its blanks filled; a field that is not given stays a blank to write on."""
    return _BLANK.sub(lambda blank: words.get(blank[1]) or "＿＿＿＿", document.body)
