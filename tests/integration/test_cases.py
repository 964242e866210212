"""Cases through the actions: opened, assigned, stepped, merged, divided, followed by a receipt."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from integration.grid import HANDLING, Deployment, deploy, report
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.audit.verifying import verify
from lantu.apps.people.confidential import new_key
from lantu.apps.people.files.actions import keep_file
from lantu.apps.people.files.reading import readable
from lantu.apps.people.models import AuditEvent
from lantu.apps.tracking.cases import actions, history, overdue, public
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.tracking.cases.models import Case, CaseEvent, CaseTask, Paper
from lantu.apps.tracking.cases.queries.detail import case_detail, paper_of
from lantu.apps.tracking.cases.queries.lists import CaseFilter, case_page, count_cases
from lantu.apps.tracking.cases.queries.performance import figures, league
from lantu.apps.tracking.cases.queries.waiting import board, inbox
from lantu.apps.tracking.cases.tallying import count_cases_now, tally_month
from lantu.apps.tracking.records.actions import add_record
from lantu.apps.tracking.records.retention import erase_due
from lantu.engines.cases.case import EventKind
from lantu.kernel.errors import Conflict, Forbidden, Invalid, NotFound

STEPS = (
    ("受理员", Act(action="file", values={"small_class": "雨水井盖"})),
    ("派遣员", Act(action="dispatch", values={"unit": "市政所"})),
    ("市政", Act(action="reply", values={"measure_taken": "已更换"})),
)


@pytest.fixture
def grid(db: None, settings: Settings) -> Deployment:
    settings.FIELD_KEY = new_key()
    return deploy()


def opened(grid: Deployment, who: str = "网格员", **more: object) -> Case:
    found = actions.open_case(
        by=grid.people[who], process=HANDLING, values=report(grid.paths, **more)
    )
    return found.case


def took(grid: Deployment, case: Case, who: str, what: Act) -> Case:
    return actions.step(by=grid.people[who], case=case.pk, seen=case.row_version, what=what)


def handled(grid: Deployment) -> Case:
    """A case that the municipal unit has in hand."""
    case = opened(grid)
    for who, what in STEPS[:2]:
        case = took(grid, case, who, what)
    return case


def test_a_case_goes_its_way(grid: Deployment) -> None:
    case = opened(grid)
    assert (case.state, case.row_version) == ("collected", 1)
    case = took(grid, case, *STEPS[0])
    case = took(grid, case, *STEPS[1])
    assert (case.state, case.organisation_id) == ("handling", grid.units["市政所"].pk)
    task = CaseTask.objects.get(case=case)
    assert (task.state, task.organisation_id) == ("handling", grid.units["市政所"].pk)
    papers = list(Paper.objects.values_list("number", flat=True))
    year = timezone.localtime().year
    assert papers == [f"网受〔{year}〕1号", f"网派〔{year}〕1号"]
    body = paper_of(grid.people["领导"], Paper.objects.last().pk).body  # type: ignore[union-attr]
    assert case.number in body
    assert "市政所：" in body
    assert AuditEvent.objects.filter(object_kind="tracking.case").count() == 3


def test_a_step_costs_few_statements(grid: Deployment) -> None:
    case = opened(grid)
    case = took(grid, case, "受理员", STEPS[0][1])
    history.forget()
    with CaptureQueriesContext(
        connection,
    ) as told:
        took(grid, case, "派遣员", Act(kind=EventKind.MEASURE, action="note", reason="已电话联系"))
    words = [one["sql"][:60] for one in told if "SAVEPOINT" not in one["sql"]]
    assert len(words) <= 6, words


def test_grid_worker_closes_at_once(grid: Deployment, settings: Settings, tmp_path: Path) -> None:
    """自办自结: reported and solved in one transaction, or not reported at all."""
    settings.HOME = tmp_path
    worker = grid.people["网格员"]
    photos = [keep_file(by=worker, name="p.png", data=picture(n)).sha256 for n in (1, 2)]
    solved = Act(action="self_close", values={"small_class": "雨水井盖", "after": [photos[1]]})
    with pytest.raises(Invalid, match="现场照片"):
        actions.open_case(by=worker, process=HANDLING, values=report(grid.paths), then=solved)
    assert not Case.objects.exists()
    values = report(grid.paths)
    solved = replace(solved, values={**solved.values, "before": photos[:1]})
    found = actions.open_case(by=worker, process=HANDLING, values=values, then=solved)
    assert found.case.outcome == "closed"
    assert not CaseTask.objects.exists()
    assert readable(grid.people["受理员"], photos[0]).is_picture
    with pytest.raises(NotFound):
        readable(grid.people["邻网格员"], photos[0])


def picture(shade: int) -> bytes:
    data = BytesIO()
    Image.new("RGB", (4, 4), (shade, 0, 0)).save(data, "PNG")
    return data.getvalue()


def test_every_wrong_field_is_named(grid: Deployment) -> None:
    with pytest.raises(Invalid) as caught:
        opened(grid, channel="飞鸽", reported_on="昨天", subject="")
    places = {place for place, _, _ in caught.value.data["findings"]}  # type: ignore[union-attr]
    assert places == {"channel", "reported_on", "subject"}


def test_the_second_of_two_is_told(grid: Deployment) -> None:
    case = opened(grid)
    took(grid, case, *STEPS[0])
    with pytest.raises(Conflict) as caught:
        actions.step(by=grid.people["受理员"], case=case.pk, seen=1, what=Act(action="verify"))
    assert (caught.value.data["seen"], caught.value.data["now"]) == (1, 2)
    assert "受理员 立案" in str(caught.value.data["last"])


def test_the_wrong_hands_are_refused(grid: Deployment) -> None:
    case = opened(grid)
    with pytest.raises(Forbidden, match="受理员"):
        took(grid, case, "网格员", Act(action="file", values={"small_class": "雨水井盖"}))
    with pytest.raises(NotFound):
        took(grid, case, "邻网格员", Act(action="file"))
    case = handled(grid)
    with pytest.raises(NotFound):
        took(grid, case, "环卫", STEPS[2][1])
    with pytest.raises(Invalid, match="写明理由"):
        took(grid, case, "市政", Act(action="refuse"))


def test_lists_detail_inbox_board(grid: Deployment) -> None:
    case = opened(grid, reporter_phone="13812345678")
    boss = grid.people["领导"]
    for chosen in (
        CaseFilter(process=HANDLING), CaseFilter(process=HANDLING, open=True),
        CaseFilter(words="井盖"), CaseFilter(number=case.number),
        CaseFilter(area=grid.paths["990102001"], source="网格员"),
    ):  # fmt: skip
        page = case_page(boss, chosen, columns=["subject", "channel", "area", "reporter_phone"])
        assert [line.number for line in page.lines] == [case.number]
        assert count_cases(boss, chosen).n == 1
    assert page.lines[0].values == {"subject": "桥头路口井盖破损", "channel": "网格员",
                                    "area": "第01网格"}  # fmt: skip
    detail = case_detail(grid.people["受理员"], case.pk)
    assert {c.action for c in detail.choices} >= {"file", "reject", "verify"}
    assert "138****5678" in {v.words for v in detail.values}
    assert [moment.did for moment in detail.timeline] == ["上报"]
    assert "13812345678" not in str(CaseEvent.objects.get().values)
    assert actions.reveal(by=grid.people["受理员"], case=case.pk, reason="核对") == {
        "reporter_phone": "13812345678"
    }
    assert [w.case.id for w in inbox(grid.people["受理员"]).tasks] == [case.pk]
    assert inbox(grid.people["市政"]).total == 0
    assert next(c.n for c in board(boss, HANDLING)) == 1


def test_pages_follow_each_other_by_key(grid: Deployment) -> None:
    cases = [opened(grid, subject=f"第 {n} 处破损", channel="居民") for n in range(7)]
    for order, expected in (("-opened", cases[::-1]), ("opened", cases), ("due", cases)):
        found, after = [], ""
        while True:
            page = case_page(
                grid.people["领导"], CaseFilter(process=HANDLING), order=order, after=after, size=3
            )
            found += [line.id for line in page.lines]
            after = page.after
            if not after:
                break
        assert found == [case.pk for case in expected], order


def test_the_duty_list_assigns(grid: Deployment) -> None:
    """Least loaded first; nobody on duty goes up and says why."""
    for unit in ("市政所", "环卫所"):
        add_record(
            by=grid.people["受理员"], register="grid_governance.duty_list",
            values={"area": grid.paths["990102"], "role": "处置单位", "organisation": unit},
        )  # fmt: skip
    units = []
    for _ in range(2):
        case = took(grid, opened(grid), *STEPS[0])
        hand = took(grid, case, "派遣员", Act(action="dispatch", values={"unit": "市政所"}))
        case = took(grid, hand, "市政", Act(action="refuse", reason="不属本单位职责"))
        units.append(case.state)
    assert units == ["filed", "filed"]


def test_duplicates_are_proposed_and_merged(grid: Deployment) -> None:
    first = opened(grid)
    second = actions.open_case(
        by=grid.people["网格员"], process=HANDLING,
        values=report(grid.paths, subject="桥头路口井盖破了", place="113.8201,34.0301"),
    )  # fmt: skip
    assert [one.key for one in second.likely] == [first.number]
    gone = actions.merge(
        by=grid.people["受理员"], case=second.case.pk, seen=1, into=first.pk, reason="同一处"
    )
    assert (gone.outcome, gone.merged_into_id) == ("merged", first.pk)
    assert not CaseTask.objects.filter(case=gone).exists()
    detail = case_detail(grid.people["领导"], first.pk)
    assert detail.case.absorbed == (gone.number,)


def test_a_sub_case_holds_its_case_open(grid: Deployment) -> None:
    upper = took(grid, opened(grid), *STEPS[0])
    found = actions.divide(
        by=grid.people["派遣员"], case=upper.pk, seen=upper.row_version, process=HANDLING,
        values=report(grid.paths, subject="同路段另一处"),
    )  # fmt: skip
    assert found.case.parent_id == upper.pk
    took(grid, found.case, "受理员", Act(action="reject", reason="已随主案处理"))
    detail = case_detail(grid.people["领导"], upper.pk)
    assert list(detail.case.subcases.items()) == [(found.case.number, True)]
    assert [line.id for line in detail.subcases] == [found.case.pk]


def test_bulk_step_answers_for_each(grid: Deployment) -> None:
    one, two = opened(grid), opened(grid)
    took(grid, two, "受理员", Act(action="verify"))
    done = actions.bulk_step(
        by=grid.people["受理员"], cases=[(one.pk, 1), (two.pk, 1)],
        what=Act(action="reject", reason="不在范围"),
    )  # fmt: skip
    assert [answer.error is None for answer in done] == [True, False]
    one.refresh_from_db()
    assert one.outcome == "void"


def test_a_request_waits_for_approval(grid: Deployment) -> None:
    case = handled(grid)
    asked = Act(kind=EventKind.MEASURE, action="extend", amount=3, reason="材料未到")
    case = took(grid, case, "市政", asked)
    due = CaseTask.objects.get(case=case).due
    granted = Act(kind=EventKind.GRANT, request=case.row_version)
    case = took(grid, case, "派遣员", granted)
    assert CaseTask.objects.get(case=case).due > due  # type: ignore[operator]
    paused = Act(kind=EventKind.MEASURE, action="suspend", reason="等待降雨结束")
    case = took(grid, case, "市政", paused)
    case = took(grid, case, "领导", Act(kind=EventKind.GRANT, request=case.row_version))
    assert CaseTask.objects.get(case=case).due is None
    with pytest.raises(Conflict, match="缓办"):
        took(grid, case, "市政", STEPS[2][1])


def test_residents_report_and_follow_without_an_account(grid: Deployment) -> None:
    values = report(grid.paths, channel="居民", reporter_name="张三", reporter_phone="13812345678")
    receipt = public.report(process=HANDLING, values=values)
    assert len(receipt.code.replace("-", "")) * 5 >= 60
    seen = public.follow(receipt.code.lower())
    assert (seen.number, seen.state) == (receipt.number, "信息收集")
    assert "张三" not in str(seen)
    for wrong in ("", "A" * 16, receipt.number):
        with pytest.raises(NotFound):
            public.follow(wrong)
    case = Case.objects.get()
    took(grid, case, "受理员", Act(action="reject", reason="已有人处理"))
    public.give_feedback(code=receipt.code, solved=False, satisfaction=2, comment="没有解决")
    public.reopen(code=receipt.code, reason="还是老样子")
    assert public.follow(receipt.code).state == "信息收集"
    everybody = public.public_case(case.pk)
    assert "居民" in {words for _, words in everybody.values}
    assert "桥头" not in str(everybody)


def test_overdue_branches_go_up_once(grid: Deployment) -> None:
    case = handled(grid)
    late = timezone.now() + timedelta(days=40)
    assert overdue.raise_overdue(late) >= 1
    assert overdue.raise_overdue(late) == 0
    detail = case_detail(grid.people["领导"], case.pk)
    assert detail.case.escalations[0].origin == grid.paths["990102001001001"]
    assert [turn.area for turn in detail.turns] == ["云溪区"]  # nobody is on duty on the way up


def test_sensitive_values_are_erased_and_the_trail_stays_whole(grid: Deployment) -> None:
    case = opened(grid, reported_on="2020-01-01", reporter_name="张三")
    took(grid, case, "受理员", Act(action="reject", reason="超出范围"))
    assert erase_due(by=grid.people["规划科"], today=date(2026, 1, 1)) == 1
    assert erase_due(by=grid.people["规划科"], today=date(2026, 1, 1)) == 0
    case.refresh_from_db()
    assert case.sealed == ""
    assert "保存期满" in case_detail(grid.people["领导"], case.pk).timeline[-1].reason
    seal_all()
    assert verify(timezone.now()).faults == ()


def test_figures_and_league_of_units(grid: Deployment) -> None:
    for _ in range(2):
        handled(grid)
    today = timezone.localdate()
    assert count_cases_now(timezone.now()) == 1
    assert tally_month(HANDLING, today.replace(day=1), timezone.now()) == 1
    boss = grid.people["领导"]
    found = figures(boss, HANDLING, today.replace(day=1), today)
    assert (found.tally.filed, found.tally.dispatched) == (2, 2)
    lines = league(boss, HANDLING, today.replace(day=1), today)
    assert [(line.name, line.rank) for line in lines] == [("市政所", None)]
    streets = league(boss, HANDLING, today.replace(day=1), today, by="street")
    assert [line.name for line in streets] == ["溪口街道"]
    neighbour = grid.people["邻网格员"]
    assert figures(neighbour, HANDLING, today.replace(day=1), today).tally.filed == 0
