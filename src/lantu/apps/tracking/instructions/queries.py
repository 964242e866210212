"""Instructions as lists, counts and one page; always through `Instruction.objects.visible_to`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.reading import Reading, cited_by
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.tracking.instructions.models import (
    Instruction,
    InstructionQuerySet,
    InstructionStep,
    leaders_of,
    units_of,
)
from lantu.apps.tracking.instructions.subjects import Subject, subjects_of
from lantu.apps.tracking.instructions.words import (
    STANDING,
    WITH_UNIT,
    InstructionState,
    StepKind,
    Urgency,
)
from lantu.kernel.errors import NotFound

SIZE = 50
VIEWS = ("standing", "late", "replied", "done", "withdrawn", "all")
"""What a list can show; the first is the dispatch list."""


@dataclass(frozen=True, slots=True)
class InstructionLine:
    """late: days past the limit: until today, or until the reply; 0 when it is in time."""

    id: int
    version: int
    number: str
    leader: str
    text: str
    urgency: Urgency
    lead_id: int
    lead: str
    helping: tuple[str, ...]
    written_on: date
    due: date
    provisional: bool
    state: InstructionState
    late: int
    given_at: datetime
    replied_on: date | None
    ended_at: datetime | None
    subject: Subject | None

    @property
    def left(self) -> int:
        """Days until the limit."""
        return (self.due - day_of_today()).days


@dataclass(frozen=True, slots=True)
class InstructionFilter:
    """view: a word of VIEWS. unit: the lead unit. words: in text or number."""

    view: str = "standing"
    unit: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class InstructionPage:
    """after: asks for the next page, "" on the last."""

    lines: tuple[InstructionLine, ...]
    total: int
    after: str


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How a lead unit stands; late: of its open ones."""

    id: int
    name: str
    open: int
    late: int
    replied: int
    done: int


@dataclass(frozen=True, slots=True)
class StepLine:
    seq: int
    at: datetime
    kind: StepKind
    who: str
    for_whom: str
    unit: str
    text: str
    due: date | None
    files: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class InstructionDetail:
    """may_judge: the actor is the leader, or serves him. for_whom: id of the leader to act for,
    None when the actor is he. latest: the reply that waits or was accepted."""

    line: InstructionLine
    entered_by: str
    photos: tuple[Reading, ...]
    steps: tuple[StepLine, ...]
    latest: StepLine | None
    may_reply: bool
    may_assist: bool
    may_judge: bool
    for_whom: int | None


def instruction_page(
    actor: Actor, chosen: InstructionFilter, *, after: str = "", size: int = SIZE
) -> InstructionPage:
    """Standing ones by their limit, all others the newest first."""
    rows = _filtered(actor, chosen)
    pressing = chosen.view in ("standing", "late", "replied")
    order = ("due", "pk") if pressing else ("-pk",)
    found = list(_after(rows, after, pressing).order_by(*order)[: size + 1])
    more = len(found) > size
    found = found[:size]
    last = f"{found[-1].due:%Y%m%d}.{found[-1].pk}" if more else ""
    return InstructionPage(tuple(_lines(actor, found)), rows.count(), last)


def every_instruction(actor: Actor, chosen: InstructionFilter) -> Iterator[InstructionLine]:
    """For the export, in the order of the list."""
    after = ""
    while True:
        page = instruction_page(actor, chosen, after=after, size=500)
        yield from page.lines
        if not page.after:
            return
        after = page.after


def count_views(actor: Actor, chosen: InstructionFilter) -> dict[str, int]:
    """How many each view would show, with the other conditions as they are."""
    rows = _filtered(actor, replace(chosen, view="all"))
    counts = rows.aggregate(**{view: Count("pk", filter=_view(view)) for view in VIEWS[:-1]})
    return {**counts, "all": rows.count()}


def count_units(actor: Actor) -> tuple[UnitCount, ...]:
    """Lead units of what the actor sees, those with late ones first."""
    open_ = Q(state__in=WITH_UNIT)
    rows = (
        _visible(actor).order_by().values("lead", "lead__name").annotate(
            open=Count("pk", filter=open_), late=Count("pk", filter=_view("late")),
            replied=Count("pk", filter=_view("replied")), done=Count("pk", filter=_view("done")),
        )
    )  # fmt: skip
    found = [
        UnitCount(r["lead"], r["lead__name"], r["open"], r["late"], r["replied"], r["done"])
        for r in rows
    ]
    return tuple(sorted(found, key=lambda u: (-u.late, -u.open, -u.replied, u.name)))


def instructions_about(
    actor: Actor, *, promise: int | None = None, case: int | None = None
) -> tuple[InstructionLine, ...]:
    """Those about one promise or case that the actor may see, the newest first."""
    if promise is None and case is None:
        return ()
    rows = _visible(actor).filter(promise=promise, case=case).order_by("-pk")
    return tuple(_lines(actor, list(rows[:SIZE])))


def instruction_detail(actor: Actor, pk: int) -> InstructionDetail:
    """NotFound when there is none, or the actor may not know of it."""
    row = _visible(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound("tracking.instruction.missing", "没有这件批示。", "请从批示清单进入。")
    steps = tuple(_steps(row))
    mine = units_of(actor, Permission.REPLY_INSTRUCTION)
    helping = {unit.organisation_id for unit in row.helping.all()}
    gives = actor.may(Permission.GIVE_INSTRUCTION) and row.leader_id in leaders_of(actor)
    open_ = row.state in WITH_UNIT
    said = [step for step in steps if step.kind is StepKind.REPLIED]
    own = actor.user == row.leader_id and Role.LEADER in actor.roles
    return InstructionDetail(
        line=_lines(actor, [row])[0],
        entered_by=str(row.entered_by),
        photos=cited_by(Instruction._meta.label_lower, str(row.pk)),
        steps=steps,
        latest=said[-1] if said else None,
        may_reply=open_ and row.lead_id in mine,
        may_assist=open_ and row.lead_id not in mine and bool(helping & mine),
        may_judge=row.state in STANDING and gives,
        for_whom=None if own else row.leader_id,
    )


def _visible(actor: Actor) -> InstructionQuerySet:
    rows: InstructionQuerySet = Instruction.objects.visible_to(actor)
    return rows.select_related("leader", "lead", "entered_by").prefetch_related(
        "helping__organisation"
    )


def _filtered(actor: Actor, chosen: InstructionFilter) -> InstructionQuerySet:
    rows = _visible(actor).filter(_view(chosen.view))
    if chosen.unit is not None:
        rows = rows.filter(lead=chosen.unit)
    for word in chosen.words.split():
        rows = rows.filter(Q(text__icontains=word) | Q(number__icontains=word))
    return rows


def _view(view: str) -> Q:
    match view:
        case "standing":
            return Q(state__in=STANDING)
        case "late":
            return Q(state__in=WITH_UNIT, due__lt=day_of_today())
        case "replied" | "done" | "withdrawn":
            return Q(state=view)
        case _:
            return Q()


def _after(rows: InstructionQuerySet, after: str, pressing: bool) -> InstructionQuerySet:
    """The rows behind `yyyymmdd.pk`; all when it says nothing."""
    day, _dot, pk = after.partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        return rows
    if not pressing:
        return rows.filter(pk__lt=int(pk))
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return rows
    return rows.filter(Q(due__gt=due) | Q(due=due, pk__gt=int(pk)))


def _lines(actor: Actor, rows: list[Instruction]) -> list[InstructionLine]:
    subjects = subjects_of(actor, rows)
    return [_line(row, subjects.get(row.pk)) for row in rows]


def _line(row: Instruction, subject: Subject | None) -> InstructionLine:
    state = InstructionState(row.state)
    until = day_of_today() if state in WITH_UNIT else row.replied_on
    late = max(0, (until - row.due).days) if until else 0
    return InstructionLine(
        id=row.pk, version=row.row_version, number=row.number, leader=str(row.leader),
        text=row.text, urgency=Urgency(row.urgency), lead_id=row.lead_id, lead=row.lead.name,
        helping=tuple(unit.organisation.name for unit in row.helping.all()),
        written_on=row.written_on, due=row.due, provisional=row.provisional, state=state,
        late=late if state is not InstructionState.WITHDRAWN else 0, given_at=row.given_at,
        replied_on=row.replied_on, ended_at=row.ended_at, subject=subject,
    )  # fmt: skip


def _steps(row: Instruction) -> Iterator[StepLine]:
    kind = InstructionStep._meta.label_lower
    steps: Any = row.steps.select_related("by", "on_behalf_of", "unit").order_by("seq")
    for step in steps:
        yield StepLine(
            step.seq, step.at, StepKind(step.kind), str(step.by), str(step.on_behalf_of or ""),
            step.unit.name if step.unit else "", step.text, step.due,
            cited_by(kind, str(step.pk)),
        )  # fmt: skip
