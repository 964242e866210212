"""Rounds as pages show them: what a pack declares, windows that were opened, who owes, by unit."""

from dataclasses import dataclass
from datetime import date

from lantu.apps.people.actor import Actor
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.queries.detail import units_of
from lantu.apps.tracking.enabling.snapshots import enabled, pinned
from lantu.apps.tracking.grounds import calendar
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.rounds.models import RoundRun
from lantu.apps.tracking.rounds.population import members_of
from lantu.apps.tracking.rounds.standing import lines_of_run
from lantu.engines.cases.rounds import Line, Round, Standing, Sum, Window, summary, windows
from lantu.kernel.errors import NotFound

AHEAD = 400
"""Days in which the next window of every calendar is found."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """A window of a round. counts: its members by standing, as far as the actor sees them."""

    run: RoundRun
    title: str
    counts: dict[Standing, int]


@dataclass(frozen=True, slots=True)
class Planned:
    """A round that a pack declares. members: how many it is for today, as far as the actor
    sees them; after: its next window, None for
    one that waits for a trigger."""

    round: Round
    population: str
    members: int
    process: str
    after: Window | None


@dataclass(frozen=True, slots=True)
class RunSheet:
    """lines: member by member; sums: by unit, the worst first; units: names by id; cases: the case
    of each member."""

    run: RoundRun
    title: str
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    units: dict[str, str]
    cases: dict[str, int]

    @property
    def whole(self) -> Sum:
        """Over all units."""
        return total(self.sums)


def total(sums: tuple[Sum, ...]) -> Sum:
    """What all units owe and have given; the rate is left to the reader of the parts."""
    return Sum(
        "",
        sum(one.expected for one in sums),
        sum(one.on_time for one in sums),
        sum(one.late for one in sums),
        sum(one.waiting for one in sums),
        sum(one.overdue for one in sums),
        None,
    )


def planned_rounds(actor: Actor, pack: str, today: date | None = None) -> tuple[Planned, ...]:
    """The rounds of a pack in use, in its order."""
    actor.must(Permission.READ_RECORDS)
    pin, day, days = enabled(pack), today or day_of_today(), calendar()
    found = []
    for part in pin.pack.rounds.values():
        home = pin.pack.register(part.register)
        view = home.views.get(part.view)
        population = view.title if view else home.register.title
        ahead = windows(part.round, days, day, date.fromordinal(day.toordinal() + AHEAD))
        process = pin.pack.process(part.round.process).process.title
        ids = [row.pk for row in members_of(pin, part)]
        members = Record.objects.visible_to(actor).filter(pk__in=ids).count()
        found.append(Planned(part.round, population, members, process, next(iter(ahead), None)))
    return tuple(found)


def round_runs(
    actor: Actor, round: str = "", most: int = 100, *, pack: str = ""
) -> tuple[RunLine, ...]:
    """Windows that were opened, newest first. round: `pack.round`; pack: all of its rounds."""
    actor.must(Permission.READ_RECORDS)
    rows = RoundRun.objects.filter(round=round) if round else RoundRun.objects.all()
    if pack:
        rows = rows.filter(round__startswith=f"{pack}.")
    return tuple(
        RunLine(row, _title(row), _counts(_seen(actor, lines_of_run(row, moment()))))
        for row in rows.order_by("-opens", "-pk")[:most]
    )


def _counts(lines: tuple[Line, ...]) -> dict[Standing, int]:
    return {kind: sum(line.standing is kind for line in lines) for kind in Standing}


def round_standings(actor: Actor, run: int) -> RunSheet:
    """The sheet of a window (汇总, 通报): units, never persons. NotFound when there is none."""
    actor.must(Permission.READ_RECORDS)
    row = RoundRun.objects.filter(pk=run).first()
    if row is None:
        raise NotFound("tracking.round.missing", "没有这一轮。", "请从轮次清单进入。")
    lines = _seen(actor, lines_of_run(row, moment()))
    units = units_of({line.member.organisation for line in lines})
    return RunSheet(row, _title(row), lines, summary(lines), units, _cases(actor, row))


def _cases(actor: Actor, run: RoundRun) -> dict[str, int]:
    rows = Case.objects.visible_to(actor).filter(origin__startswith=f"{run.round}:{run.label}:")
    return {str(record): pk for record, pk in rows.values_list("record", "pk")}


def _seen(actor: Actor, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Only members that the actor may see."""
    ids = [int(line.member.key) for line in lines if line.member.key.isdigit()]
    seen = Record.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)
    known = {str(pk) for pk in seen}
    return tuple(line for line in lines if line.member.key in known)


def _title(row: RoundRun) -> str:
    return pinned(row.pack_id).pack.round(row.round.partition(".")[2]).round.title
