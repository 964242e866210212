"""A process as data: states, who may take which step, parallel branches, measures, time limits.

Plain frozen values that a pack loader builds from a file. Refuses nothing itself: `soundness` reads
a process and reports its faults, `apply` runs cases by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from lantu.kernel.workdays import Unit

MAIN = "main"
"""The branch that a case begins and ends with; parallel branches are `main/name`."""
REPORTER = "reporter"
"""The role of whoever reported the case."""
SYSTEM = "system"
"""The role of the software itself: duty lists, merged cases, ended sub-cases."""


class StateKind(StrEnum):
    """open: somebody's turn. fork: parallel branches run. done: a branch is finished and waits for
    the others. closed (结案), void (作废): the case has ended."""

    OPEN = "open"
    FORK = "fork"
    DONE = "done"
    CLOSED = "closed"
    VOID = "void"


ENDS = frozenset({StateKind.CLOSED, StateKind.VOID})
"""Kinds in which the case has ended."""


class Join(StrEnum):
    """How many branches must be done before the case goes on; voided branches are not counted."""

    ALL = "all"
    ANY = "any"
    QUORUM = "quorum"


class Flow(StrEnum):
    """forward; return (退回): not mine or not clear; rework (返工): done, but not well."""

    FORWARD = "forward"
    RETURN = "return"
    REWORK = "rework"


class Milestone(StrEnum):
    """What entering a state means to the service figures (GB/T 30428): 立案, 派遣."""

    FILED = "filed"
    DISPATCHED = "dispatched"


class MeasureKind(StrEnum):
    """What can be done to a case besides its steps."""

    ASSIGN = "assign"
    EXTEND = "extend"
    SUSPEND = "suspend"
    EXCLUDE = "exclude"
    RESUME = "resume"
    VOID = "void"
    REOPEN = "reopen"
    APPEAL = "appeal"
    ESCALATE = "escalate"
    SUPERVISE = "supervise"
    URGE = "urge"
    MERGE = "merge"
    ABSORB = "absorb"
    SUBCASE = "subcase"
    SUBCASE_ENDED = "subcase_ended"
    FEEDBACK = "feedback"
    NOTE = "note"

    @property
    def label(self) -> str:
        """What offices call it."""
        return _LABELS[self]


_LABELS = {
    MeasureKind.ASSIGN: "派遣",
    MeasureKind.EXTEND: "延期",
    MeasureKind.SUSPEND: "缓办",
    MeasureKind.EXCLUDE: "扣除时间",
    MeasureKind.RESUME: "恢复办理",
    MeasureKind.VOID: "作废",
    MeasureKind.REOPEN: "重办",
    MeasureKind.APPEAL: "申诉",
    MeasureKind.ESCALATE: "升级",
    MeasureKind.SUPERVISE: "督办",
    MeasureKind.URGE: "催办",
    MeasureKind.MERGE: "并案",
    MeasureKind.ABSORB: "并入",
    MeasureKind.SUBCASE: "设子案",
    MeasureKind.SUBCASE_ENDED: "子案办结",
    MeasureKind.FEEDBACK: "评价",
    MeasureKind.NOTE: "备注",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit. by: a field of the case whose value chooses among `cases` (a limit for each
    category of parts and events); amount and unit hold for every other value."""

    amount: int
    unit: Unit = Unit.WORKING_DAYS
    by: str = ""
    cases: Mapping[str, "Limit"] = field(default_factory=dict)

    def of(self, values: Mapping[str, object]) -> "Limit":
        """The limit for a case with `values`.

        >>> hole = Limit(5, by="category", cases={"井盖缺失": Limit(2, Unit.HOURS)})
        >>> hole.of({"category": "井盖缺失"}).amount, hole.of({"category": "路面破损"}).amount
        (2, 5)
        """
        return self.cases.get(str(values.get(self.by)), self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Parallel branches. branches: name -> first state. then: the state after the join.
    otherwise: the state when so many branches were voided that the join cannot be met."""

    branches: Mapping[str, str]
    then: str
    join: Join = Join.ALL
    quorum: int = 0
    otherwise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """duty: the role whose turn it is. own: only the organisation it is assigned to may act.
    limit: from entering to leaving it."""

    name: str
    title: str
    kind: StateKind = StateKind.OPEN
    duty: str = ""
    own: bool = False
    limit: Limit | None = None
    fork: Fork | None = None
    milestone: Milestone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A step. who: roles. needs: fields to fill in with this very step; asks: fields that may be
    filled in with it. papers: templates that it issues."""

    origin: str
    to: str
    action: str
    title: str
    who: tuple[str, ...]
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    flow: Flow = Flow.FORWARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What may be done besides steps.

    approve: roles that must grant it; empty means that it takes effect at once. states: where it
    may be asked, empty means anywhere. to: the state that reopen and appeal lead to. times: how
    often one case may have it, most: the longest extension at once, within: days after the end in
    which a case may be reopened; 0 means without limit.
    """

    kind: MeasureKind
    who: tuple[str, ...]
    approve: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    to: str = ""
    needs: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    times: int = 0
    most: int = 0
    within: int = 0


@dataclass(frozen=True, kw_only=True)
class Process:
    """limit: of the whole case, from its opening (or reopening) to its end."""

    name: str
    title: str
    start: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    measures: tuple[Measure, ...] = ()
    limit: Limit | None = None
    version: str = ""

    @cached_property
    def by_name(self) -> Mapping[str, State]:
        """States by name."""
        return {state.name: state for state in self.states}

    @cached_property
    def steps(self) -> Mapping[str, Mapping[str, Transition]]:
        """state -> action -> transition."""
        found: dict[str, dict[str, Transition]] = {state.name: {} for state in self.states}
        for step in self.transitions:
            found.setdefault(step.origin, {})[step.action] = step
        return found

    def branch_title(self, name: str) -> str:
        """What people call a branch: the first state of it, "" for the main one.

        >>> first = State(name="fire_review", title="消防设计审查")
        >>> both = State(name="both", title="并联", kind=StateKind.FORK,
        ...              fork=Fork(branches={"fire": "fire_review"}, then="end"))
        >>> Process(name="p", title="", start="both", states=(both, first),
        ...         transitions=()).branch_title("main/fire")
        '消防设计审查'
        """
        last = name.rpartition("/")[2]
        forks = [state.fork for state in self.states if state.fork is not None]
        first = next((fork.branches[last] for fork in forks if last in fork.branches), "")
        return self.by_name[first].title if first in self.by_name and name != MAIN else ""

    @cached_property
    def by_kind(self) -> Mapping[MeasureKind, Measure]:
        """Measures by kind."""
        return {measure.kind: measure for measure in self.measures}
