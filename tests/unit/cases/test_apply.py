"""A case step by step: the seven steps of a grid case, measures, joins, refusals with reasons."""

from datetime import timedelta

import pytest

from lantu.engines.cases.apply import apply, choices, replay, tasks
from lantu.engines.cases.case import EventKind, Outcome
from lantu.engines.cases.clock import clock, fork_clock, next_due
from lantu.engines.cases.process import Flow, MeasureKind
from lantu.kernel.errors import Conflict
from unit.cases.processes import AREAS, CALENDAR, GRID, MONDAY, Story, actor, joint, process

GRID_PROCESS = process(GRID)


def _dispatched(**values: object) -> Story:
    story = Story(GRID_PROCESS, before="a.jpg", **values)
    story.step("file", "acceptor", values={"category": "路面破损"}).went()
    story.step("dispatch", "dispatcher").went()
    return story.measure("assign", "dispatcher", target="市政所").went()


def test_the_seven_steps() -> None:
    story = _dispatched()
    assert [task.state for task in tasks(GRID_PROCESS, story.case)] == ["handling"]
    assert story.case.papers[0].template == "受理通知书"
    story.later(days=1).step("reply", "handler", "市政所", values={"after": "b.jpg"}).went()
    story.step("close", "checker").went()
    assert story.case.outcome is Outcome.CLOSED
    assert tasks(GRID_PROCESS, story.case) == ()
    assert story.case.values == {"before": "a.jpg", "category": "路面破损", "after": "b.jpg"}
    assert [stage.state for stage in story.case.past] == [
        "reported",
        "filed",
        "handling",
        "checking",
    ]
    assert replay(GRID_PROCESS, story.events) == story.case


def test_found_and_solved_on_the_spot() -> None:
    story = Story(GRID_PROCESS)
    photos = {"before": "a.jpg", "after": "b.jpg"}
    story.step("self_close", "grid_worker", values=photos).went()
    assert story.case.outcome is Outcome.CLOSED
    assert story.case.seq == 2


@pytest.mark.parametrize(
    ("action", "role", "rest", "code", "word"),
    [
        ("close", "acceptor", {}, "cases.action", "可办：立案、自办自结、不予立案"),
        ("file", "handler", {"values": {"category": "x"}}, "cases.role", "acceptor"),
        ("file", "acceptor", {}, "cases.fields", "category"),
        ("reject", "acceptor", {}, "cases.reason", "理由"),
        ("file", "acceptor", {"seq": 1}, "cases.order", "刷新"),
        ("file", "acceptor", {"seq": 3}, "cases.order", "刷新"),
        ("file", "acceptor", {"branch": "main/x"}, "cases.branch", "main/x"),
    ],
)
def test_refused_steps_say_what_to_do(
    action: str, role: str, rest: dict[str, object], code: str, word: str
) -> None:
    story = Story(GRID_PROCESS)
    before = story.case
    story.step(action, role, **rest)
    assert story.refusal is not None
    assert story.refusal.code == code
    assert word in story.refusal.reason
    assert story.case == before


def test_of_two_handlers_at_once_the_second_is_told_what_the_first_did() -> None:
    story = _dispatched()
    seq = story.case.seq + 1
    story.tell(EventKind.STEP, actor("handler", organisation="市政所"), seq, action="reply",
               values={"after": "b.jpg"})  # fmt: skip
    story.went()
    story.tell(EventKind.STEP, actor("handler", organisation="市政所"), seq, action="send_back",
               reason="不归我管")  # fmt: skip
    assert story.refusal is not None
    assert story.refusal.reason == "案件刚有新进展（handler甲 反馈），请刷新后再办。"


def test_only_the_unit_it_is_assigned_to_may_handle_it() -> None:
    story = _dispatched().step("reply", "handler", "环卫所", values={"after": "b.jpg"})
    assert story.refusal is not None
    assert "市政所" in story.refusal.reason
    someone_else = choices(GRID_PROCESS, story.case, actor("handler", organisation="环卫所"))
    assert all(choice.kind is not EventKind.STEP for choice in someone_else)


def test_time_does_not_run_backwards() -> None:
    story = Story(GRID_PROCESS).later(hours=-1).step("reject", "acceptor", reason="重复")
    assert story.refusal is not None
    assert story.refusal.code == "cases.time"


def test_rework_goes_back_to_the_same_hands_and_needs_new_proof() -> None:
    story = _dispatched().step("reply", "handler", "市政所", values={"after": "b.jpg"})
    story.step("redo", "checker", reason="坑还在").went()
    assert story.case.flows[-1] is Flow.REWORK
    assert tasks(GRID_PROCESS, story.case)[0].organisation == "市政所"
    assert story.step("reply", "handler", "市政所").refusal is not None
    story.step("reply", "handler", "市政所", values={"after": "c.jpg"}).went()


def test_what_was_sent_back_does_not_return_to_the_same_hands() -> None:
    story = _dispatched().step("send_back", "handler", "市政所", reason="属于环卫").went()
    story.step("dispatch", "dispatcher").went()
    assert tasks(GRID_PROCESS, story.case)[0].organisation == ""


def test_a_step_can_name_the_unit_that_goes_on() -> None:
    story = Story(GRID_PROCESS).step("file", "acceptor", values={"category": "x"})
    story.step("dispatch", "dispatcher", target="环卫所", person="李四").went()
    task = tasks(GRID_PROCESS, story.case)[0]
    assert (task.organisation, task.person) == ("环卫所", "李四")


def test_an_extension_waits_for_approval_and_lengthens_both_clocks() -> None:
    story = _dispatched().measure("extend", "handler", "市政所", reason="缺料", amount=3).went()
    handling = tasks(GRID_PROCESS, story.case)[0].stage
    assert handling.extended == 0
    assert story.measure("extend", "handler", "市政所", reason="缺料", amount=1).refusal is not None
    asked = story.case.requests[0].seq
    assert story.answer(True, "handler", asked).refusal is not None
    story.answer(True, "dispatcher", asked).went()
    assert tasks(GRID_PROCESS, story.case)[0].stage.extended == 3
    assert story.case.whole.extended == 3
    bar = clock(story.case, story.case.whole, CALENDAR, MONDAY)
    assert bar is not None
    assert bar.total == 13
    too_long = story.measure("extend", "handler", "市政所", reason="缺料", amount=6)
    assert too_long.refusal is not None
    assert "最多 5" in too_long.refusal.reason


def test_what_cannot_take_effect_is_refused_when_it_is_asked() -> None:
    story = _dispatched().measure("extend", "handler", "市政所", reason="缺料")
    assert story.refusal is not None
    assert story.refusal.reason == "请写明延长多少个工作日。"
    assert story.case.requests == ()


def test_extensions_are_used_up() -> None:
    story = _dispatched()
    for _ in range(2):
        story.measure("extend", "dispatcher", reason="缺料", amount=1).went()
    refused = story.measure("extend", "dispatcher", reason="缺料", amount=1).refusal
    assert refused is not None
    assert refused.reason == "延期最多 2 次，已用完。"


def test_a_denied_request_changes_nothing_but_is_answered() -> None:
    story = _dispatched().measure("void", "dispatcher", reason="重复上报").went()
    asked = story.case.requests[0].seq
    assert story.answer(False, "leader", asked).refusal is not None  # a refusal has its reason
    story.answer(False, "leader", asked, reason="不是同一处").went()
    assert story.case.requests == ()
    assert story.answer(True, "leader", asked).refusal is not None


def test_a_deadline_passes_during_a_suspension() -> None:
    story = _dispatched().later(days=1)
    story.measure("suspend", "handler", "市政所", reason="等材料").went()
    story.answer(True, "leader", story.case.requests[0].seq).went()
    handling = tasks(GRID_PROCESS, story.case)[0].stage
    weeks_later = clock(story.case, handling, CALENDAR, story.moment(days=21))
    assert weeks_later is not None
    assert (str(weeks_later), weeks_later.due, weeks_later.used) == ("暂停计时", None, 1)
    assert next_due(story.case, CALENDAR) is None
    refused = story.step("reply", "handler", "市政所", values={"after": "b.jpg"}).refusal
    assert refused is not None
    assert "等材料" in refused.reason
    story.at = story.moment(days=21)  # Monday 23 March
    story.measure("resume", "leader").went()
    resumed = clock(story.case, handling, CALENDAR, story.at)
    assert resumed is not None
    assert resumed.due is not None
    assert resumed.due.day.isoformat() == "2026-03-27"  # four of five working days remain
    assert str(resumed) == "还剩 4 个工作日"


def test_excluded_time_lets_work_go_on_and_is_told_in_writing() -> None:
    story = _dispatched().measure("exclude", "handler", "市政所", reason="专家评审").went()
    assert [paper.template for paper in story.case.papers][-1] == "扣除时间告知书"
    story.later(days=7).step("reply", "handler", "市政所", values={"after": "b.jpg"}).went()
    handling = story.case.past[-1]
    bar = clock(story.case, handling, CALENDAR, story.at)
    assert bar is not None
    assert (bar.used, bar.late, bar.finished) == (0, False, True)


def test_the_limit_of_a_category_is_in_hours() -> None:
    story = Story(GRID_PROCESS).step("file", "acceptor", values={"category": "井盖缺失"})
    story.step("dispatch", "dispatcher").went()
    handling = tasks(GRID_PROCESS, story.case)[0].stage
    bar = clock(story.case, handling, CALENDAR, story.moment(hours=3))
    assert str(bar) == "还剩 1.0 小时"
    late = clock(story.case, handling, CALENDAR, story.moment(hours=5))
    assert str(late) == "逾期 1.0 小时"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "还剩 5 个工作日"), (7, "今天到期"), (4, "还剩 1 个工作日"), (8, "逾期 1 个工作日")],
)
def test_time_bar_words(days: int, words: str) -> None:
    story = _dispatched()
    stage = tasks(GRID_PROCESS, story.case)[0].stage
    assert str(clock(story.case, stage, CALENDAR, story.moment(days=days))) == words


def test_a_stay_without_limit_has_no_clock() -> None:
    story = Story(GRID_PROCESS).step("file", "acceptor", values={"category": "x"})
    assert clock(story.case, story.case.branches[0].stage, CALENDAR, MONDAY) is None


def test_closed_is_not_solved() -> None:
    story = _dispatched().step("reply", "handler", "市政所", values={"after": "b.jpg"})
    assert story.measure("reopen", "reporter", reason="还有坑").refusal is not None
    story.step("close", "checker").went()
    assert story.step("close", "checker").refusal is not None
    said = {"solved": False, "satisfaction": 2}
    story.measure("feedback", "reporter", reason="没修平", values=said).went()
    assert story.case.feedback[0].solved is False
    assert story.measure("feedback", "reporter", values={"satisfaction": 9}).refusal is not None
    urged = story.measure("urge", "reporter").refusal
    assert urged is not None
    assert "可申请重办" in urged.reason
    story.later(days=3).measure("reopen", "reporter", reason="还有坑").went()
    assert story.case.outcome is None
    assert tasks(GRID_PROCESS, story.case)[0].state == "filed"
    assert story.case.whole.entered == story.at
    assert MeasureKind.REOPEN in story.case.taken
    assert replay(GRID_PROCESS, story.events) == story.case


def test_the_time_to_reopen_ends() -> None:
    story = Story(GRID_PROCESS).step("reject", "acceptor", reason="不属实").went()
    story.later(days=31)
    refused = story.measure("reopen", "reporter", reason="属实").refusal
    assert refused is not None
    assert "30 天" in refused.reason


def test_an_appeal_sends_the_case_back_to_dispatch() -> None:
    story = _dispatched().measure("appeal", "handler", "市政所", reason="属于环卫").went()
    story.answer(True, "leader", story.case.requests[0].seq).went()
    assert tasks(GRID_PROCESS, story.case)[0].state == "filed"


def test_escalation_climbs_to_the_top_and_no_further() -> None:
    story = _dispatched()
    for area in AREAS[1:]:
        story.measure("escalate", "dispatcher", reason="协调不动").went()
        assert tasks(GRID_PROCESS, story.case)[0].area == area
    assert story.case.escalations[0].reason == "协调不动"
    assert story.measure("escalate", "dispatcher", reason="再升").refusal is not None


def test_a_merged_case_ends_and_points_at_the_other() -> None:
    story = _dispatched()
    assert story.measure("merge", "dispatcher", reason="同一处", target="案-1").refusal is not None
    story.measure("merge", "dispatcher", reason="同一处", target="案-0").went()
    assert (story.case.outcome, story.case.merged_into) == (Outcome.MERGED, "案-0")
    reopened = story.measure("reopen", "reporter", reason="x").refusal
    assert reopened is not None
    assert "案-0" in reopened.reason
    other = Story(GRID_PROCESS).measure("absorb", "system", target="案-1").went()
    assert other.case.absorbed == ("案-1",)


def test_a_case_waits_for_its_subcases() -> None:
    story = _dispatched().measure("subcase", "dispatcher", target="案-1-1").went()
    story.step("reply", "handler", "市政所", values={"after": "b.jpg"}).went()
    refused = story.step("close", "checker").refusal
    assert refused is not None
    assert "案-1-1" in refused.reason
    story.measure("subcase_ended", "system", target="案-1-1").went()
    assert story.step("close", "checker").went().case.outcome is Outcome.CLOSED


def test_a_measure_that_the_process_lacks() -> None:
    story = Story(process(joint("all"))).measure("urge", "clerk")
    assert story.refusal is not None
    assert story.refusal.reason == "“并联审批”流程没有设“催办”。"
    assert story.measure("fly", "clerk").refusal is not None


def test_a_history_that_cannot_have_happened() -> None:
    story = _dispatched()
    with pytest.raises(Conflict, match="第 3 步不能重演"):
        replay(GRID_PROCESS, [story.events[0], story.events[2]])
    with pytest.raises(Conflict):
        replay(GRID_PROCESS, [])
    assert apply(GRID_PROCESS, None, story.events[1]) is not None


def _joined(join: str, quorum: int = 0, otherwise: str = "refused") -> Story:
    return Story(process(joint(join, quorum, otherwise))).step("send", "clerk").went()


def _states(story: Story) -> set[str]:
    return {task.state for task in tasks(story.process, story.case)}


@pytest.mark.parametrize(
    ("join", "quorum", "needed"), [("all", 0, 3), ("any", 0, 1), ("quorum", 2, 2)]
)
def test_joins(join: str, quorum: int, needed: int) -> None:
    story = _joined(join, quorum)
    assert _states(story) == {"fire_check", "health_check", "land_check"}
    for number, part in enumerate(("fire", "health", "land"), 1):
        story.step("pass", part, branch=f"main/{part}").went()
        assert (_states(story) == {"sum"}) is (number == needed)
        if number == needed:
            break
    assert [branch.name for branch in story.case.branches] == ["main"]
    story.step("again", "clerk", reason="材料有变").went()
    assert len(_states(story)) == 3


def test_a_join_where_one_branch_is_voided() -> None:
    story = _joined("all").measure("void", "clerk", reason="不涉及消防", branch="main/fire").went()
    assert _states(story) == {"health_check", "land_check"}
    assert story.step("pass", "fire", branch="main/fire").refusal is not None
    story.step("pass", "health", branch="main/health").step("pass", "land", branch="main/land")
    assert _states(story) == {"sum"}


def test_a_quorum_that_can_no_longer_be_met_goes_the_other_way() -> None:
    story = _joined("quorum", 2).measure("void", "clerk", reason="a", branch="main/fire").went()
    story.measure("void", "clerk", reason="b", branch="main/land").went()
    assert story.case.outcome is Outcome.VOID


def test_without_another_way_the_last_needed_branch_cannot_be_voided() -> None:
    story = _joined("quorum", 3, otherwise="")
    refused = story.measure("void", "clerk", reason="a", branch="main/fire").refusal
    assert refused is not None
    assert "不足以汇合" in refused.reason
    assert len(_states(story)) == 3
    story.measure("void", "clerk", reason="整案撤回").went()
    assert story.case.outcome is Outcome.VOID


def test_the_clock_of_a_fork_is_its_longest_branch() -> None:
    story = _joined("all")
    main = story.case.branch("main")
    assert main is not None
    bar = fork_clock(story.process, story.case, main, CALENDAR, MONDAY + timedelta(days=1))
    assert bar is not None
    assert (bar.total, bar.used) == (4, 1)


def test_choices_are_what_an_actor_may_do() -> None:
    story = _dispatched()
    mine = choices(GRID_PROCESS, story.case, actor("handler", organisation="市政所"))
    assert [c.title for c in mine] == ["反馈", "退回", "延期", "缓办", "扣除时间", "申诉"]
    assert mine[0].needs == ("after",)
    story.measure("void", "dispatcher", reason="误报").went()
    leader = choices(GRID_PROCESS, story.case, actor("leader"))
    assert [c.title for c in leader if c.request] == ["同意作废", "不同意作废"]
