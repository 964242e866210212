"""Two versions of a pack at once: what began under one ends under it, what is new takes the newer.

The second version removes a state, renames a field and shortens a deadline.
"""

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from typer.testing import CliRunner, Result

from integration.grid import HANDLING, Deployment, deploy, pack, report
from integration.test_people import person
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.audit.verifying import verify
from lantu.apps.people.confidential import new_key
from lantu.apps.people.models import AuditEvent, User
from lantu.apps.people.permissions import Role
from lantu.apps.tracking.cases import actions
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.tracking.cases.models import Case, CaseTask
from lantu.apps.tracking.cases.queries.detail import case_detail
from lantu.apps.tracking.cases.queries.lists import CaseFilter, case_page
from lantu.apps.tracking.cases.queries.performance import figures
from lantu.apps.tracking.cases.queries.waiting import board, inbox
from lantu.apps.tracking.cases.tallying import tally_month
from lantu.apps.tracking.enabling.actions import disable_pack, enable_pack
from lantu.apps.tracking.enabling.adopting import adopt_pack
from lantu.apps.tracking.enabling.foreseeing import foresee
from lantu.apps.tracking.enabling.models import EnabledPack, PackVersion
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.actions import add_record, change_record
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.records.queries import RecordFilter, as_of, record_detail, record_page
from lantu.cli import app
from lantu.kernel.errors import Conflict, Invalid, NotFound
from lantu.packs.load import load_files
from lantu.packs.snapshot import Pack

NOW = pack().version
"""The version that comes with the software."""
MIGRATIONS = f"""
migrations:
  - {{from: "{NOW}", to: "2.0", of: reports, fields: {{measure_taken: outcome_text}}}}
  - {{from: "{NOW}", to: "2.0", of: handling, states: {{verifying: collected}}}}
  - {{from: "{NOW}", to: "2.0", of: grids, fields: {{households: homes}}, drop: [code]}}
"""


def newer(**more: str) -> Pack:
    """Version 2.0: no state 现场核实, measure_taken is outcome_text, dispatch within one hour."""
    text = dict(pack().files)["pack.yaml"]
    text = text.replace(f'version: "{NOW}"', 'version: "2.0"')
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
    assert (old.pack.version, new.pack.version) == (NOW, "2.0")
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
    assert f"流程 {NOW} 版" in shown
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
    changed = newer(**{'version: "2.0"': f'version: "{NOW}"', 'to: "2.0"': f'to: "{NOW}"'})
    with pytest.raises(Conflict, match="内容与已启用过的不同"):
        enable_pack(by=SYSTEM, pack=changed)


def kept(grid: Deployment, n: int, **more: object) -> Record:
    values = {
        "name": f"第{n}网格", "code": f"9901020010010{n:02d}", "kind": "基础网格", "unit": "市政所",
        "area": grid.paths["990102001001001"], "since": "2026-01-01", "households": str(100 + n),
    }  # fmt: skip
    return add_record(by=SYSTEM, register="grid_governance.grids", values=values | more)


def test_records_keep_their_version_until_they_are_migrated(grid: Deployment) -> None:
    row = kept(grid, 1)
    enable_pack(by=SYSTEM, pack=newer())
    changed = change_record(
        by=SYSTEM, record=row.pk, seen=None, values={"households": "120"}, reason="核实"
    )
    assert changed.pack.version == NOW
    assert changed.data["households"] == "120"
    line = record_page(
        SYSTEM, RecordFilter(register="grid_governance.grids"), columns=["homes", "name"]
    ).lines[0]
    assert line.values["homes"] == "120 户"
    assert browser("规划科").get(f"/records/{row.pk}/change/").status_code == 200


def test_records_are_migrated_all_or_none(grid: Deployment) -> None:
    rows = [kept(grid, n) for n in range(1, 4)]
    found = foresee(newer())
    part = next(p for p in found.parts if p.register == "grids")
    assert (part.records, part.changed, part.losing, part.wrong) == (3, 3, 3, 0)
    assert dict(part.lost) == {"code": 3}
    assert Record.objects.filter(pack__version="2.0").count() == 0
    adopt_pack(by=SYSTEM, pack=newer())
    row = Record.objects.get(pk=rows[0].pk)
    assert (row.pack.version, row.row_version, row.data["homes"]) == ("2.0", 2, "101")
    assert "households" not in row.data
    assert "code" not in row.data
    assert AuditEvent.objects.filter(action="tracking.migrate_records").count() == 3
    history = record_detail(SYSTEM, row.pk).history
    assert [h.reason for h in history] == ["", f"系统包由 {NOW} 版迁移到 2.0 版。"]
    assert ("户数", "101 户", "") in history[-1].fields
    then = as_of(SYSTEM, row.pk, history[0].at)
    assert then is not None
    assert str(then["homes"]) == "101"
    assert foresee(newer()).moving == 0
    seal_all()
    assert verify(timezone.now()).faults == ()


def test_one_record_that_does_not_fit_keeps_all_where_they_are(grid: Deployment) -> None:
    kept(grid, 1)
    bad = kept(grid, 2, households="9000")
    strict = newer(**{"unit: 户, least: 0}": "unit: 户, least: 0, most: 5000}"})
    found = foresee(strict)
    assert [(w.record, w.finding.place) for w in found.faults] == [(bad.pk, "homes")]
    with pytest.raises(Invalid, match=r"1 条记录不合 2\.0 版") as refused:
        adopt_pack(by=SYSTEM, pack=strict)
    assert refused.value.data["faults"][0][0] == bad.pk  # type: ignore[index]
    assert set(Record.objects.values_list("pack__version", flat=True)) == {NOW}
    assert not PackVersion.objects.filter(version="2.0").exists()
    assert opened(grid).pack.version == NOW
    adopt_pack(by=SYSTEM, pack=strict, migrate=False)
    assert opened(grid).pack.version == "2.0"


def test_what_a_record_says_is_not_told_to_who_may_not_read_records(grid: Deployment) -> None:
    kept(grid, 2, households="9000")
    strict = newer(**{"unit: 户, least: 0}": "unit: 户, least: 0, most: 5000}"})
    (wrong,) = foresee(strict).faults
    keeper = person("keeper", Role.SYSTEM_ADMIN).actor()
    with pytest.raises(Invalid, match="1 条记录不合") as refused:
        adopt_pack(by=keeper, pack=strict)
    assert wrong.finding.message not in str(refused.value)
    assert refused.value.data == {"faults": []}
    with pytest.raises(Invalid) as told:
        adopt_pack(by=SYSTEM, pack=strict)
    assert wrong.finding.message in str(told.value)


def test_records_without_a_declared_way_stay_and_the_preview_says_so(grid: Deployment) -> None:
    kept(grid, 1)
    silent = newer(**{MIGRATIONS: "\n"})
    part = next(p for p in foresee(silent).parts if p.register == "grids")
    assert f"没有从 {NOW} 版到 2.0 版的迁移" in part.why
    adopt_pack(by=SYSTEM, pack=silent)
    assert set(Record.objects.values_list("pack__version", flat=True)) == {NOW}


def test_open_cases_are_told_and_left_alone(grid: Deployment) -> None:
    case = opened(grid)
    found = foresee(newer())
    assert found.open_cases == ((NOW, 1),)
    adopt_pack(by=SYSTEM, pack=newer())
    case.refresh_from_db()
    assert case.pack.version == NOW


def test_the_page_shows_what_would_change_and_does_it(
    grid: Deployment, settings: Settings, tmp_path: Path
) -> None:
    row = kept(grid, 1)
    settings.HOME = tmp_path
    write_pack(newer(), tmp_path / "packs" / "grid_governance")
    officer = browser("规划科")
    assert "2.0" in officer.get("/packs/").content.decode()
    shown = officer.get("/packs/grid_governance/").content.decode()
    assert NOW in shown
    assert "迁移到 2.0 版" in shown
    assert browser("受理员").get("/packs/").status_code == 403
    assert browser("受理员").post("/packs/grid_governance/").status_code == 403
    sent = officer.post("/packs/grid_governance/", {"pin": "other", "migrate": "1"})
    assert sent.status_code == 409
    sent = officer.post("/packs/grid_governance/", {"pin": newer().pin, "migrate": "1"})
    assert sent.status_code == 302
    row.refresh_from_db()
    assert row.pack.version == "2.0"
    assert EnabledPack.objects.get(name="grid_governance").keeper == grid.units["网格中心"]


def write_pack(made: Pack, folder: Path) -> None:
    for name, text in made.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_the_command_previews_then_does_it(
    grid: Deployment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(grid, 1)
    opened(grid)
    for name in ("LANTU_HOME", "LANTU_SECRET_KEY", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, os.environ[name])  # the command sets them: put back afterwards
    write_pack(newer(), tmp_path / "packs" / "grid_governance")

    def run(*more: str) -> Result:
        words = ["packs", "enable", "grid_governance", "--home", str(tmp_path), *more]
        return CliRunner().invoke(app, words)

    told = run()
    assert told.exit_code == 0, told.output
    assert f"在办案件 1 件按 {NOW} 版办完" in told.output
    assert "没有改动任何内容" in told.output
    assert EnabledPack.objects.get().version.version == NOW
    row = json.loads(run("--json").stdout)
    grids = next(part for part in row["registers"] if part["register"] == "grids")
    assert (grids["records"], grids["lost"], grids["stays"]) == (1, {"code": 1}, None)
    assert "已启用" in run("--yes", "--keeper", "市政所").output
    used = EnabledPack.objects.get()
    assert (used.version.version, used.keeper) == ("2.0", grid.units["市政所"])
    write_pack(newer(**{'version: "2.0"': f'version: "{NOW}"', 'to: "2.0"': f'to: "{NOW}"'}),
               tmp_path / "packs" / "grid_governance")  # fmt: skip
    assert run("--yes").exit_code == 1
