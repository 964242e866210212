"""The parallel branches of a case side by side: who has each, how it stands, what they wait for.

Only of the fork that the case is in now; what earlier ones did stands in the timeline.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lantu.apps.tracking.grounds import calendar, unit_names
from lantu.apps.tracking.moments import moment
from lantu.engines.cases.case import Branch, Case
from lantu.engines.cases.clock import Clock, fork_clock
from lantu.engines.cases.process import Fork, Join, Process, StateKind
from lantu.packs.snapshot import Pack


@dataclass(frozen=True, slots=True)
class Lane:
    """One branch. duty: whose turn it is, in words. since: in this state. done, dropped (作废):
    it no longer waits for anybody."""

    branch: str
    title: str
    state: str
    duty: str
    organisation: str
    since: datetime
    clock: Clock | None
    done: bool
    dropped: bool

    @property
    def late(self) -> bool:
        return self.clock is not None and self.clock.late


@dataclass(frozen=True, slots=True)
class Forked:
    """A fork with its branches. needed: how many must be done before the case goes on to `then`;
    voided branches do not count."""

    title: str
    join: Join
    needed: int
    then: str
    lanes: tuple[Lane, ...]

    @property
    def done(self) -> int:
        return sum(lane.done for lane in self.lanes)


def forks_of(pack: Pack, process: Process, case: Case) -> tuple[Forked, ...]:
    """The forks that the case is in, the outer one first."""
    found = []
    for branch in case.branches:
        state = process.by_name[branch.stage.state]
        if state.fork is not None and not branch.dropped:
            inner = [b for b in case.branches if b.parent == branch.name]
            order = list(state.fork.branches)
            inner.sort(key=lambda b: order.index(b.name.rpartition("/")[2]))
            then = process.by_name[state.fork.then].title
            needed = _needed(state.fork, inner)
            lanes = _lanes(pack, process, case, inner)
            found.append(Forked(state.title, state.fork.join, needed, then, lanes))
    return tuple(found)


def _needed(fork: Fork, branches: Sequence[Branch]) -> int:
    every = max(1, sum(not branch.dropped for branch in branches))
    return {Join.ALL: every, Join.ANY: 1, Join.QUORUM: fork.quorum}[fork.join]


def _lanes(
    pack: Pack, process: Process, case: Case, branches: Sequence[Branch]
) -> tuple[Lane, ...]:
    held = {branch.name: _unit(case, branch) for branch in branches}
    units = unit_names(int(unit) for unit in held.values() if unit.isdigit())
    now, days = moment(), calendar()
    found = []
    for branch in branches:
        state = process.by_name[branch.stage.state]
        done = state.kind is StateKind.DONE and not branch.dropped
        role = pack.roles.get(state.duty)
        unit = held[branch.name]
        found.append(
            Lane(
                branch.name,
                process.branch_title(branch.name),
                state.title,
                role.title if role else "",
                units.get(int(unit), "") if unit.isdigit() else "",
                branch.stage.entered,
                None if done or branch.dropped else fork_clock(process, case, branch, days, now),
                done,
                branch.dropped,
            )
        )
    return tuple(found)


def _unit(case: Case, branch: Branch) -> str:
    """The organisation that has the branch, or had it last."""
    stays = [s.organisation for s in case.past if s.branch == branch.name and s.organisation]
    return branch.stage.organisation or (stays[-1] if stays else "")
