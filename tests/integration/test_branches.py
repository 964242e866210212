"""Parallel branches through storage and pages: four bureaus, each its own, and one join."""

import pytest
from django.test import Client
from pytest_django import Settings

from integration.grid import lay_areas, pack, person
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.confidential import new_key
from lantu.apps.people.models import Organisation, User
from lantu.apps.people.permissions import Role
from lantu.apps.places.models import Area
from lantu.apps.tracking.cases import actions
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.tracking.cases.models import Case, CaseTask, Paper
from lantu.apps.tracking.enabling.actions import enable_pack
from lantu.apps.tracking.records.actions import add_record
from lantu.engines.cases.case import EventKind
from lantu.kernel.errors import Conflict, Forbidden

BUREAUS = {"planning": "规划用地审查", "ecology": "环境影响审查", "emergency": "安全条件审查",
           "fire": "消防设计审查"}  # fmt: skip


@pytest.fixture
def people(db: None, settings: Settings) -> dict[str, Actor]:
    settings.FIELD_KEY = new_key()
    at = lay_areas()["990102"]
    county = Area.objects.get(path=at)
    units = {
        name: Organisation.objects.create(name=f"{name}局", area=county)
        for name in ("centre", *BUREAUS)
    }
    enable_pack(by=SYSTEM, pack=pack("project_approval"), keeper=units["centre"])
    for branch, post in BUREAUS.items():
        values = {"area": at, "role": post, "organisation": str(units[branch].pk)}
        add_record(by=SYSTEM, register="project_approval.units", values=values)
    return {
        "window": person("window", Role.HANDLER, units["centre"], at),
        "lead": person("lead", Role.REVIEWER, units["centre"], at),
        "leader": person("leader", Role.LEADER, None, at),
        **{name: person(name, Role.HANDLER, units[name], at) for name in BUREAUS},
    }


def accepted(people: dict[str, Actor]) -> Case:
    street = Area.objects.get(code="990102001", vintage="2026")
    values = {
        "project_name": "精密零件厂房", "stage": "施工许可", "kind": "社会投资工业",
        "applicant": "某公司", "area": street.path, "submitted_on": "2026-05-06",
    }  # fmt: skip
    made = actions.open_case(
        by=people["window"], process="project_approval.approval", values=values
    )
    return took(people, made.case, "window", Act(action="accept"))


def took(people: dict[str, Actor], case: Case, who: str, what: Act) -> Case:
    return actions.step(by=people[who], case=case.pk, seen=case.row_version, what=what)


def reply(branch: str) -> Act:
    said = {f"{branch}_result": "同意", f"{branch}_text": "符合要求"}
    return Act(action=f"{branch}_reply", branch=f"main/{branch}", values=said)


def page(name: str, case: Case) -> str:
    client = Client()
    client.force_login(
        User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client.get(f"/cases/{case.pk}/").content.decode()


def test_each_bureau_has_its_branch_and_the_page_shows_all(people: dict[str, Actor]) -> None:
    case = accepted(people)
    held = dict(CaseTask.objects.filter(case=case).values_list("branch", "organisation__name"))
    assert held == {f"main/{name}": f"{name}局" for name in BUREAUS}
    case = took(people, case, "planning", reply("planning"))
    shown = page("fire", case)
    assert "已办完 1/4" in shown
    assert "全部办完才汇合" in shown
    assert "step.fire_reply.main-fire.0" in shown
    assert "step.ecology_reply.main-ecology.0" not in shown
    assert "main/fire" not in shown  # people read titles, not keys
    assert shown.count('class="mine"') == 1


def test_another_bureau_can_neither_answer_nor_extend(people: dict[str, Actor]) -> None:
    case = accepted(people)
    with pytest.raises(Forbidden):
        took(people, case, "ecology", reply("fire"))
    extend = Act(kind=EventKind.MEASURE, action="extend", branch="main/fire", amount=5,
                 reason="情况复杂")  # fmt: skip
    with pytest.raises(Forbidden):
        took(people, case, "ecology", extend)
    assert took(people, case, "fire", extend).outcome == ""


def test_of_two_bureaus_at_once_the_second_is_told_and_tries_again(
    people: dict[str, Actor],
) -> None:
    case = accepted(people)
    seen = case.row_version
    took(people, case, "planning", reply("planning"))
    with pytest.raises(Conflict, match="出具审查意见"):
        actions.step(by=people["fire"], case=case.pk, seen=seen, what=reply("fire"))
    case.refresh_from_db()
    assert took(people, case, "fire", reply("fire")).row_version > seen


def test_a_voided_branch_and_the_join(people: dict[str, Actor]) -> None:
    case = accepted(people)
    void = Act(kind=EventKind.MEASURE, action="void", branch="main/emergency", reason="不需要")
    case = took(people, case, "lead", void)
    assert "申请作废（安全条件审查），等待批准" in page("lead", case)
    grant = Act(kind=EventKind.GRANT, branch="main/emergency", request=case.row_version)
    case = took(people, case, "leader", grant)
    assert "已作废" in page("lead", case)
    for name in ("planning", "ecology", "fire"):
        case = took(people, case, name, reply(name))
    task = CaseTask.objects.get(case=case)
    assert (task.branch, task.state) == ("main", "deciding")
    case = took(people, case, "lead", Act(action="permit", values={"decision_text": "准予施工"}))
    sent = Act(action="deliver", values={"delivered_on": "2026-05-20"})
    assert took(people, case, "window", sent).outcome == "closed"
    numbers = list(Paper.objects.filter(case=case).order_by("pk").values_list("title", flat=True))
    assert numbers[0] == "受理通知书"
    assert numbers[-1] == "准予行政许可决定书"
    assert len(numbers) == 5
