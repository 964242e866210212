"""Cases through the actions: opened, assigned, stepped, merged, divided, apart by scope."""

import pytest
from pytest_django import Settings

from integration.grid import HANDLING, Deployment, deploy, report
from lantu.apps.people.confidential import new_key
from lantu.apps.tracking.cases import actions
from lantu.apps.tracking.cases.actions import Act


@pytest.fixture
def grid(db: None, settings: Settings) -> Deployment:
    settings.FIELD_KEY = new_key()
    return deploy()


def opened(grid: Deployment, who: str = "网格员", **more: object):  # type: ignore[no-untyped-def]
    found = actions.open_case(
        by=grid.people[who], process=HANDLING, values=report(grid.paths, **more)
    )
    return found.case


def test_a_case_goes_its_way(grid: Deployment) -> None:
    case = opened(grid)
    assert case.state == "collected"
    case = actions.step(
        by=grid.people["受理员"],
        case=case.pk,
        seen=1,
        what=Act(action="file", values={"small_class": "雨水井盖"}),
    )
    assert case.state == "filed"
    case = actions.step(
        by=grid.people["派遣员"],
        case=case.pk,
        seen=case.row_version,
        what=Act(action="dispatch", values={"unit": "市政所"}),
    )
    assert (case.state, case.organisation_id) == ("handling", grid.units["市政所"].pk)


def test_lists_and_detail(grid: Deployment) -> None:
    from lantu.apps.tracking.cases.queries.detail import case_detail
    from lantu.apps.tracking.cases.queries.lists import CaseFilter, case_page, count_cases
    from lantu.apps.tracking.cases.queries.waiting import board, inbox

    case = opened(grid, reporter_phone="13812345678")
    boss = grid.people["领导"]
    for chosen in (
        CaseFilter(process=HANDLING),
        CaseFilter(process=HANDLING, open=True),
        CaseFilter(words="井盖"),
        CaseFilter(number=case.number),
    ):
        page = case_page(boss, chosen, columns=["subject", "channel", "area"])
        assert [line.number for line in page.lines] == [case.number]
        assert count_cases(boss, chosen).n == 1
    assert page.lines[0].values["area"] == "第01网格"
    detail = case_detail(grid.people["受理员"], case.pk)
    assert {c.action for c in detail.choices} >= {"file", "reject", "verify"}
    assert "138****5678" in {v.words for v in detail.values}
    assert [w.case.id for w in inbox(grid.people["受理员"]).tasks] == [case.pk]
    assert inbox(grid.people["市政"]).total == 0
    assert next(c.n for c in board(boss, HANDLING)) == 1
