"""Nobody sees a case or a record outside of his scope, whichever way he asks."""

import pytest
from pytest_django import Settings

from integration.grid import HANDLING, Deployment, deploy, person, report
from lantu.apps.people.actor import PUBLIC, Actor
from lantu.apps.people.confidential import new_key
from lantu.apps.people.permissions import Role
from lantu.apps.people.scope import scope
from lantu.apps.tracking import seeing
from lantu.apps.tracking.cases.actions import Act, open_case, step
from lantu.apps.tracking.cases.models import Case, CaseTask
from lantu.apps.tracking.cases.queries.detail import case_detail
from lantu.apps.tracking.cases.queries.lists import (
    CaseFilter,
    case_page,
    count_cases,
    every_case,
)
from lantu.apps.tracking.cases.queries.maps import map_of
from lantu.apps.tracking.cases.queries.waiting import board
from lantu.apps.tracking.records.actions import add_record
from lantu.apps.tracking.records.queries import (
    RecordFilter,
    count_records,
    record_detail,
    record_page,
)
from lantu.kernel.errors import Forbidden, NotFound

EVERYWHERE = (73.0, 3.0, 136.0, 54.0)
GRIDS = "grid_governance.grids"


@pytest.fixture
def grid(db: None, settings: Settings) -> Deployment:
    """A case here, in the hands of the municipal unit, and one on the other side."""
    settings.FIELD_KEY = new_key()
    found = deploy()
    here = open_case(by=found.people["网格员"], process=HANDLING, values=report(found.paths)).case
    there = found.paths["990102002001001"]
    open_case(
        by=found.people["邻网格员"], process=HANDLING,
        values=report(found.paths, area=there, subject="山前路路灯不亮", place="113.9,34.1"),
    )  # fmt: skip
    step(by=found.people["受理员"], case=here.pk, seen=1,
         what=Act(action="file", values={"small_class": "雨水井盖"}))  # fmt: skip
    step(by=found.people["派遣员"], case=here.pk, seen=2,
         what=Act(action="dispatch", values={"unit": "市政所"}))  # fmt: skip
    return found


SEES = {
    "网格员": {"桥头路口井盖破损"},
    "邻网格员": {"山前路路灯不亮"},
    "市政": {"桥头路口井盖破损"},
    "环卫": set(),
    "受理员": {"桥头路口井盖破损", "山前路路灯不亮"},
    "领导": {"桥头路口井盖破损", "山前路路灯不亮"},
}


@pytest.mark.parametrize("who", SEES)
def test_every_way_shows_the_same(grid: Deployment, who: str) -> None:
    actor, expected = grid.people[who], SEES[who]
    for chosen in (CaseFilter(process=HANDLING), CaseFilter(process=HANDLING, open=True)):
        assert {line.title for line in case_page(actor, chosen).lines} == expected
        assert {line.title for line in every_case(actor, chosen)} == expected
        assert count_cases(actor, chosen).n == len(expected)
    assert sum(column.n for column in board(actor, HANDLING)) == len(expected)
    seen = map_of(actor, EVERYWHERE, CaseFilter(process=HANDLING))
    assert {line.title for line in seen.points} == expected
    for case in Case.objects.all():
        if case.title in expected:
            assert case_detail(actor, case.pk).line.title == case.title
        else:
            with pytest.raises(NotFound):
                case_detail(actor, case.pk)


def test_the_compiled_scope_is_the_declared_one(grid: Deployment) -> None:
    """Where neither keeper nor party adds anything, both doors open on the same rows."""
    for who in ("网格员", "邻网格员", "市政", "环卫", "领导"):
        actor = grid.people[who]
        declared = set(Case.objects.filter(scope(actor, "tracking.case").q()))
        assert set(Case.objects.filter(seeing.seen_cases(actor))) == declared


def test_two_hundred_small_scopes_are_as_good_as_few(
    grid: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prefixes and ids of areas give the same rows."""
    for who in ("网格员", "市政", "受理员", "领导"):
        plain = set(Case.objects.filter(seeing.seen_cases(grid.people[who])))
        tasks = set(CaseTask.objects.filter(seeing.seen_tasks(grid.people[who])))
        monkeypatch.setattr(seeing, "FEW", 0)
        assert set(Case.objects.filter(seeing.seen_cases(grid.people[who]))) == plain
        assert set(CaseTask.objects.filter(seeing.seen_tasks(grid.people[who]))) == tasks
        monkeypatch.setattr(seeing, "MANY", -1)
        assert set(Case.objects.filter(seeing.seen_cases(grid.people[who]))) == plain
        monkeypatch.undo()


def test_visitors_see_nothing_of_the_inside(grid: Deployment) -> None:
    for ask in (
        lambda: case_page(PUBLIC, CaseFilter(process=HANDLING)),
        lambda: count_cases(PUBLIC, CaseFilter()),
        lambda: board(PUBLIC, HANDLING),
        lambda: case_detail(PUBLIC, 1),
        lambda: record_page(PUBLIC, RecordFilter(register=GRIDS)),
    ):
        with pytest.raises(Forbidden):
            ask()


def _grid_record(by: Actor, grid: Deployment, name: str, area: str, unit: str) -> int:
    values = {"name": name, "area": grid.paths[area], "kind": "基础网格", "unit": unit,
              "since": "2026-01-01"}  # fmt: skip
    return add_record(by=by, register=GRIDS, values=values).pk


def test_records_keep_to_the_same_scope(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    here = _grid_record(officer, grid, "桥头一格", "990102001001001", "市政所")
    there = _grid_record(officer, grid, "石坡一格", "990102002001001", "环卫所")
    sees = {"网格员": {here}, "邻网格员": {there}, "市政": {here}, "环卫": {there},
            "受理员": {here, there}, "领导": {here, there}}  # fmt: skip
    for who, expected in sees.items():
        actor = grid.people[who]
        for order in ("id", "-name", "kind"):
            page = record_page(actor, RecordFilter(register=GRIDS, view="active"), order=order)
            assert {line.id for line in page.lines} == expected, (who, order)
        assert count_records(actor, RecordFilter(register=GRIDS)).n == len(expected)
        for pk in {here, there} - expected:
            with pytest.raises(NotFound):
                record_detail(actor, pk)
    with pytest.raises(Forbidden, match="不在您的区域"):
        _grid_record(grid.people["网格员"], grid, "石坡二格", "990102002001001", "环卫所")


def test_another_organisation_of_a_branch_sees_the_case(grid: Deployment) -> None:
    """After it was passed on, who handled it before is a party no more than the row says."""
    case = Case.objects.get(title="桥头路口井盖破损")
    other = person("环卫二", Role.HANDLER, grid.units["环卫所"], grid.paths["990102"])
    step(by=grid.people["市政"], case=case.pk, seen=case.row_version,
         what=Act(action="refuse", reason="属环卫"))  # fmt: skip
    step(by=grid.people["派遣员"], case=case.pk, seen=case.row_version + 1,
         what=Act(action="dispatch", values={"unit": "环卫所"}))  # fmt: skip
    assert count_cases(other, CaseFilter()).n == 1
