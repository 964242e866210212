"""Residents without an account: report, follow by a receipt, say how it went, have it reopened.

A receipt holds 80 random bits; only its digest is kept. Refuses to show what the pack does not make
public. The web keeps to PUBLIC_LIMIT for each address before it calls `report` or `follow`.
"""

import secrets
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import PUBLIC, Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.models import Case, CaseEvent
from lantu.apps.tracking.cases.opening import Report, opened
from lantu.apps.tracking.cases.storing import InHand, save, take_up_by_receipt
from lantu.apps.tracking.cases.wording import Names, said
from lantu.apps.tracking.enabling.offering import asked_outside, is_offered
from lantu.apps.tracking.enabling.snapshots import pinned, process_of, split
from lantu.apps.tracking.grounds import names
from lantu.apps.tracking.records.values import decode, is_sensitive
from lantu.engines.cases.case import Actor as Person
from lantu.engines.cases.case import Event, EventKind, Outcome
from lantu.engines.cases.process import REPORTER, MeasureKind
from lantu.engines.registers.fields import Kind
from lantu.kernel.errors import Forbidden, Invalid, NotFound
from lantu.packs.words import Column

BITS = 80
_ALIKE = str.maketrans("018", "OIB")


@dataclass(frozen=True, slots=True)
class Limit:
    """How often one address may do something."""

    per_hour: int
    per_day: int


PUBLIC_LIMIT = {"report": Limit(10, 30), "follow": Limit(60, 300)}
"""What the web holds visitors to, by address; guessing a receipt stays hopeless anyhow."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """number: of the case, to name it. code: to follow it by; shown once."""

    number: str
    code: str


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case as everybody may see it. values: (title, words) of public fields. steps: (when, state
    it came to). may: what the one with the receipt can do now."""

    number: str
    process: str
    title: str
    state: str
    outcome: str
    category: str
    area: str
    place: tuple[float, float] | None
    due: datetime | None
    opened_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    values: tuple[tuple[str, str], ...]
    steps: tuple[tuple[datetime, str], ...]
    may: tuple[str, ...] = ()


def report(
    *, by: Actor = PUBLIC, process: str, values: Mapping[str, object], area: str = ""
) -> Receipt:
    """A resident reports. Forbidden where the pack has no public page for it."""
    code = b32encode(secrets.token_bytes(BITS // 8)).decode("ascii")
    with acting(Permission.REPORT_PUBLICLY, by=by) as deed:
        pin, found = process_of(process)
        if not is_offered(pin.pack, found):
            raise Forbidden(
                "tracking.public.closed", "这里不接受公众上报。", "请拨打 12345 或到社区反映。"
            )
        hand, _ = opened(
            deed, Report(process=process, values=values, area=area, receipt=digest(code)), by
        )
    return Receipt(hand.row.number, "-".join(code[n : n + 4] for n in range(0, len(code), 4)))


def digest(code: str) -> str:
    """What is kept of a receipt; dashes, blanks and small letters do not matter, nor do the digits
    that are taken for letters: a receipt holds neither 0 nor 1 nor 8.

    >>> digest("abcd-2345") == digest(" ABCD2345 ")
    True
    """
    plain = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_ALIKE)
    return sha256(plain.encode()).hexdigest()


def follow(code: str) -> PublicCase:
    """The case of a receipt. NotFound for any other code, whatever it looks like."""
    row = Case.objects.filter(receipt=digest(code)).defer("sealed").first()
    if row is None:
        raise NotFound("tracking.receipt", "没有这个查询码。", "请核对查询码，共 16 位字母和数字。")
    may = ("feedback", "reopen") if row.outcome in (Outcome.CLOSED, Outcome.VOID) else ("urge",)
    return _public(row, may, own=True)


def public_case(pk: int) -> PublicCase:
    """A case that the pack makes public. NotFound for any other."""
    row = Case.objects.filter(pk=pk, public=True).defer("sealed").first()
    if row is None:
        raise NotFound("tracking.case.missing", "没有这个案件。", "请从公开列表进入。")
    return _public(row)


def give_feedback(
    *, code: str, solved: bool | None, satisfaction: int | None = None, comment: str = ""
) -> None:
    """What the reporter says of the result: solved or not, 1 to 5, in words."""
    values = {"solved": solved, "satisfaction": satisfaction}
    _measure(code, MeasureKind.FEEDBACK, comment, values)


def reopen(*, code: str, reason: str) -> None:
    """Closed is not solved: the case goes on. Invalid without a reason."""
    _measure(code, MeasureKind.REOPEN, reason, {})


def urge(*, code: str, reason: str = "") -> None:
    """The reporter asks how long it will take (催办)."""
    _measure(code, MeasureKind.URGE, reason, {})


def _measure(code: str, kind: MeasureKind, reason: str, values: Mapping[str, object]) -> None:
    if len(reason) > 1000:
        raise Invalid("tracking.public.long", "说明太长。", "请写在 1000 字以内。")
    with acting(Permission.REPORT_PUBLICLY, by=PUBLIC, what=f"tracking.public_{kind}") as deed:
        hand: InHand = take_up_by_receipt(deed, digest(code))
        hand.seen = hand.state.seq
        event = Event(
            seq=hand.seen + 1,
            at=hand.at,
            by=Person(hand.state.reporter, frozenset({REPORTER})),
            kind=EventKind.MEASURE,
            action=kind,
            reason=reason.strip(),
            values=values,
        )
        before = hand.state
        hand.take(event, PUBLIC)
        hand.assign(PUBLIC, before)
        save(hand)


def _public(row: Case, may: tuple[str, ...] = (), *, own: bool = False) -> PublicCase:
    """own: for the one who reported it, who may also read what he was asked, but not what offices
    wrote to each other."""
    pin = pinned(row.pack_id)
    found = pin.pack.process(split(row.process)[1])
    home = pin.pack.register(found.register)
    values = decode(home.register, row.data)
    open_fields = {*home.public, *(asked_outside(home, found) if own else ())}
    fields = [
        f
        for f in home.register.fields
        if f.name in open_fields and f.kind is not Kind.FILE and not is_sensitive(f)
    ]
    known = Names.of((f, values.get(f.name)) for f in fields)
    shown = tuple((f.title, said(f, values[f.name], known)) for f in fields if f.name in values)
    state = found.process.by_name.get(row.state)
    title = row.title if own or home.columns.get(Column.TITLE) in home.public else ""
    return PublicCase(
        row.number,
        row.process,
        title or row.category or found.process.title,
        state.title if state else row.state,
        Outcome(row.outcome).label if row.outcome else "",
        row.category,
        names([row.area_path]).get(row.area_path, ""),
        (row.lon, row.lat) if row.lon is not None and row.lat is not None and own else None,
        row.due,
        row.opened_at,
        row.changed_at,
        row.ended_at,
        shown,
        _steps(row),
        may,
    )


def _steps(row: Case) -> tuple[tuple[datetime, str], ...]:
    """What happened, by its step's title only: no names, no reasons."""
    pin = pinned(row.pack_id)
    process = pin.pack.process(split(row.process)[1]).process
    titles = {step.action: step.title for step in process.transitions}
    kept = (EventKind.OPEN, EventKind.STEP)
    events = CaseEvent.objects.filter(case=row.pk, kind__in=kept).order_by("seq")
    return tuple(
        (at, titles.get(action, "上报") if action else "上报")
        for at, action in events.values_list("at", "action")
    )
