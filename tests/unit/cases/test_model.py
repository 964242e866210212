"""Random handlers on random processes: no case is ever stuck, lost or in two states.

The machine opens a case of a randomly drawn sound process and lets everybody do anything in any
order, sensible or not; after each event the invariants hold.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from lantu.engines.cases.apply import apply, choices, replay, tasks
from lantu.engines.cases.case import Actor, Case, EventKind, Outcome, Refusal
from lantu.engines.cases.clock import clock, next_due
from lantu.engines.cases.process import ENDS, MAIN, MeasureKind, Process, StateKind
from lantu.engines.cases.soundness import check_process
from unit.cases.processes import CALENDAR, GRID, Story, joint, process

NESTED: dict[str, Any] = {
    **joint("all"),
    "states": [
        *joint("all")["states"][:2],
        {"name": "fire_check", "title": "消防", "kind": "fork",
         "fork": {"branches": {"a": "fire_a", "b": "fire_b"}, "then": "fire_sum", "join": "any",
                  "otherwise": "fire_sum"}},
        *({"name": f"fire_{x}", "title": x} for x in ("a", "b", "sum")),
        *({"name": f"fire_{x}_done", "title": x, "kind": "done"} for x in ("a", "b")),
        *joint("all")["states"][3:],
    ],
    "transitions": [
        *(t for t in joint("all")["transitions"] if t["origin"] != "fire_check"),
        *({"origin": f"fire_{x}", "to": f"fire_{x}_done", "action": "pass", "title": "通过",
           "who": ["fire"]} for x in ("a", "b")),
        {"origin": "fire_sum", "to": "fire_done", "action": "pass", "title": "通过",
         "who": ["fire"]},
    ],
}  # fmt: skip
PROCESSES = [
    process(data)
    for data in (
        GRID, GRID, GRID, NESTED, joint("all"), joint("any"), joint("quorum", 2),
        joint("all", otherwise=""),
        {**joint("quorum", 3), "measures": [
            {"kind": "void", "who": ["clerk"]}, {"kind": "suspend", "who": ["clerk"]},
            {"kind": "reopen", "who": ["clerk"], "to": "desk"},
            {"kind": "appeal", "who": ["land"], "to": "desk"}]},
    )
]  # fmt: skip
FULL = {"category": "路面破损", "before": "a.jpg", "after": "b.jpg"}


def _everybody(process: Process) -> Actor:
    roles = {role for step in process.transitions for role in step.who}
    roles |= {role for m in process.measures for role in (*m.who, *m.approve)}
    return Actor("众人", frozenset(roles), "")


class Cases(RuleBasedStateMachine):
    @initialize(process=st.sampled_from(PROCESSES))
    def open(self, process: Process) -> None:
        assert not [f for f in check_process(process) if f.severity == "error"]
        self.process = process
        self.story = Story(process)
        self.everybody = _everybody(process)

    def _owner(self, branch: str) -> Actor:
        held = self.story.case.branch(branch)
        unit = held.stage.organisation if held else ""
        return Actor("众人", self.everybody.roles, unit)

    @rule(data=st.data(), hours=st.integers(0, 200))
    def do_what_is_offered(self, data: st.DataObject, hours: int) -> None:
        """What is offered is taken when it is filled in: a button never lies about its place."""
        offered = choices(self.process, self.story.case, self.everybody)
        self.story.later(hours=hours)
        if not offered:
            return
        steps = [choice for choice in offered if choice.kind is EventKind.STEP]
        choice = data.draw(
            st.sampled_from(steps) if steps and hours % 2 else st.sampled_from(offered)
        )
        self.story.tell(
            choice.kind, self._owner(choice.branch), action=choice.action, branch=choice.branch,
            reason="理由", values=FULL, target=data.draw(st.sampled_from(["案-2", "案-3"])),
            amount=data.draw(st.integers(1, 5)), request=choice.request,
        )  # fmt: skip
        if self.story.refusal:
            assert self.story.refusal.code not in {
                "cases.action", "cases.role", "cases.branch", "cases.fields", "cases.reason",
                "cases.order", "cases.measure", "cases.request", "cases.running", "cases.place",
            }, self.story.refusal  # fmt: skip

    @rule(
        kind=st.sampled_from([EventKind.STEP, EventKind.MEASURE, EventKind.GRANT, EventKind.DENY]),
        action=st.sampled_from([*MeasureKind, "pass", "send", "close", "file", "dispatch"]),
        branch=st.sampled_from([MAIN, "main/fire", "main/land", "main/fire/a", "nowhere"]),
        request=st.integers(0, 6),
        seq=st.none() | st.integers(0, 5),
    )
    def do_anything(
        self, kind: EventKind, action: str, branch: str, request: int, seq: int | None
    ) -> None:
        before = self.story.case
        self.story.tell(
            kind, self._owner(branch), seq, action=str(action), branch=branch, request=request,
            reason="理由", target="案-9", level=request or None,
        )  # fmt: skip
        if self.story.refusal:
            assert self.story.case is before
            assert self.story.refusal.reason.endswith("。")

    @rule()
    def open_again(self) -> None:
        assert isinstance(self.story.tell(EventKind.OPEN, self.everybody), Refusal)

    @precondition(lambda self: len(self.story.events) > 1)
    @rule(data=st.data())
    def act_twice(self, data: st.DataObject) -> None:
        """An event that was taken cannot be taken again."""
        old = data.draw(st.sampled_from(self.story.events))
        assert isinstance(apply(self.process, self.story.case, old), Refusal)

    @invariant()
    def in_one_state(self) -> None:
        case = self.story.case
        names = Counter(branch.name for branch in case.branches)
        assert not names or max(names.values()) == 1
        assert (case.outcome is None) == (MAIN in names)
        for branch in case.branches:
            kind = self.process.by_name[branch.stage.state].kind
            assert kind not in ENDS
            assert branch.stage.left is None
            if branch.parent:
                above = case.branch(branch.parent)
                assert above is not None
                assert self.process.by_name[above.stage.state].kind is StateKind.FORK

    @invariant()
    def never_stuck(self) -> None:
        """An open case has a task, somebody may do something, and a way to the end works."""
        case = self.story.case
        if case.outcome:
            assert not tasks(self.process, case)
            return
        assert tasks(self.process, case)
        assert choices(self.process, case, self.everybody)
        assert self._finished(case).outcome is not None

    def _finished(self, case: Case) -> Case:
        """The case led to its end by steps alone, on the shortest way; resumed first."""
        story = Story(self.process)
        story.now, story.at = case, self.story.at
        if case.paused:
            story.measure("resume", "system").went()
        for key in [key for key, ended in case.subcases.items() if not ended]:
            story.measure("subcase_ended", "system", target=key).went()
        for _ in range(40):
            if story.case.outcome:
                break
            task = tasks(self.process, story.case)[0]
            action = self._way_out(task.state)
            by = Actor("众人", self.everybody.roles, task.organisation)
            story.tell(
                EventKind.STEP, by, action=action, branch=task.branch, values=FULL, reason="理由"
            )
            story.went()
        return story.case

    def _way_out(self, state: str) -> str:
        """The first step of a shortest way to a state without steps."""
        ways = [(step.to, action) for action, step in self.process.steps[state].items()]
        seen = {state}
        for to, action in ways:
            if self.process.by_name[to].kind is not StateKind.OPEN:
                return action
            if to not in seen:
                seen.add(to)
                ways += [(s.to, action) for s in self.process.steps[to].values()]
        raise AssertionError(f"no way out of {state}")

    @invariant()
    def replay_equals_state(self) -> None:
        assert replay(self.process, self.story.events) == self.story.case

    @invariant()
    def nothing_is_lost(self) -> None:
        """Every stay that began is either going on or past; the past ones have ended in order."""
        case = self.story.case
        assert all(stage.left is not None for stage in case.past)
        assert case.outcome is not Outcome.MERGED or case.merged_into
        assert case.outcome is None or (not case.requests and not case.paused)
        assert all(stop.pause.end is not None for stop in case.stops[:-1])

    @invariant()
    def the_clock_can_be_read(self) -> None:
        case, now = self.story.case, self.story.at + timedelta(hours=1)
        for stage in (case.whole, *case.past, *(b.stage for b in case.branches)):
            bar = clock(case, stage, CALENDAR, now)
            if bar is not None:
                assert bar.used >= 0
                assert str(bar)
                assert not (bar.paused and bar.late)
        next_due(case, CALENDAR)


Cases.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
TestCases = Cases.TestCase
