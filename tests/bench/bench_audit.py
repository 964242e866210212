"""What the audit trail costs: an action with and without it, sealing, verifying.

The plain baseline writes the same row in a transaction of its own and leaves no event. A request is
the same action asked for by form, through all of the middleware.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rich.table import Table

RUNS = 300
EVENTS = 5000


def spent(work: Callable[[int], object], runs: int = RUNS) -> float:
    """Median milliseconds of `work`."""
    found = []
    for number in range(runs):
        start = time.perf_counter()
        work(number)
        found.append(time.perf_counter() - start)
    return median(found) * 1000


def table() -> Table:
    """One row a measurement, on the database of DATABASE_URL, else SQLite."""
    from lantu.demo.home import open_home

    os.environ["LANTU_HOME"] = tempfile.mkdtemp(prefix="lantu-bench-")
    open_home(Path(os.environ["LANTU_HOME"]), create=True)
    from django.db import connection

    shown = Table(title=f"audit on {connection.vendor}", title_justify="left")
    for column in ("what", "ms", "× plain"):
        shown.add_column(column, justify="left" if column == "what" else "right")
    plain, with_event = _actions()
    shown.add_row("write, no event", f"{plain:.2f}", "1.00")
    shown.add_row("the same as an action with its event", f"{with_event:.2f}",
                  f"{with_event / plain:.2f}")  # fmt: skip
    without, request = _requests()
    shown.add_row("request, events left out", f"{without:.2f}", "")
    shown.add_row("request", f"{request:.2f}", f"{request / without:.2f} × without")
    for what, per_second in _trail():
        shown.add_row(what, f"{1000 / per_second:.3f}", f"{per_second:,.0f} events/s")
    return shown


def _actions() -> tuple[float, float]:
    from django.db import transaction

    from lantu.apps.people.acting import acting
    from lantu.apps.people.actor import SYSTEM
    from lantu.apps.people.inbox.models import Notice
    from lantu.apps.people.models import User
    from lantu.apps.people.permissions import Permission

    user = User.objects.create(username="bench", display_name="bench")

    def bare(number: int) -> None:
        with transaction.atomic():
            Notice.objects.create(user=user, source=f"bare {number}", title="t")

    def told(number: int) -> None:
        with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
            deed.record(Notice.objects.create(user=user, source=f"told {number}", title="t"), n=1)

    return spent(bare), spent(told)


def _requests() -> tuple[float, float]:
    from django.conf import settings
    from django.core.cache import cache
    from django.test import Client

    from lantu.apps.people.audit.models import AuditEvent
    from lantu.apps.people.models import User

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(), backend=settings.AUTHENTICATION_BACKENDS[-1])

    def ask(number: int) -> None:
        cache.clear()  # of the rate limit
        assert client.post("/inbox/contact/", {"email": f"a{number}@x.example"}).status_code == 302

    ask(0)
    keep = AuditEvent.objects.bulk_create

    def left_out(number: int) -> None:
        AuditEvent.objects.bulk_create = lambda events: events  # type: ignore[method-assign,assignment]
        ask(number)
        AuditEvent.objects.bulk_create = keep  # type: ignore[method-assign]

    turns = [(spent(left_out, 10), spent(ask, 10)) for _ in range(RUNS // 10)]
    return median(without for without, _ in turns), median(told for _, told in turns)


def _trail() -> list[tuple[str, float]]:
    from django.utils import timezone

    from lantu.apps.people.audit.models import AuditEvent
    from lantu.apps.people.audit.sealing import seal_all
    from lantu.apps.people.audit.verifying import verify

    AuditEvent.objects.bulk_create(
        [
            AuditEvent(actor_name="系统", action="bench", object_kind="bench.row",
                       object_id=str(n), details={"n": n, "title": "云溪区河湖巡查台账"})
            for n in range(EVENTS)
        ]
    )  # fmt: skip
    start = time.perf_counter()
    sealed = seal_all()
    middle = time.perf_counter()
    events = verify(timezone.now()).events
    end = time.perf_counter()
    return [("seal, an event", sealed / (middle - start)),
            ("verify, an event", events / (end - middle))]  # fmt: skip
