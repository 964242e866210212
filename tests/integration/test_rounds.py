"""Rounds: one case a member, once however often it is run; reminders; the sheet by unit."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import Settings

from integration.grid import Deployment, deploy, person
from lantu.apps.people.background.models import OutboxRow
from lantu.apps.people.confidential import new_key
from lantu.apps.people.models import User
from lantu.apps.people.permissions import Role
from lantu.apps.tracking.cases.actions import Act, step
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.queries.waiting import inbox
from lantu.apps.tracking.enabling.models import EnabledPack
from lantu.apps.tracking.records.actions import add_record
from lantu.apps.tracking.rounds.actions import remind_of_round, run_round, trigger_round
from lantu.apps.tracking.rounds.queries import round_runs, round_standings
from lantu.kernel.errors import Forbidden

PATROL = "grid_governance.weekly_patrol"


@pytest.fixture
def grid(db: None, settings: Settings) -> Deployment:
    settings.FIELD_KEY = new_key()
    found = deploy()
    EnabledPack.objects.update(since=timezone.now() - timedelta(days=30))
    for name, area, until in (
        ("桥头一格", "990102001001001", None), ("桥头二格", "990102001001002", None),
        ("旧网格", "990102002001001", "2026-01-01"),
    ):  # fmt: skip
        add_record(
            by=found.people["规划科"], register="grid_governance.grids",
            values={"name": name, "area": found.paths[area], "kind": "基础网格", "unit": "市政所",
                    "since": "2025-01-01", "until": until},
        )  # fmt: skip
    return found


def test_one_case_a_member_however_often(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    today = timezone.localdate()
    runs = run_round(by=officer, round=PATROL, today=today)
    assert runs
    assert Case.objects.count() == 2 * len(runs)
    run_round(by=officer, round=PATROL, today=today)
    assert Case.objects.count() == 2 * len(runs)
    waiting = inbox(grid.people["网格员"]).tasks
    assert {task.case.title.rpartition("：")[2] for task in waiting} == {"桥头一格"}


def test_who_has_answered_and_who_is_told(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    run = trigger_round(by=officer, round=PATROL, label="汛期加巡", why="暴雨预警")
    case = Case.objects.get(title__endswith="桥头一格")
    done = {"patrolled_on": str(timezone.localdate()), "found": "0", "note": "未发现问题"}
    step(by=grid.people["网格员"], case=case.pk, seen=1, what=Act(action="submit", values=done))
    sheet = round_standings(officer, run.pk)
    assert [(s.expected, s.on_time, s.waiting) for s in sheet.sums] == [(2, 1, 1)]
    assert list(sheet.units.values()) == ["市政所"]
    late = timezone.now() + timedelta(days=30)
    assert remind_of_round(by=officer, run=run.pk, now=late) == 1
    told = OutboxRow.objects.get(kind="people.tell").payload
    assert told["users"] == [grid.people["市政"].user]
    assert "桥头二格" in told["text"]
    assert [line.run.trigger for line in round_runs(officer)] == ["暴雨预警"]


def _browser(name: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_nobody_is_late_with_what_was_never_asked(grid: Deployment) -> None:
    """The pack runs for a month, the grids are new: only windows that are still open ask them."""
    runs = run_round(by=grid.people["规划科"], round=PATROL)
    assert runs
    assert all(run.due_at > timezone.now() and run.members == 2 for run in runs)


def test_the_pages_open_remind_and_sum_up(grid: Deployment) -> None:
    officer = _browser("规划科")
    page = officer.get("/rounds/grid_governance/").content.decode()
    assert "在用网格" in page
    assert "现有 2 条" in page
    bare = officer.post(
        "/rounds/grid_governance/start/", {"round": "weekly_patrol", "extra": "1", "label": "加巡"}
    )
    assert bare.status_code == 400
    assert "没有写明名称或缘由" in bare.content.decode()
    given = {"round": "weekly_patrol", "extra": "1", "label": "加巡", "why": "暴雨"}
    opened = officer.post("/rounds/grid_governance/start/", given, follow=True)
    address = opened.redirect_chain[-1][0]
    shown = opened.content.decode()
    assert "应报 <b>2</b>" in shown
    assert shown.count('href="/cases/') == 2
    told = officer.post(f"{address}remind/").content.decode()
    assert "已催 1 个单位" in told
    assert OutboxRow.objects.filter(kind="people.tell").count() == 1
    book = load_workbook(io.BytesIO(officer.get(f"{address[:-1]}.xlsx").content))
    total, names = book.worksheets
    assert [cell.value for cell in total[2]][:6] == ["市政所", 2, 0, 0, 2, 0]
    assert {row[0].value for row in names.iter_rows(min_row=2)} == {"桥头一格", "桥头二格"}
    assert "桥头一格" in officer.get(f"{address}?standing=waiting").content.decode()
    assert "桥头一格" not in officer.get(f"{address}?standing=late").content.decode()


def test_a_neighbour_sees_nothing_of_others_and_opens_nothing(grid: Deployment) -> None:
    run = trigger_round(by=grid.people["规划科"], round=PATROL, label="加巡", why="暴雨")
    neighbour = _browser("邻网格员")
    assert "桥头一格" not in neighbour.get(f"/round/{run.pk}/").content.decode()
    assert "现有 0 条" in neighbour.get("/rounds/grid_governance/").content.decode()
    assert neighbour.post(f"/round/{run.pk}/remind/").status_code == 403


def test_another_units_reviewer_runs_no_round(grid: Deployment) -> None:
    other = person("市政审核", Role.REVIEWER, grid.units["市政所"])
    with pytest.raises(Forbidden) as refused:
        trigger_round(by=other, round=PATROL, label="加巡", why="暴雨")
    assert refused.value.code == "tracking.round.keeper"
    run = trigger_round(by=grid.people["派遣员"], round=PATROL, label="加巡", why="暴雨")
    with pytest.raises(Forbidden):
        remind_of_round(by=other, run=run.pk, everyone=True)
