"""A case and the events that make it: nothing is in a case that its events do not say.

Refuses to be changed: every event makes a new value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from lantu.engines.cases.process import MAIN, Flow, Limit, MeasureKind
from lantu.kernel.workdays import Pause


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. roles: those held for this very case; the caller resolves area and organisation."""

    name: str
    roles: frozenset[str]
    organisation: str = ""


class EventKind(StrEnum):
    """open: reported or made by a round. step: a transition. measure: asked, or taken at once.
    grant, deny: the answer to a measure that needs approval."""

    OPEN = "open"
    STEP = "step"
    MEASURE = "measure"
    GRANT = "grant"
    DENY = "deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    seq: its place in the case, from 1: an event made on an older state is refused. action: of a
    step, or the kind of a measure. target: the organisation assigned to (a step may name it too),
    another case, or the case's own key when it opens. amount: units of an extension. level: place
    in `areas` that the case goes to. request: seq of the measure that is granted or denied. areas:
    from the smallest upwards, given when it opens. numbers: of the papers issued, by template.
    """

    seq: int
    at: datetime
    by: Actor
    kind: EventKind
    action: str = ""
    branch: str = MAIN
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    target: str = ""
    person: str = ""
    amount: int = 0
    level: int | None = None
    request: int = 0
    areas: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stay in one state (or, with state "", the whole case). limit: chosen when it was entered.
    extended: units added. flow: how it was left; None for
    branches that were voided or no longer needed."""

    branch: str
    state: str
    entered: datetime
    limit: Limit | None = None
    left: datetime | None = None
    flow: Flow | None = None
    extended: int = 0
    organisation: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A branch in its one state. level: place in the case's areas. dropped: voided."""

    name: str
    stage: Stage
    level: int = 0
    dropped: bool = False

    @property
    def parent(self) -> str:
        """The branch that forked into it, "" for the main one."""
        return self.name.rpartition("/")[0]


class Outcome(StrEnum):
    """How a case ended."""

    CLOSED = "closed"
    VOID = "void"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """What offices call it."""
        return {"closed": "已结案", "void": "已作废", "merged": "已并案"}[self]


@dataclass(frozen=True, slots=True)
class Stop:
    """Time that does not count: 缓办 (suspend) or 扣除时间 (exclude)."""

    kind: MeasureKind
    pause: Pause
    reason: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A numbered paper that a step issued; number "" until one is given."""

    template: str
    seq: int
    at: datetime
    number: str = ""


@dataclass(frozen=True, slots=True)
class Escalation:
    """A branch went up from one area to a higher one, and why."""

    at: datetime
    branch: str
    origin: str
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the reporter says of the result. satisfaction: 1 to 5, None when not given."""

    at: datetime
    solved: bool | None
    satisfaction: int | None
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The state of a case after its event number `seq`.

    branches: empty once it has ended. past: stays that are over, in order. whole: the clock of the
    case, anew after a reopening. requests: measures that wait for approval. taken: measures that
    took effect, in order. subcases: key -> whether it has ended.
    """

    key: str
    version: str
    seq: int
    at: datetime
    last: str
    reporter: str
    values: Mapping[str, object]
    areas: tuple[str, ...]
    whole: Stage
    branches: tuple[Branch, ...] = ()
    past: tuple[Stage, ...] = ()
    stops: tuple[Stop, ...] = ()
    requests: tuple[Event, ...] = ()
    taken: tuple[MeasureKind, ...] = ()
    flows: tuple[Flow, ...] = ()
    papers: tuple[Paper, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    subcases: Mapping[str, bool] = field(default_factory=dict)
    absorbed: tuple[str, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    outcome: Outcome | None = None
    merged_into: str = ""

    @property
    def paused(self) -> Stop | None:
        """The stop that still lasts."""
        return self.stops[-1] if self.stops and self.stops[-1].pause.end is None else None

    def branch(self, name: str) -> Branch | None:
        """The branch of that name."""
        return next((branch for branch in self.branches if branch.name == name), None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event was not taken. code: stable; reason: what to do, for the person who tried."""

    code: str
    reason: str


class Refused(Exception):
    """Carries a refusal out of the depth of a step; `apply` turns it into its answer."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.refusal = Refusal(code, reason)
