"""Cases: what waits, lists, board and map against size; life cycles a second through the actions.

`make bench` measures 10,000 cases, `make bench-large` 100,000 and 1,000,000 as well (eight events
each, PostgreSQL). Eight processes take cases from report to search: audit and scope are on.
"""

import multiprocessing
import os
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import TYPE_CHECKING

from rich.table import Table

from tests.bench import case_base as base

if TYPE_CHECKING:
    from lantu.apps.people.actor import Actor

SIZES = (10_000, 100_000, 1_000_000)
CLIENTS, SECONDS, RUNS = 8, 10.0, 40
BARE = "bare Django, the same rows"
VISIT = "report, assign, resolve, find"
GRID = "grid: six steps, four papers"


def table() -> Table:
    """One row a question and reader; one for life cycles."""
    sizes = SIZES[: int(os.environ.get("LANTU_BENCH_SIZES", "1"))]
    found: dict[tuple[str, str], list[float]] = {}
    rates: dict[str, list[float]] = {}
    with base.database():
        base.prepare()
        base.write_statements()
        for size in sizes:
            base.grow(size)
            for key, spent in _asked().items():
                found.setdefault(key, []).append(spent)
            for name, rate in _life_cycles().items():
                rates.setdefault(name, []).append(rate)
    return _shown(sizes, found, rates)


def _shown(
    sizes: tuple[int, ...], found: dict[tuple[str, str], list[float]], rates: dict[str, list[float]]
) -> Table:
    shown = Table(title="cases", title_justify="left")
    for column in ("what", "for", *(f"{size:,}" for size in sizes), "growth"):
        shown.add_column(column, justify="left" if column in ("what", "for") else "right")
    for (what, who), spent in found.items():
        cells = [f"{1000 * one:.1f} ms" for one in spent]
        shown.add_row(f"{what}, p95", who, *cells, f"{spent[-1] / spent[0]:.2f}")
    for name, rate in rates.items():
        shown.add_row(
            name, f"{CLIENTS} processes", *(f"{one:.0f} /s" for one in rate),
            f"{rate[-1] / rate[0]:.2f}",
        )  # fmt: skip
    return shown


def _asked() -> dict[tuple[str, str], float]:
    """(question, reader) -> p95 in seconds."""
    from lantu.apps.tracking.cases.tallying import count_cases_now
    from lantu.apps.tracking.moments import moment

    count_cases_now(moment())
    found = {}
    for who in ("everything", "small"):
        for what, ask in _questions(base.actor(who)).items():
            ask()
            spent = []
            for _ in range(RUNS):
                begun = time.perf_counter()
                ask()
                spent.append(time.perf_counter() - begun)
            found[what, who] = quantiles(spent, n=20)[-1]
    return found


def _questions(reader: "Actor") -> dict[str, Callable[[], object]]:
    """What pages ask."""
    from lantu.apps.tracking.cases.queries.lists import CaseFilter, case_page, count_cases
    from lantu.apps.tracking.cases.queries.maps import map_of
    from lantu.apps.tracking.cases.queries.waiting import board, inbox

    every, running = CaseFilter(process=base.HANDLING), CaseFilter(process=base.HANDLING, open=True)
    middle = case_page(reader, every, size=1000).after
    return {
        "inbox": lambda: inbox(reader),
        "list": lambda: case_page(reader, every, columns=["subject", "channel"]),
        "list, page 20": lambda: case_page(reader, every, after=middle),
        "list of open": lambda: case_page(reader, running, order="due"),
        "total": lambda: count_cases(reader, every),
        "board": lambda: board(reader, base.HANDLING),
        "map": lambda: map_of(reader, (113.75, 33.97, 113.85, 34.05), every),
        "map, whole": lambda: map_of(reader, (73, 3, 136, 54), every),
    }


def _life_cycles() -> dict[str, float]:
    """Life cycles a second by eight processes."""
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    rates = {}
    for name in (BARE, VISIT, GRID):
        with context.Pool(CLIENTS) as pool:
            jobs = [pool.apply_async(_client, (name, number)) for number in range(CLIENTS)]
            rates[name] = sum(job.get()[0] for job in jobs) / SECONDS
    return rates


def _client(name: str, number: int) -> tuple[int, float]:
    """(cycles, the median one in seconds)."""
    cycle = {BARE: _bare, VISIT: _visit, GRID: _grid}[name]()
    cycle(number, 0)
    end, spent = time.perf_counter() + SECONDS, []
    while (begun := time.perf_counter()) < end:
        cycle(number, len(spent))
        spent.append(time.perf_counter() - begun)
    return len(spent), median(spent)


def _bare() -> Callable[[int, int], None]:
    """What a program would do that knows no process, no scope and no audit trail's frame."""
    from django.db import transaction
    from django.utils import timezone

    from lantu.apps.people.models import AuditEvent
    from lantu.apps.tracking.cases.models import Case, CaseEvent, CaseTask

    pattern = Case.objects.values("area_id", "area_path", "pack_id").first()
    assert pattern is not None

    def cycle(number: int, n: int) -> None:
        now = timezone.now()
        for seq in (1, 2, 3):
            with transaction.atomic():
                if seq == 1:
                    case = Case.objects.create(
                        process="bare",
                        title="路灯",
                        state="one",
                        opened_at=now,
                        changed_at=now,
                        **pattern,
                    )
                    CaseTask.objects.create(
                        case=case,
                        process="bare",
                        branch="main",
                        state="one",
                        entered=now,
                        opened_at=now,
                    )
                else:
                    case = Case.objects.select_for_update().get(pk=case.pk)
                    case.row_version, case.state = seq, "two"
                    case.save()
                    CaseTask.objects.filter(case=case).update(state="two")
                CaseEvent.objects.create(case=case, seq=seq, at=now, kind="step", branch="main")
                AuditEvent.objects.create(action="bare", object_kind="case", object_id=case.pk)
        CaseTask.objects.filter(case=case).delete()
        assert list(Case.objects.filter(process="bare", pk=case.pk))

    return cycle


def _visit() -> Callable[[int, int], None]:
    """The template's process: reported, assigned, answered with a paper, found again."""
    from lantu.apps.places.models import Area
    from lantu.apps.tracking.cases.actions import Act, open_case, step
    from lantu.apps.tracking.cases.queries.lists import CaseFilter, case_page

    desk, handler = base.actor("desk"), base.actor("handler")
    paths = list(Area.objects.filter(kind="community").values_list("path", flat=True))

    def cycle(number: int, n: int) -> None:
        values = {
            "subject": f"{number}号窗口第{n}件：路灯不亮",
            "topic": "求助",
            "came_on": "2026-05-06",
            "community": paths[(number + n * 8) % len(paths)],
        }
        case = open_case(by=desk, process=base.VISIT, values=values).case
        case = step(
            by=desk,
            case=case.pk,
            seen=case.row_version,
            what=Act(action="send", values={"unit": "处置单位0"}),
        )
        case = step(
            by=handler,
            case=case.pk,
            seen=case.row_version,
            what=Act(action="reply", values={"answer": "已修复"}),
        )
        page = case_page(desk, CaseFilter(process=base.VISIT, number=case.number))
        assert page.lines[0].outcome

    return cycle


def _grid() -> Callable[[int, int], None]:
    """Reported, filed, dispatched, handled, replied, checked, closed, found again."""
    from lantu.apps.people.files.actions import keep_file
    from lantu.apps.tracking.cases.actions import Act, open_case, step
    from lantu.apps.tracking.cases.queries.lists import CaseFilter, case_page

    who = {n: base.actor(n) for n in ("worker", "acceptor", "dispatcher", "handler1", "everything")}
    photo = keep_file(by=who["handler1"], name="p.txt", data=b"photo").sha256
    report = base.values()
    way = (
        ("acceptor", Act(action="file", values={"small_class": "雨水井盖"})),
        ("dispatcher", Act(action="dispatch", values={"unit": "处置单位1"})),
        ("handler1", Act(action="reply", values={"measure_taken": "已换", "after": photo})),
        ("dispatcher", Act(action="forward")),
        ("acceptor", Act(action="close", values={"check_photo": photo})),
    )

    def cycle(number: int, n: int) -> None:
        values = report | {"subject": f"{number}号第{n}处井盖破损"}
        case = open_case(by=who["worker"], process=base.HANDLING, values=values).case
        for name, act in way:
            case = step(by=who[name], case=case.pk, seen=case.row_version, what=act)
        page = case_page(who["everything"], CaseFilter(process=base.HANDLING, number=case.number))
        assert page.lines[0].outcome

    return cycle
