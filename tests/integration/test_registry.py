"""Loading a package as a version: rows, matching, audit, and what happens the second time."""

from dataclasses import replace

import pytest

from integration.packages import SECOND, outline_plan
from lantu.apps.people.actor import PUBLIC, Actor
from lantu.apps.people.models import AuditEvent, OutboxRow
from lantu.apps.registry.actions import decide_match, load_version, register_plan
from lantu.apps.registry.models import (
    Appearance,
    Indicator,
    Match,
    PlanVersion,
    Project,
    Promise,
    System,
    Target,
)
from lantu.apps.registry.queries.plans import plans
from lantu.apps.registry.queries.promises import promise_detail
from lantu.apps.registry.words import Decision, PromiseKind, Status
from lantu.kernel.errors import Conflict, Forbidden


def test_every_kind_of_promise_is_laid_down(version: PlanVersion) -> None:
    kinds = Promise.objects.values_list("kind", flat=True)
    assert sorted(kinds) == sorted([*PromiseKind.values, PromiseKind.TASK])
    assert set(Promise.objects.values_list("status", flat=True)) == {Status.AWAITING}
    assert Indicator.objects.get().name == "森林覆盖率"
    assert System.objects.get().promise.title == "河湖巡查台账"


def test_two_mentions_of_one_project_are_one_promise(version: PlanVersion) -> None:
    project = Project.objects.get()
    promise = project.promises.get()
    assert promise.appearances.count() == 2
    assert promise.appearances.filter(first=True).count() == 1


def test_targets_come_from_the_table_and_the_text(version: PlanVersion) -> None:
    values = {(t.subject, int(t.value or 0), t.due) for t in Target.objects.all()}
    assert values == {("森林覆盖率", 34, 2030), ("河湖水质优良比例", 95, 2030)}


def test_the_same_package_twice_is_one_version(version: PlanVersion, officer: Actor) -> None:
    events = AuditEvent.objects.count()
    again = load_version(by=officer, plan=version.plan, package=outline_plan())
    assert again == version
    assert AuditEvent.objects.count() == events


def test_loading_leaves_an_event_and_a_message(version: PlanVersion, officer: Actor) -> None:
    event = AuditEvent.objects.get(action="registry.load_version")
    assert (event.actor_id, event.object_id) == (officer.user, str(version.pk))
    assert event.details["document"] == version.document_sha256
    sent = dict(OutboxRow.objects.values_list("kind", "payload"))
    kinds = ("registry.version_loaded", "registry.systems_named")
    assert sent == {kind: {"version": version.pk} for kind in kinds}


def test_who_may_not_load_leaves_nothing(version: PlanVersion) -> None:
    with pytest.raises(Forbidden):
        load_version(by=PUBLIC, plan=version.plan, package=outline_plan(SECOND))
    assert PlanVersion.objects.count() == 1


def test_unchanged_words_keep_their_promise(version: PlanVersion, officer: Actor) -> None:
    second = load_version(by=officer, plan=version.plan, package=outline_plan(SECOND))
    kept = dict(version.appearances.values_list("item", "promise"))
    now = dict(second.appearances.values_list("item", "promise"))
    assert {now[item] for item in kept.keys() & now.keys()} <= set(kept.values())
    assert len(kept.keys() & now.keys()) == len(kept) - 1


def test_a_confirmed_match_joins_the_wordings(version: PlanVersion, officer: Actor) -> None:
    earlier = Promise.objects.get(kind=PromiseKind.TARGET)
    second = load_version(by=officer, plan=version.plan, package=outline_plan(SECOND))
    guess = Match.objects.get()
    decide_match(by=officer, match=guess, same=True)
    assert Promise.objects.get(kind=PromiseKind.TARGET) == earlier
    detail = promise_detail(officer, second.pk, earlier.pk)
    assert [w.number for w in detail.wordings] == [2, 1]
    assert [int(t.value or 0) for t in detail.targets] == [96]
    with pytest.raises(Conflict):
        decide_match(by=officer, match=guess, same=False)


def test_a_rejected_match_leaves_two_promises(version: PlanVersion, officer: Actor) -> None:
    load_version(by=officer, plan=version.plan, package=outline_plan(SECOND))
    decided = decide_match(by=officer, match=Match.objects.get(), same=False)
    assert decided.decision == Decision.REJECTED
    assert Promise.objects.filter(kind=PromiseKind.TARGET).count() == 2


def test_names_lead_to_the_promises_of_their_line(version: PlanVersion) -> None:
    system = Appearance.objects.get(promise__kind=PromiseKind.SYSTEM)
    assert [name.text for name in system.names.all()] == ["区水利局"]


def test_a_second_plan_shares_the_indicator_but_not_the_promise(
    version: PlanVersion, officer: Actor
) -> None:
    package = replace(outline_plan(name="年度计划.txt"), kind="annual", title="云溪区年度计划")
    plan = register_plan(by=officer, key="yunxi-2026", package=package, upper=version.plan)
    load_version(by=officer, plan=plan, package=package)
    assert Indicator.objects.get().promises.count() == 2
    assert Project.objects.get().promises.count() == 2
    assert [row.head.key for row in plans(officer)] == ["yunxi", "yunxi-2026"]
    assert [row.head.key for row in plans(PUBLIC)] == ["yunxi"]
