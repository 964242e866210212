"""Conditions as rows of a closed table, answered for one record with a reason for each row.

`{field, op, value, valid_from, valid_to, source}`, joined by all or any, one level deep: so a
condition can be dated, changed and explained. Refuses expressions and nesting: what needs more is
a named function of a pack.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from lantu.engines.registers.fields import Field, Record, Register, Value

Bound = str | bool | int | Decimal | date
Operand = Bound | tuple[Bound, ...] | None
"""What a condition compares with; see `Op` for what each operation takes. Never a point: a pair of
numbers in a pack is a range."""


class Op(StrEnum):
    """The closed list. `before` takes a day, or a number of days from today (-365: a year ago).
    `within_days` takes n: the day lies in the next n days, for -n in the last n. `empty` takes
    true (must be blank) or false (must be filled in). Bounds of ge, le, between count as met."""

    EQ = "eq"
    IN = "in"
    GE = "ge"
    LE = "le"
    BETWEEN = "between"
    EMPTY = "empty"
    BEFORE = "before"
    WITHIN_DAYS = "within_days"


class Join(StrEnum):
    """How rows are joined."""

    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One row. It counts from valid_from to valid_to, both included; None means without end.

    source: the law or decision that sets it.
    """

    field: str
    op: Op
    value: Operand
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def holds_on(self, today: date) -> bool:
        """Whether the row is in force."""
        begun = self.valid_from is None or self.valid_from <= today
        return begun and (self.valid_to is None or today <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows joined by all or any."""

    rows: tuple[Condition, ...]
    join: Join = Join.ALL


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one row is met or not. missing: the record does not say."""

    condition: Condition
    met: bool
    missing: bool
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The result for one record on one day."""

    met: bool
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        """`符合：研发投入占比 12 % ≥ 10 %；缺：发明专利（要求 ≥ 1 件）`."""
        if not self.reasons:
            return "当日没有生效的条件，不能判断"
        return "；".join(f"{_word(reason)}：{reason.text}" for reason in self.reasons)


def evaluate(rule: Rule, register: Register, record: Record, today: date) -> Answer:
    """Whether `record` meets the rows in force on `today`, and why.

    rule: sound (`soundness.check_rule`). A value that is not given meets nothing (except `empty`).
    When no row is in force the answer is no, with no reasons: silence promotes nobody.
    """
    rows = [row for row in rule.rows if row.holds_on(today)]
    reasons = tuple(
        _judge(row, register.by_name.get(row.field), record.get(row.field), today) for row in rows
    )
    joined = all if rule.join is Join.ALL else any
    return Answer(bool(reasons) and joined(reason.met for reason in reasons), reasons)


def _judge(row: Condition, field: Field | None, value: Value, today: date) -> Reason:
    title = field.title if field else row.field
    unit = f" {field.counted_in}" if field and field.counted_in else ""
    blank = value is None or value == "" or value == ()
    if row.op is Op.EMPTY:
        met = blank == bool(row.value)
        return Reason(row, met, blank and not met, f"{title}{'没有填写' if blank else '已填写'}")
    demand = _demand(row, unit, today)
    if blank:
        return Reason(row, False, True, f"{title}（要求{demand}）")
    met = _TESTS[row.op](value, row.value, today)
    shown = f"{title} {_say(value)}{unit if isinstance(value, Decimal) else ''}"
    if met:
        return Reason(row, True, False, f"{shown}{_sign(row.op)}{demand}")
    return Reason(row, False, False, f"{shown}，要求{demand}{_shortfall(row, value, unit)}")


def _word(reason: Reason) -> str:
    return "符合" if reason.met else "缺" if reason.missing else "不符合"


def _sign(op: Op) -> str:
    return "" if op in (Op.GE, Op.LE) else "，要求"


def _demand(row: Condition, unit: str, today: date) -> str:
    """What the row asks for, in words."""
    if row.op is Op.GE:
        return f" ≥ {_say(row.value)}{unit}"
    if row.op is Op.LE:
        return f" ≤ {_say(row.value)}{unit}"
    if row.op is Op.BETWEEN and isinstance(row.value, tuple):
        return f"在 {_say(row.value[0])} 至 {_say(row.value[1])}{unit}之间"
    if row.op is Op.BEFORE:
        return f"早于 {_day(row.value, today)}"
    if row.op is Op.WITHIN_DAYS and isinstance(row.value, int):
        return f"在{'今后' if row.value >= 0 else '最近'} {abs(row.value)} 天内"
    if row.op is Op.IN:
        return f"为{_say(row.value)}之一"
    return f"为{_say(row.value)}{unit}"


def _shortfall(row: Condition, value: Value, unit: str) -> str:
    """How far a number misses its bound."""
    if row.op not in (Op.GE, Op.LE) or not isinstance(value, Decimal):
        return ""
    gap = _say(abs(value - _decimal(row.value)))
    return f"，{'差' if row.op is Op.GE else '超出'} {gap}{unit}"


def _say(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(_say(part) for part in value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _decimal(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _day(value: object, today: date) -> date:
    if isinstance(value, date):
        return value
    return today + timedelta(days=int(str(value)))


def _plain(value: object) -> object:
    """Whole numbers written in a pack and decimals of a record, as one type."""
    return Decimal(value) if isinstance(value, int) else value


def _equal(value: Value, wanted: Operand, today: date) -> bool:
    if isinstance(value, tuple) and not isinstance(wanted, tuple):
        return wanted in value  # one of several values is the one asked for
    return value == _plain(wanted)


def _among(value: Value, wanted: Operand, today: date) -> bool:
    options = {_plain(part) for part in wanted} if isinstance(wanted, tuple) else {_plain(wanted)}
    held = value if isinstance(value, tuple) else (value,)
    return any(part in options for part in held)


def _compared(value: Value, bound: object, least: bool) -> bool:
    if isinstance(value, Decimal):
        return value >= _decimal(bound) if least else value <= _decimal(bound)
    if isinstance(value, date) and isinstance(bound, date):
        return value >= bound if least else value <= bound
    return False


def _between(value: Value, wanted: Operand, today: date) -> bool:
    if not isinstance(wanted, tuple) or len(wanted) != 2:
        return False
    return _compared(value, wanted[0], True) and _compared(value, wanted[1], False)


def _before(value: Value, wanted: Operand, today: date) -> bool:
    return isinstance(value, date) and value < _day(wanted, today)


def _within(value: Value, wanted: Operand, today: date) -> bool:
    if not isinstance(value, date):
        return False
    other = _day(wanted, today)
    return min(today, other) <= value <= max(today, other)


_TESTS: Mapping[Op, Callable[[Value, Operand, date], bool]] = {
    Op.EQ: _equal,
    Op.IN: _among,
    Op.GE: lambda value, wanted, _: _compared(value, wanted, True),
    Op.LE: lambda value, wanted, _: _compared(value, wanted, False),
    Op.BETWEEN: _between,
    Op.BEFORE: _before,
    Op.WITHIN_DAYS: _within,
}
