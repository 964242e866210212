"""Opening cases: read what was reported, number it, place it, assign it, propose duplicates.

Part of an action's transaction; many at once (a round) cost a fixed number of statements. Refuses
a report with a field that cannot be read, and names every such field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from lantu.apps.people.acting import Deed
from lantu.apps.people.actor import Actor
from lantu.apps.tracking.cases.folding import columns, task_rows
from lantu.apps.tracking.cases.models import Case, CaseTask, CaseWords
from lantu.apps.tracking.cases.standing import acting_as, ladder
from lantu.apps.tracking.cases.storing import (
    InHand,
    finish,
    open_values,
    write_events,
)
from lantu.apps.tracking.enabling.offering import is_offered
from lantu.apps.tracking.enabling.snapshots import Pinned, process_of
from lantu.apps.tracking.files import cite_new
from lantu.apps.tracking.grounds import area_at, calendar, cell_of, cells_in
from lantu.apps.tracking.records.directories import directories
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.records.values import cells, encode, part, seal
from lantu.engines.cases.case import Actor as Person
from lantu.engines.cases.case import Event, EventKind
from lantu.engines.cases.duplicates import Likely, Nearness, likely_duplicates
from lantu.engines.cases.duplicates import Report as Said
from lantu.engines.cases.process import REPORTER
from lantu.engines.registers.fields import Point, Value
from lantu.engines.registers.reading import read_row
from lantu.kernel.bigrams import index_text
from lantu.kernel.errors import Invalid, NotFound
from lantu.packs.snapshot import PackProcess, PackRegister
from lantu.packs.words import Column

NEAR = Nearness()
CANDIDATES = 200
"""Recent cases of one category that a new one is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is reported. origin: of a case that a round or a form makes once, about: its record,
    unit: who answers. receipt: digest of a reporter's code."""

    process: str
    values: Mapping[str, object] = field(default_factory=dict)
    area: str = ""
    record: int | None = None
    about: Record | None = None
    unit: int | None = None
    parent: Case | None = None
    origin: str | None = None
    receipt: str | None = None
    title: str = ""


def opened(
    deed: Deed, report: Report, by: Actor, on_behalf_of: Actor | None = None
) -> tuple[InHand, tuple[Likely, ...]]:
    """One case, written, with the cases that may be the same."""
    pin, found = process_of(report.process)
    home = pin.pack.register(found.register)
    values = typed(pin, home, report.values)
    hand = in_hand(deed, pin, found, home, report, values, by, on_behalf_of)
    likely = duplicates(hand.row)
    write([hand])
    return hand, likely


def typed(pin: Pinned, home: PackRegister, raw: Mapping[str, object]) -> dict[str, Value]:
    """The values of a report. Invalid with every fault."""
    register, raw = home.register, cells(raw)
    reading = read_row(register, raw, directories(register, [raw], pin.pack.name))
    if not reading.is_usable:
        wrong = [f for f in reading.findings if f.severity.rank == 0]
        raise Invalid(
            "tracking.values",
            "".join(finding.message for finding in wrong),
            "".join(finding.fix or "" for finding in wrong),
            {"findings": [(f.place, f.message, f.fix) for f in wrong]},
        )
    return {name: value for name, value in reading.values.items() if value is not None}


def in_hand(
    deed: Deed,
    pin: Pinned,
    found: PackProcess,
    home: PackRegister,
    report: Report,
    values: dict[str, Value],
    by: Actor,
    on_behalf_of: Actor | None = None,
) -> InHand:
    """The case as it will be written, its events applied; nothing is written yet."""
    row = Case(
        process=report.process,
        pack_id=pin.id,
        title=(report.title or str(values.get(home.columns[Column.TITLE]) or found.process.title))[
            :300
        ],
        reporter_id=by.user,
        organisation_id=report.unit,
        record=_record(report),
        parent=report.parent,
        origin=report.origin,
        receipt=report.receipt,
        public=is_offered(pin.pack, found),
    )
    _place(row, home, report, values)
    hand = InHand(deed, row, pin, found, None, on_behalf_of)
    row.opened_at = row.changed_at = hand.at
    person = acting_as(by, pin.pack, row, None)
    roles = person.roles | {REPORTER}
    hand.take(
        Event(
            seq=1,
            at=hand.at,
            by=Person(person.name, roles, person.organisation),
            kind=EventKind.OPEN,
            values=open_values(home.register, values),
            areas=ladder(pin.pack, row.area_path),
        ),
        by,
    )
    hand.assign(by, None)
    _, hidden = part(home.register, values)
    row.sealed = seal(encode(hidden))
    return hand


def _record(report: Report) -> Record | None:
    if report.record is None or report.about is not None:
        return report.about
    found: Record | None = Record.objects.filter(pk=report.record).defer("sealed").first()
    if found is None:
        raise NotFound("tracking.record.missing", "没有这条记录。", "请从登记簿进入。")
    return found


def _place(row: Case, home: PackRegister, report: Report, values: Mapping[str, Value]) -> None:
    """Area and point, from the report or its fields, else from the record it is about."""
    path = report.area or str(values.get(home.columns.get(Column.AREA, "")) or "")
    area = area_at(path)
    if area is None and row.record is not None:
        row.area_id, row.area_path = row.record.area_id, row.record.area_path
    elif area is not None:
        row.area_id, row.area_path = area.id, area.path
    point = values.get(home.columns.get(Column.POINT, ""))
    if isinstance(point, Point):
        row.lon, row.lat = point
        row.cell = cell_of(*point)


def write(hands: Sequence[InHand]) -> None:
    """The rows of opened cases, all together."""
    days = calendar()
    for hand in hands:
        known = columns(hand.found, hand.register, hand.row, hand.state, days)
        for name, value in known.items():
            setattr(hand.row, name, value)
    Case.objects.bulk_create([hand.row for hand in hands])
    tasks = [
        task
        for hand in hands
        for task in task_rows(hand.pack, hand.process, hand.row, hand.state, days).values()
    ]
    CaseTask.objects.bulk_create(tasks)
    CaseWords.objects.bulk_create(
        [CaseWords(case=hand.row, grams=index_text(_words(hand))) for hand in hands]
    )
    write_events(hands)
    for hand in hands:
        for event in hand.events:
            cite_new(hand.deed, hand.register, hand.row, event.values)
        finish(hand)


def _words(hand: InHand) -> str:
    """Everything that is open and said in words."""
    open_words, _ = part(hand.register, hand.state.values)  # type: ignore[arg-type]
    said = [value for value in open_words.values() if isinstance(value, str) and len(value) < 2000]
    return " ".join((hand.row.title, *said))


def duplicates(row: Case) -> tuple[Likely, ...]:
    """Open cases of the same process, and the same category if known, that may be the same."""
    tasks = CaseTask.objects.filter(
        process=row.process, opened_at__gte=row.opened_at - timedelta(days=NEAR.days)
    )
    if row.category:
        tasks = tasks.filter(category__in=("", row.category))
    if row.lon is not None and row.lat is not None:
        apart = 2 * NEAR.metres / 111_000
        box = (row.lon - 2 * apart, row.lat - apart, row.lon + 2 * apart, row.lat + apart)
        near = tasks.filter(cell__in=cells_in(box))
        tasks = near
    else:
        tasks = tasks.filter(area=row.area_id)
    ids = list(tasks.order_by("-opened_at").values_list("case", flat=True)[:CANDIDATES])
    others = Case.objects.filter(pk__in=ids).only("title", "opened_at", "category", "lon", "lat")
    return likely_duplicates(_said(row), [_said(other) for other in others], NEAR)


def _said(row: Case) -> Said:
    place = (row.lon, row.lat) if row.lon is not None and row.lat is not None else None
    key = row.number if row.pk else ""
    return Said(key, row.opened_at, row.category, row.title, place)
