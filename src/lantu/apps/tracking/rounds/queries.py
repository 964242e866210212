"""Rounds as pages show them: the windows that were opened, who owes, the sheet by unit."""

from dataclasses import dataclass

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.queries.detail import units_of
from lantu.apps.tracking.enabling.snapshots import pinned
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.rounds.models import RoundRun
from lantu.apps.tracking.rounds.standing import lines_of_run
from lantu.engines.cases.rounds import Line, Sum, summary
from lantu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class RunLine:
    """A window of a round."""

    run: RoundRun
    title: str


@dataclass(frozen=True, slots=True)
class RunSheet:
    """lines: member by member; sums: by unit, the worst first; units: names by id."""

    run: RoundRun
    title: str
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    units: dict[str, str]


def round_runs(actor: Actor, round: str = "", most: int = 100) -> tuple[RunLine, ...]:
    """Windows that were opened, newest first. round: `pack.round`, "" for all."""
    actor.must(Permission.READ_RECORDS)
    rows = RoundRun.objects.filter(round=round) if round else RoundRun.objects.all()
    return tuple(RunLine(row, _title(row)) for row in rows.order_by("-opens", "-pk")[:most])


def round_standings(actor: Actor, run: int) -> RunSheet:
    """The sheet of a window (汇总, 通报): units, never persons. NotFound when there is none."""
    actor.must(Permission.READ_RECORDS)
    row = RoundRun.objects.filter(pk=run).first()
    if row is None:
        raise NotFound("tracking.round.missing", "没有这一轮。", "请从轮次清单进入。")
    lines = _seen(actor, lines_of_run(row, moment()))
    units = units_of({line.member.organisation for line in lines})
    return RunSheet(row, _title(row), lines, summary(lines), units)


def _seen(actor: Actor, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Only members that the actor may see."""
    ids = [int(line.member.key) for line in lines if line.member.key.isdigit()]
    seen = Record.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)
    known = {str(pk) for pk in seen}
    return tuple(line for line in lines if line.member.key in known)


def _title(row: RoundRun) -> str:
    return pinned(row.pack_id).pack.round(row.round.partition(".")[2]).round.title
