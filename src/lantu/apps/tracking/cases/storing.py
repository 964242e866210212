"""One case in hand: events are applied to it one by one, then all that follows is written at once.

Part of an action's transaction. A step costs few statements whatever the case's age: the row read
and locked, its events (unless this process folded them before), then row, event, task, audit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from lantu.apps.people.acting import Deed
from lantu.apps.people.actor import Actor as Person
from lantu.apps.people.confidential import salted
from lantu.apps.tracking.cases import duties, papers
from lantu.apps.tracking.cases.folding import columns, holders, task_rows
from lantu.apps.tracking.cases.history import folded, remember, to_row
from lantu.apps.tracking.cases.models import Case as CaseRow
from lantu.apps.tracking.cases.models import CaseEvent, CaseParty, CaseTask, Paper
from lantu.apps.tracking.cases.refusing import refused
from lantu.apps.tracking.cases.wording import words_of
from lantu.apps.tracking.enabling.snapshots import Pinned, pinned, split
from lantu.apps.tracking.files import cite_new
from lantu.apps.tracking.grounds import calendar
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.values import part, seal, unseal
from lantu.engines.cases.apply import apply
from lantu.engines.cases.case import Case, Event, Refusal
from lantu.engines.cases.process import Process
from lantu.engines.registers.fields import Register, Value
from lantu.kernel.errors import NotFound
from lantu.packs.snapshot import Pack, PackProcess

TASK = tuple(
    f.attname for f in CaseTask._meta.concrete_fields if f.attname not in ("id", "case_id")
)


@dataclass(slots=True)
class InHand:
    """A locked case, or one that is being opened (case None). secret: sensitive values to keep."""

    deed: Deed
    row: CaseRow
    pin: Pinned
    found: PackProcess
    case: Case | None
    on_behalf_of: Person | None = None
    seen: int = 0
    before: Case | None = None
    events: list[Event] = field(default_factory=list)
    writers: list[Person] = field(default_factory=list)
    secret: dict[str, object] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    at: datetime = field(default_factory=moment)

    def __post_init__(self) -> None:
        self.before = self.case
        if self.case is not None and self.at < self.case.at:
            self.at = self.case.at  # another machine's clock is ahead: order holds

    @property
    def pack(self) -> Pack:
        return self.pin.pack

    @property
    def process(self) -> Process:
        return self.found.process

    @property
    def register(self) -> Register:
        return self.pack.register(self.found.register).register

    @property
    def state(self) -> Case:
        assert self.case is not None  # opened or taken up
        return self.case

    def take(self, event: Event, by: Person) -> None:
        """Apply one event, with the numbers of the papers that it issues; raises when refused."""
        if self.case is not None:
            names = papers.papers_of(self.process, self.case, event)
            if names:
                given = papers.numbered(self.pack, names, event.at)
                self.counts |= {number: n for n, number in given.values()}
                event = replace(event, numbers={name: given[name][1] for name in given})
        after = apply(self.process, self.case, event)
        if isinstance(after, Refusal):
            raise refused(after, self.pack, self.register, self.row, self.seen, self.case)
        self.case = after
        self.events.append(event)
        self.writers.append(by)

    def assign(self, by: Person, since: Case | None) -> None:
        """Let the duty list assign what has just come to an organisation's own state."""
        for branch in list(duties.wanting(self.pack, self.process, self.state, since)):
            event = duties.assignment(self.pack, self.found, self.state, branch, self.at)
            if event is not None:
                self.take(event, by)


def open_values(register: Register, values: dict[str, Value]) -> dict[str, Value]:
    """Values as events hold them: digests where they are sensitive."""
    _, secret = part(register, values)
    hidden: dict[str, Any] = {
        name: salted(str(value)) for name, value in secret.items() if value is not None
    }
    return {name: hidden.get(name, value) for name, value in values.items() if value is not None}


def take_up(
    deed: Deed, case: int, by: Person, seen: int, on_behalf_of: Person | None = None
) -> InHand:
    """Lock a case for a step. seen: the version that `by` had. NotFound when he may not see it."""
    rows = CaseRow.objects.select_for_update().defer("sealed").filter(pk=case)
    row = rows.nearly_visible_to(by).first() or rows.visible_to(by).first()
    if row is None:
        raise NotFound("tracking.case.missing", "没有这个案件。", "请从案件清单进入。")
    return _in_hand(deed, row, seen, on_behalf_of)


def take_up_by_receipt(deed: Deed, receipt: str) -> InHand:
    """Lock the case that a reporter without an account follows. NotFound for another code."""
    rows = CaseRow.objects.select_for_update().defer("sealed")
    row = rows.filter(receipt=receipt).first()
    if row is None:
        raise NotFound("tracking.receipt", "没有这个查询码。", "请核对查询码，共 16 位字母和数字。")
    return _in_hand(deed, row, row.row_version, None)


def _in_hand(deed: Deed, row: CaseRow, seen: int, on_behalf_of: Person | None) -> InHand:
    pin = pinned(row.pack_id)
    found = pin.pack.process(split(row.process)[1])
    register = pin.pack.register(found.register).register
    state = folded(row, found.process, register)
    return InHand(deed, row, pin, found, state, on_behalf_of, seen)


def save(hand: InHand) -> None:
    """Write what the events have made of the case."""
    row, case = hand.row, hand.state
    before = task_rows(hand.pack, hand.process, row, hand.before, calendar()) if hand.before else {}
    known = columns(hand.found, hand.register, row, case, calendar())
    changed = {name: value for name, value in known.items() if getattr(row, name) != value}
    if hand.secret:
        older = CaseRow.objects.filter(pk=row.pk).values_list("sealed", flat=True).first() or ""
        changed["sealed"] = seal(unseal(older) | hand.secret)
    for name, value in changed.items():
        setattr(row, name, value)
    CaseRow.objects.filter(pk=row.pk).update(**changed)
    write_events([hand])
    _save_tasks(hand, before)
    others = holders(case) - {row.organisation_id}
    if others:
        CaseParty.objects.bulk_create(
            [CaseParty(case=row, organisation_id=one) for one in others], ignore_conflicts=True
        )
    for event in hand.events:
        cite_new(hand.deed, hand.register, row, event.values)
    finish(hand)


def finish(hand: InHand) -> None:
    """The audit event, and the folded case remembered once all is committed."""
    last = hand.events[-1]
    hand.deed.record(
        hand.row, seq=last.seq, did=[f"{e.kind.value}:{e.action}" for e in hand.events]
    )
    row, case = hand.row, hand.state
    transaction.on_commit(lambda: remember(row, case))
    hand.before, hand.events, hand.writers, hand.secret = case, [], [], {}


def write_events(hands: Sequence[InHand]) -> None:
    """The event rows of all, and the papers that they issued."""
    CaseEvent.objects.bulk_create(
        [
            to_row(hand.row.pk, event, by, hand.on_behalf_of)
            for hand in hands
            for event, by in zip(hand.events, hand.writers, strict=True)
        ]
    )
    for hand in hands:
        for event in hand.events:
            if event.numbers:
                words = words_of(hand.pin, hand.register, hand.row, hand.state)
                rows = papers.paper_rows(hand.pack, hand.row, event, hand.counts, words)
                Paper.objects.bulk_create(rows)


def _save_tasks(hand: InHand, old: Mapping[str, CaseTask]) -> None:
    """Task rows follow the open branches: changed in place, added, removed."""
    new = task_rows(hand.pack, hand.process, hand.row, hand.state, calendar())
    mine = CaseTask.objects.filter(case=hand.row.pk)
    gone = [branch for branch in old if branch not in new]
    if gone:
        mine.filter(branch__in=gone).delete()
    fresh = [task for branch, task in new.items() if branch not in old]
    if fresh:
        CaseTask.objects.bulk_create(fresh)
    for branch, task in new.items():
        if branch in old:
            values = {
                name: getattr(task, name)
                for name in TASK
                if getattr(task, name) != getattr(old[branch], name)
            }
            if values.keys() & {"entered", "due"}:  # the sweep may have raised the stay before
                values["raised"] = task.raised
            if values:
                mine.filter(branch=branch).update(**values)
