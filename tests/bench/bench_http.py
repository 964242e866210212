"""Life cycles a second over HTTP, on PostgreSQL: report, assign, resolve, find by words.

`lantu serve` with its background process, audit and scope on, against a bare Django + ninja program
that writes the same rows into the same tables, asked by the same eight clients in the same run;
then a spike (64 clients) and a valley (one). LANTU_BENCH_SIZES=3 goes on to 100,000 and 1,000,000.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median, quantiles
from threading import Thread
from typing import Any

from rich.table import Table

from tests.bench import case_base as base

SIZES = (0, 100_000, 1_000_000)
CLIENTS, SPIKE = 8, 64
SECONDS, TURNS, TURN = 15.0, 5, 5.0
CASES = "/api/v1/packs/template/visit/cases"
Ask = Callable[[str, str, Any], Any]


@dataclass(slots=True)
class Run:
    """What clients saw. spent: seconds of each life cycle; errors: answers that were not 2xx."""

    seconds: float
    spent: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.spent) / self.seconds

    def __iadd__(self, other: "Run") -> "Run":
        self.seconds += other.seconds
        self.spent += other.spent
        self.errors += other.errors
        return self

    def __str__(self) -> str:
        p95 = 1000 * quantiles(self.spent, n=20)[-1] if len(self.spent) > 1 else 0.0
        middle = 1000 * median(self.spent) if self.spent else 0.0
        wrong = f", {len(self.errors)} errors: {self.errors[0]}" if self.errors else ", 0 errors"
        return f"{self.rate:.1f}/s, median {middle:.0f} ms, p95 {p95:.0f} ms{wrong}"


def table() -> Table:
    """One row a size."""
    shown = Table(title="life cycles over HTTP", title_justify="left")
    for column in ("cases", "bare program", "ours", "ours / bare", "of empty", "spike", "valley"):
        shown.add_column(column)
    first = 0.0
    sizes = SIZES[: int(os.environ.get("LANTU_BENCH_SIZES", "1"))]
    with base.database():
        base.prepare()
        base.write_statements()
        known = _known()
        for size in sizes:
            base.grow(size) if size else None
            with _serving(_BARE) as there, _serving(_OURS) as here:
                bare, ours = _in_turn(there, here, known)
                spike = _clients(here, SPIKE, lambda ask, name: _visit(ask, name, known))
                valley = _clients(here, 1, lambda ask, name: _visit(ask, name, known))
            first = first or ours.rate
            shown.add_row(
                f"{size:,}", str(bare), str(ours), f"{ours.rate / bare.rate:.2f}",
                f"{ours.rate / first:.2f}", str(spike), str(valley),
            )  # fmt: skip
    return shown


@dataclass(frozen=True, slots=True)
class Known:
    """Tokens of the desk and of the unit that answers, and what a report names."""

    desk: str
    unit: str
    organisation: int
    pack: int
    areas: tuple[tuple[int, str], ...]


def _known() -> Known:
    from datetime import timedelta

    from lantu.apps.people.actor import SYSTEM
    from lantu.apps.people.models import Organisation, day_of_today
    from lantu.apps.people.permissions import Permission, Role
    from lantu.apps.people.token_actions import make_token
    from lantu.apps.places.models import Area
    from lantu.apps.tracking.models import EnabledPack

    may = (Permission.READ_RECORDS, Permission.OPEN_CASE, Permission.STEP_CASE)
    until = day_of_today() + timedelta(days=30)
    unit = Organisation.objects.get(name="处置单位0")
    secrets = [
        make_token(by=SYSTEM, organisation=of, name="bench", role=role, may=may, until=until)[1]
        for of, role in (
            (Organisation.objects.get(name="网格中心"), Role.REPORTER), (unit, Role.HANDLER),
        )
    ]  # fmt: skip
    areas = Area.objects.filter(kind="community").values_list("pk", "path")
    pack = EnabledPack.objects.get(name="template").version_id
    return Known(*secrets, unit.pk, pack, tuple(areas))


def _visit(ask: Ask, name: str, known: Known) -> None:
    number = int(name.partition("-")[2])
    values = {
        "subject": f"窗口{name}来访：路灯不亮", "topic": "求助", "came_on": "2026-05-06",
        "community": known.areas[number % len(known.areas)][1],
    }  # fmt: skip
    case = ask("POST", CASES, {"values": values} | {"as": known.desk})
    here = f"{CASES}/{case['id']}/steps"
    send = {"seen": case["version"], "action": "send", "values": {"unit": "处置单位0"}}
    case = ask("POST", here, send | {"as": known.desk})
    reply = {"seen": case["version"], "action": "reply", "values": {"answer": "已修复"}}
    case = ask("POST", here, reply | {"as": known.unit})
    found = ask("GET", f"{CASES}?words={_quoted(values['subject'])}", {"as": known.desk})
    assert [item["id"] for item in found["items"]] == [case["id"]], found


def _bare(ask: Ask, name: str, known: Known) -> None:
    area, path = known.areas[int(name.partition("-")[2]) % len(known.areas)]
    title = f"窗口{name}来访：路灯不亮"
    given = {"title": title, "area": area, "area_path": path, "pack": known.pack}
    case = ask("POST", "/cases", given)
    for state in ("answering", "answered"):
        step = {"state": state, "organisation": known.organisation}
        case = ask("POST", f"/cases/{case['id']}/steps", step)
    found = ask("GET", f"/cases?words={_quoted(title)}", {})
    assert case["id"] in [item["id"] for item in found], found


def _quoted(words: object) -> str:
    from urllib.parse import quote

    return quote(str(words))


def _in_turn(there: int, here: int, known: Known) -> tuple[Run, Run]:
    """Both programs, one after the other and again, so that a slow minute is slow for both."""
    bare, ours = Run(0.0), Run(0.0)
    for n in range(TURNS + 1):
        for port, cycle, all_of_it in ((there, _bare, bare), (here, _visit, ours)):
            run = _at_once(port, CLIENTS, lambda ask, name: cycle(ask, name, known), TURN)  # noqa: B023
            if n:  # the first turn warms up
                all_of_it += run
    return bare, ours


def _clients(port: int, how_many: int, cycle: Callable[[Ask, str], None]) -> Run:
    """So many clients at once, each one life cycle after the other over its own connection."""
    return _at_once(port, how_many, cycle, SECONDS)


def _at_once(port: int, how_many: int, cycle: Callable[[Ask, str], None], seconds: float) -> Run:
    run = Run(seconds)
    end = time.perf_counter() + seconds
    mark = f"{time.time_ns() % 10**9:x}"
    names = [f"{mark}甲{n}" for n in range(how_many)]
    threads = [Thread(target=_client, args=(port, name, cycle, end, run)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return run


def _client(port: int, name: str, cycle: Callable[[Ask, str], None], end: float, run: Run) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:

        def ask(method: str, path: str, given: dict[str, Any]) -> Any:
            headers = {"Content-Type": "application/json"}
            if token := given.pop("as", ""):
                headers["Authorization"] = f"Bearer {token}"
            line.request(method, path, json.dumps(given) if given else None, headers)
            answer = line.getresponse()
            body = answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"{answer.status} {body[-200:]!r}")
            return json.loads(body)

        n = 0
        while (begun := time.perf_counter()) < end:
            n += 1
            try:
                cycle(ask, f"{name}-{n}")
                run.spent.append(time.perf_counter() - begun)
            except Exception as error:  # each is counted and the first is shown
                run.errors.append(str(error)[:300])
                line.close()


_BARE = [
    sys.executable, "-m", "granian", "tests.bench.bare_wsgi:application", "--interface", "wsgi",
    "--workers", "2", "--blocking-threads", "4", "--log-level", "warning", "--host", "127.0.0.1",
]  # fmt: skip
_OURS = [sys.executable, "-m", "lantu", "serve"]


@contextmanager
def _serving(command: list[str]) -> Iterator[int]:
    """A server of its own process group on a free port, there to be asked."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([*command, "--port", str(port)], start_new_session=True,
                              stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        for _ in range(240):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.25)
        else:
            raise TimeoutError("the server does not answer")
        yield port
    finally:
        server.terminate()
        try:
            server.wait(40)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
