"""kill -9 in the middle of 200 writes: what was acknowledged is there, and nothing by half."""

import http.client
import json
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from urllib.parse import urlencode

from integration.faults.machine import Machine, kill

FIRST = date(2030, 1, 1)
WRITES, WRITERS = 200, 8
TOKEN = "a" * 32

STANDING = """
from lantu.apps.people.inbox.models import Delegation
from lantu.apps.people.audit.models import AuditEvent
from lantu.apps.people.audit.sealing import seal_all
seal_all()
rows = {str(pk): first.isoformat() for pk, first in Delegation.objects.values_list("pk", "first")}
told = dict(AuditEvent.objects.filter(object_kind="people.delegation")
            .values_list("object_id", "details__first"))
print(json.dumps([rows, told]))
"""


def write(port: int, session: str, taker: int, number: int) -> bool:
    """One delegation by form; whether the server said that it is done."""
    day = (FIRST + timedelta(days=number)).isoformat()
    form = {"csrfmiddlewaretoken": TOKEN, "taker": taker, "first": day, "last": day}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(
            "POST", "/inbox/lend/", urlencode(form),
            {"Cookie": f"sessionid={session}; csrftoken={TOKEN}",
             "Content-Type": "application/x-www-form-urlencoded"},
        )  # fmt: skip
        answer = connection.getresponse()
        assert answer.status == 302, answer.read()
        return answer.headers["Location"] == "/inbox/"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def test_a_killed_server_loses_nothing_that_it_acknowledged(machine: Machine) -> None:
    *writers, (_key, taker) = json.loads((machine.home / "sessions.json").read_text())
    acknowledged: set[str] = set()
    enough = threading.Event()
    with machine.serving() as (port, server):

        def work(writer: int) -> None:
            for number in range(writer, WRITES, WRITERS):
                if write(port, writers[writer][0], taker, number):
                    acknowledged.add((FIRST + timedelta(days=number)).isoformat())
                if len(acknowledged) >= WRITES // 2:
                    enough.set()

        with ThreadPoolExecutor(WRITERS) as pool:
            running = [pool.submit(work, writer) for writer in range(WRITERS)]
            assert enough.wait(15)
            kill(server)
        for future in running:
            future.result()
    assert WRITES // 2 <= len(acknowledged) < WRITES
    _background_is_gone(machine)
    rows, told = machine.ask(STANDING)
    assert acknowledged <= set(rows.values())
    assert len(set(rows.values())) == len(rows)
    assert rows == told
    verdict = machine.run("verify")
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def _background_is_gone(machine: Machine) -> None:
    """The worker listens to a pipe of the server; without it, it stops by itself."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
        if f"work --attached --home {machine.home}" not in listed.stdout:
            return
        time.sleep(0.1)
    raise AssertionError("the background process outlived its server")


WORKER = """
import time
from django.utils import timezone
from lantu.apps.people.background import outbox
from lantu.apps.people.background.models import OutboxRow
from lantu.apps.people.inbox.models import Notice
from lantu.apps.people.models import User

@outbox.handles("slow")
def slow(payload):
    Notice.objects.create(user=User.objects.first(), source="slow", title="半途")
    print("in the middle", flush=True)
    time.sleep({seconds})

OutboxRow.objects.get_or_create(kind="slow")
OutboxRow.objects.filter(kind="slow").update(due_at=timezone.now())
outbox.work_off(timezone.now())
row = OutboxRow.objects.get(kind="slow")
print(json.dumps([row.attempts, row.done_at is not None, Notice.objects.count()]))
"""

LEFT = """
from lantu.apps.people.background.models import OutboxRow
from lantu.apps.people.inbox.models import Notice
row = OutboxRow.objects.get(kind="slow")
print(json.dumps([row.attempts, row.done_at is not None, Notice.objects.count()]))
"""


def test_a_worker_killed_in_a_job_leaves_it_undone_and_the_next_does_it_once(
    machine: Machine,
) -> None:
    worker = machine.start(WORKER.replace("{seconds}", "60"))
    assert worker.stdout is not None
    assert worker.stdout.readline() == "in the middle\n"
    kill(worker)
    assert machine.ask(LEFT) == [1, False, 0]
    assert machine.ask(WORKER.replace("{seconds}", "0")) == [2, True, 1]
