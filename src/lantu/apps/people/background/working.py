"""The one background process: seals, works off the outbox, runs the periodic jobs.

Three loops in three threads, so that a mail server that does not answer keeps nothing from being
sealed. A deployment has one such process: a second one waits until the first has gone.
"""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from lantu.apps.people.audit.sealing import seal_all, write_head
from lantu.apps.people.background.outbox import work_off
from lantu.apps.people.background.schedule import run_due

log = logging.getLogger("lantu.work")
PAUSES = {"seal": 5.0, "outbox": 1.0, "jobs": 20.0}
"""Seconds between two looks, by loop."""
LOCK = 5_020_260_002
"""Our name among PostgreSQL's advisory locks: workers on several machines."""


def work(stop: threading.Event) -> None:
    """Until `stop` is set."""
    with _alone(stop):
        loops = [
            threading.Thread(target=_loop, args=(name, step, stop), name=name)
            for name, step in (("seal", _seal), ("outbox", _outbox), ("jobs", _jobs))
        ]
        for loop in loops:
            loop.start()
        for loop in loops:
            loop.join()


def work_once() -> None:
    """One look at everything: for tests, and for `lantu work --once`."""
    for step in (_jobs, _outbox, _seal):
        step()


def _loop(name: str, step: Callable[[], None], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            close_old_connections()
            step()
        except Exception:
            log.exception("%s: tried again in a moment", name)
        stop.wait(PAUSES[name])
    connection.close()


def _seal() -> None:
    sealed = seal_all()
    head: Path | None = settings.SEAL_HEAD
    if head is not None and (sealed or not head.exists()):
        write_head(head)


def _outbox() -> None:
    while work_off(timezone.now()):
        pass


def _jobs() -> None:
    run_due(timezone.now())


@contextmanager
def _alone(stop: threading.Event) -> Iterator[None]:
    """Holds the deployment's work lock; waits for it. A process that dies lets it go."""
    with (Path(settings.HOME) / "work.lock").open("w") as file:
        while not stop.is_set() and not _both_locks(file.fileno()):
            stop.wait(2)
        yield


def _both_locks(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
