"""What the endpoints of version 1 take and give: additive only."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class PlanOut(Schema):
    """A plan's newest version."""

    key: str
    title: str
    kind: str
    version: int
    status: str
    area_name: str
    first_year: int | None
    last_year: int | None
    promises: int
    statuses: dict[str, int]


class VersionOut(Schema):
    key: str
    number: int
    status: str
    document_name: str
    loaded_at: datetime


class PromiseOut(Schema):
    """place: the section as people cite it."""

    id: int
    number: str
    kind: str
    status: str
    title: str
    owner: str
    place: str


class PromisePage(Schema):
    """after: to be given to ask for the next page; null on the last."""

    total: int
    after: int | None
    items: list[PromiseOut]


class TargetOut(Schema):
    subject: str
    comparator: str
    value: str | None
    value_high: str | None
    unit: str
    due: int | None


class PromiseDetailOut(PromiseOut):
    """wording: as the version says it."""

    reason: str
    wording: str
    targets: list[TargetOut]


class AreaOut(Schema):
    code: str
    vintage: str
    name: str
    kind: str
    within: str


class AreaDetailOut(AreaOut):
    children: list[AreaOut]
    geometry: dict[str, Any] | None


class OrganisationOut(Schema):
    """contact: "" where the asker may not see it."""

    id: int
    name: str
    short_name: str
    uscc: str
    area: str
    contact: str
    valid_from: date | None
    valid_to: date | None


class OrganisationIn(Schema):
    name: str = Field(min_length=1, max_length=100)
    short_name: str = Field("", max_length=40)
    uscc: str = Field("", max_length=30)
    contact: str = Field("", max_length=100)


class PublicationIn(Schema):
    """public: whether visitors may read the plan."""

    public: bool


class DecisionIn(Schema):
    """same: whether the new wording is the earlier promise."""

    same: bool


class MatchOut(Schema):
    id: int
    kind: str
    earlier: str
    now: str
    likeness: float
    decision: str


class MeOut(Schema):
    """permissions: their codes. organisations: ids that the posts name."""

    name: str
    roles: list[str]
    permissions: list[str]
    organisations: list[int]
