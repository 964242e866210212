"""What happens to an instruction: give, assist, reply, send back, urge, accept, withdraw.

Each is one transaction with its step, its audit event and what it leaves in inboxes. `seen` is the
row version that the person had before him. Nothing is ever deleted, no word is changed afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lantu.apps.people.acting import Deed, acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.versions import renew
from lantu.apps.people.duties import account_of
from lantu.apps.people.files.actions import cite
from lantu.apps.people.files.models import File
from lantu.apps.people.files.sniffing import ENDINGS
from lantu.apps.people.models import day_of_today
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.papers import counted
from lantu.apps.tracking.instructions import telling
from lantu.apps.tracking.instructions.checking import (
    Until,
    due_day,
    files_for,
    leader_for,
    must_be_written,
    subject_for,
    units_for,
    words_of,
)
from lantu.apps.tracking.instructions.models import (
    Instruction,
    InstructionStep,
    InstructionUnit,
    units_of,
)
from lantu.apps.tracking.instructions.words import (
    STANDING,
    WITH_UNIT,
    InstructionState,
    StepKind,
    Urgency,
)
from lantu.apps.tracking.moments import moment
from lantu.kernel.errors import Conflict, Forbidden, NotFound

NUMBER = "批示〔{year}〕{n}号"
COUNTED = ("", "instruction")
"""What `counted` counts under: no pack has the name ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the form says. lead, helping: organisations. photos: digests of files handed in."""

    text: str
    lead: int
    until: Until
    written_on: date
    helping: tuple[int, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    promise: int | None = None
    case: int | None = None
    photos: tuple[str, ...] = ()


def give_instruction(*, by: Actor, given: Given, on_behalf_of: Actor | None = None) -> Instruction:
    """A numbered instruction that waits for its lead unit. Conflict: the same stands already."""
    text = words_of(
        given.text, "tracking.instruction.empty", "没有写批示的内容。", "请照原件录入领导的原话。"
    )
    must_be_written(given.written_on)
    due, provisional = due_day(given.until)
    photos = files_for(given.photos)
    with acting(Permission.GIVE_INSTRUCTION, by=by, on_behalf_of=on_behalf_of) as deed:
        leader = leader_for(by, on_behalf_of)
        lead, *others = units_for(leader, given.lead, given.helping)
        promise, case = subject_for(by, given.promise, given.case)
        year = day_of_today().year
        n = counted(*COUNTED, year)
        _must_be_new(leader, text, lead.pk)
        row = Instruction.objects.create(
            year=year, n=n, number=NUMBER.format(year=year, n=n), leader_id=account_of(leader),
            entered_by_id=account_of(by), text=text, urgency=given.urgency,
            written_on=given.written_on, lead=lead,
            area_id=lead.area_id or (case.area_id if case else None),
            promise=promise, case=case, due=due, provisional=provisional, given_at=moment(),
        )  # fmt: skip
        InstructionUnit.objects.bulk_create(
            [InstructionUnit(instruction=row, organisation=unit) for unit in others]
        )
        step = _step(deed, row, StepKind.GIVEN, due=due)
        _cite(deed, row, photos, row.number)
        telling.ask_unit(deed, row)
        telling.tell_units(deed, row, step, [lead.pk, *(unit.pk for unit in others)])
    return row


def assist(
    *, by: Actor, instruction: int, seen: int, text: str, files: Iterable[str] = ()
) -> Instruction:
    """A helping unit says what it has done; the lead unit's turn stays its turn."""
    return _speak(by, instruction, seen, StepKind.ASSISTED, text, files)


def reply(
    *, by: Actor, instruction: int, seen: int, text: str, files: Iterable[str] = ()
) -> Instruction:
    """The lead unit says what has been done (办理情况); it waits for the leader."""
    return _speak(by, instruction, seen, StepKind.REPLIED, text, files)


def accept(
    *, by: Actor, instruction: int, seen: int, text: str = "", on_behalf_of: Actor | None = None
) -> Instruction:
    """What was replied is enough (办结)."""
    what = "tracking.accept_instruction"
    with acting(Permission.GIVE_INSTRUCTION, by=by, on_behalf_of=on_behalf_of, what=what) as deed:
        row = _own(by, on_behalf_of, instruction)
        _must_stand(row, (InstructionState.REPLIED,))
        renew(row, seen=seen)
        row.state, row.ended_at = InstructionState.DONE, moment()
        row.save()
        step = _step(deed, row, StepKind.ACCEPTED, text=text.strip()[:4000])
        telling.leader_is_done(deed, row)
        telling.tell_units(deed, row, step, _units(row))
    return row


def send_back(
    *, by: Actor, instruction: int, seen: int, reason: str, until: Until,
    on_behalf_of: Actor | None = None,
) -> Instruction:  # fmt: skip
    """What was replied is not enough (退回重办): once more, by another day."""
    words = _reason(reason)
    due, provisional = due_day(until)
    what = "tracking.return_instruction"
    with acting(Permission.GIVE_INSTRUCTION, by=by, on_behalf_of=on_behalf_of, what=what) as deed:
        row = _own(by, on_behalf_of, instruction)
        _must_stand(row, (InstructionState.REPLIED,))
        renew(row, seen=seen)
        row.state, row.due, row.provisional = InstructionState.RETURNED, due, provisional
        row.replied_on = None
        row.save()
        step = _step(deed, row, StepKind.RETURNED, text=words, due=due)
        telling.leader_is_done(deed, row)
        telling.ask_unit(deed, row)
        telling.tell_units(deed, row, step, _units(row))
    return row


def urge(
    *, by: Actor, instruction: int, seen: int, text: str = "", on_behalf_of: Actor | None = None
) -> Instruction:
    """Remind the lead unit at once (催办); the day stays."""
    what = "tracking.urge_instruction"
    with acting(Permission.GIVE_INSTRUCTION, by=by, on_behalf_of=on_behalf_of, what=what) as deed:
        row = _own(by, on_behalf_of, instruction)
        _must_stand(row, WITH_UNIT)
        renew(row, seen=seen)
        row.save()
        step = _step(deed, row, StepKind.URGED, text=text.strip()[:4000])
        telling.tell_units(deed, row, step, [row.lead_id])
    return row


def withdraw(
    *, by: Actor, instruction: int, seen: int, reason: str, on_behalf_of: Actor | None = None
) -> Instruction:
    """It no longer holds (撤回); number, words and history stay."""
    words = _reason(reason)
    what = "tracking.withdraw_instruction"
    with acting(Permission.GIVE_INSTRUCTION, by=by, on_behalf_of=on_behalf_of, what=what) as deed:
        row = _own(by, on_behalf_of, instruction)
        _must_stand(row, STANDING)
        renew(row, seen=seen)
        row.state, row.ended_at = InstructionState.WITHDRAWN, moment()
        row.save()
        step = _step(deed, row, StepKind.WITHDRAWN, text=words)
        telling.unit_is_done(deed, row)
        telling.leader_is_done(deed, row)
        telling.tell_units(deed, row, step, _units(row))
    return row


def _speak(
    by: Actor, instruction: int, seen: int, kind: StepKind, text: str, files: Iterable[str]
) -> Instruction:
    words = words_of(
        text, "tracking.instruction.reply", "没有写办理情况。", "请写明做了什么、结果怎样。"
    )
    kept = files_for(files)
    what = f"tracking.{'reply' if kind is StepKind.REPLIED else 'assist'}_instruction"
    with acting(Permission.REPLY_INSTRUCTION, by=by, what=what) as deed:
        row = _seen(by, instruction)
        unit = _speaking_for(by, row, kind)
        _must_stand(row, WITH_UNIT)
        renew(row, seen=seen)
        if kind is StepKind.REPLIED:
            row.state, row.replied_on = InstructionState.REPLIED, day_of_today()
        row.save()
        step = _step(deed, row, kind, text=words, unit=unit)
        _cite(deed, step, kept, f"{row.number}附件")
        if kind is StepKind.REPLIED:
            telling.unit_is_done(deed, row)
            telling.ask_leader(deed, row)
            telling.tell_leader(deed, row, step)
        else:
            telling.tell_units(deed, row, step, [row.lead_id])
    return row


def _seen(by: Actor, instruction: int) -> Instruction:
    found = Instruction.objects.visible_to(by).select_for_update(of=("self",))
    row: Instruction | None = found.filter(pk=instruction).first()
    if row is None:
        raise NotFound("tracking.instruction.missing", "没有这件批示。", "请从批示清单进入。")
    return row


def _own(by: Actor, on_behalf_of: Actor | None, instruction: int) -> Instruction:
    """Forbidden unless it is the leader's whose hand moves."""
    row = _seen(by, instruction)
    if leader_for(by, on_behalf_of).user != row.leader_id:
        raise Forbidden(
            "tracking.instruction.not_theirs",
            f"{row.number}是{row.leader}的批示。",
            "只有作出批示的领导和他的联络员可以审阅、催办和撤回。",
        )
    return row


def _speaking_for(by: Actor, row: Instruction, kind: StepKind) -> int:
    """The unit in whose name `by` speaks. Forbidden when it is not addressed as `kind` needs."""
    mine = units_of(by, Permission.REPLY_INSTRUCTION)
    if kind is StepKind.REPLIED:
        addressed = [row.lead_id]
    else:
        addressed = list(row.helping.order_by("pk").values_list("organisation", flat=True))
    found = next((unit for unit in addressed if unit in mine), None)
    if found is None:
        needed = "主办单位" if kind is StepKind.REPLIED else "协办单位"
        raise Forbidden(
            "tracking.instruction.not_addressed",
            f"您的单位不是{row.number}的{needed}。",
            f"办理情况由主办单位（{row.lead}）报送，协办单位报送协办情况。",
        )
    return found


def _must_stand(row: Instruction, states: Iterable[InstructionState]) -> None:
    """Conflict unless it is in one of `states`: it has moved on meanwhile."""
    if row.state not in tuple(states):
        raise Conflict(
            "tracking.instruction.state",
            f"{row.number}现在是“{InstructionState(row.state).label}”，不能这样办。",
            "可能已有他人办理，请刷新页面看最新的经过。",
        )


def _must_be_new(leader: Actor, text: str, lead: int) -> None:
    """Conflict: a form sent twice. The locked count has put all who give one behind another."""
    same = Instruction.objects.filter(
        leader=leader.user, text=text, lead=lead, state__in=STANDING
    ).first()
    if same is not None:
        raise Conflict(
            "tracking.instruction.twice",
            f"同样的批示已经录入：{same.number}。",
            "请在批示清单中查看；确要另作一件，请改动文字。",
        )


def _reason(given: str) -> str:
    return words_of(
        given, "tracking.instruction.reason", "没有写明理由。", "请写明理由，承办单位会看到。"
    )


def _units(row: Instruction) -> list[int]:
    return [row.lead_id, *row.helping.values_list("organisation", flat=True)]


def _step(
    deed: Deed, row: Instruction, kind: StepKind, *, text: str = "", unit: int | None = None,
    due: date | None = None,
) -> InstructionStep:  # fmt: skip
    """The line of the history and the audit event of the row's new version."""
    step = InstructionStep.objects.create(
        instruction=row, seq=row.row_version, at=moment(), kind=kind, by_id=account_of(deed.by),
        on_behalf_of_id=deed.on_behalf_of.user if deed.on_behalf_of else None, unit_id=unit,
        text=text, due=due,
    )  # fmt: skip
    deed.record(row, step=kind.value, state=row.state, due=row.due.isoformat())
    return step


def _cite(
    deed: Deed, row: Instruction | InstructionStep, files: tuple[File, ...], name: str
) -> None:
    for at, file in enumerate(files, 1):
        cite(deed, file, row, name=f"{name}-{at}.{ENDINGS[file.media_type][0]}")
