"""Duty lists, escalation when nobody is there, and proposed duplicates."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lantu.engines.cases.apply import apply, tasks
from lantu.engines.cases.assignment import Duty, assign, assignment_event
from lantu.engines.cases.case import Case
from lantu.engines.cases.duplicates import (
    Nearness,
    Report,
    likely_duplicates,
    metres_between,
)
from unit.cases.processes import AREAS, GRID, MONDAY, Story, process

TODAY = date(2026, 3, 2)
NAMES = {
    "grid-07": "七号网格",
    "community-02": "东关社区",
    "street-01": "云溪街道",
    "district": "青川县",
}


def _duty(area: str, organisation: str, **rest: object) -> Duty:
    return Duty(area=area, role="handler", organisation=organisation, **rest)  # type: ignore[arg-type]


STREET = [_duty("street-01", "市政所"), _duty("street-01", "环卫所")]


def test_the_least_loaded_of_those_on_duty() -> None:
    loads = {("市政所", ""): 4, ("环卫所", ""): 3}
    found = assign(STREET, AREAS, "handler", "路面破损", TODAY, level=2, loads=loads)
    assert found.duty == STREET[1]
    assert found.reason == ""
    equal = assign(STREET, AREAS, "handler", "路面破损", TODAY, level=2)
    assert equal.duty == STREET[0]


def test_a_double_share_takes_twice_the_work() -> None:
    duties = [_duty("district", "大队", share=2), _duty("district", "中队")]
    got = {"大队": 0, "中队": 0}
    for _ in range(30):
        loads = {(unit, ""): n for unit, n in got.items()}
        found = assign(duties, AREAS, "handler", "x", TODAY, level=3, loads=loads).duty
        assert found is not None
        got[found.organisation] += 1
    assert got == {"大队": 20, "中队": 10}


def test_a_share_of_nothing_gets_nothing() -> None:
    duties = [_duty("street-01", "轮休组", share=0), *STREET]
    found = assign(duties, AREAS, "handler", "x", TODAY, level=2).duty
    assert found is STREET[0]


def test_who_is_named_for_the_category_goes_first() -> None:
    duties = [*STREET, _duty("street-01", "排水所", categories=("井盖缺失",))]
    for category, unit in (("井盖缺失", "排水所"), ("乱堆放", "市政所")):
        loads = {("排水所", ""): 9}  # busy, yet it is theirs
        found = assign(duties, AREAS, "handler", category, TODAY, level=2, loads=loads).duty
        assert found is not None
        assert found.organisation == unit


def test_an_area_without_anyone_sends_the_case_up_and_says_why() -> None:
    ended = _duty("grid-07", "网格员", until=date(2026, 3, 1))
    found = assign([ended, *STREET], AREAS, "handler", "x", TODAY, names=NAMES)
    assert (found.level, found.duty) == (2, STREET[0])
    assert found.reason == "七号网格、东关社区没有人值班，升至云溪街道。"


def _dispatched() -> Story:
    story = Story(process(GRID)).step("file", "acceptor", values={"category": "x"})
    return story.step("dispatch", "dispatcher").went()


def test_the_duty_list_acts_on_the_case() -> None:
    story = _dispatched()
    found = assign(STREET, AREAS, "handler", "x", TODAY, names=NAMES)
    case = apply(story.process, story.case, assignment_event(story.case, found, MONDAY))
    assert isinstance(case, Case)
    (task,) = tasks(story.process, case)
    assert (task.organisation, task.area) == ("市政所", "street-01")
    assert case.escalations[0].reason == found.reason


def test_with_nobody_anywhere_the_case_stands_at_the_top_and_is_not_lost() -> None:
    story = _dispatched()
    found = assign([], AREAS, "handler", "x", TODAY, names=NAMES)
    assert found.duty is None
    assert found.reason.endswith("请青川县指定办理单位。")
    case = apply(story.process, story.case, assignment_event(story.case, found, MONDAY))
    assert isinstance(case, Case)
    (task,) = tasks(story.process, case)
    assert (task.area, task.organisation, task.state) == ("district", "", "handling")
    again = apply(story.process, case, assignment_event(case, found, MONDAY))
    assert isinstance(again, Case)  # it stays there, and a note says why
    assert tasks(story.process, again) == tasks(story.process, case)


def test_a_case_without_area() -> None:
    assert "所在区域" in assign(STREET, (), "handler", "x", TODAY).reason


HERE = (113.8200, 34.0300)
NEW = Report("new", MONDAY, "路面破损", "东关路与云溪街口路面有大坑", HERE)


def _other(**changes: object) -> Report:
    fields = {
        "key": "old", "at": MONDAY - timedelta(days=1), "category": "路面破损",
        "text": "东关路云溪街口路面大坑", "place": (113.8201, 34.0301),
    } | changes  # fmt: skip
    return Report(**fields)  # type: ignore[arg-type]


def test_near_in_place_time_and_words() -> None:
    (found,) = likely_duplicates(NEW, [_other()])
    assert str(found) == "old：相距 14 米、相隔 1 天、文字相似 92 %"


def test_what_is_not_a_duplicate() -> None:
    others = [
        NEW,
        _other(place=(113.83, 34.03)),
        _other(at=MONDAY - timedelta(days=8)),
        _other(category="乱堆放"),
        _other(text="有人在河边钓鱼扰民"),
        _other(place=None, text="东关路大坑"),
    ]
    assert likely_duplicates(NEW, others) == ()


def test_without_a_place_the_words_must_be_nearly_the_same() -> None:
    (found,) = likely_duplicates(NEW, [_other(place=None, text=NEW.text)])
    assert "位置不详" in str(found)


def test_the_likeliest_comes_first() -> None:
    others = [_other(key="b"), _other(key="a", text=NEW.text), _other(key="c", category="")]
    found = likely_duplicates(NEW, others, Nearness(metres=20))
    assert [likely.key for likely in found] == ["a", "b", "c"]


PLACES = st.tuples(st.floats(73, 136), st.floats(3, 54))


@given(PLACES, PLACES)
def test_distance_is_a_distance(here: tuple[float, float], there: tuple[float, float]) -> None:
    assert metres_between(here, here) == 0
    assert abs(metres_between(here, there) - metres_between(there, here)) < 1e-3
    assert 0 <= metres_between(here, there) < 20_100_000
