"""Cases in the few words of a row: a status for colour and shape, and how much time is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lantu.apps.registry.words import Status
from lantu.apps.tracking.cases.queries.lists import CaseLine
from lantu.engines.cases.case import EventKind, Outcome


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a short list."""

    title: str
    address: str
    where: str
    organisation: str
    word: str
    late: bool
    status: str


def row_of(line: CaseLine) -> Row:
    """A case in one line."""
    return Row(
        line.title,
        reverse("case", args=[line.id]),
        line.area,
        line.organisation,
        word_of(line),
        line.late,
        status_of(line),
    )


def status_of(line: CaseLine) -> str:
    """The status whose colour and shape a case has."""
    if line.late:
        return Status.LAGGING.value
    if not line.outcome:
        return Status.UNDER_WAY.value
    closed = line.outcome == Outcome.CLOSED.label
    return (Status.DONE if closed else Status.TERMINATED).value


def state_of(line: CaseLine) -> str:
    """How the case stands, in a word."""
    return line.outcome or line.state


def word_of(line: CaseLine) -> str:
    """How it stands and until when."""
    if line.outcome or line.due is None:
        return state_of(line)
    day = day_of(line.due)
    said = _("%(state)s · 已逾期，限 %(day)s") if line.late else _("%(state)s · 限 %(day)s")
    return said % {"state": line.state, "day": day}


def day_of(due: datetime) -> str:
    """The last day, or the hour where it ends within one: the end of a day belongs to it."""
    at = timezone.localtime(due)
    if at.hour or at.minute:
        return f"{at:%m-%d %H:%M}"
    return f"{at - timedelta(seconds=1):%m-%d}"


def ratings() -> list[tuple[int, str]]:
    """What a reporter can say of the service, the best first."""
    words = (_("很满意"), _("满意"), _("一般"), _("不满意"), _("很不满意"))
    return list(zip((5, 4, 3, 2, 1), words, strict=True))


_MARKS = {EventKind.OPEN: Status.NOT_STARTED, EventKind.STEP: Status.DONE}


def mark_of(kind: EventKind) -> str:
    """The mark of an event on the timeline."""
    return _MARKS.get(kind, Status.UNDER_WAY).value
