"""Sound processes have no faults; each way to get a case stuck is found before a case runs."""

import copy
from typing import Any

import pytest

from lantu.engines.cases.soundness import check_process
from lantu.kernel.findings import Severity
from unit.cases.processes import GRID, joint, process


def _grid(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GRID), **changes}


def _with_state(**state: Any) -> dict[str, Any]:
    data = _grid()
    data["states"].append({"title": state["name"], **state})
    return data


def _with_step(**step: Any) -> dict[str, Any]:
    data = _grid()
    step = {"title": step["action"], "who": ["acceptor"], **step}
    data["transitions"].append(step)
    return data


def _with_measure(**measure: Any) -> dict[str, Any]:
    data = _grid()
    data["measures"].append({"who": ["leader"], **measure})
    return data


def _joint_fork(**changes: Any) -> dict[str, Any]:
    data = joint("all")
    data["states"][1]["fork"].update(changes)
    return data


def _stuck_loop() -> dict[str, Any]:
    data = _with_state(name="loop")
    data["transitions"] += [
        {"origin": "filed", "to": "loop", "action": "in", "title": "in", "who": ["a"]},
        {"origin": "loop", "to": "loop", "action": "on", "title": "on", "who": ["a"]},
    ]
    return data


def _without_steps_from(state: str) -> dict[str, Any]:
    data = _grid()
    data["transitions"] = [t for t in data["transitions"] if t["origin"] != state]
    return data


def _branch_that_closes() -> dict[str, Any]:
    data = joint("all")
    data["transitions"].append(
        {"origin": "fire_check", "to": "granted", "action": "x", "title": "x", "who": ["fire"]}
    )
    return data


def _shared_by_branches() -> dict[str, Any]:
    data = joint("all")
    data["transitions"].append(
        {"origin": "fire_check", "to": "land_check", "action": "x", "title": "x", "who": ["fire"]}
    )
    return data


@pytest.mark.parametrize("data", [GRID, joint("all"), joint("any"), joint("quorum", 2)])
def test_sound_processes(data: dict[str, Any]) -> None:
    assert check_process(process(data)) == ()


@pytest.mark.parametrize(
    ("data", "place", "word"),
    [
        (_grid(start="nowhere"), "start", "没有环节“nowhere”"),
        (_grid(start="closed"), "start", "一开始就办结"),
        (_with_state(name="filed"), "states.filed", "写了 2 次"),
        (_with_state(name="island"), "states.island", "没有下一步"),
        (_with_state(name="island", kind="closed"), "states.island", "永远到不了"),
        (_with_state(name="odd", kind="fork"), "states.odd", "并联写得不全"),
        (
            _with_step(origin="filed", to="gone", action="x"),
            "transitions.filed.x",
            "没有环节“gone”",
        ),
        (
            _with_step(origin="filed", to="closed", action="dispatch"),
            "transitions.filed.dispatch",
            "2",
        ),
        (
            _with_step(origin="filed", to="closed", action="x", who=[]),
            "transitions.filed.x",
            "谁可以办",
        ),
        (_with_step(origin="closed", to="filed", action="x"), "states.closed", "不能有步骤"),
        (_stuck_loop(), "states.loop", "无论怎么走都不能办结"),
        (_without_steps_from("filed"), "states.filed", "案件会停在这里"),
        (_with_measure(kind="void"), "measures.void", "写了 2 次"),
        (_with_measure(kind="resume", to="filed"), "measures.resume", "却写了 to"),
        (_with_measure(kind="resume", who=[]), "measures.resume", "没有写谁"),
        (
            _grid(measures=[{"kind": "reopen", "who": ["reporter"]}]),
            "measures.reopen",
            "没有写转到",
        ),
        (
            _grid(measures=[{"kind": "reopen", "who": ["reporter"], "to": "closed"}]),
            "measures.reopen",
            "不是待办环节",
        ),
        (_grid(limit={"amount": 0}), "limit", "时限应大于零"),
        (_grid(limit={"amount": 3, "by": "category"}), "limit", "没有写全"),
        (_joint_fork(join="quorum", quorum=4), "states.joint.fork", "共 3 个"),
        (_joint_fork(quorum=2), "states.joint.fork", "汇合方式不是 quorum"),
        (_joint_fork(branches={"fire": "fire_check"}), "states.joint.fork", "只有 1 个分支"),
        (
            _joint_fork(branches={"a/b": "fire_check", "c": "land_done"}),
            "states.joint.fork",
            "没有要办的事",
        ),
        (_joint_fork(then="lost"), "states.joint.fork.then", "没有环节“lost”"),
        (_branch_that_closes(), "states.granted", "同时属于"),
        (_shared_by_branches(), "states.land_check", "同时属于"),
    ],
)
def test_faults_are_found_with_their_place(data: dict[str, Any], place: str, word: str) -> None:
    findings = check_process(process(data))
    hits = [f for f in findings if f.place == place and word in f.message]
    assert hits, [(f.place, f.message) for f in findings]
    assert hits[0].severity is Severity.ERROR
    assert hits[0].fix


def test_a_fork_without_another_way_is_warned_of() -> None:
    (finding,) = check_process(process(joint("all", otherwise="")))
    assert finding.severity is Severity.WARNING
    assert "作废过多" in finding.message
