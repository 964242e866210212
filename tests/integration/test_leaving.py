"""Erasure of people's own data at the retention date: what goes, what stays, who is in use."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from axes.models import AccessLog
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from integration.test_manage import client_of
from integration.test_people import WORD, office, person
from lantu.apps.people import retention_actions
from lantu.apps.people.actions import (
    Place,
    close_account,
    end_membership,
    grant_role,
    set_password,
)
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.audit.models import AuditEvent
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.audit.verifying import verify
from lantu.apps.people.background.models import OutboxRow
from lantu.apps.people.confidential import proves
from lantu.apps.people.demonstration import KEY
from lantu.apps.people.inbox.actions import set_contact
from lantu.apps.people.inbox.models import Contact, InboxItem, Notice
from lantu.apps.people.leaving import Leaving, leaving
from lantu.apps.people.models import User, day_of_today
from lantu.apps.people.permissions import Role
from lantu.apps.people.retention_actions import erase_due
from lantu.apps.people.second_factor_actions import bind_known_device
from lantu.apps.tracking.records.models import SavedView
from lantu.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
TERM = timedelta(days=730)


def left(name: str) -> User:
    """Somebody with all that an account gathers, whose post ended today and who was closed."""
    user = person(name, Role.REPORTER, place=Place(organisation=office(f"{name}的单位")))
    bind_known_device(by=SYSTEM, user=user, key=KEY)
    set_contact(by=user.actor(), email=f"{name}@yunxi.example")
    Notice.objects.create(user=user, source="s", title="t")
    SavedView.objects.create(user=user, of="a.b", title="mine")
    SavedView.objects.create(user=user, of="a.b", title="ours", shared=True)
    AccessLog.objects.create(username=name, ip_address="203.0.113.9", user_agent="x")
    OutboxRow.objects.create(
        kind="people.mail", payload={"to": f"{name}@yunxi.example"}, done_at=timezone.now()
    )
    end_membership(by=SYSTEM, membership=user.memberships.get())
    close_account(by=SYSTEM, user=user)
    return User.objects.get(pk=user.pk)


@pytest.fixture(autouse=True)
def sound(db: None) -> Iterator[None]:
    """Whatever is erased: the trail is whole, and every row says what it is known to say."""
    yield
    seal_all()
    assert verify(timezone.now()).faults == ()


def test_what_is_personal_goes_on_its_day_and_not_before() -> None:
    user, today = left("zhang"), day_of_today()
    assert erase_due(by=SYSTEM, today=today + TERM - timedelta(days=1)).accounts == 0
    assert User.objects.get(pk=user.pk).display_name == "zhang"
    assert erase_due(by=SYSTEM, today=today + TERM).accounts == 1
    gone = User.objects.get(pk=user.pk)
    assert (gone.username, gone.display_name) == (f"erased-{user.pk}", "（已清除）")
    assert (gone.has_usable_password(), gone.is_active, gone.last_login) == (False, False, None)
    assert gone.erased_on == today + TERM
    for model in (Contact, Notice, TOTPDevice, AccessLog):
        assert not model._default_manager.exists(), model
    assert not OutboxRow.objects.filter(kind="people.mail").exists()
    assert list(SavedView.objects.values_list("title", flat=True)) == ["ours"]
    assert user.memberships.count() == 1


def test_the_event_proves_the_name_and_does_not_tell_it() -> None:
    user = left("zhang")
    erase_due(by=SYSTEM, today=day_of_today() + TERM)
    event = AuditEvent.objects.get(action="people.erase_account")
    assert (event.object_kind, event.object_id) == ("people.user", str(user.pk))
    assert proves(event.details["username"], "zhang")
    assert "zhang" not in str(event.details)


def test_a_second_run_finds_nothing() -> None:
    left("zhang")
    erase_due(by=SYSTEM, today=day_of_today() + TERM)
    before = AuditEvent.objects.count()
    assert erase_due(by=SYSTEM, today=day_of_today() + TERM + TERM).accounts == 0
    assert AuditEvent.objects.count() == before


def test_who_is_in_use_stays() -> None:
    far = day_of_today() + TERM * 9
    held = person("held", Role.LEADER)
    fresh = person("fresh")
    closed_in_post = person("closed", Role.LEADER)
    close_account(by=SYSTEM, user=closed_in_post)
    busy = left("busy")
    InboxItem.objects.create(
        kind="k", object_kind="x", object_id="1", title="t", user=busy, addressee=f"user:{busy.pk}"
    )
    assert erase_due(by=SYSTEM, today=far).accounts == 0
    assert not User.objects.filter(pk__in=(held.pk, fresh.pk)).exclude(erased_on=None).exists()
    InboxItem.objects.update(done_at=timezone.now())
    assert erase_due(by=SYSTEM, today=far).accounts == 1


def test_who_comes_back_while_the_job_runs_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    user = left("back")

    def listed(users: Iterable[User]) -> dict[int, Leaving]:
        found = leaving(users)
        if user.pk in found:
            grant_role(by=SYSTEM, user=user, role=Role.LEADER)
        return found

    monkeypatch.setattr(retention_actions, "leaving", listed)
    assert erase_due(by=SYSTEM, today=day_of_today() + TERM).accounts == 0
    assert User.objects.get(pk=user.pk).username == "back"
    assert Contact.objects.filter(user=user).exists()


def test_somebody_whose_posts_ended_leaves_with_the_last_one_or_the_last_sign_in() -> None:
    user = person("quiet", Role.LEADER)
    end_membership(by=SYSTEM, membership=user.memberships.get())
    user = User.objects.get(pk=user.pk)
    assert leaving([user])[user.pk].since == day_of_today()
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() + timedelta(days=3))
    later = User.objects.get(pk=user.pk)
    assert leaving([later])[user.pk].since == day_of_today() + timedelta(days=3)


def test_a_term_that_begins_later_reaches_what_is_still_kept(settings: Settings) -> None:
    user, today = left("zhang"), day_of_today()
    change = today + timedelta(days=100)
    settings.KEEP_ACCOUNTS = ((None, 730), (change, 30))
    assert leaving([user])[user.pk].erase_on == change
    settings.KEEP_ACCOUNTS = ((None, 730), (today + timedelta(days=800), 30))
    assert leaving([user])[user.pk].erase_on == today + TERM


def test_sign_ins_and_messages_go_when_their_own_term_ends() -> None:
    today = day_of_today()
    old = datetime(2025, 1, 1, tzinfo=UTC)
    for at in (old, timezone.now()):
        row = AccessLog.objects.create(username="x", ip_address="203.0.113.9")
        AccessLog.objects.filter(pk=row.pk).update(attempt_time=at)
        OutboxRow.objects.create(kind="people.mail", payload={"to": "a@b.example"}, done_at=at)
    gone = erase_due(by=SYSTEM, today=today)
    assert (gone.sign_ins, gone.messages) == (1, 1)
    assert (AccessLog.objects.count(), OutboxRow.objects.count()) == (1, 1)
    told = AuditEvent.objects.filter(action__in=("people.erase_sign_ins", "people.erase_messages"))
    assert sorted((e.object_kind, e.details["erased"]) for e in told) == [
        ("axes.accesslog", 1), ("people.outboxrow", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "gone"), [(183, 0), (184, 1)])
def test_a_term_ends_after_whole_days(days: int, gone: int) -> None:
    row = AccessLog.objects.create(username="x", ip_address="203.0.113.9")
    AccessLog.objects.filter(pk=row.pk).update(
        attempt_time=datetime(2026, 1, 1, 15, 59, tzinfo=UTC)
    )
    today = date(2026, 1, 1) + timedelta(days=days)
    assert erase_due(by=SYSTEM, today=today).sign_ins == gone


def test_nobody_works_on_an_erased_account() -> None:
    user = left("zhang")
    erase_due(by=SYSTEM, today=day_of_today() + TERM)
    with pytest.raises(NotFound):
        set_password(by=SYSTEM, user=user, password=WORD + "x")
    with pytest.raises(NotFound):
        close_account(by=SYSTEM, user=user, closed=False)


def test_the_pages_say_until_when(officer: Actor) -> None:
    user = left("zhang")
    client: Client = client_of(Role.SYSTEM_ADMIN)
    day = (day_of_today() + TERM).isoformat()
    assert day in client.get("/manage/accounts/").content.decode()
    page = client.get(f"/manage/accounts/{user.pk}/").content.decode()
    assert f"保存到 {day}" in page
    in_use = client.get(f"/manage/accounts/{officer.user}/").content.decode()
    assert "资料再保存 730 天" in in_use
    erase_due(by=SYSTEM, today=day_of_today() + TERM)
    page = client.get(f"/manage/accounts/{user.pk}/").content.decode()
    assert "已清除" in page
    assert "重设密码" not in page
