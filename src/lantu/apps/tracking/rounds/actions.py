"""Rounds carried out: a case for every member, reminders, once however often it is run."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from lantu.apps.people.acting import Deed, acting
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.background.channels import tell
from lantu.apps.people.models import Membership, day_of_today, valid_on
from lantu.apps.people.permissions import GRANTS, ROLES, Permission, Role, Sees
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.opening import Report, in_hand, write
from lantu.apps.tracking.enabling.models import EnabledPack
from lantu.apps.tracking.enabling.snapshots import Pinned, keeper_of, pinned, round_of
from lantu.apps.tracking.grounds import calendar
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.rounds.models import RoundRun
from lantu.apps.tracking.rounds.population import members_of
from lantu.apps.tracking.rounds.standing import lines_of_run
from lantu.engines.cases.rounds import (
    Line,
    Member,
    Planned,
    Standing,
    Window,
    plan,
    to_remind,
    triggered,
    windows,
)
from lantu.kernel.errors import Forbidden, Invalid, NotFound
from lantu.kernel.workdays import local
from lantu.packs.snapshot import PackRound

BACK = timedelta(days=45)
"""How far back a window that was missed is still opened."""


def run_round(*, by: Actor, round: str, today: date | None = None) -> tuple[RoundRun, ...]:
    """Open every window of `pack.round` whose day has come; those that are open get new members.

    A window that is past its deadline is opened only for who was there before it: nobody is late
    with what was never asked of him.
    """
    day = today or day_of_today()
    with acting(Permission.RUN_ROUND, by=by) as deed:
        pin, found = round_of(round)
        _must_run(by, pin.pack.name)
        since = max(day - BACK, _enabled_on(pin))
        opened = [
            _open(deed, by, pin, found, window)
            for window in windows(found.round, calendar(), since, day)
        ]
    return tuple(run for run in opened if run is not None)


def trigger_round(*, by: Actor, round: str, label: str, why: str) -> RoundRun:
    """Open a window today because of something: a warning, a decision."""
    if not label.strip() or not why.strip():
        raise Invalid("tracking.round.why", "没有写明名称或缘由。", "请写明这一轮为什么开展。")
    with acting(Permission.RUN_ROUND, by=by, what="tracking.trigger_round") as deed:
        pin, found = round_of(round)
        _must_run(by, pin.pack.name)
        window = triggered(found.round, calendar(), label.strip()[:60], day_of_today())
        run = _open(deed, by, pin, found, window, why.strip()[:200])
    assert run is not None  # its deadline lies ahead
    return run


def _must_run(by: Actor, pack: str) -> None:
    """Forbidden to the people of a unit that does not keep the pack: a round asks every unit."""
    keeper = keeper_of(pack)
    for post in by.posts:
        wide = ROLES[post.role].sees is Sees.AREA or post.organisation == keeper
        if wide and Permission.RUN_ROUND in GRANTS[post.role]:
            return
    if Role.SYSTEM not in by.roles:
        raise Forbidden(
            "tracking.round.keeper",
            "开展和催报由主管单位办理。",
            "请联系这个系统的主管单位或规划科。",
        )


def _enabled_on(pin: Pinned) -> date:
    since = EnabledPack.objects.filter(name=pin.pack.name).values_list("since", flat=True).first()
    return local(since).date() if since else day_of_today()


def _open(
    deed: Deed, by: Actor, pin: Pinned, found: PackRound, window: Window, why: str = ""
) -> RoundRun | None:
    """The window with its cases; None for one that is past and would be nobody's."""
    kind = pin.kind(found.round.name)
    records = members_of(pin, found)
    if window.due.at <= moment():
        records = [row for row in records if row.made_at < window.due.at]
        if not records and not RoundRun.objects.filter(round=kind, label=window.label).exists():
            return None
    run, fresh = RoundRun.objects.select_for_update().get_or_create(
        round=kind,
        label=window.label,
        defaults={
            "pack_id": pin.id, "first": window.first, "last": window.last, "opens": window.opens,
            "due_day": window.due.day, "due_at": window.due.at,
            "provisional": window.due.provisional, "trigger": why,
        },
    )  # fmt: skip
    members = [Member(str(row.pk), row.title, str(row.organisation_id or "")) for row in records]
    prefix = f"{kind}:{window.label}:"
    existing = Case.objects.filter(origin__startswith=prefix).values_list("origin", flat=True)
    stored = frozenset(origin.removeprefix(f"{pin.pack.name}.") for origin in existing if origin)
    due = plan(window, members, stored)
    _write_cases(deed, by, pin, found, due, {str(row.pk): row for row in records})
    if due:
        run.members += len(due)
        run.save(update_fields=["members"])
    if fresh or due:
        deed.record(run, window=window.label, opened=len(due))
    return run


def _write_cases(
    deed: Deed,
    by: Actor,
    pin: Pinned,
    found: PackRound,
    due: Iterable[Planned],
    records: dict[str, Record],
) -> None:
    """Many cases in a fixed number of statements."""
    process = pin.pack.process(found.round.process)
    home = pin.pack.register(process.register)
    hands = []
    for planned in due:
        record = records[planned.member.key]
        report = Report(
            process=pin.kind(found.round.process),
            record=record.pk,
            about=record,
            origin=f"{pin.pack.name}.{planned.key}"[:200],
            title=f"{found.round.title} {planned.window.label}：{planned.member.title}",
            unit=record.organisation_id,
        )
        hands.append(in_hand(deed, pin, process, home, report, {}, by))
    if hands:
        write(hands)


def run_all_rounds(*, by: Actor = SYSTEM, today: date | None = None) -> int:
    """Every calendar round of every enabled pack; how many windows are open."""
    kinds = [
        pin.kind(name)
        for version in EnabledPack.objects.filter(enabled=True).values_list("version", flat=True)
        for pin in [pinned(version)]
        for name in pin.pack.rounds
    ]
    return sum(len(run_round(by=by, round=kind, today=today)) for kind in kinds)


def remind_of_round(
    *, by: Actor, run: int, now: datetime | None = None, everyone: bool = False
) -> int:
    """催报: tell the people of every unit that owes an answer today; how many units.

    everyone: somebody asks for it, so that all who have not answered are told, whatever the day.
    """
    at = now or moment()
    with acting(Permission.RUN_ROUND, by=by, what="tracking.remind_of_round") as deed:
        row = RoundRun.objects.filter(pk=run).first()
        if row is None:
            raise NotFound("tracking.round.missing", "没有这一轮。", "请从轮次清单进入。")
        _must_run(by, row.round.partition(".")[0])
        found = pinned(row.pack_id).pack.round(row.round.partition(".")[2])
        owing: dict[str, list[str]] = {}
        lines = lines_of_run(row, at)
        due = _owing(lines) if everyone else to_remind(found.round, lines)
        for line in due:
            owing.setdefault(line.member.organisation, []).append(line.member.title)
        for unit, titles in owing.items():
            users = _people_of(unit)
            if users:
                tell(
                    deed, users, source=f"round:{row.pk}:{unit}:{local(at).date()}",
                    title=f"{found.round.title} {row.label}：还有 {len(titles)} 件未报",
                    text=f"截止 {row.due_day}。\n" + "\n".join(titles[:50]),
                )  # fmt: skip
        if owing:
            deed.record(row, reminded=len(owing))
    return len(owing)


def _owing(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.standing in (Standing.WAITING, Standing.OVERDUE)]


def _people_of(unit: str) -> list[int]:
    posts = Membership.objects.filter(valid_on(day_of_today()), user__is_active=True)
    found = posts.filter(organisation=int(unit)) if unit else posts.none()
    return list(found.order_by("user").values_list("user", flat=True).distinct())
