"""What the endpoints of packs take and give: additive only."""

from datetime import datetime

from ninja import Field, Schema

from lantu.engines.cases.case import EventKind
from lantu.engines.cases.process import MAIN


class PackOut(Schema):
    """processes: process -> field -> its title."""

    name: str
    title: str
    version: str
    processes: dict[str, dict[str, str]]


class CaseOut(Schema):
    """outcome: "" while it is open. values: in words, by field."""

    id: int
    version: int
    number: str
    title: str
    state: str
    state_title: str
    outcome: str
    area: str
    organisation: str
    due: datetime | None
    late: bool
    opened_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    values: dict[str, str]


class CasePageOut(Schema):
    """total: at least so many where it is not exact. after: asks for the next page."""

    total: int
    exact: bool
    after: str | None
    items: list[CaseOut]


class ChoiceOut(Schema):
    """What the asker may do now. needs: fields to fill in with it; asks: those that may be."""

    kind: EventKind
    action: str
    title: str
    branch: str
    needs: list[str]
    asks: list[str]
    request: int


class CaseDetailOut(CaseOut):
    choices: list[ChoiceOut]
    papers: list[str]


class EventOut(Schema):
    seq: int
    at: datetime
    by: str
    did: str
    kind: EventKind
    branch: str
    reason: str
    values: dict[str, str]


class ReportIn(Schema):
    """area: a path; "" takes it from the values."""

    values: dict[str, str]
    area: str = Field("", max_length=160)


class StepIn(Schema):
    """One of the choices of a case, with what it needs."""

    seen: int = Field(ge=0, le=1_000_000)
    kind: EventKind = EventKind.STEP
    action: str = Field("", max_length=40)
    branch: str = Field(MAIN, max_length=100)
    reason: str = Field("", max_length=2000)
    values: dict[str, str] = Field(default_factory=dict)
    target: int | None = Field(None, ge=0, le=999_999_999)
    amount: int = Field(0, ge=0, le=10_000)
    request: int = Field(0, ge=0, le=1_000_000)
