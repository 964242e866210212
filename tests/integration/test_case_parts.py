"""What a case's page offers beside its steps: merging, sub-case, rating, sensitive values, measures
that wait for approval, reopening by the reporter; each for whoever may, and for nobody else."""

import pytest
from django.test import Client
from pytest_django import Settings

from integration.grid import HANDLING, Deployment, deploy, report
from lantu.apps.people.confidential import new_key
from lantu.apps.people.models import AuditEvent, User
from lantu.apps.tracking.cases import actions
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.tracking.cases.models import Case

PHOTO = "b" * 64


@pytest.fixture
def grid(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    settings.FIELD_KEY = new_key()
    for home in ("storing", "opening"):
        monkeypatch.setattr(f"lantu.apps.tracking.cases.{home}.cite_new", lambda *_: None)
    return deploy()


def browser(name: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def opened(grid: Deployment, who: str = "网格员", **more: object) -> Case:
    values = report(grid.paths, small_class="雨水井盖", **more)
    return actions.open_case(by=grid.people[who], process=HANDLING, values=values).case


def took(grid: Deployment, case: Case, who: str, action: str, **values: object) -> Case:
    what = Act(action=action, values=values, reason="写明理由")
    return actions.step(by=grid.people[who], case=case.pk, seen=case.row_version, what=what)


def handling(grid: Deployment) -> Case:
    case = took(grid, opened(grid), "受理员", "file", small_class="雨水井盖")
    return took(grid, case, "派遣员", "dispatch", unit="市政所")


def closed(grid: Deployment) -> Case:
    case = took(grid, handling(grid), "市政", "reply", after=[PHOTO], measure_taken="已更换")
    case = took(grid, case, "派遣员", "forward")
    return took(grid, case, "受理员", "close", check_photo=[PHOTO])


def sent(client: Client, case: Case, way: str, **given: object) -> int:
    version = Case.objects.get(pk=case.pk).row_version
    return client.post(f"/cases/{case.pk}/{way}/", {"version": version, **given}).status_code


def page(client: Client, case: Case) -> str:
    return client.get(f"/cases/{case.pk}/").content.decode()


def test_near_cases_are_proposed_and_one_is_merged_into_the_other(grid: Deployment) -> None:
    first, second = opened(grid), opened(grid, subject="桥头路口井盖破了", place="113.8201,34.03")
    far = opened(grid, subject="石坡村路灯不亮", place="113.9,34.2")
    desk = browser("受理员")
    shown = page(desk, second)
    assert first.number in shown
    assert "相距 9 米" in shown
    assert far.number not in shown
    assert "可能重复" not in page(browser("网格员"), second)
    assert sent(desk, second, "merge", reason="同一处") == 400
    assert sent(browser("网格员"), second, "merge", into=first.pk, reason="同一处") == 403
    assert sent(desk, second, "merge", into=first.pk, reason="同一处") == 302
    second.refresh_from_db()
    assert (second.outcome, second.merged_into_id) == ("merged", first.pk)
    assert second.title in page(desk, first)
    assert sent(desk, far, "merge", number=first.number, reason="按案号") == 302


def test_a_sub_case_is_made_on_its_form_and_holds_the_case_open(grid: Deployment) -> None:
    case = took(grid, opened(grid), "受理员", "file", small_class="雨水井盖")
    lead = browser("派遣员")
    form = lead.get(f"/cases/{case.pk}/subcase/").content.decode()
    assert grid.paths["990102001001001"] in form
    assert "reporter_phone" not in form
    assert browser("受理员").get(f"/cases/{case.pk}/subcase/").status_code == 409
    wrong = {"subject": "", "channel": "网格员", "area": grid.paths["990102001001001"]}
    assert sent(lead, case, "subcase", **wrong) == 400
    right = wrong | {"subject": "先围挡", "reported_on": "2026-05-06"}
    assert sent(lead, case, "subcase", **right) == 302
    part = Case.objects.get(parent=case.pk)
    assert part.title == "先围挡"
    assert "先围挡" in page(lead, case)


def test_sensitive_values_are_shown_once_for_a_reason(grid: Deployment) -> None:
    case = opened(grid, reporter_name="张三", reporter_phone="13812345678")
    desk = browser("受理员")
    assert "13812345678" not in page(desk, case)
    assert sent(desk, case, "reveal", reason=" ") == 400
    assert not AuditEvent.objects.filter(action="tracking.reveal").exists()
    answer = desk.post(f"/cases/{case.pk}/reveal/", {"reason": "联系上报人核实"})
    assert "13812345678" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    event = AuditEvent.objects.get(action="tracking.reveal")
    assert event.details["reason"] == "联系上报人核实"
    assert event.details["revealed"] == ["reporter_name", "reporter_phone"]
    assert "13812345678" not in str(event.details)
    assert sent(browser("领导"), case, "reveal", reason="看看") == 403
    assert "查看敏感内容" not in page(browser("领导"), case)
    assert sent(browser("邻网格员"), case, "reveal", reason="看看") == 404


def test_the_reporter_rates_and_reopens(grid: Deployment) -> None:
    case = closed(grid)
    reporter = browser("网格员")
    shown = page(reporter, case)
    assert "结果怎么样" in shown
    assert "measure.reopen.main.0" in shown
    assert "结果怎么样" not in page(browser("受理员"), case)
    assert sent(browser("受理员"), case, "rate", solved="no") == 403
    assert sent(reporter, case, "rate", solved="yes", satisfaction="9") == 400
    assert sent(reporter, case, "rate", solved="no", satisfaction="2", comment="又坏了") == 302
    reopened = {"choice": "measure.reopen.main.0", "reason": "又坏了"}
    assert sent(browser("受理员"), case, "step", **reopened) == 409
    assert sent(reporter, case, "step", **reopened) == 302
    case.refresh_from_db()
    assert (case.outcome, case.state) == ("", "collected")


@pytest.mark.parametrize(
    ("measure", "more", "approver"),
    [("extend", {"amount": "3"}, "派遣员"), ("suspend", {}, "领导"), ("appeal", {}, "领导"),
     ("exclude", {}, "派遣员")],
)  # fmt: skip
def test_a_measure_waits_until_it_is_granted(
    grid: Deployment, measure: str, more: dict[str, str], approver: str
) -> None:
    case = handling(grid)
    unit, head = browser("市政"), browser(approver)
    key = f"measure.{measure}.main.0"
    assert sent(unit, case, "step", choice=key, **more) == 400
    assert sent(unit, case, "step", choice=key, reason="灯杆要定制", **more) == 302
    case.refresh_from_db()
    seq = case.row_version
    shown = page(head, case)
    assert "等待批准" in shown
    assert f"grant..main.{seq}" in shown
    assert "grant..main" not in page(unit, case)
    due = case.due
    assert sent(head, case, "step", choice=f"grant..main.{seq}") == 302
    case.refresh_from_db()
    assert "等待批准" not in page(head, case)
    changed = {
        "extend": case.due != due, "suspend": case.due is None,
        "appeal": case.state == "filed", "exclude": case.due is None,
    }  # fmt: skip
    assert changed[measure]


def test_a_case_is_voided_only_with_the_leader(grid: Deployment) -> None:
    case = opened(grid)
    desk, head = browser("受理员"), browser("领导")
    asked = {"choice": "measure.void.main.0", "reason": "重复上报"}
    assert sent(desk, case, "step", **asked) == 302
    case.refresh_from_db()
    assert case.outcome == ""
    deny = {"choice": f"deny..main.{case.row_version}", "reason": "先核实"}
    assert sent(head, case, "step", **deny) == 302
    assert sent(desk, case, "step", **asked) == 302
    case.refresh_from_db()
    assert sent(head, case, "step", choice=f"grant..main.{case.row_version}") == 302
    case.refresh_from_db()
    assert case.outcome == "void"
