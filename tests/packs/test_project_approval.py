"""The pack of parallel approval: four branches at once, one join, papers, clocks, its own units."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from lantu.engines.cases.apply import apply, choices, tasks
from lantu.engines.cases.case import Actor, Case, Event, EventKind, Refusal
from lantu.engines.cases.clock import clock, fork_clock
from lantu.engines.cases.process import Join, MeasureKind, Process
from lantu.kernel.workdays import Calendar, midnight
from lantu.packs.checking import check_folder
from lantu.packs.shelf import shelf, take
from lantu.packs.snapshot import Pack

CALENDAR = Calendar(off=frozenset(), work=frozenset(), first_year=2026, last_year=2026)
START = midnight(date(2026, 3, 2)) + timedelta(hours=9)
BRANCHES = ("planning", "ecology", "emergency", "fire")


@cache
def pack() -> Pack:
    return take("project_approval")


def process() -> Process:
    return pack().process("approval").process


def told(deeds: Sequence[tuple[str, str, str, str]]) -> Case | Refusal:
    """(role, unit, branch, action), a day apart, from the reception on."""
    opening = Event(
        seq=1, at=START, by=Actor("申请人", frozenset({"reporter"})), kind=EventKind.OPEN,
        target="案-1", areas=("street", "county"), values={"stage": "施工许可"},
    )  # fmt: skip
    case = apply(process(), None, opening)
    for day, (role, unit, branch, action) in enumerate(deeds, 1):
        assert not isinstance(case, Refusal), case
        measure = action in set(MeasureKind)
        grant = action == "grant"
        event = Event(
            seq=case.seq + 1, at=START + timedelta(days=day),
            by=Actor(role, frozenset({role}), unit),
            kind=EventKind.GRANT if grant else EventKind.MEASURE if measure else EventKind.STEP,
            action="" if grant else action, branch=branch, reason="写明理由", target="",
            values=_needed(action), amount=10, request=case.seq if grant else 0,
        )  # fmt: skip
        case = apply(process(), case, event)
    return case


def _needed(action: str) -> dict[str, object]:
    steps = {step.action: step for step in process().transitions}
    return dict.fromkeys(steps[action].needs, "同意") if action in steps else {}


def reply(branch: str, unit: str = "") -> tuple[str, str, str, str]:
    return branch, unit or branch, f"main/{branch}", f"{branch}_reply"


ACCEPT = ("window", "", "main", "accept")


def test_its_examples_come_out() -> None:
    folder = shelf()["project_approval"]
    assert [str(f) for f in check_folder(folder, date(2026, 3, 2)).faults] == []


def test_four_branches_start_at_once_and_are_joined_when_all_are_done() -> None:
    fork = process().by_name["reviewing"].fork
    assert fork is not None
    assert (tuple(fork.branches), fork.join, fork.then) == (BRANCHES, Join.ALL, "deciding")
    case = told([ACCEPT])
    assert isinstance(case, Case)
    assert {task.branch for task in tasks(process(), case)} == {f"main/{b}" for b in BRANCHES}
    case = told([ACCEPT, *map(reply, BRANCHES[:3])])
    assert isinstance(case, Case)
    assert [task.branch for task in tasks(process(), case)] == ["main/fire"]
    case = told([ACCEPT, *map(reply, BRANCHES)])
    assert isinstance(case, Case)
    assert [task.state for task in tasks(process(), case)] == ["deciding"]


def test_a_returned_branch_does_not_stop_the_others() -> None:
    ask = ("fire", "fire", "main/fire", "fire_ask")
    case = told([ACCEPT, ask, reply("planning")])
    assert isinstance(case, Case)
    states = {b.name: b.stage.state for b in case.branches}
    assert states["main/fire"] == "fire_supply"
    assert states["main/planning"] == "planning_done"
    refused = told([ACCEPT, ask, reply("fire")])
    assert isinstance(refused, Refusal)
    assert refused.code == "cases.action"


def test_a_voided_branch_is_not_waited_for() -> None:
    drop = [("lead", "", "main/emergency", "void"), ("leader", "", "main/emergency", "grant")]
    done = [reply(b) for b in BRANCHES if b != "emergency"]
    case = told([ACCEPT, *drop, *done])
    assert isinstance(case, Case)
    assert [task.state for task in tasks(process(), case)] == ["deciding"]
    gone = [d for b in BRANCHES for d in
            (("lead", "", f"main/{b}", "void"), ("leader", "", f"main/{b}", "grant"))]  # fmt: skip
    ended = told([ACCEPT, *gone])
    assert isinstance(ended, Case)
    assert ended.outcome == "void"


def test_the_longest_branch_sets_the_time_and_an_extension_is_its_own() -> None:
    case = told([ACCEPT, ("ecology", "", "main/ecology", "extend"),
                 ("leader", "", "main/ecology", "grant")])  # fmt: skip
    assert isinstance(case, Case)
    now = case.at
    main = case.branch("main")
    fire, ecology = case.branch("main/fire"), case.branch("main/ecology")
    assert main
    assert fire
    assert ecology
    longest = fork_clock(process(), case, main, CALENDAR, now)
    assert longest == clock(case, ecology.stage, CALENDAR, now)
    assert longest is not None
    assert longest.total == 25
    alone = clock(case, fire.stage, CALENDAR, now)
    assert alone is not None
    assert alone.total == 15


def test_whoever_holds_another_branch_has_no_say_in_this_one() -> None:
    case = told([ACCEPT])
    assert isinstance(case, Case)
    for number, branch in enumerate(BRANCHES):
        event = Event(
            seq=case.seq + 1, at=case.at + timedelta(minutes=number), kind=EventKind.MEASURE,
            by=Actor("系统", frozenset({"system"})), action="assign", branch=f"main/{branch}",
            target=f"{branch}局",
        )  # fmt: skip
        case = apply(process(), case, event)
        assert isinstance(case, Case)
    everybody = frozenset(BRANCHES)  # one post of a bureau is the post of every bureau
    ecology = Actor("生态", everybody, "ecology局")
    assert {c.branch for c in choices(process(), case, ecology) if c.action != "note"} == {
        "main/ecology"
    }
    extend = Event(
        seq=case.seq + 1, at=case.at, by=ecology, kind=EventKind.MEASURE, action="extend",
        branch="main/fire", reason="情况复杂", amount=5,
    )  # fmt: skip
    refused = apply(process(), case, extend)
    assert isinstance(refused, Refusal)
    assert refused.code == "cases.role"


def test_every_decision_issues_a_numbered_paper() -> None:
    numbered = {step.action: step.papers for step in process().transitions}
    for action in ("accept", "correct", "decline", "permit", "refuse"):
        assert numbered[action], action
    for branch in BRANCHES:
        assert numbered[f"{branch}_reply"] == (f"{branch}_opinion",)
    for document in pack().documents.values():
        assert "{year}" in document.number
        assert "{n}" in document.number


def test_the_limits_of_the_law_are_the_laws() -> None:
    limits = {name: limit.limit.amount for name, limit in pack().limits.items()}
    assert (limits["check"], limits["whole"], limits["deliver"]) == (5, 45, 10)
    extend = process().by_kind[MeasureKind.EXTEND]
    assert (extend.most, extend.approve) == (15, ("leader",))
