"""One case as its page shows it: facts, values, timeline, clocks, papers, what one may do now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.reading import Reading, cited_by
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.history import folded
from lantu.apps.tracking.cases.models import Case, CaseEvent, Paper
from lantu.apps.tracking.cases.queries.lists import CaseFilter, CaseLine, filtered, lines_of
from lantu.apps.tracking.cases.standing import acting_as
from lantu.apps.tracking.cases.wording import Names, said
from lantu.apps.tracking.enabling.snapshots import Pinned, pinned, split
from lantu.apps.tracking.grounds import calendar, names, unit_names
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.values import decode, is_sensitive, unseal
from lantu.engines.cases.apply import Choice, choices, tasks
from lantu.engines.cases.case import Case as Folded
from lantu.engines.cases.case import EventKind
from lantu.engines.cases.clock import Clock, clock, fork_clock
from lantu.engines.cases.process import MeasureKind, Process
from lantu.engines.registers.fields import Register, Value
from lantu.engines.registers.masking import masked
from lantu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with its value in words; masked when it is sensitive, "" when it is not given."""

    name: str
    title: str
    words: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline. did: the step's title or the measure's label. values: filled in with
    it. to: whom it was given to. papers: their numbers."""

    seq: int
    at: datetime
    by: str
    on_behalf_of: str
    did: str
    kind: EventKind
    branch: str
    reason: str
    to: str
    values: tuple[Shown, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An open branch: its state, whose turn it is, and its clock."""

    branch: str
    state: str
    duty: str
    organisation: str
    person: str
    area: str
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A numbered paper (文书)."""

    id: int
    number: str
    title: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """choices: what the actor may do now. case: the folded value, for programs."""

    line: CaseLine
    process: Process
    pin: str
    values: tuple[Shown, ...]
    clock: Clock | None
    turns: tuple[Turn, ...]
    timeline: tuple[Moment, ...]
    choices: tuple[Choice, ...]
    papers: tuple[PaperLine, ...]
    files: tuple[Reading, ...]
    parent: CaseLine | None
    subcases: tuple[CaseLine, ...]
    merged_into: CaseLine | None
    absorbed: tuple[CaseLine, ...]
    case: Folded


def case_detail(actor: Actor, pk: int) -> CaseDetail:
    """NotFound when there is none, or the actor may not know of it."""
    actor.must(Permission.READ_RECORDS)
    row = Case.objects.visible_to(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound("tracking.case.missing", "没有这个案件。", "请从案件清单进入。")
    pin = pinned(row.pack_id)
    found = pin.pack.process(split(row.process)[1])
    register = pin.pack.register(found.register).register
    case = folded(row, found.process, register)
    person = acting_as(actor, pin.pack, row, case)
    near = _near(actor, row)
    return CaseDetail(
        line=lines_of([row.pk])[0],
        process=found.process,
        pin=pin.pack.pin,
        values=_values(register, row),
        clock=clock(case, case.whole, calendar(), moment()),
        turns=_turns(pin, found.process, case),
        timeline=timeline(row, found.process, register, frozenset(r.seq for r in case.requests)),
        choices=choices(found.process, case, person) if actor.may(Permission.STEP_CASE) else (),
        papers=_papers(row),
        files=cited_by(Case._meta.label_lower, str(row.pk)),
        parent=near.get(row.parent_id or 0),
        subcases=tuple(line for line in _below(actor, row)),
        merged_into=near.get(row.merged_into_id or 0),
        absorbed=tuple(lines_of(list(row.absorbed.values_list("pk", flat=True)))),
        case=case,
    )


def _near(actor: Actor, row: Case) -> dict[int, CaseLine]:
    """The case above and the one that it was merged into, where the actor may see them."""
    ids = [pk for pk in (row.parent_id, row.merged_into_id) if pk]
    seen = Case.objects.visible_to(actor).filter(pk__in=ids) if ids else []
    return {line.id: line for line in lines_of([one.pk for one in seen])} if ids else {}


def _below(actor: Actor, row: Case) -> tuple[CaseLine, ...]:
    ids = filtered(actor, CaseFilter(parent=row.pk)).values_list("pk", flat=True)
    return lines_of(list(ids)) if ids else ()


def _values(register: Register, row: Case) -> tuple[Shown, ...]:
    values = decode(register, row.data | unseal(row.sealed))
    return shown(register, values)


def shown(register: Register, values: Mapping[str, Value]) -> tuple[Shown, ...]:
    """Every field of a register in words, sensitive ones starred."""
    hidden = masked(register, values)
    known = Names.of((f, hidden.get(f.name)) for f in register.fields)
    return tuple(
        Shown(f.name, f.title, said(f, hidden.get(f.name), known), is_sensitive(f))
        for f in register.fields
    )


def _turns(pin: Pinned, process: Process, case: Folded) -> tuple[Turn, ...]:
    waiting = tasks(process, case)
    units = units_of(task.organisation for task in waiting)
    where = names(task.area for task in waiting)
    now, days = moment(), calendar()
    found = []
    for task in waiting:
        branch = case.branch(task.branch)
        assert branch is not None  # a task is of a branch that is there
        role = pin.pack.roles.get(task.duty)
        found.append(
            Turn(
                task.branch,
                task.title,
                role.title if role else "",
                units.get(task.organisation, ""),
                task.person,
                where.get(task.area, ""),
                fork_clock(process, case, branch, days, now),
            )
        )
    return tuple(found)


def units_of(ids: Iterable[str]) -> dict[str, str]:
    """id as the engine has it -> the organisation's name."""
    return {str(pk): name for pk, name in unit_names(int(one) for one in ids if one).items()}


def timeline(
    row: Case, process: Process, register: Register, waiting: frozenset[int] = frozenset()
) -> tuple[Moment, ...]:
    """Every event of a case, oldest first. waiting: seq of the requests without an answer."""
    events = list(
        CaseEvent.objects.filter(case=row.pk).select_related("on_behalf_of").order_by("seq")
    )
    targets = [event.details.get("target", "") for event in events]
    units = units_of(target for target in targets if len(target) < 16)
    titles = {step.action: step.title for step in process.transitions}
    titles |= {kind.value: kind.label for kind in MeasureKind}
    asked = {event.seq: titles.get(event.action, "") for event in events}
    waited = {event.details.get("request", 0) for event in events} | waiting
    typed = {event.seq: decode(register, event.values) for event in events}
    known = Names.of(
        (register.by_name[name], value)
        for values in typed.values()
        for name, value in values.items()
        if name in register.by_name
    )
    return tuple(
        Moment(
            event.seq,
            event.at,
            event.name,
            str(event.on_behalf_of or ""),
            _did(event, titles, asked, event.seq in waited),
            EventKind(event.kind),
            event.branch,
            event.reason,
            units.get(event.details.get("target", ""), event.details.get("target", "")),
            tuple(
                Shown(
                    name, register.by_name[name].title,
                    said(register.by_name[name], value, known),
                    is_sensitive(register.by_name[name]),
                )
                for name, value in typed[event.seq].items()
                if name in register.by_name
            ),
            tuple(event.details.get("numbers", {}).values()),
        )
        for event in events
    )  # fmt: skip


def _did(
    event: CaseEvent, titles: Mapping[str, str], asked: Mapping[int, str], waited: bool
) -> str:
    """waited: it took effect only when somebody granted it, if at all."""
    match EventKind(event.kind):
        case EventKind.OPEN:
            return "上报"
        case EventKind.GRANT:
            return f"同意{asked.get(event.details.get('request', 0), '')}"
        case EventKind.DENY:
            return f"不同意{asked.get(event.details.get('request', 0), '')}"
    title = titles.get(event.action, event.action)
    return f"申请{title}" if waited else title


def _papers(row: Case) -> tuple[PaperLine, ...]:
    rows = Paper.objects.filter(case=row.pk).order_by("pk")
    return tuple(PaperLine(p.pk, p.number, p.title, p.at, p.by) for p in rows)


def paper_of(actor: Actor, pk: int) -> Paper:
    """A paper with its body. NotFound when the actor may not see its case."""
    actor.must(Permission.READ_RECORDS)
    paper: Paper | None = Paper.objects.filter(pk=pk).select_related("case").first()
    if paper is None or not Case.objects.visible_to(actor).filter(pk=paper.case_id).exists():
        raise NotFound("tracking.paper.missing", "没有这份文书。", "请从案件页面进入。")
    return paper
