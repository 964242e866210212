"""Instructions in the few words of a row: the status for colour and shape, the subject's page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lantu.apps.registry.words import Status
from lantu.apps.tracking.instructions.queries import InstructionLine
from lantu.apps.tracking.instructions.subjects import Subject
from lantu.apps.tracking.instructions.words import InstructionState, StepKind, Urgency

STATUS = {
    InstructionState.HANDLING: Status.UNDER_WAY,
    InstructionState.RETURNED: Status.AWAITING,
    InstructionState.REPLIED: Status.ON_TRACK,
    InstructionState.DONE: Status.DONE,
    InstructionState.WITHDRAWN: Status.TERMINATED,
}
MARKS = {
    StepKind.GIVEN: Status.NOT_STARTED,
    StepKind.RETURNED: Status.AWAITING,
    StepKind.ACCEPTED: Status.DONE,
    StepKind.WITHDRAWN: Status.TERMINATED,
    StepKind.REPLIED: Status.ON_TRACK,
}


@dataclass(frozen=True, slots=True)
class Row:
    """status: the shape and colour. about, address: the subject in words and its page."""

    line: InstructionLine
    state: str
    status: str
    urgency: str
    about: str
    address: str
    running: bool


def row_of(line: InstructionLine) -> Row:
    running = line.state in (InstructionState.HANDLING, InstructionState.RETURNED)
    late = running and line.late > 0
    return Row(
        line,
        str(line.state.label),
        (Status.LAGGING if late else STATUS[line.state]).value,
        "" if line.urgency is Urgency.NORMAL else str(line.urgency.label),
        about(line.subject),
        address_of(line.subject),
        running,
    )


def about(subject: Subject | None) -> str:
    """What it is about, as far as it may be told."""
    if subject is None:
        return ""
    kind = _("案件") if subject.kind == "case" else _("承诺")
    return " ".join(part for part in (kind, subject.number, subject.title) if part)


def address_of(subject: Subject | None) -> str:
    """The page of the subject; "" where the reader may not see it."""
    if subject is None or not subject.title:
        return ""
    if subject.kind == "case":
        return reverse("case", args=[subject.id])
    place = subject.place
    return reverse("promise", args=[place.key, place.number, subject.id]) if place else ""


def mark_of(kind: StepKind) -> str:
    """The mark of a step on the timeline."""
    return MARKS.get(kind, Status.UNDER_WAY).value
