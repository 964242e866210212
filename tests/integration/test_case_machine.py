"""Whatever people do in whatever order: no case is stuck, lost or in two states, and its events
alone make what is stored."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from integration.grid import HANDLING, Deployment, deploy, report
from lantu.apps.people.confidential import new_key
from lantu.apps.tracking.cases import actions, history
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.tracking.cases.folding import columns, task_rows
from lantu.apps.tracking.cases.models import Case, CaseEvent, CaseTask
from lantu.apps.tracking.cases.standing import acting_as
from lantu.apps.tracking.cases.storing import TASK
from lantu.apps.tracking.enabling.snapshots import pinned
from lantu.apps.tracking.grounds import calendar
from lantu.engines.cases.apply import choices
from lantu.engines.cases.case import EventKind
from lantu.engines.cases.process import MeasureKind
from lantu.kernel.errors import LantuError

FILLED = {
    "small_class": "雨水井盖", "unit": "市政所", "measure_taken": "已更换", "check_note": "没有好",
    "party": "某店", "violation": "城市市容管理规定",
}  # fmt: skip
PEOPLE = ("网格员", "邻网格员", "受理员", "派遣员", "市政", "环卫", "领导")
ABSORBING = {MeasureKind.MERGE, MeasureKind.SUBCASE}


class Handling(RuleBasedStateMachine):
    """People choose among what they are offered, or try what they are not."""

    grid: Deployment

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)
        history.forget()

    @initialize()
    def begin(self) -> None:
        self.grid = deploy()
        self.open()

    @rule()
    def open(self) -> None:
        if Case.objects.count() < 4:
            actions.open_case(
                by=self.grid.people["网格员"], process=HANDLING, values=report(self.grid.paths)
            )

    @rule(who=st.sampled_from(PEOPLE), place=st.integers(0, 3), pick=st.integers(0, 30))
    def offered(self, who: str, place: int, pick: int) -> None:
        """One of the choices that the case's page offers."""
        person, row = self.grid.people[who], self._case(place)
        if not Case.objects.visible_to(person).filter(pk=row.pk).exists():
            return
        case, process, pack = self._folded(row)
        offered = [
            c for c in choices(process, case, acting_as(person, pack, row, case))
            if c.action not in ABSORBING
        ]  # fmt: skip
        if not offered:
            return
        chosen = offered[pick % len(offered)]
        act = Act(
            kind=chosen.kind, action=chosen.action, branch=chosen.branch, reason="说明",
            values={n: FILLED[n] for n in chosen.needs if n in FILLED}, amount=2,
            request=chosen.request, level=1,
        )  # fmt: skip
        self._try(who, row, act, row.row_version)

    @rule(who=st.sampled_from(PEOPLE), place=st.integers(0, 3), action=st.sampled_from(
        ["file", "dispatch", "reply", "close", "void", "reopen", "nonsense"]),
        kind=st.sampled_from(list(EventKind)), older=st.integers(0, 2))  # fmt: skip
    def anything(self, who: str, place: int, action: str, kind: EventKind, older: int) -> None:
        row = self._case(place)
        self._try(who, row, Act(kind=kind, action=action, reason="试"), row.row_version - older)

    def _try(self, who: str, row: Case, act: Act, seen: int) -> None:
        try:
            actions.step(by=self.grid.people[who], case=row.pk, seen=seen, what=act)
        except LantuError:
            assert Case.objects.get(pk=row.pk).row_version == row.row_version

    def _case(self, place: int) -> Case:
        rows = list(Case.objects.order_by("pk"))
        return rows[place % len(rows)]

    def _folded(self, row: Case):  # type: ignore[no-untyped-def]
        pack = pinned(row.pack_id).pack
        found = pack.process("handling")
        register = pack.register(found.register).register
        history.forget()
        return history.folded(row, found.process, register), found.process, pack

    @invariant()
    def events_make_what_is_stored(self) -> None:
        for row in Case.objects.all():
            case, process, pack = self._folded(row)
            found = pack.process("handling")
            register = pack.register(found.register).register
            stored = {
                name: getattr(row, name) for name in columns(found, register, row, case, calendar())
            }
            assert columns(found, register, row, case, calendar()) == stored
            tasks = task_rows(pack, process, row, case, calendar())
            kept = {task.branch: task for task in CaseTask.objects.filter(case=row)}
            assert set(tasks) == set(kept)
            for branch, task in tasks.items():
                for name in TASK:
                    assert getattr(task, name) == getattr(kept[branch], name), name

    @invariant()
    def nothing_is_stuck_or_lost(self) -> None:
        for row in Case.objects.all():
            waiting = CaseTask.objects.filter(case=row).count()
            assert (waiting == 0) == (row.ended_at is not None) == bool(row.outcome)
            seqs = list(CaseEvent.objects.filter(case=row).values_list("seq", flat=True))
            assert sorted(seqs) == list(range(1, row.row_version + 1))


@pytest.mark.django_db
def test_whatever_people_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings as django_settings

    monkeypatch.setattr(django_settings, "FIELD_KEY", new_key())
    run_state_machine_as_test(
        Handling,
        settings=settings(
            max_examples=6, stateful_step_count=14, deadline=None,
            suppress_health_check=list(HealthCheck), database=None,
            phases=(Phase.explicit, Phase.generate),
        ),
    )  # fmt: skip
