"""Promised systems, the packs that run them, and the gaps."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from integration.grid import HANDLING, Deployment, deploy, pack, report
from integration.packages import outline_plan
from lantu.apps.people.actor import PUBLIC
from lantu.apps.people.background.outbox import work_off
from lantu.apps.people.confidential import new_key
from lantu.apps.people.models import User
from lantu.apps.registry.actions import load_version, open_plan, register_plan
from lantu.apps.registry.models import Promise, System
from lantu.apps.tracking.cases.actions import open_case
from lantu.apps.tracking.enabling.actions import choose_pack, enable_pack, link_systems
from lantu.apps.tracking.enabling.queries import systems
from lantu.cli.systems import as_row
from lantu.packs.shelf import take

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def grid(db: None, settings: Settings) -> Deployment:
    settings.FIELD_KEY = new_key()
    found = deploy()
    officer, package = found.people["规划科"], outline_plan()
    plan = register_plan(by=officer, key="yunxi", package=package)
    open_plan(by=officer, plan=plan)
    load_version(by=officer, plan=plan, package=package)
    return found


def test_gaps_are_as_visible_as_successes(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    assert [str(line.state) for line in systems(PUBLIC)] == ["not_enabled"]
    link_systems(by=officer, packs=[pack()])
    (line,) = systems(PUBLIC)
    assert (line.pack, line.sentence != "") == ("", True)
    assert "没有系统包" in line.why
    assert Promise.objects.get(pk=line.promise).status == "not_started"
    json.dumps(as_row(line), ensure_ascii=False)


def test_a_chosen_pack_stays_and_its_state_follows(grid: Deployment) -> None:
    officer = grid.people["规划科"]
    promise = System.objects.get().pk
    choose_pack(by=officer, promise=promise, pack="grid_governance", why="同一件事")
    assert systems(PUBLIC)[0].state == "no_data"
    open_case(by=grid.people["网格员"], process=HANDLING, values=report(grid.paths))
    link_systems(by=officer, packs=[pack()])
    (line,) = systems(PUBLIC)
    assert (line.pack, line.state, line.cases, line.open) == ("grid_governance", "running", 1, 1)
    assert line.last_at is not None
    assert Promise.objects.get(pk=promise).status == "under_way"
    assert System.objects.get().pack == "grid_governance"


def test_a_registered_version_looks_for_its_packs(grid: Deployment) -> None:
    """The background process links what was named, among every pack at hand."""
    System.objects.update(name="河长制", pack="")
    System.objects.get().promise.appearances.update(wording="全面落实河长制")
    work_off(timezone.now())
    (line,) = systems(PUBLIC)
    assert (line.pack, str(line.state)) == ("river_chief", "not_enabled")
    enable_pack(by=grid.people["规划科"], pack=take("river_chief"))
    assert str(systems(PUBLIC)[0].state) == "no_data"


def test_a_pack_that_is_not_enabled_is_no_dead_end(grid: Deployment) -> None:
    """Its name leads to where it is enabled, for whom may; to others it is a name."""
    choose_pack(
        by=grid.people["规划科"], promise=System.objects.get().pk, pack="river_chief", why="同"
    )
    officer, other = Client(), Client()
    officer.force_login(User.objects.get(pk=grid.people["规划科"].user), backend=BACKEND)
    other.force_login(User.objects.get(pk=grid.people["网格员"].user), backend=BACKEND)
    page = officer.get("/plans/yunxi/1/systems/").content.decode()
    assert 'href="/packs/river_chief/"' in page
    assert 'href="/systems/river_chief/"' not in page
    assert "进入系统" not in officer.get("/packs/river_chief/").content.decode()
    assert "river_chief/" not in other.get("/plans/yunxi/1/systems/").content.decode()
    enable_pack(by=grid.people["规划科"], pack=take("river_chief"))
    page = other.get("/plans/yunxi/1/systems/").content.decode()
    assert 'href="/systems/river_chief/"' in page
    assert "进入系统" in officer.get("/packs/river_chief/").content.decode()


def test_a_case_quotes_the_promise_that_it_serves(grid: Deployment) -> None:
    choose_pack(
        by=grid.people["规划科"], promise=System.objects.get().pk, pack="grid_governance", why="同"
    )
    made = open_case(by=grid.people["网格员"], process=HANDLING, values=report(grid.paths))
    worker = Client()
    worker.force_login(
        User.objects.get(username="网格员"), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = worker.get(f"/cases/{made.case.pk}/").content.decode()
    (line,) = systems(PUBLIC)
    assert f'<p class="quote">{line.sentence}</p>' in page
