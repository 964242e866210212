"""Two versions of a pack at once: what began under one ends under it, what is new takes the newer.

The second version removes a state, renames a field and shortens a deadline.
"""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from pytest_django import Settings

from integration.grid import HANDLING, Deployment, deploy, pack, report
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.confidential import new_key
from lantu.apps.people.models import User
from lantu.apps.tracking.cases import actions
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.tracking.cases.models import Case, CaseTask
from lantu.apps.tracking.cases.queries.detail import case_detail
from lantu.apps.tracking.cases.queries.lists import CaseFilter, case_page
from lantu.apps.tracking.cases.queries.performance import figures
from lantu.apps.tracking.cases.queries.waiting import board, inbox
from lantu.apps.tracking.cases.tallying import tally_month
from lantu.apps.tracking.enabling.actions import disable_pack, enable_pack
from lantu.apps.tracking.moments import moment
from lantu.kernel.errors import Conflict, NotFound
from lantu.packs.load import load_files
from lantu.packs.snapshot import Pack

MIGRATIONS = """
migrations:
  - {from: "1.0", to: "2.0", of: reports, fields: {measure_taken: outcome_text}}
  - {from: "1.0", to: "2.0", of: handling, states: {verifying: collected}}
  - {from: "1.0", to: "2.0", of: grids, fields: {households: homes}, drop: [code]}
"""


def newer(**more: str) -> Pack:
    """Version 2.0: no state 现场核实, measure_taken is outcome_text, dispatch within one hour."""
    text = dict(pack().files)["pack.yaml"]
    text = text.replace('version: "1.0"', 'version: "2.0"')
    text = re.sub(r"(?m)^      verifying:\n(?:        .*\n)+", "", text)
    text = re.sub(r"(?m)^          verify: .*\n", "", text)
    text = re.sub(r"(?m)^  verify: .*\n", "", text)
    text = text.replace("measure_taken", "outcome_text")
    text = text.replace("households:", "homes:")
    text = re.sub(r"(?m)^      code: \{title: 网格编码.*\n", "", text)
    text = text.replace("columns: [name, code, kind, unit, worker]", "columns: [name, kind, homes]")
    text = text.replace("{title: 派遣时限, amount: 2,", "{title: 派遣时限, amount: 1,")
    text += MIGRATIONS
    for old, new in more.items():
        text = text.replace(old, new)
    loaded = load_files({**pack().files, "pack.yaml": text}, "grid_governance")
    assert loaded.pack is not None, [str(fault) for fault in loaded.faults]
    return loaded.pack


@pytest.fixture
def grid(db: None, settings: Settings) -> Deployment:
    settings.FIELD_KEY = new_key()
    return deploy()


def opened(grid: Deployment, **more: object) -> Case:
    values = report(grid.paths, small_class="雨水井盖", **more)
    return actions.open_case(by=grid.people["网格员"], process=HANDLING, values=values).case


def took(grid: Deployment, case: Case, who: str, action: str, **values: object) -> Case:
    return actions.step(
        by=grid.people[who], case=case.pk, seen=case.row_version,
        what=Act(action=action, values=values, reason="写明理由"),
    )  # fmt: skip


def browser(name: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def finished(grid: Deployment, case: Case, done: str) -> Case:
    """To its end, in the words of its own version. done: the field that says what was done."""
    case = took(grid, case, "受理员", "file", small_class="雨水井盖")
    case = took(grid, case, "派遣员", "dispatch", unit="市政所")
    photo = "a" * 64
    with_photo = {"after": [photo], done: "已更换井盖"}
    with patch("lantu.apps.tracking.cases.storing.cite_new"):
        case = took(grid, case, "市政", "reply", **with_photo)
        case = took(grid, case, "派遣员", "forward")
        return took(grid, case, "受理员", "close", check_photo=[photo])


def test_a_running_case_ends_under_its_version_and_a_new_one_begins_under_the_newer(
    grid: Deployment,
) -> None:
    old = took(grid, opened(grid), "受理员", "verify")
    assert old.state == "verifying"
    enable_pack(by=SYSTEM, pack=newer())
    new = opened(grid, subject="南门口井盖破损")
    assert (old.pack.version, new.pack.version) == ("1.0", "2.0")
    assert {c.action for c in case_detail(grid.people["受理员"], new.pk).choices} >= {"file"}
    assert "verify" not in {c.action for c in case_detail(grid.people["受理员"], new.pk).choices}
    waiting = {task.case.id: task.state for task in inbox(grid.people["网格员"]).tasks}
    assert waiting[old.pk] == "现场核实"
    columns = {c.state: (c.title, c.n) for c in board(grid.people["受理员"], HANDLING)}
    assert columns["verifying"] == ("现场核实", 1)
    assert columns["collected"][1] == 1

    old = took(grid, old, "网格员", "refute", check_note="未见破损")
    old = finished(grid, old, "measure_taken")
    new = finished(grid, new, "outcome_text")
    assert (old.outcome, new.outcome) == ("closed", "closed")
    lines = case_page(
        grid.people["受理员"], CaseFilter(process=HANDLING), columns=["outcome_text"]
    ).lines
    assert [line.values["outcome_text"] for line in lines] == ["已更换井盖", "已更换井盖"]
    assert "verifying" not in {c.state for c in board(grid.people["受理员"], HANDLING)}


def test_a_shorter_deadline_is_for_new_cases_only(grid: Deployment) -> None:
    old = opened(grid)
    enable_pack(by=SYSTEM, pack=newer())
    new = opened(grid, subject="南门口井盖破损")
    spans = {}
    for case in (old, new):
        took(grid, case, "受理员", "file", small_class="雨水井盖")
        task = CaseTask.objects.get(case=case)
        assert task.due is not None
        spans[case.pk] = task.due - task.entered
    assert spans == {old.pk: timedelta(hours=2), new.pk: timedelta(hours=1)}


def test_figures_count_each_version_by_its_own_process(grid: Deployment) -> None:
    old, before = opened(grid), moment()
    enable_pack(by=SYSTEM, pack=newer())
    finished(grid, old, "measure_taken")
    finished(grid, opened(grid, subject="南门口井盖破损"), "outcome_text")
    tally_month(HANDLING, before.date().replace(day=1), moment())
    counted = figures(grid.people["领导"], HANDLING, before.date(), before.date()).tally
    assert (counted.filed, counted.filed_on_time, counted.dispatched) == (2, 2, 2)
    assert counted.by_source == {"网格员": 2}


def test_pages_and_api_of_a_case_show_its_own_version(grid: Deployment) -> None:
    old = opened(grid)
    enable_pack(by=SYSTEM, pack=newer())
    client = browser("受理员")
    shown = client.get(f"/cases/{old.pk}/").content.decode()
    assert "流程 1.0 版" in shown
    assert "发核实" in shown
    sent = client.post(
        f"/cases/{old.pk}/step/", {"choice": "step.verify.main.0", "version": old.row_version}
    )
    assert sent.status_code == 302
    listed = client.get("/systems/grid_governance/handling/?state=verifying")
    assert listed.status_code == 200
    assert "桥头路口井盖破损" in listed.content.decode()
    assert "现场核实" in client.get("/systems/grid_governance/handling/board/").content.decode()
    told = client.get(f"/api/v1/packs/grid_governance/handling/cases/{old.pk}").json()
    assert told["state_title"] == "现场核实"
    assert client.get("/inbox/").status_code == 200


def test_what_a_pack_made_can_be_finished_after_it_is_switched_off(grid: Deployment) -> None:
    case = opened(grid)
    disable_pack(by=SYSTEM, name="grid_governance")
    with pytest.raises(NotFound, match="没有启用"):
        opened(grid)
    client = browser("受理员")
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    assert client.get("/systems/grid_governance/handling/").status_code == 200
    assert client.get("/inbox/").status_code == 200
    assert finished(grid, case, "measure_taken").outcome == "closed"


def test_a_version_that_is_known_cannot_change_its_content(grid: Deployment) -> None:
    changed = newer(**{'version: "2.0"': 'version: "1.0"', 'to: "2.0"': 'to: "1.0"'})
    with pytest.raises(Conflict, match="内容与已启用过的不同"):
        enable_pack(by=SYSTEM, pack=changed)
