"""The inbox: what waits for whom, who stands in, what falls due, what is told."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from integration.packages import SECOND, outline_plan
from lantu.apps.people.acting import acting
from lantu.apps.people.actions import create_account
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.background.outbox import work_off
from lantu.apps.people.duties import Duty, doing
from lantu.apps.people.inbox.actions import ask, lend_inbox, settle, take_back_inbox
from lantu.apps.people.inbox.models import Contact, InboxItem, Notice
from lantu.apps.people.inbox.queries import count, waiting
from lantu.apps.people.inbox.reminding import remind_of
from lantu.apps.people.models import Membership, Organisation, User
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.registry.actions import decide_match, load_version
from lantu.apps.registry.models import Match, PlanVersion
from lantu.kernel.errors import Invalid, NotFound

DAY = date(2026, 5, 6)


def account(name: str, *posts: tuple[Role, Organisation | None]) -> Actor:
    user = create_account(
        by=SYSTEM, username=name, display_name=name, password="some-word-here", roles=[]
    )
    for role, organisation in posts:
        Membership.objects.create(user=user, role=role, organisation=organisation)
    return User.objects.get(pk=user.pk).actor()


@pytest.fixture
def water(db: None) -> Organisation:
    return Organisation.objects.create(name="区水利局")


@pytest.fixture
def other(db: None) -> Organisation:
    return Organisation.objects.create(name="区林业局")


def put(kind: str, row: Organisation, **to: object) -> None:
    with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
        ask(deed, row, kind, title=f"填报 {kind}", **to)  # type: ignore[arg-type]


def titles(actor: Actor) -> list[str]:
    return [row.title for row in waiting(actor, DAY)]


def test_what_waits_is_for_the_person_the_post_or_the_organisation(
    water: Organisation, other: Organisation
) -> None:
    reporter = account("reporter", (Role.REPORTER, water))
    reviewer = account("reviewer", (Role.REVIEWER, water))
    stranger = account("stranger", (Role.REPORTER, other))
    put("个人", water, user=reporter.user)
    put("岗位", water, organisation=water.pk, role=Role.REPORTER)
    put("单位", water, organisation=water.pk)
    put("角色", water, role=Role.REVIEWER)
    assert titles(reporter) == ["填报 个人", "填报 岗位", "填报 单位"]
    assert titles(reviewer) == ["填报 单位", "填报 角色"]
    assert titles(stranger) == []
    assert [count(who, DAY) for who in (reporter, reviewer, stranger)] == [3, 2, 0]


def test_what_presses_comes_first(water: Organisation) -> None:
    reporter = account("reporter", (Role.REPORTER, water))
    put("无期", water, user=reporter.user)
    put("后天", water, user=reporter.user, due=DAY + timedelta(days=2))
    put("昨天", water, user=reporter.user, due=DAY - timedelta(days=1))
    rows = waiting(reporter, DAY)
    assert [row.title for row in rows] == ["填报 昨天", "填报 后天", "填报 无期"]
    assert [row.late for row in rows] == [1, -2, 0]


def test_asking_again_changes_the_day_and_adds_nothing(water: Organisation) -> None:
    put("季报", water, role=Role.REPORTER, due=DAY)
    put("季报", water, role=Role.REPORTER, due=DAY + timedelta(days=3))
    assert InboxItem.objects.get().due == DAY + timedelta(days=3)


def test_what_is_settled_leaves_every_inbox(water: Organisation) -> None:
    reporter = account("reporter", (Role.REPORTER, water))
    put("季报", water, organisation=water.pk)
    put("季报", water, user=reporter.user)
    with doing(Duty.CLOSE_ITEM, by=reporter) as deed:
        assert settle(deed, water, "季报") == 2
    assert titles(reporter) == []
    put("季报", water, user=reporter.user)
    assert len(titles(reporter)) == 1


def test_an_inbox_is_lent_for_its_dates_and_taken_back(water: Organisation) -> None:
    giver = account("giver", (Role.REPORTER, water))
    taker = account("taker", (Role.HANDLER, water))
    put("季报", water, user=giver.user)
    put("月报", water, organisation=water.pk, role=Role.REPORTER)
    lent = lend_inbox(
        by=giver, taker=taker.user or 0, first=DAY, last=DAY + timedelta(days=1), today=DAY
    )
    assert [(row.title, row.giver) for row in waiting(taker, DAY)] == [
        ("填报 季报", "giver"), ("填报 月报", "giver"),
    ]  # fmt: skip
    assert count(taker, DAY) == 2
    assert waiting(taker, DAY - timedelta(days=1)) == ()
    assert waiting(taker, DAY + timedelta(days=2)) == ()
    with pytest.raises(NotFound):
        take_back_inbox(by=taker, delegation=lent.pk)
    take_back_inbox(by=giver, delegation=lent.pk)
    assert waiting(taker, DAY) == ()


@pytest.mark.parametrize(
    ("first", "last", "oneself"), [(1, 0, False), (-3, -1, False), (0, 1, True)]
)
def test_a_delegation_that_makes_no_sense_is_refused(
    water: Organisation, first: int, last: int, oneself: bool
) -> None:
    giver, taker = account("giver"), account("taker")
    with pytest.raises(Invalid):
        lend_inbox(
            by=giver,
            taker=(giver if oneself else taker).user or 0,
            first=DAY + timedelta(days=first),
            last=DAY + timedelta(days=last),
            today=DAY,
        )


def test_people_are_reminded_once_a_day(water: Organisation) -> None:
    reporter = account("reporter", (Role.REPORTER, water))
    put("季报", water, organisation=water.pk, due=DAY)
    put("明年", water, organisation=water.pk, due=DAY + timedelta(days=300))
    for _ in range(2):
        assert remind_of(DAY, DAY + timedelta(days=1)) == 1
        while work_off(timezone.now()):
            pass
    notice = Notice.objects.get(user=reporter.user)
    assert "填报 季报" in notice.text
    assert "明年" not in notice.text


def test_a_new_version_waits_for_the_plan_office_until_it_is_matched(
    version: PlanVersion, officer: Actor, signed_in: Client
) -> None:
    second = load_version(by=officer, plan=version.plan, package=outline_plan(SECOND))
    page = signed_in.get("/inbox/").content.decode()
    assert "确认承诺沿革" in page
    assert f'href="/plans/yunxi/{second.number}/matches/"' in page
    assert '<b class="count">1</b>' in page
    for match in Match.objects.filter(decision="pending"):
        decide_match(by=officer, match=match, same=True)
    assert '<b class="count">' not in signed_in.get("/inbox/").content.decode()


def test_the_page_lends_takes_back_and_keeps_the_address(
    officer: Actor, signed_in: Client, visitor: Client
) -> None:
    taker, stranger = account("taker", (Role.PLAN_OFFICER, None)), account("stranger")
    assert visitor.get("/inbox/").status_code == 302
    today = timezone.localdate().isoformat()
    form = {"taker": taker.user, "first": today, "last": today}
    assert signed_in.post("/inbox/lend/", form).status_code == 302
    assert "taker　" in signed_in.get("/inbox/").content.decode()
    assert signed_in.post("/inbox/lend/", form | {"first": "soon"}).status_code == 400
    assert signed_in.post("/inbox/lend/", form | {"taker": stranger.user}).status_code == 403
    assert signed_in.post("/inbox/contact/", {"email": "not one"}).status_code == 400
    assert signed_in.post("/inbox/contact/", {"email": "a@yunxi.example"}).status_code == 302
    assert Contact.objects.get().email == "a@yunxi.example"
    for address in ("lend/", "take-back/", "contact/", "notices/"):
        assert visitor.post("/inbox/" + address, form).status_code in (302, 400, 403), address
