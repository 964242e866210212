"""A folded case as the columns of its row and as its tasks: what lists, boards, inboxes read."""

from collections.abc import Mapping
from datetime import datetime

from lantu.apps.tracking.cases.models import Case as CaseRow
from lantu.apps.tracking.cases.models import CaseTask
from lantu.apps.tracking.enabling.snapshots import keeper_of
from lantu.apps.tracking.grounds import above
from lantu.apps.tracking.records.values import encode, part
from lantu.engines.cases.apply import Task, tasks
from lantu.engines.cases.case import Case, Stage
from lantu.engines.cases.clock import next_due
from lantu.engines.cases.measures import measure_of
from lantu.engines.cases.process import MAIN, SYSTEM, MeasureKind, Process
from lantu.engines.registers.fields import Register
from lantu.kernel.workdays import Calendar
from lantu.packs.snapshot import Pack, PackProcess, PackRole
from lantu.packs.words import Which

COPIED = ("area_id", "area_path", "lon", "lat", "cell", "category", "opened_at", "process")
"""Columns that a task has from its case."""


def columns(
    found: PackProcess, register: Register, row: CaseRow, case: Case, calendar: Calendar
) -> dict[str, object]:
    """What the row must say after the event `case.seq`."""
    open_values, _ = part(register, case.values)  # type: ignore[arg-type]
    due = next_due(case, calendar)
    main = case.branch(MAIN)
    return {
        "row_version": case.seq,
        "changed_at": case.at,
        "state": main.stage.state if main else _last(case),
        "outcome": case.outcome.value if case.outcome else "",
        "ended_at": case.whole.left,
        "due": due.at if due else None,
        "organisation_id": holder(case) or row.organisation_id,
        "data": encode(open_values),
        "category": str(case.values.get(found.category) or "")[:100] if found.category else "",
        "source": str(case.values.get(found.source) or "")[:100] if found.source else "",
    }


def holder(case: Case) -> int | None:
    """The organisation that holds the case: of its main branch, else of the first that has one."""
    stages = sorted((branch.name != MAIN, branch.stage.organisation) for branch in case.branches)
    found = [organisation for _, organisation in stages if organisation]
    return int(found[0]) if found else None


def holders(case: Case) -> frozenset[int]:
    """Every organisation that a branch is assigned to now."""
    return frozenset(int(b.stage.organisation) for b in case.branches if b.stage.organisation)


def _last(case: Case) -> str:
    """The state that the main branch was in when the case ended."""
    stays = [stage for stage in case.past if stage.branch == MAIN and stage.state]
    return stays[-1].state if stays else ""


def task_rows(
    pack: Pack, process: Process, row: CaseRow, case: Case, calendar: Calendar
) -> dict[str, CaseTask]:
    """branch -> its task row; none when the case has ended."""
    copied = {name: getattr(row, name) for name in COPIED}
    return {
        task.branch: CaseTask(
            case_id=row.pk, **copied, **_columns(pack, process, row, case, task, calendar)
        )
        for task in tasks(process, case)
    }


def _columns(
    pack: Pack, process: Process, row: CaseRow, case: Case, task: Task, calendar: Calendar
) -> Mapping[str, object]:
    role = _addressee(pack, process, task)
    return {
        "branch": task.branch,
        "state": task.state,
        "duty": task.duty,
        "post": role.post.value if role else "",
        "post_area": _post_area(role, task) if role else "",
        "organisation_id": int(task.organisation) if task.organisation else _unit(pack, role, row),
        "person": task.person[:60],
        "stands": task.area,
        "due": due_at(case, task.stage, calendar),
        "entered": task.stage.entered,
        "raised": any(
            step.branch == task.branch and step.at > task.stage.entered for step in case.escalations
        ),
    }


def due_at(case: Case, stage: Stage, calendar: Calendar) -> datetime | None:
    """When a stay is late; None without a limit, or while it is stopped."""
    if stage.limit is None:
        return None
    pauses = [stop.pause for stop in case.stops]
    amount = stage.limit.amount + stage.extended
    due = calendar.due(stage.entered, amount, stage.limit.unit, pauses)
    return due.at if due else None


def _addressee(pack: Pack, process: Process, task: Task) -> PackRole | None:
    """Whose turn it is; of a task that should be assigned and is not, whoever may assign it."""
    role = pack.roles.get(task.duty)
    if role is None:
        role = next((pack.roles[name] for name in task.roles if name in pack.roles), None)
    if role is None or role.organisation is not Which.ASSIGNED or task.organisation:
        return role
    assign = measure_of(process, MeasureKind.ASSIGN)
    names = [name for name in (assign.who if assign else ()) if name != SYSTEM]
    return next((pack.roles[name] for name in names if name in pack.roles), role)


def _unit(pack: Pack, role: PackRole | None, row: CaseRow) -> int | None:
    """The organisation whose people hold the role, where that is settled without assigning."""
    if role is not None and role.organisation is Which.KEEPER:
        return keeper_of(pack.name)
    if role is not None and role.organisation is Which.RESPONSIBLE:
        return row.record.organisation_id if row.record is not None else row.organisation_id
    return None


def _post_area(role: PackRole, task: Task) -> str:
    """The area that the post must be held in: where the branch stands, at the role's level."""
    if role.level is None:
        return ""
    grounds = above(task.area)
    return next((g.path for g in grounds if g.kind == role.level), task.area)
