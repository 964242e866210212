"""What can be done to cases: open, step, measure, decide, merge, divide, say how it went, reveal.

Each is one transaction with its audit event. The engine says what may be done; its refusals come
out as Conflict, Forbidden or Invalid. `seen` is the row version that the person had before him.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.opening import Report, opened
from lantu.apps.tracking.cases.standing import SOFTWARE, acting_as
from lantu.apps.tracking.cases.storing import InHand, open_values, save, take_up
from lantu.apps.tracking.cases.telling import tell_approvers
from lantu.apps.tracking.records.directories import directories
from lantu.apps.tracking.records.revealing import must_say_why
from lantu.apps.tracking.records.values import cells, encode, part, partial, unseal
from lantu.engines.cases.case import Event, EventKind
from lantu.engines.cases.duplicates import Likely
from lantu.engines.cases.process import MAIN, MeasureKind
from lantu.engines.registers.fields import Value
from lantu.engines.registers.reading import read_row
from lantu.kernel.errors import Conflict, Invalid, LantuError, NotFound
from lantu.packs.words import Column

MOST = 200
"""Cases that one bulk step takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody does to a case; the fields of `engines.cases.Event` that are his to choose.

    values: as typed or as a form gives them, by field name or title. target: an organisation's id.
    """

    kind: EventKind = EventKind.STEP
    action: str = ""
    branch: str = MAIN
    reason: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    target: int | None = None
    person: str = ""
    amount: int = 0
    level: int | None = None
    request: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """likely: cases that may be the same, for a person to look at."""

    case: Case
    likely: tuple[Likely, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The answer for one case of a bulk step: the error, or None."""

    case: int
    error: LantuError | None


def open_case(
    *,
    by: Actor,
    process: str,
    values: Mapping[str, object],
    area: str = "",
    record: int | None = None,
    then: Act | None = None,
    once: str = "",
    on_behalf_of: Actor | None = None,
) -> Opened:
    """Report something: a case with its number, assigned by the duty list, duplicates proposed.

    process: `pack.process`. area: a path; "" takes it from the values. then: a step taken at once
    (自办自结). once: the mark of a form, which sent again gives the case that it made before.
    Invalid lists every field that is wrong in `data["findings"]`.
    """
    origin = f"form:{by.user}:{once}" if once else None
    report = Report(process=process, values=values, area=area, record=record, origin=origin)
    try:
        with acting(Permission.OPEN_CASE, by=by, on_behalf_of=on_behalf_of) as deed:
            if made := _made_by(origin):
                return Opened(made, ())
            hand, likely = opened(deed, report, by, on_behalf_of)
            if then is not None:
                by.must(Permission.STEP_CASE)
                hand.seen = hand.state.seq
                _take(hand, by, then)
                save(hand)
    except IntegrityError:  # pressed twice: the other one was written in the same moment
        if made := _made_by(origin):
            return Opened(made, ())
        raise
    return Opened(hand.row, likely)


def _made_by(origin: str | None) -> Case | None:
    found: Case | None = Case.objects.filter(origin=origin).first() if origin else None
    return found


def step(
    *,
    by: Actor,
    case: int,
    seen: int,
    what: Act,
    process: str = "",
    on_behalf_of: Actor | None = None,
) -> Case:
    """Take a step or a measure, grant or deny a request. Conflict when the case has moved on.

    process: NotFound when the case runs another one.
    """
    with acting(Permission.STEP_CASE, by=by, on_behalf_of=on_behalf_of) as deed:
        hand = take_up(deed, case, by, seen, on_behalf_of)
        if process and hand.row.process != process:
            raise NotFound("tracking.case.missing", "没有这个案件。", "请核对编号和流程。")
        _take(hand, by, what)
        _settle(hand, by)
    return hand.row


def bulk_step(
    *, by: Actor, cases: Iterable[tuple[int, int]], what: Act, on_behalf_of: Actor | None = None
) -> tuple[Done, ...]:
    """The same step for many: (case, seen) each in its own transaction, each with its answer."""
    chosen = list(cases)
    if len(chosen) > MOST:
        raise Invalid(
            "tracking.bulk", f"一次最多办理 {MOST} 件。", f"现选了 {len(chosen)} 件，请分几次办理。"
        )
    answers = []
    for case, seen in chosen:
        try:
            step(by=by, case=case, seen=seen, what=what, on_behalf_of=on_behalf_of)
            answers.append(Done(case, None))
        except LantuError as error:
            answers.append(Done(case, error))
    return tuple(answers)


def merge(
    *, by: Actor, case: int, seen: int, into: int, reason: str, on_behalf_of: Actor | None = None
) -> Case:
    """`case` is the same as `into` and ends there; what is done for the one is done for both."""
    if case == into:
        raise Invalid("cases.target", "不能并入自己。", "请另选一个案件。")
    with acting(
        Permission.STEP_CASE, by=by, on_behalf_of=on_behalf_of, what="tracking.merge_cases"
    ) as deed:
        list(Case.objects.select_for_update().filter(pk__in=(case, into)).order_by("pk"))
        kept = take_up(deed, into, by, 0, on_behalf_of)
        gone = take_up(deed, case, by, seen, on_behalf_of)
        if kept.row.process != gone.row.process or kept.row.outcome:
            raise Conflict(
                "tracking.merge", "只能并入同一流程、尚未办结的案件。", "请另选一个案件。"
            )
        _take(gone, by, Act(kind=EventKind.MEASURE, action=MeasureKind.MERGE, reason=reason),
              target=kept.row.number)  # fmt: skip
        gone.row.merged_into = kept.row
        Case.objects.filter(pk=case).update(merged_into=kept.row)
        _software(kept, by, MeasureKind.ABSORB, gone.row.number)
        _settle(gone, by)
        save(kept)
    return gone.row


def divide(
    *,
    by: Actor,
    case: int,
    seen: int,
    process: str,
    values: Mapping[str, object],
    area: str = "",
    on_behalf_of: Actor | None = None,
) -> Opened:
    """A sub-case (子案) of `case`, which cannot be closed before it."""
    with acting(
        Permission.STEP_CASE, by=by, on_behalf_of=on_behalf_of, what="tracking.divide_case"
    ) as deed:
        upper = take_up(deed, case, by, seen, on_behalf_of)
        report = Report(process=process, values=values, area=area or upper.row.area_path,
                        parent=upper.row)  # fmt: skip
        hand, likely = opened(deed, report, by, on_behalf_of)
        _take(upper, by, Act(kind=EventKind.MEASURE, action=MeasureKind.SUBCASE),
              target=hand.row.number)  # fmt: skip
        save(upper)
    return Opened(hand.row, likely)


def reveal(*, by: Actor, case: int, reason: str) -> dict[str, object]:
    """The sensitive values of a case; that they were looked at, and why, is in the trail."""
    with acting(Permission.REVEAL, by=by) as deed:
        must_say_why(reason)
        hand = take_up(deed, case, by, 0)
        sealed = Case.objects.values_list("sealed", flat=True).get(pk=case)
        deed.note(hand.row, revealed=sorted(unseal(sealed)), reason=reason.strip()[:200])
    return unseal(sealed)


def _take(hand: InHand, by: Actor, what: Act, target: str = "") -> None:
    """Apply what somebody does, and the assignments that follow from it."""
    before = hand.state
    person = acting_as(by, hand.pack, hand.row, before)
    values = _typed(hand, what.values)
    _, hidden = part(hand.register, values)
    hand.secret |= encode(hidden)
    event = Event(
        seq=hand.seen + 1,
        at=hand.at,
        by=person,
        kind=what.kind,
        action=what.action,
        branch=what.branch,
        reason=what.reason.strip(),
        values=open_values(hand.register, values),
        target=target or str(what.target or _named_unit(hand, what, values) or ""),
        person=what.person,
        amount=what.amount,
        level=what.level,
        request=what.request,
    )
    hand.take(event, by)
    hand.assign(by, before)
    if what.kind is EventKind.MEASURE:
        tell_approvers(hand.deed, hand.pack, hand.process, hand.row, before, hand.state)


def _typed(hand: InHand, raw: Mapping[str, object]) -> dict[str, Value]:
    """Only the fields that were given, typed. Invalid with every fault."""
    if not raw:
        return {}
    raw = cells(raw)
    register = partial(hand.register, raw)
    reading = read_row(register, raw, directories(register, [raw], hand.pack.name))
    if not reading.is_usable or len(register.fields) < len(raw):
        raise Invalid(
            "tracking.values",
            "".join(finding.message for finding in reading.findings),
            "".join(finding.fix or "" for finding in reading.findings),
            {"findings": [(f.place, f.message, f.fix) for f in reading.findings]},
        )
    return {name: value for name, value in reading.values.items() if value is not None}


def _named_unit(hand: InHand, what: Act, values: Mapping[str, Value]) -> Value:
    """A step that fills in the unit (处置单位) hands the case to it."""
    field_name = hand.pack.register(hand.found.register).columns.get(Column.ORGANISATION)
    assigns = what.kind is EventKind.STEP or what.action == MeasureKind.ASSIGN
    return values.get(field_name) if field_name and assigns else None


def _software(hand: InHand, by: Actor, kind: MeasureKind, target: str) -> None:
    """A measure that follows from another case's step."""
    event = Event(
        seq=hand.state.seq + 1, at=hand.at, by=SOFTWARE, kind=EventKind.MEASURE, action=kind,
        target=target,
    )  # fmt: skip
    hand.take(event, by)


def _settle(hand: InHand, by: Actor) -> None:
    """Write the case; when it ended, tell the one that it is a part of."""
    ends = hand.state.outcome is not None and hand.before is not None
    ends = ends and hand.before.outcome is None  # type: ignore[union-attr]
    save(hand)
    if ends and hand.row.parent_id:
        upper = take_up(hand.deed, hand.row.parent_id, SYSTEM, 0)
        _software(upper, by, MeasureKind.SUBCASE_ENDED, hand.row.number)
        save(upper)
