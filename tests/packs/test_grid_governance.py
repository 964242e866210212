"""The pack of grid governance: seven steps, deadlines by small class, duties, papers, rounds."""

from datetime import date, timedelta
from functools import cache

from lantu.engines.cases.apply import apply, tasks
from lantu.engines.cases.assignment import assign
from lantu.engines.cases.case import Actor, Case, Event, EventKind, Refusal
from lantu.engines.cases.clock import clock
from lantu.engines.cases.rounds import windows
from lantu.engines.registers.masking import masked
from lantu.engines.registers.reading import read_row
from lantu.kernel.workdays import Calendar, Unit, midnight
from lantu.packs.checking import check_folder
from lantu.packs.duties import duties_of
from lantu.packs.shelf import shelf, take
from lantu.packs.snapshot import Pack

CALENDAR = Calendar(off=frozenset(), work=frozenset(), first_year=2026, last_year=2026)
START = midnight(date(2026, 3, 2)) + timedelta(hours=9)


@cache
def pack() -> Pack:
    return take("grid_governance")


def test_its_examples_come_out() -> None:
    assert [str(f) for f in check_folder(shelf()["grid_governance"], date(2026, 3, 2)).faults] == []


def test_five_kinds_of_parts_and_six_of_events() -> None:
    rows = pack().tables["classes"].rows
    majors = {(row["kind"], str(row["code"])[1:3]) for row in rows}
    assert {code for kind, code in majors if kind == "部件"} == {f"0{n}" for n in range(1, 6)}
    assert {code for kind, code in majors if kind == "事件"} == {f"0{n}" for n in range(1, 7)}
    assert all(str(row["code"])[0] == {"部件": "P", "事件": "E"}[str(row["kind"])] for row in rows)
    assert len({row["name"] for row in rows}) == len(rows)


def test_the_seven_steps_in_their_order() -> None:
    process = pack().process("handling").process
    titles = [state.title for state in process.states]
    steps = ["信息收集", "案卷建立", "任务处理", "处理反馈", "核查结案"]
    assert [title for title in titles if title in steps] == steps
    assert process.steps["filed"]["dispatch"].title == "任务派遣"
    assert {"feedback", "extend", "suspend", "void", "appeal", "supervise", "urge"} <= {
        kind.value for kind in process.by_kind
    }


def handled(small_class: str) -> Case:
    """A case of that class, dispatched."""
    process = pack().process("handling").process
    case: Case | None = None
    actions = [("", "reporter", {}), ("file", "acceptor", {"small_class": small_class}),
               ("dispatch", "dispatcher", {"unit": "市政所"})]  # fmt: skip
    for seq, (action, role, values) in enumerate(actions, 1):
        kind = EventKind.STEP if action else EventKind.OPEN
        actor = Actor(role, frozenset({role}))
        event = Event(
            seq=seq, at=START, by=actor, kind=kind, action=action, values=values,
            target="市政所" if action == "dispatch" else "案-1", areas=("g", "c", "s", "d"),
        )  # fmt: skip
        answer = apply(process, case, event)
        assert not isinstance(answer, Refusal), answer
        case = answer
    assert case is not None
    return case


def test_each_small_class_has_its_deadline_and_the_rest_the_usual_one() -> None:
    process = pack().process("handling").process
    for name, amount, unit in [
        ("雨水井盖", 4, Unit.HOURS),
        ("暴露垃圾", 1, Unit.WORKING_DAYS),
        ("私搭乱建", 15, Unit.WORKING_DAYS),
        ("其他事件", 5, Unit.WORKING_DAYS),
        ("表里没有的", 5, Unit.WORKING_DAYS),
    ]:
        case = handled(name)
        stage = tasks(process, case)[0].stage
        assert stage.limit is not None
        assert (stage.limit.amount, stage.limit.unit) == (amount, unit), name
        assert clock(case, stage, CALENDAR, START) is not None
        assert case.version == pack().pin


def test_the_duty_list_assigns_and_names_the_level_it_had_to_climb_to() -> None:
    records = [
        {"area": "s", "role": "处置单位", "organisation": "市政所", "categories": ("路灯",)},
        {"area": "d", "role": "处置单位", "organisation": "城管局"},
        {"area": "d", "role": "处置单位", "organisation": None},
    ]
    duties = duties_of(pack(), records)
    assert [duty.role for duty in duties] == ["handler", "handler"]
    lamp = assign(duties, ("g", "c", "s", "d"), "handler", "路灯", date(2026, 3, 2))
    other = assign(duties, ("g", "c", "s", "d"), "handler", "路名牌", date(2026, 3, 2))
    assert lamp.duty is not None
    assert other.duty is not None
    assert (lamp.duty.organisation, lamp.level) == ("市政所", 2)
    assert (other.duty.organisation, other.level) == ("城管局", 3)
    assert other.reason


def test_who_reported_is_masked_and_never_public() -> None:
    home = pack().register("reports")
    row = {"subject": "路灯不亮", "reporter_name": "欧阳小川", "reporter_phone": "13812345678"}
    shown = masked(home.register, read_row(home.register, row).values)
    assert (shown["reporter_name"], shown["reporter_phone"]) == ("欧***", "138****5678")
    assert not {"reporter_name", "reporter_phone", "party", "subject"} & set(home.public)
    assert home.register.retention is not None
    assert home.register.purpose


def test_a_patrol_for_every_grid_every_week() -> None:
    weekly = pack().round("weekly_patrol")
    assert (weekly.register, weekly.view, weekly.responsible) == ("grids", "active", "unit")
    opened = windows(weekly.round, CALENDAR, date(2026, 3, 1), date(2026, 3, 31))
    assert [window.opens.day for window in opened] == [2, 9, 16, 23, 30]


def test_every_dispatch_and_refusal_issues_a_paper() -> None:
    process = pack().process("handling").process
    for origin, action in [("collected", "file"), ("collected", "reject"), ("filed", "dispatch"),
                           ("handling", "order"), ("checking", "close")]:  # fmt: skip
        for paper in process.steps[origin][action].papers:
            assert pack().document(paper).body
        assert process.steps[origin][action].papers
