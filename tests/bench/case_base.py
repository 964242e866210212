"""A deployment to measure cases on: PostgreSQL or SQLite, seeded by SQL with copies of real cases.

Two cases are taken through the actions; every other one is a copy of theirs, event by event, in
another grid and at another time. So any of a million can be opened, replayed and stepped.
"""

import json
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg

SERVER = "postgresql://postgres@127.0.0.1:5432/"
HANDLING, VISIT = "grid_governance.handling", "template.visit"
STREETS, COMMUNITIES, GRIDS = 10, 10, 10
DAYS = 5 * 365
OPEN = int(os.environ.get("LANTU_BENCH_OPEN", DAYS // 5))
"""One case in so many is open: what came in the last five days of five years. 50 is a backlog of
five weeks."""


@contextmanager
def database() -> Iterator[None]:
    """A database of its own, gone afterwards. LANTU_BENCH=sqlite measures SQLite."""
    home = tempfile.mkdtemp(prefix="lantu-bench-")
    os.makedirs(f"{home}/static")
    name = f"lantu_bench_{uuid.uuid4().hex[:8]}"
    on_sqlite = os.environ.get("LANTU_BENCH") == "sqlite"
    if not on_sqlite:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = SERVER + name
    os.environ |= {"LANTU_HOME": home, "LANTU_SECRET_KEY": "bench " * 9,
                   "DJANGO_SETTINGS_MODULE": "lantu.settings"}  # fmt: skip
    try:
        yield
    finally:
        if not on_sqlite:
            with psycopg.connect(SERVER, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def prepare() -> None:
    """Tables, areas, units, people, packs, and the two cases that the others are copies of."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    from lantu.apps.people.confidential import new_key

    settings.FIELD_KEY = new_key()
    _people(_areas())
    _patterns()


def _areas() -> list[str]:
    """Codes of the grids."""
    from lantu.apps.people.actions import import_areas
    from lantu.apps.people.actor import SYSTEM
    from lantu.apps.people.place_actions import load_known_calendar
    from lantu.apps.places.models import Area

    rows = ["code,name,level,parent", "99,虚省,province,", "9901,青川市,city,99",
            "990102,云溪区,county,9901"]  # fmt: skip
    grids = []
    for s in range(1, STREETS + 1):
        street = f"990102{s:03d}"
        rows.append(f"{street},第{s}街道,street,990102")
        for c in range(1, COMMUNITIES + 1):
            community = f"{street}{c:03d}"
            rows.append(f"{community},{s}之{c}社区,community,{street}")
            grids += [(f"{community}{g:03d}", community) for g in range(1, GRIDS + 1)]
    assert import_areas(by=SYSTEM, vintage="2026", data="\n".join(rows).encode()) == ()
    above = {area.code: area for area in Area.objects.filter(vintage="2026")}
    Area.objects.bulk_create(
        Area(code=code, vintage="2026", name=f"网格{code[-9:]}", kind="grid", hierarchy="grid",
             parent=above[parent], path=f"{above[parent].path}{code}/")
        for code, parent in grids
    )  # fmt: skip
    load_known_calendar(by=SYSTEM)
    return [code for code, _ in grids]


def _people(grids: list[str]) -> None:
    from lantu.apps.people.actor import SYSTEM
    from lantu.apps.people.models import Membership, Organisation, User
    from lantu.apps.places.models import Area
    from lantu.apps.tracking.enabling.actions import enable_pack
    from lantu.packs.load import HOME, load_folder

    county = Area.objects.get(code="990102")
    centre = Organisation.objects.create(name="网格中心", area=county)
    units = [Organisation.objects.create(name=f"处置单位{n}", area=county) for n in range(20)]
    for name in ("grid_governance", "_template"):
        pack = load_folder(HOME / name).pack
        assert pack is not None
        enable_pack(by=SYSTEM, pack=pack, keeper=centre)
    posts = [("everything", "leader", None, county), ("acceptor", "handler", centre, county),
             ("dispatcher", "reviewer", centre, county),
             ("handler", "handler", units[0], county),
             ("desk", "reporter", centre, county),
             ("desk", "plan_officer", None, None)]  # fmt: skip
    small = grids[:: len(grids) // 200][:200]
    posts += [("small", "grid_worker", None, Area.objects.get(code=code)) for code in small]
    posts += [("worker", "grid_worker", None, Area.objects.get(code=grids[0]))]
    for name, role, unit, area in posts:
        user, _ = User.objects.get_or_create(username=name, defaults={"display_name": name})
        Membership.objects.create(user=user, role=role, organisation=unit, area=area)


def actor(name: str):  # type: ignore[no-untyped-def]
    from lantu.apps.people.models import User

    return User.objects.get(username=name).actor()


def values(n: int = 0) -> dict[str, object]:
    from lantu.apps.places.models import Area

    path = Area.objects.filter(kind="grid").order_by("pk").values_list("path", flat=True)[0]
    return {"subject": f"路口井盖破损{n}", "channel": "网格员", "area": path,
            "place": "113.82,34.03", "reported_on": "2026-05-06"}  # fmt: skip


def _patterns() -> None:
    """An open case and a closed one, of eight events each."""
    from lantu.apps.tracking.cases import actions
    from lantu.apps.tracking.cases.actions import Act
    from lantu.engines.cases.case import EventKind

    note = Act(kind=EventKind.MEASURE, action="note", reason="已电话联系")
    first = [("acceptor", Act(action="file", values={"small_class": "雨水井盖"})),
             ("dispatcher", Act(action="dispatch", values={"unit": "处置单位1"}))]  # fmt: skip
    ways = {
        "closed": [*first, ("handler1", Act(action="reply", values={"measure_taken": "已换"})),
                   ("dispatcher", Act(action="forward")), *[("dispatcher", note)] * 2,
                   ("acceptor", Act(action="close"))],
        "open": [*first, *[("dispatcher", note)] * 5],
    }  # fmt: skip
    for way in ways.values():
        case = actions.open_case(by=actor("worker"), process=HANDLING, values=values()).case
        for who, act in way:
            by, done = _holder(who, act)
            case = actions.step(by=by, case=case.pk, seen=case.row_version, what=done)
        assert case.row_version == 8, case.row_version


def _holder(who: str, act):  # type: ignore[no-untyped-def]
    """Photos cannot be asked of a bench: the file of one is handed in."""
    from dataclasses import replace

    from lantu.apps.people.files.actions import keep_file
    from lantu.apps.people.models import Membership, Organisation, User
    from lantu.apps.places.models import Area

    if who == "handler1":
        user, fresh = User.objects.get_or_create(username=who, defaults={"display_name": who})
        if fresh:
            Membership.objects.create(
                user=user, role="handler", organisation=Organisation.objects.get(name="处置单位1"),
                area=Area.objects.get(code="990102"),
            )  # fmt: skip
    by = actor(who)
    if act.action in ("reply", "close"):
        photo = keep_file(by=by, name="p.txt", data=b"photo").sha256
        field = "after" if act.action == "reply" else "check_photo"
        act = replace(act, values={**act.values, field: photo})
    return by, act


def grow(size: int) -> None:
    """Copies until there are `size` cases."""
    from django.db import connection

    from lantu.apps.tracking.cases.models import Case

    there = Case.objects.count()
    ids = dict(Case.objects.filter(pk__lte=2).order_by("pk").values_list("outcome", "pk"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            _lay_grids(cursor)
            cursor.execute(_COPY, {"there": there, "more": size - there, "closed": ids["closed"],
                                   "open": ids[""], "each": OPEN, "days": DAYS})  # fmt: skip
            cursor.execute("ANALYZE")
            for statement in _REST:
                cursor.execute(statement, {"first": there})
                cursor.execute("ANALYZE")
            cursor.execute("SELECT setval('tracking_case_id_seq', max(id)) FROM tracking_case")
            cursor.execute("SELECT setval('tracking_casetask_id_seq',"
                           " (SELECT max(id) FROM tracking_casetask) + 1)")  # fmt: skip
            cursor.execute("VACUUM ANALYZE")
        return
    _grow_row_by_row(there, size, ids)


def _grow_row_by_row(there: int, size: int, ids: dict[str, int]) -> None:
    """The same copies for SQLite, made in Python."""
    from django.db import connection, transaction
    from django.utils import timezone

    grids = _grids()
    now = timezone.now()
    patterns = {way: _pattern(pk) for way, pk in ids.items()}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    for first in range(there + 1, size + 1, 10_000):
        rows: dict[str, list[tuple[object, ...]]] = {}
        for n in range(first, min(first + 10_000, size + 1)):
            running = n % OPEN == 0
            back = n % 20 if running else DAYS - n / size * DAYS
            at = now - timedelta(days=back)
            for table, row in _copied(patterns["" if running else "closed"], n, at, now, grids):
                rows.setdefault(table, []).append(row)
        with transaction.atomic(), connection.cursor() as cursor:
            for table, many in rows.items():
                marks = ", ".join(["%s"] * len(many[0]))
                cursor.executemany(
                    f"INSERT INTO {table} ({_quoted(_names(table))}) VALUES ({marks})", many
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA synchronous = FULL")


def _names(table: str) -> list[str]:
    return [name for name in _columns(table, ()) if name != "id" or table == "tracking_case"]


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _pattern(pk: int) -> dict[str, list[dict[str, object]]]:
    """The rows of a case as the database has them."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table, key in (
            ("tracking_case", "id"),
            ("tracking_caseevent", "case_id"),
            ("tracking_casetask", "case_id"),
            ("tracking_casewords", "case_id"),
        ):
            names = _names(table)
            cursor.execute(f"SELECT {_quoted(names)} FROM {table} WHERE {key} = %s", [pk])
            found[table] = [
                {name: _moment(name, cell) for name, cell in zip(names, row, strict=True)}
                for row in cursor.fetchall()
            ]
    return found


def _moment(name: str, cell: object) -> object:
    """Moments as such; SQLite keeps them as text in UTC."""
    if isinstance(cell, str) and (name == "at" or name.endswith("_at") or name == "entered"):
        return datetime.fromisoformat(cell).replace(tzinfo=UTC)
    return cell


def _plain(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(
        cell.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        if isinstance(cell, datetime)
        else cell
        for cell in row.values()
    )


def _copied(pattern, n, at, now, grids):  # type: ignore[no-untyped-def]
    """(table, row) of one copy."""
    _, area, path, areas, lon, lat, cell = grids[n * 7919 % len(grids)]
    (case,) = pattern["tracking_case"]
    begun = case["opened_at"]
    due = now + timedelta(hours=2 * (n % 200 - 20))
    place = {"area_id": area, "area_path": path, "lon": lon, "lat": lat, "cell": cell}
    moved = {name: at + (case[name] - begun) for name in ("changed_at", "ended_at") if case[name]}
    case = case | place | moved | {"id": n, "opened_at": at, "due": due}
    yield "tracking_case", _plain(case | {"title": f"第{n}处{case['title']}"})
    for event in pattern["tracking_caseevent"]:
        more = {"case_id": n, "at": at + (event["at"] - begun)}
        if event["seq"] == 1:
            more["details"] = json.dumps(json.loads(event["details"]) | {"areas": areas})
        yield "tracking_caseevent", _plain(event | more)
    for task in pattern["tracking_casetask"]:
        more = {"case_id": n, "stands": path, "opened_at": at, "entered": at, "due": due}
        yield "tracking_casetask", _plain(task | place | more)
    for words in pattern["tracking_casewords"]:
        yield "tracking_casewords", (n, f"n{n} {words['grams']}")


def _grids() -> list[tuple[object, ...]]:
    """(n, id, path, areas it can rise through, lon, lat, cell) of every grid."""
    from lantu.apps.places.models import Area
    from lantu.apps.tracking.cases.standing import ladder
    from lantu.apps.tracking.enabling.snapshots import enabled
    from lantu.apps.tracking.grounds import cell_of

    pack = enabled("grid_governance").pack
    areas = Area.objects.filter(kind="grid").order_by("pk").values_list("pk", "path")
    found = []
    for n, (pk, path) in enumerate(areas):
        lon, lat = 113.70 + n % 40 * 0.006, 33.95 + n // 40 * 0.006
        found.append((n, pk, path, list(ladder(pack, path)), lon, lat, cell_of(lon, lat)))
    return found


def _lay_grids(cursor) -> None:  # type: ignore[no-untyped-def]
    """A table of grids with all that differs from one to another."""
    rows = [(*row[:3], json.dumps(row[3]), *row[4:]) for row in _grids()]
    cursor.execute("CREATE TEMP TABLE IF NOT EXISTS grids (n int PRIMARY KEY, id bigint,"
                   " path text, areas text, lon float8, lat float8, cell text)")  # fmt: skip
    cursor.execute("TRUNCATE grids")
    cursor.executemany("INSERT INTO grids VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)


_MOVED = ("id", "area_id", "area_path", "lon", "lat", "cell", "opened_at", "changed_at", "ended_at",
          "due", "title")  # fmt: skip


def _columns(table: str, moved: tuple[str, ...]) -> list[str]:
    from django.apps import apps

    model = next(
        m for m in apps.get_app_config("tracking").get_models() if m._meta.db_table == table
    )
    return [f.column for f in model._meta.concrete_fields if f.column not in moved]


_COPY = ""
_REST: tuple[str, ...] = ()


def write_statements() -> None:
    """The SQL of copying, from the columns as they are."""
    global _COPY, _REST
    kept = ", ".join(_columns("tracking_case", _MOVED))
    of = ", ".join(f"c.{name}" for name in _columns("tracking_case", _MOVED))
    _COPY = f"""
        INSERT INTO tracking_case ({", ".join(_MOVED)}, {kept})
        SELECT s.n, g.id, g.path, g.lon, g.lat, g.cell, s.at, s.at + (c.changed_at - c.opened_at),
               s.at + (c.ended_at - c.opened_at), now() + (s.n %% 200 - 20) * interval '2 hours',
               '第' || s.n || '处' || c.title, {of}
        FROM (
          SELECT n, CASE WHEN n %% %(each)s = 0 THEN now() - (n %% 20) * interval '1 day'
                         ELSE now() - (%(days)s - (n::float8 / (%(there)s + %(more)s)) * %(days)s)
                              * interval '1 day' END AS at,
                 CASE WHEN n %% %(each)s = 0 THEN %(open)s ELSE %(closed)s END AS pattern
          FROM generate_series(%(there)s + 1, %(there)s + %(more)s) AS n
        ) s
        JOIN tracking_case c ON c.id = s.pattern
        JOIN grids g ON g.n = (s.n::bigint * 7919) %% (SELECT count(*) FROM grids)
    """
    event = ", ".join(f"e.{name}" for name in _columns(
        "tracking_caseevent", ("id", "case_id", "at", "details")))  # fmt: skip
    task = ", ".join(f"t.{name}" for name in _columns(
        "tracking_casetask", ("id", "case_id", "area_id", "area_path", "lon", "lat", "cell",
                              "stands", "opened_at", "entered", "due")))  # fmt: skip
    pattern = "(SELECT id FROM tracking_case WHERE id <= 2 AND outcome = c.outcome)"
    _REST = (
        f"""INSERT INTO tracking_caseevent (case_id, at, details, {event.replace("e.", "")})
            SELECT c.id, c.opened_at + (e.at - p.opened_at),
                   CASE WHEN e.seq = 1 THEN jsonb_set(e.details, '{{areas}}', g.areas::jsonb)
                        ELSE e.details END, {event}
            FROM tracking_case c
            JOIN tracking_case p ON p.id = {pattern}
            JOIN tracking_caseevent e ON e.case_id = p.id
            JOIN grids g ON g.id = c.area_id
            WHERE c.id > %(first)s AND c.id > 2""",
        f"""INSERT INTO tracking_casetask (case_id, area_id, area_path, lon, lat, cell, stands,
                   opened_at, entered, due, {task.replace("t.", "")})
            SELECT c.id, c.area_id, c.area_path, c.lon, c.lat, c.cell, c.area_path, c.opened_at,
                   c.opened_at, c.due, {task}
            FROM tracking_case c JOIN tracking_casetask t ON t.case_id = {pattern}
            WHERE c.id > %(first)s AND c.id > 2 AND c.outcome = ''""",
        """INSERT INTO tracking_casewords (case_id, grams)
           SELECT c.id, 'n' || c.id || ' ' || w.grams FROM tracking_case c
           JOIN tracking_casewords w ON w.case_id = 1 WHERE c.id > %(first)s AND c.id > 2""",
    )
