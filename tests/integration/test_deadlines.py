"""What time does to cases: reminders, one level up for each stay that is late, nothing while it is
stopped, and the same however often and however late the jobs run."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from integration.grid import HANDLING, Deployment, deploy, person, report
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.background.models import JobRun, OutboxRow
from lantu.apps.people.background.outbox import work_off
from lantu.apps.people.background.schedule import JOBS, run_due
from lantu.apps.people.confidential import new_key
from lantu.apps.people.models import Notice, Organisation, Succession
from lantu.apps.people.permissions import Role
from lantu.apps.tracking.cases import actions, overdue
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.tracking.cases.models import Case, CaseEvent, CaseTask
from lantu.apps.tracking.cases.queries.detail import case_detail
from lantu.apps.tracking.jobs import SWEEP, remind
from lantu.apps.tracking.records.actions import add_record
from lantu.engines.cases.case import EventKind
from lantu.kernel.errors import Conflict


@pytest.fixture
def grid(db: None, settings: Settings) -> Deployment:
    settings.FIELD_KEY = new_key()
    return deploy()


def opened(grid: Deployment, **more: object) -> Case:
    values = report(grid.paths, small_class="雨水井盖", **more)
    return actions.open_case(by=grid.people["网格员"], process=HANDLING, values=values).case


def took(grid: Deployment, case: Case, who: str, what: Act) -> Case:
    return actions.step(by=grid.people[who], case=case.pk, seen=case.row_version, what=what)


def handled(grid: Deployment) -> Case:
    case = took(grid, opened(grid), "受理员",
                Act(action="file", values={"small_class": "雨水井盖"}))  # fmt: skip
    return took(grid, case, "派遣员", Act(action="dispatch", values={"unit": "市政所"}))


def on_duty(grid: Deployment, unit: str, area: str) -> None:
    add_record(
        by=SYSTEM, register="grid_governance.duty_list",
        values={"area": area, "role": "处置单位", "organisation": str(grid.units[unit].pk)},
    )  # fmt: skip


def notices() -> list[tuple[str, str]]:
    """(account, title) of what people were told."""
    while work_off(timezone.now()):
        pass
    rows = Notice.objects.order_by("pk").select_related("user")
    return [(row.user.username, row.title) for row in rows]


LATE = timedelta(days=40)


def test_who_is_late_is_told_and_the_branch_goes_up_to_whoever_is_on_duty_there(
    grid: Deployment,
) -> None:
    on_duty(grid, "环卫所", grid.paths["990102001"])
    case = handled(grid)
    assert overdue.raise_overdue(timezone.now() + LATE) == 1
    case.refresh_from_db()
    task = CaseTask.objects.get(case=case)
    assert (task.organisation_id, task.raised) == (grid.units["环卫所"].pk, True)
    assert task.stands == grid.paths["990102001"]
    reasons = list(
        CaseEvent.objects.filter(case=case).order_by("seq").values_list("reason", flat=True)
    )
    assert reasons[-2] == "到期未办，自动升级。"
    assert "桥头社区没有人值班，升至溪口街道" in reasons[-1]
    told = notices()
    assert ("市政", "已逾期：任务处理 桥头路口井盖破损") in told
    assert ("环卫", "逾期升级：任务处理 桥头路口井盖破损") in told


def test_nobody_on_duty_anywhere_leaves_it_at_the_top_and_says_so(grid: Deployment) -> None:
    case = handled(grid)
    overdue.raise_overdue(timezone.now() + LATE)
    detail = case_detail(grid.people["领导"], case.pk)
    assert "没有人值班" in detail.timeline[-1].reason
    assert [turn.area for turn in detail.turns] == ["云溪区"]


def test_run_again_it_does_nothing_more(grid: Deployment) -> None:
    case = handled(grid)
    for _ in range(3):
        overdue.raise_overdue(timezone.now() + LATE)
    case.refresh_from_db()
    escalations = CaseEvent.objects.filter(case=case, action="escalate")
    assert escalations.count() <= 2  # its own, and the duty list's climb to the top
    assert len([title for _, title in notices() if title.startswith("已逾期")]) == 1


def test_a_process_without_escalation_only_tells(grid: Deployment) -> None:
    worker = person("社区员", Role.GRID_WORKER, None, grid.paths["990102001001002"])
    values = {"area": grid.paths["990102001001002"]}
    case = actions.open_case(by=worker, process="grid_governance.patrol", values=values).case
    assert overdue.raise_overdue(timezone.now() + LATE) == 0
    assert overdue.raise_overdue(timezone.now() + LATE) == 0
    assert not CaseEvent.objects.filter(case=case, action="escalate").exists()
    assert CaseTask.objects.get(case=case).raised


def test_late_at_the_top_the_next_stay_is_told_of_as_well(grid: Deployment) -> None:
    values = report(grid.paths, small_class="雨水井盖", area=grid.paths["990102"])
    case = actions.open_case(by=SYSTEM, process=HANDLING, values=values).case
    assert overdue.raise_overdue(timezone.now() + LATE) == 0
    assert CaseTask.objects.get(case=case).raised
    case = took(grid, case, "受理员", Act(action="file", values={"small_class": "雨水井盖"}))
    assert not CaseTask.objects.get(case=case).raised
    assert overdue.raise_overdue(timezone.now() + LATE) == 0
    told = {title for _, title in notices() if title.startswith("已逾期")}
    assert len(told) == 2


def test_no_deadline_passes_while_a_case_is_suspended(grid: Deployment) -> None:
    case = handled(grid)
    ask = Act(kind=EventKind.MEASURE, action="suspend", reason="灯杆要定制")
    case = took(grid, case, "市政", ask)
    grant = Act(kind=EventKind.GRANT, request=case.row_version)
    case = took(grid, case, "领导", grant)
    assert CaseTask.objects.get(case=case).due is None
    assert overdue.raise_overdue(timezone.now() + LATE) == 0
    resume = Act(kind=EventKind.MEASURE, action="resume")
    case = took(grid, case, "市政", resume)
    task = CaseTask.objects.get(case=case)
    assert task.due is not None
    assert task.due > timezone.now()


def test_who_may_grant_is_told_of_the_request(grid: Deployment) -> None:
    case = handled(grid)
    took(grid, case, "市政", Act(kind=EventKind.MEASURE, action="suspend", reason="灯杆要定制"))
    assert ("领导", "等待批准缓办：桥头路口井盖破损") in notices()


def test_of_the_sweep_and_a_handler_at_once_the_second_is_told(grid: Deployment) -> None:
    case = handled(grid)
    overdue.raise_overdue(timezone.now() + LATE)
    with pytest.raises(Conflict, match=r"系统 升级|值班表"):
        took(grid, case, "市政", Act(action="refuse", reason="不属本所"))


def test_reminders_reach_units_and_posts_of_an_area(grid: Deployment) -> None:
    handled(grid)
    opened(grid, subject="石坡村路灯不亮", area=grid.paths["990102002001001"])
    remind(timezone.localdate() + timedelta(days=1))
    told = {who for who, title in notices() if "将到期或已逾期" in title}
    assert {"市政", "受理员"} <= told


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment at which the jobs think they run."""
    at = [timezone.now()]
    monkeypatch.setattr("lantu.apps.tracking.jobs.moment", lambda: at[0])
    return at


def test_after_downtime_the_jobs_catch_up_once(
    grid: Deployment, clock: list[datetime], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "lantu.apps.people.background.schedule.JOBS",
        {"tracking.deadlines": JOBS["tracking.deadlines"]},
    )
    handled(grid)
    first = date(2026, 5, 7)
    for day in (first, first + timedelta(days=30)):
        settings.TODAY = day
        clock[0] = timezone.now() + LATE if day != first else timezone.now()
        at = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())
        run_due(at)
        run_due(at)
    runs = JobRun.objects.filter(job="tracking.deadlines")
    assert runs.count() == 2  # not one for each day that was missed
    assert runs.exclude(ended_at=None).count() == 2
    assert CaseEvent.objects.filter(reason="到期未办，自动升级。").count() == 1
    assert OutboxRow.objects.waiting().filter(kind=SWEEP).count() == 1


def test_a_dissolved_unit_hands_on(grid: Deployment) -> None:
    case = handled(grid)
    heir = Organisation.objects.get(name="环卫所")
    day = date(2026, 1, 1)
    Succession.objects.create(
        old=grid.units["市政所"], new=heir, day=day, document="青编〔2026〕1号"
    )
    assert overdue.pass_to_successors(day) == 1
    assert overdue.pass_to_successors(day) == 0
    assert CaseTask.objects.get(case=case).organisation_id == heir.pk
