"""What waits: the inbox of a person, and the board of a process by state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import CaseTask
from lantu.apps.tracking.cases.queries.lists import CaseFilter, CaseLine, filtered_tasks, lines_of
from lantu.apps.tracking.enabling.renaming import former_states
from lantu.apps.tracking.enabling.snapshots import process_shown, process_under
from lantu.apps.tracking.grounds import unit_names
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.seeing import inside
from lantu.engines.cases.process import MAIN, StateKind

CARDS = 20
"""Cards that a column of the board shows."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task in an inbox. mine: it names the reader. due: of this step."""

    task: int
    case: CaseLine
    branch: str
    state: str
    due: datetime | None
    late: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class InboxPage:
    """late: how many are overdue. after: the key of the next page, "" on the last."""

    tasks: tuple[Waiting, ...]
    total: int
    late: int
    after: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board. n: all of its tasks; late: those that are overdue."""

    state: str
    title: str
    n: int
    late: int
    cards: tuple[CaseLine, ...]


def inbox(actor: Actor, *, process: str = "", after: str = "", size: int = 50) -> InboxPage:
    """Tasks whose turn it is for one of the actor's posts, the most pressing first."""
    actor.must(Permission.READ_RECORDS)
    rows = tasks_for(actor)
    if process:
        rows = rows.filter(process=process)
    counted = rows.aggregate(n=Count("pk"), late=Count("pk", filter=Q(due__lte=moment())))
    ordered = rows.order_by(F("due").asc(nulls_last=True), "pk")
    start = int(after) if after.isdigit() else 0
    found = list(ordered[start : start + size + 1])
    more = str(start + size) if len(found) > size else ""
    return InboxPage(_waiting(actor, found[:size]), counted["n"], counted["late"], more)


def tasks_for(actor: Actor) -> QuerySet[CaseTask]:
    """Open tasks whose turn it is for one of the actor's posts."""
    found = Q(pk__in=())
    held: dict[tuple[str, int | None], set[str] | None] = {}
    for post in actor.posts:
        key = (post.role.value, post.organisation)
        there = held.get(key, set())
        held[key] = None if there is None or post.area_paths is None else there | post.area_paths
    for (role, organisation), paths in held.items():
        own = Q(organisation=organisation) if organisation is not None else Q(pk__in=())
        free = Q(organisation=None) & _inside(paths)
        found |= Q(post=role) & (own | free)
    return CaseTask.objects.filter(found) if actor.posts else CaseTask.objects.none()


def _inside(paths: Iterable[str] | None) -> Q:
    """Tasks whose post is held in one of `paths`, or that any area above the case may take."""
    if paths is None:
        return Q()
    paths = frozenset(paths)
    return Q(post_area__in=paths) | (Q(post_area="") & inside(paths))


def _waiting(actor: Actor, tasks: list[CaseTask]) -> tuple[Waiting, ...]:
    lines = {line.id: line for line in lines_of([task.case_id for task in tasks])}
    now = moment()
    found = []
    for task in tasks:
        line = lines[task.case_id]
        late = task.due is not None and task.due <= now
        mine = bool(task.person) and task.person == actor.name
        found.append(Waiting(task.pk, line, task.branch, _title(task, line), task.due, late, mine))
    return tuple(found)


def _title(task: CaseTask, line: CaseLine) -> str:
    _, found = process_under(line.pack, task.process)
    state = found.process.by_name.get(task.state)
    return state.title if state else task.state


def board(actor: Actor, process: str, chosen: CaseFilter | None = None) -> tuple[Column, ...]:
    """Open cases by state, in the order of the process: counts, and the most pressing cards.

    States that only older versions have follow, while a case is in them.
    """
    actor.must(Permission.READ_RECORDS)
    _, found = process_shown(process)
    wanted = CaseFilter(process=process, open=True) if chosen is None else chosen
    rows = filtered_tasks(actor, wanted)
    late = Count("pk", filter=Q(due__lte=moment()))
    counted = {
        state: (n, over)
        for state, n, over in rows.values_list("state").annotate(n=Count("pk"), late=late)
    }
    shown: dict[str, list[CaseTask]] = {}
    for state in counted:
        first = rows.filter(state=state).order_by(F("due").asc(nulls_last=True), "pk")
        shown[state] = list(first[:CARDS])
    tasks = [task for found_tasks in shown.values() for task in found_tasks]
    lines = {line.id: line for line in lines_of([task.case_id for task in tasks])}
    units = unit_names(task.organisation_id for task in tasks if task.organisation_id)
    known = [(s.name, s.title) for s in found.process.states if s.kind is StateKind.OPEN]
    titles = former_states(process)
    former = [(s, titles.get(s, s)) for s in (*titles, *counted) if s in counted]
    former = [pair for pair in dict(former).items() if pair[0] not in dict(known)]
    return tuple(
        Column(name, title, *counted.get(name, (0, 0)),
               tuple(_card(lines[task.case_id], task, units) for task in shown.get(name, [])))
        for name, title in (*known, *former)
    )  # fmt: skip


def _card(line: CaseLine, task: CaseTask, units: Mapping[int, str]) -> CaseLine:
    """A case as one of its branches has it: that branch's unit and deadline."""
    late = task.due is not None and task.due <= moment()
    unit = units.get(task.organisation_id or 0, line.organisation if task.branch == MAIN else "")
    return replace(line, organisation=unit, due=task.due, late=late)
