"""The duty list as the engine takes it, and the assignments that follow from it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Count

from lantu.apps.tracking.cases.models import CaseTask
from lantu.apps.tracking.enabling.snapshots import register_under
from lantu.apps.tracking.grounds import above
from lantu.apps.tracking.records.models import Record
from lantu.apps.tracking.records.values import decode
from lantu.apps.tracking.words import RecordState
from lantu.engines.cases.assignment import Duty, assign, assignment_event
from lantu.engines.cases.case import Branch, Case, Event
from lantu.engines.cases.process import Process, StateKind
from lantu.kernel.workdays import local
from lantu.packs.duties import duties_of
from lantu.packs.snapshot import Pack, PackProcess
from lantu.packs.words import Which


def wanting(pack: Pack, process: Process, case: Case, before: Case | None) -> Iterator[Branch]:
    """Branches that just came to a state of an organisation's own and have none."""
    for branch in case.branches:
        state = process.by_name[branch.stage.state]
        role = pack.roles.get(state.duty)
        known = before.branch(branch.name) if before else None
        if (
            not branch.dropped
            and state.kind is StateKind.OPEN
            and role is not None
            and role.organisation is Which.ASSIGNED
            and not branch.stage.organisation
            and (known is None or known.stage is not branch.stage)
        ):
            yield branch


def assignment(
    pack: Pack, found: PackProcess, case: Case, branch: Branch, at: datetime
) -> Event | None:
    """The event by which the duty list assigns `branch`; None when there is no list or no area."""
    if not case.areas or not found.duties:
        return None
    role = found.process.by_name[branch.stage.state].duty
    category = str(case.values.get(found.category) or "")
    today = local(at).date()
    duties = _duties(pack, found.duties, case.areas)
    fit = [d for d in duties if not d.categories or category in d.categories]
    loads = _loads(fit) if len(fit) > 1 else {}
    names = {ground.path: ground.name for ground in above(case.areas[0])}
    chosen = assign(
        duties, case.areas, role, category, today, level=branch.level, loads=loads, names=names
    )
    return assignment_event(case, chosen, at, branch.name)


def _duties(pack: Pack, duties: str, areas: Sequence[str]) -> tuple[Duty, ...]:
    """The lines for the areas of a case, out of the register that is the duty list."""
    ids = [ground.id for ground in above(areas[0])]
    rows = Record.objects.filter(
        register=f"{pack.name}.{duties}", area__in=ids, state=RecordState.ACTIVE
    )
    kind, found = f"{pack.name}.{duties}", list[Duty]()
    for version, data in rows.order_by("pk").values_list("pack", "data"):
        pin, home = register_under(version, kind)
        found += duties_of(pin.pack, [decode(home.register, data)])
    return tuple(found)


def _loads(duties: Iterable[Duty]) -> dict[tuple[str, str], int]:
    """Open tasks by (organisation, person)."""
    organisations = {int(duty.organisation) for duty in duties}
    rows = CaseTask.objects.filter(organisation__in=organisations).values_list(
        "organisation", "person"
    )
    return {
        (str(organisation), str(person or "")): n
        for organisation, person, n in rows.annotate(n=Count("pk"))
    }
