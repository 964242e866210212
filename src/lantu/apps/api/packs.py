"""Cases of packs under /api/v1/packs/: list, detail, events, report, step."""

import re
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import StringConstraints

from lantu.apps.api.endpoints import actor_of, endpoint
from lantu.apps.api.pack_shapes import (
    CaseDetailOut,
    CaseOut,
    CasePageOut,
    EventOut,
    PackOut,
    ReportIn,
    StepIn,
)
from lantu.apps.api.problems import Problem
from lantu.apps.people.actor import Actor
from lantu.apps.people.files.reading import must_be_citable
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.actions import Act, open_case, step
from lantu.apps.tracking.cases.queries.detail import CaseDetail, case_detail
from lantu.apps.tracking.cases.queries.lists import (
    CaseFilter,
    CaseLine,
    Total,
    case_page,
    columns_of,
    count_cases,
    line_of,
)
from lantu.apps.tracking.enabling.snapshots import all_enabled, process_shown
from lantu.kernel.errors import NotFound

router = Router(tags=["packs"])
PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)
Name = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Row = Annotated[int, Path(ge=0, le=999_999_999)]
Words = Annotated[str, Query(max_length=160), StringConstraints(pattern=r"^[^\x00-\x1f]*$")]
CASES = "/{pack}/{process}/cases"


@router.get("", response={200: list[PackOut]} | PROBLEMS)
@endpoint(Permission.READ_RECORDS)
def pack_list(request: HttpRequest) -> Any:
    """Packs that are enabled, with their processes and the fields of a report."""
    return [
        {
            "name": pin.pack.name, "title": pin.pack.title, "version": pin.pack.version,
            "processes": {
                name: dict(columns_of(pin.kind(name))) for name in pin.pack.processes
            },
        }
        for pin in all_enabled()
    ]  # fmt: skip


@router.get(CASES, response={200: CasePageOut} | PROBLEMS)
@endpoint(Permission.READ_RECORDS)
def case_list(
    request: HttpRequest,
    pack: Name,
    process: Name,
    state: Words = "",
    area: Words = "",
    words: Words = "",
    after: Words = "",
    open: bool | None = None,
    late: bool = False,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """The newest first; `after` of one page asks for the next. area: a path."""
    kind = _kind(pack, process)
    chosen = CaseFilter(
        process=kind, state=state[:40], area=area, words=words, open=open, late=late
    )
    columns = [name for name, _title in columns_of(kind)]
    found = case_page(actor_of(request), chosen, after=after, size=size, columns=columns)
    whole = not after and not found.after
    total = Total(len(found.lines)) if whole else count_cases(actor_of(request), chosen)
    return {
        "total": total.n, "exact": total.exact, "after": found.after or None,
        "items": [_case(line) for line in found.lines],
    }  # fmt: skip


@router.post(CASES, response={201: CaseOut} | PROBLEMS)
@endpoint(Permission.OPEN_CASE, writes=True)
def case_open(request: HttpRequest, pack: Name, process: Name, given: ReportIn) -> Any:
    """Report something. values: by field name or title; files by their SHA-256."""
    actor = actor_of(request)
    must_be_citable(actor, _digests(given.values))
    made = open_case(by=actor, process=_kind(pack, process), values=given.values, area=given.area)
    return Status(201, _case(line_of(made.case)))


@router.get(CASES + "/{case}", response={200: CaseDetailOut} | PROBLEMS)
@endpoint(Permission.READ_RECORDS)
def case_of(request: HttpRequest, pack: Name, process: Name, case: Row) -> Any:
    found = _detail(actor_of(request), pack, process, case)
    return _case(found.line) | {
        "values": {shown.name: shown.words for shown in found.values if shown.words},
        "choices": [
            {"kind": c.kind.value, "action": str(c.action), "title": c.title, "branch": c.branch,
             "needs": list(c.needs), "asks": list(c.asks), "request": c.request}
            for c in found.choices
        ],
        "papers": [paper.number for paper in found.papers],
    }  # fmt: skip


@router.get(CASES + "/{case}/events", response={200: list[EventOut]} | PROBLEMS)
@endpoint(Permission.READ_RECORDS)
def case_events(request: HttpRequest, pack: Name, process: Name, case: Row) -> Any:
    """What happened, oldest first; sensitive values are starred."""
    found = _detail(actor_of(request), pack, process, case)
    return [
        {
            "seq": event.seq, "at": event.at, "by": event.by, "did": event.did,
            "kind": event.kind.value, "branch": event.branch, "reason": event.reason,
            "values": {shown.name: shown.words for shown in event.values},
        }
        for event in found.timeline
    ]  # fmt: skip


@router.post(CASES + "/{case}/steps", response={200: CaseOut} | PROBLEMS)
@endpoint(Permission.STEP_CASE, writes=True)
def case_step(request: HttpRequest, pack: Name, process: Name, case: Row, given: StepIn) -> Any:
    """Take a step or a measure, grant or deny. seen: the version on which it is decided."""
    act = Act(
        kind=given.kind, action=given.action, branch=given.branch, reason=given.reason,
        values=given.values, target=given.target, amount=given.amount, request=given.request,
    )  # fmt: skip
    kind = _kind(pack, process)
    must_be_citable(actor_of(request), _digests(given.values))
    row = step(by=actor_of(request), case=case, seen=given.seen, what=act, process=kind)
    return _case(line_of(row))


def _digests(values: dict[str, str]) -> list[str]:
    """What among the values may name a file."""
    return [part for words in values.values() for part in re.findall(r"\b[0-9a-f]{64}\b", words)]


def _kind(pack: str, process: str) -> str:
    """NotFound when the pack was never enabled or has no such process."""
    kind = f"{pack}.{process}"
    process_shown(kind)
    return kind


def _detail(actor: Actor, pack: str, process: str, case: int) -> CaseDetail:
    found = case_detail(actor, case)
    if found.line.process != f"{pack}.{process}":
        raise NotFound("tracking.case.missing", "没有这个案件。", "请核对流程的名称。")
    return found


def _case(line: CaseLine) -> dict[str, Any]:
    return {
        "id": line.id, "version": line.version, "number": line.number, "title": line.title,
        "state": line.state_key, "state_title": line.state, "outcome": line.outcome,
        "area": line.area_path, "organisation": line.organisation, "due": line.due,
        "late": line.late, "opened_at": line.opened_at, "changed_at": line.changed_at,
        "ended_at": line.ended_at, "values": dict(line.values),
    }  # fmt: skip
