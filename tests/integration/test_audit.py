"""The trail: guarded by the database, sealed in a chain, its first bad entry named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lantu.apps.people.actions import create_account, note_sign_in
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.audit import guarding
from lantu.apps.people.audit.chain import canonical
from lantu.apps.people.audit.models import AuditBatch, AuditEvent
from lantu.apps.people.audit.sealing import head_lines, seal, seal_all, write_head
from lantu.apps.people.audit.verifying import Verdict, verify
from lantu.apps.people.audit.versions import renew
from lantu.apps.people.duties import Duty, doing
from lantu.apps.people.inbox.actions import set_contact
from lantu.apps.people.inbox.models import Contact
from lantu.apps.people.permissions import Role
from lantu.kernel.errors import Conflict

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def verdict(head: Path | None = None) -> Verdict:
    return verify(timezone.now(), head)


@pytest.fixture
def sealed(officer: Actor) -> Actor:
    """Nine events in three batches."""
    for _ in range(7):
        note_sign_in(by=officer)
    assert [seal(3) for _ in range(4)] == [3, 3, 3, 0]
    return officer


def test_a_sealed_trail_is_sound(sealed: Actor) -> None:
    found = verdict()
    assert (found.events, found.batches, found.faults) == (9, 3, ())


REFUSED = [
    "UPDATE people_auditevent SET actor_name = 'x' WHERE number = 1",
    "UPDATE people_auditevent SET number = 99 WHERE number = 1",
    "UPDATE people_auditevent SET number = NULL WHERE number = 1",
    "DELETE FROM people_auditevent WHERE number = 9",
    "UPDATE people_auditbatch SET digest = 'x'",
    "DELETE FROM people_auditbatch",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_the_trail(sealed: Actor, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(statement)
    assert verdict().faults == ()


def test_an_open_event_may_be_sealed_and_not_changed(officer: Actor) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("UPDATE people_auditevent SET action = 'x', number = 1")


def test_the_triggers_are_laid_again_after_a_migrate(officer: Actor) -> None:
    guarding.lift()
    assert "people_auditevent" in guarding.unguarded()
    call_command("migrate", verbosity=0)
    assert guarding.unguarded() == ()


TAMPERED = [
    ("UPDATE people_auditevent SET actor_name = 'x' WHERE number = 4", "altered", "event 4"),
    ("UPDATE people_auditevent SET details = '{}' WHERE number = 1", "altered", "event 1"),
    ("UPDATE people_auditevent SET digest = 'x' WHERE number = 6", "altered", "event 6"),
    ("DELETE FROM people_auditevent WHERE number = 5", "missing", "event 5"),
    ("DELETE FROM people_auditevent WHERE number = 9", "missing", "event 9"),
    ("DELETE FROM people_auditevent WHERE batch = 2", "missing", "event 4"),
    ("UPDATE people_auditevent SET number = CASE number WHEN 4 THEN -1 ELSE 4 END "
     "WHERE number IN (4, 5)", "reordered", "event -1"),
    ("UPDATE people_auditevent SET batch = 3 WHERE number = 2", "missing", "event 2"),
    ("UPDATE people_auditevent SET batch = 9 WHERE number = 9", "missing", "event 9"),
    ("UPDATE people_auditbatch SET digest = 'x' WHERE number = 2", "altered", "batch 2"),
    ("UPDATE people_auditbatch SET last = 5 WHERE number = 2", "reordered", "event 6"),
    ("UPDATE people_auditbatch SET algorithm = 'none' WHERE number = 2", "altered", "event 4"),
    ("DELETE FROM people_auditbatch WHERE number = 2", "missing", "batch 2"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "code", "place"), TAMPERED)
def test_the_first_bad_entry_is_named(sealed: Actor, statement: str, code: str, place: str) -> None:
    guarding.lift()
    run(statement)
    first = verdict().faults[0]
    assert (first.code.rsplit(".", 1)[1], first.place) == (code, place), first


def test_two_entries_that_changed_places_are_named(sealed: Actor) -> None:
    guarding.lift()
    for statement in ("number = -1 WHERE number = 4", "number = 4 WHERE number = 5",
                      "number = 5 WHERE number = -1"):  # fmt: skip
        run(f"UPDATE people_auditevent SET {statement}")
    first = verdict().faults[0]
    assert (first.code, first.place) == ("audit.event.reordered", "event 4")


def test_the_end_cut_off_is_known_by_the_head_file(sealed: Actor, tmp_path: Path) -> None:
    head = tmp_path / "head.jsonl"
    assert (write_head(head), write_head(head)) == (3, 0)
    assert [line["last"] for line in head_lines(head)] == [3, 6, 9]
    assert verdict(head).faults == ()
    guarding.lift()
    run("DELETE FROM people_auditevent WHERE batch = 3")
    run("DELETE FROM people_auditbatch WHERE number = 3")
    assert verdict().faults == ()
    assert verdict(head).faults[0].place == "batch 3"
    with pytest.raises(Conflict):
        write_head(head)


def test_an_event_left_open_is_named_after_a_minute(officer: Actor) -> None:
    assert verdict().faults == ()
    late = verify(timezone.now() + timedelta(seconds=61))
    assert [fault.code for fault in late.faults] == ["audit.event.unsealed"]


def test_a_row_changed_behind_our_back_is_named(officer: Actor) -> None:
    set_contact(by=officer, email="one@yunxi.example")
    set_contact(by=officer, email="two@yunxi.example")
    seal_all()
    assert verdict().faults == ()
    Contact.objects.update(email="three@yunxi.example", row_version=3)
    first = verdict().faults[0]
    assert first.code == "audit.row.unexplained"
    assert first.place == f"people.contact {Contact.objects.get().pk}"


def test_two_people_saving_the_same_row_are_told_both_versions(officer: Actor) -> None:
    set_contact(by=officer, email="one@yunxi.example")
    set_contact(by=officer, email="two@yunxi.example")
    with pytest.raises(Conflict) as refused, doing(Duty.SET_CONTACT, by=officer):
        renew(Contact.objects.get(), seen=1)
    assert refused.value.data | {"at": ""} == {"seen": 1, "now": 2, "by": "规划科", "at": ""}


def test_nothing_is_written_when_the_action_fails(officer: Actor) -> None:
    before = AuditEvent.objects.count()

    def half_way() -> None:
        with doing(Duty.SET_CONTACT, by=officer) as deed:
            deed.record(AuditBatch(number=0))
            deed.send("people.tell")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_way()
    assert AuditEvent.objects.count() == before


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans() | st.none()))
def test_the_canonical_form_does_not_depend_on_the_order_of_keys(entry: dict[str, object]) -> None:
    turned = dict(reversed(entry.items()))
    assert canonical(details=entry, id=1) == canonical(id=1, details=turned)


@pytest.fixture
def auditor(db: None) -> Client:
    account = create_account(
        by=SYSTEM, username="auditor", display_name="审计员", password="auditor-word",
        roles=[Role.AUDITOR],
    )  # fmt: skip
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """As if a second factor had been given."""
    from lantu.apps.people import asking

    return lambda: monkeypatch.setattr(asking, "_verified", lambda user: True)


def test_the_auditor_filters_follows_and_takes_out(
    sealed: Actor, auditor: Client, seen: Callable[[], None]
) -> None:
    seen()
    page = auditor.get("/audit/", {"actor": "规划科", "action": "people.sign_in"}).content.decode()
    assert page.count("<tr>") == 7 + 1
    story = auditor.get(f"/audit/object/people.user/{sealed.user}/").content.decode()
    assert "管理账号" in story
    lines = b"".join(auditor.get("/audit.csv?actor=规划科").streaming_content).decode()  # type: ignore[attr-defined]
    assert lines.startswith("\ufeff封存编号,id,")
    assert lines.count("登录") == 7
    assert auditor.get("/audit.xlsx").content[:2] == b"PK"
    assert AuditEvent.objects.filter(action=Duty.EXPORT_AUDIT).count() == 2
    odd = {"since": "tomorrow", "until": "9999-12-31", "before": "x", "kind": "\x00"}
    assert auditor.get("/audit/", odd).status_code == 200


def test_others_do_not_read_the_trail(sealed: Actor, signed_in: Client, visitor: Client) -> None:
    for address in ("/audit/", "/audit.csv", "/audit.xlsx", "/audit/object/people.user/1/"):
        assert signed_in.get(address).status_code == 403
        assert visitor.get(address).status_code == 302
