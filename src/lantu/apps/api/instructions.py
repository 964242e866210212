"""Written instructions under /api/v1/instructions: list and detail. Pages alone give them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import StringConstraints

from lantu.apps.api.endpoints import actor_of, endpoint
from lantu.apps.api.problems import Problem
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.instructions.queries import (
    InstructionFilter,
    InstructionLine,
    instruction_detail,
    instruction_page,
)

router = Router(tags=["instructions"])
PROBLEMS: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)
Row = Annotated[int, Path(ge=0, le=999_999_999)]
Words = Annotated[str, Query(max_length=100), StringConstraints(pattern=r"^[^\x00-\x1f]*$")]
View = Literal["standing", "late", "replied", "done", "withdrawn", "all"]


class SubjectOut(Schema):
    """kind: promise or case. number, title: "" where the asker may not see them."""

    kind: str
    id: int
    number: str
    title: str


class InstructionOut(Schema):
    """late: days past the limit, until today or until the reply. lead_id: an organisation."""

    id: int
    version: int
    number: str
    leader: str
    text: str
    urgency: str
    lead: str
    lead_id: int
    helping: list[str]
    written_on: date
    due: date
    provisional: bool
    state: str
    late: int
    given_at: datetime
    replied_on: date | None
    ended_at: datetime | None
    subject: SubjectOut | None


class InstructionPageOut(Schema):
    """after: asks for the next page."""

    total: int
    after: str | None
    items: list[InstructionOut]


class StepOut(Schema):
    """unit: in whose name a unit's people spoke. files: digests, to be read at /files/."""

    seq: int
    at: datetime
    kind: str
    by: str
    on_behalf_of: str
    unit: str
    text: str
    due: date | None
    files: list[str]


class InstructionDetailOut(InstructionOut):
    entered_by: str
    photos: list[str]
    steps: list[StepOut]


@router.get("", response={200: InstructionPageOut} | PROBLEMS)
@endpoint(Permission.READ_INSTRUCTIONS)
def instruction_list(
    request: HttpRequest,
    view: View = "standing",
    unit: Annotated[int | None, Query(ge=0, le=999_999_999)] = None,
    words: Words = "",
    after: Words = "",
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Standing ones by their limit, all others the newest first. unit: the lead unit."""
    chosen = InstructionFilter(view, unit, words)
    found = instruction_page(actor_of(request), chosen, after=after, size=size)
    return {
        "total": found.total,
        "after": found.after or None,
        "items": [_line(line) for line in found.lines],
    }


@router.get("/{pk}", response={200: InstructionDetailOut} | PROBLEMS)
@endpoint(Permission.READ_INSTRUCTIONS)
def instruction_of(request: HttpRequest, pk: Row) -> Any:
    found = instruction_detail(actor_of(request), pk)
    return _line(found.line) | {
        "entered_by": found.entered_by,
        "photos": [file.sha256 for file in found.photos],
        "steps": [
            {
                "seq": step.seq, "at": step.at, "kind": step.kind.value, "by": step.who,
                "on_behalf_of": step.for_whom, "unit": step.unit, "text": step.text,
                "due": step.due, "files": [file.sha256 for file in step.files],
            }
            for step in found.steps
        ],
    }  # fmt: skip


def _line(line: InstructionLine) -> dict[str, Any]:
    about = line.subject
    return {
        "id": line.id, "version": line.version, "number": line.number, "leader": line.leader,
        "text": line.text, "urgency": line.urgency.value, "lead": line.lead,
        "lead_id": line.lead_id, "helping": list(line.helping), "written_on": line.written_on,
        "due": line.due, "provisional": line.provisional, "state": line.state.value,
        "late": line.late, "given_at": line.given_at, "replied_on": line.replied_on,
        "ended_at": line.ended_at,
        "subject": about and {
            "kind": about.kind, "id": about.id, "number": about.number, "title": about.title,
        },
    }  # fmt: skip
