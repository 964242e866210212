"""The outbox, its channels against receivers of our own, the periodic jobs, their page."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from lantu.apps.people.acting import acting
from lantu.apps.people.actions import create_account
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.background import outbox, schedule
from lantu.apps.people.background.channels import announce, tell
from lantu.apps.people.background.models import JobRun, OutboxRow
from lantu.apps.people.background.outbox import BACK_OFF, work_off
from lantu.apps.people.background.schedule import JOBS, Job, run_due
from lantu.apps.people.inbox.actions import set_contact
from lantu.apps.people.inbox.models import Notice
from lantu.apps.people.permissions import Permission, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Callable[[outbox.Handler, bool], None]:
    """Registers a handler of kind "test" for one test."""

    def register(handle: outbox.Handler, outside: bool = False) -> None:
        monkeypatch.setitem(outbox.HANDLERS, "test", (handle, outside))

    return register


def leave(**payload: object) -> OutboxRow:
    with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
        deed.send("test", **payload)
    return OutboxRow.objects.get()


def test_what_is_left_is_done_once(handler: Any) -> None:
    done: list[int] = []
    handler(lambda payload: done.append(payload["n"]))
    leave(n=7)
    assert (work_off(timezone.now()), work_off(timezone.now())) == (1, 0)
    assert done == [7]


@pytest.mark.parametrize("outside", [False, True])
def test_a_failure_is_tried_again_later_and_later_and_then_lies_dead(
    handler: Any, outside: bool
) -> None:
    def fail(payload: object) -> None:
        outbox.send("never.kept")
        raise OSError("no answer")

    handler(fail, outside)
    row, now = leave(), timezone.now()
    for attempt, pause in enumerate(BACK_OFF, 1):
        assert work_off(now) == 1
        row.refresh_from_db()
        assert (row.attempts, row.due_at, row.last_error) == (
            attempt, now + pause, "OSError: no answer",
        )  # fmt: skip
        OutboxRow.objects.filter(kind="never.kept").delete()
        now += pause
    assert work_off(now) == 1
    row.refresh_from_db()
    assert row.dead_at
    assert OutboxRow.objects.filter(kind="never.kept").exists() is outside


def test_a_kind_that_nobody_handles_is_kept_with_its_reason() -> None:
    row = leave()
    work_off(timezone.now())
    row.refresh_from_db()
    assert "test" in row.last_error


class Mailbox:
    """Receives mail on this machine."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 OK"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL = f"smtp://127.0.0.1:{port}"
    yield box
    controller.stop()


@pytest.fixture
def robot(settings: Settings) -> Iterator[tuple[list[dict[str, Any]], dict[str, Any]]]:
    """(messages it got, what it answers)."""
    got: list[dict[str, Any]] = []
    answer: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status = answer.get("status", 200)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/other")  # type: ignore[attr-defined]
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *given: object) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.ROBOTS = [f"http://127.0.0.1:{server.server_port}/send?key=k"]
    yield got, answer
    server.shutdown()
    server.server_close()


def test_people_are_told_on_the_page_and_by_mail(
    officer: Actor, mailbox: Mailbox, settings: Settings
) -> None:
    settings.URL = "https://lantu.yunxi.example"
    set_contact(by=officer, email="officer@yunxi.example")
    for _ in range(2):
        with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
            tell(deed, [officer.user or 0], source="s", title="催报\n第一季度", text="三日内")
        while work_off(timezone.now()):
            pass
    assert Notice.objects.get().title == "催报\n第一季度"
    ((to, letter),) = mailbox.letters
    assert to == ["officer@yunxi.example"]
    assert letter["Subject"] == "催报 第一季度"
    body = letter.get_content()
    assert "三日内" in body
    assert settings.URL in body


def test_a_mail_server_that_is_down_is_tried_again(officer: Actor, settings: Settings) -> None:
    settings.MAIL = "smtp://127.0.0.1:9"
    set_contact(by=officer, email="officer@yunxi.example")
    with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
        tell(deed, [officer.user or 0], source="s", title="催报")
    assert (work_off(timezone.now()), work_off(timezone.now())) == (1, 1)
    row = OutboxRow.objects.get(kind="people.mail")
    assert row.done_at is None
    assert "ConnectionRefusedError" in row.last_error


def test_a_chat_group_is_told(robot: Any) -> None:
    with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
        announce(deed, title="通报", text="三项滞后")
    work_off(timezone.now())
    assert robot[0] == [{"msgtype": "text", "text": {"content": "通报\n\n三项滞后"}}]
    assert OutboxRow.objects.get().done_at


@pytest.mark.parametrize("answer", [{"errcode": 93000, "errmsg": "invalid key"}, {"status": 302}])
def test_a_robot_that_refuses_or_sends_elsewhere_is_an_error(robot: Any, answer: Any) -> None:
    robot[1].update(answer)
    with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
        announce(deed, title="通报")
    work_off(timezone.now())
    assert len(robot[0]) == 1
    row = OutboxRow.objects.get()
    assert row.done_at is None
    assert "群机器人" in row.last_error


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[..., list[date]]:
    """One job at 7:30 alone in the table; the list of the days that it ran for."""
    ran: list[date] = []

    def table(each_day: bool, fails: bool = False) -> list[date]:
        def run(day: date) -> str:
            ran.append(day)
            if fails:
                raise OSError("no answer")
            return "3"

        monkeypatch.setattr(schedule, "JOBS", {"j": Job("j", "j", time(7, 30), run, each_day)})
        return ran

    return table


def at(day: date, hour: int, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(schedule, "day_of_today", lambda: day)
    return run_due(timezone.make_aware(datetime.combine(day, time(hour))))


MONDAY = date(2026, 5, 4)


def test_a_job_runs_once_a_day_after_its_time(job: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = job(each_day=False)
    assert [at(MONDAY, hour, monkeypatch) for hour in (7, 8, 9)] == [0, 1, 0]
    assert [at(MONDAY + timedelta(days=1), hour, monkeypatch) for hour in (0, 8)] == [0, 1]
    assert ran == [MONDAY, MONDAY + timedelta(days=1)]


@pytest.mark.parametrize(("each_day", "days"), [(True, [1, 2, 3]), (False, [3])])
def test_a_job_catches_up_after_downtime(
    job: Any, monkeypatch: pytest.MonkeyPatch, each_day: bool, days: list[int]
) -> None:
    ran = job(each_day=each_day)
    at(MONDAY, 8, monkeypatch)
    at(MONDAY + timedelta(days=4), 3, monkeypatch)
    assert ran[1:] == [MONDAY + timedelta(days=n) for n in days]


def test_a_job_that_fails_says_so_and_rests(job: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = job(each_day=False, fails=True)
    assert [at(MONDAY, hour, monkeypatch) for hour in (8, 9)] == [0, 0]
    run = JobRun.objects.get()
    assert run.error == "OSError: no answer"
    assert ran == [MONDAY]


def test_every_job_of_the_house_can_run_twice(settings: Settings, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    for job in JOBS.values():
        assert job.run(MONDAY) == job.run(MONDAY), job.name


def test_the_page_shows_jobs_and_dead_rows_and_takes_decisions(
    monkeypatch: pytest.MonkeyPatch, signed_in: Client
) -> None:
    keeper = create_account(
        by=SYSTEM, username="keeper", display_name="系统管理员", password="keeper-word-1",
        roles=[Role.SYSTEM_ADMIN],
    )  # fmt: skip
    monkeypatch.setattr("lantu.apps.people.asking._verified", lambda user: True)
    client = Client()
    client.force_login(keeper)
    rows = [
        OutboxRow.objects.create(kind="people.mail", attempts=9, dead_at=timezone.now(),
                                 last_error="OSError: no answer")
        for _ in range(2)
    ]  # fmt: skip
    page = client.get("/background/").content.decode()
    assert page.count("OSError: no answer") == 2
    assert page.count('scope="row"') == len(JOBS) + 2
    for row, again in zip(rows, "10", strict=True):
        form = {"row": row.pk, "again": again}
        assert client.post("/background/dead/", form).status_code == 302
        assert client.post("/background/dead/", form).status_code == 409
    assert OutboxRow.objects.waiting().get() == rows[0]
    assert signed_in.get("/background/").status_code == 403
    assert signed_in.post("/background/dead/", {"row": 1}).status_code == 403
