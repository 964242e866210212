"""Faults in the declaration of a register, its rules and its ladders, before anything is stored.

The pack linter shows them with file and line: `place` is the path in the declaration. Refuses
nothing that a record could still satisfy.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lantu.engines.registers.conditions import Condition, Op, Rule
from lantu.engines.registers.fields import LOOKED_UP, MEASURED, Field, Kind, Register
from lantu.engines.registers.ladders import Ladder
from lantu.kernel.findings import Finding, Severity

_ORDERED = MEASURED | {Kind.DATE}
_LONGEST = 36_600
"""Days that a record may be kept: a hundred years."""
_SUITS = {
    Op.GE: _ORDERED,
    Op.LE: _ORDERED,
    Op.BETWEEN: _ORDERED,
    Op.BEFORE: frozenset({Kind.DATE}),
    Op.WITHIN_DAYS: frozenset({Kind.DATE}),
}


def check_register(register: Register) -> tuple[Finding, ...]:
    """The faults of a register, empty when it is sound."""
    found = [_fault(f"fields.{name}", f"栏目“{name}”写了 {n} 次", "请改名或删去重复的一个")
             for name, n in Counter(f.name for f in register.fields).items() if n > 1]  # fmt: skip
    found += [
        _fault(f"fields.{f.name}", f"栏目“{f.title}”{wrong}", fix)
        for f in register.fields
        for wrong, fix in _field_faults(f)
    ]
    if register.key and register.key not in register.by_name:
        found.append(_fault("key", f"没有栏目“{register.key}”", "请把 key 改成一个已有栏目的名称"))
    found += _retention_faults(register)
    return tuple(found)


def check_rule(rule: Rule, register: Register, place: str) -> tuple[Finding, ...]:
    """The faults of a rule on `register`. place: path of the rule in its declaration."""
    if not rule.rows:
        return (_fault(place, "没有写任何条件", "请至少写一行条件"),)
    return tuple(
        _fault(f"{place}.{number}", wrong, fix)
        for number, row in enumerate(rule.rows)
        for wrong, fix in _row_faults(row, register.by_name.get(row.field))
    )


def check_ladder(ladder: Ladder, register: Register) -> tuple[Finding, ...]:
    """The faults of a ladder and of the rules of its tiers."""
    found = [
        _fault(f"tiers.{name}", f"档次“{name}”写了 {n} 次", "每个档次只写一次，由低到高")
        for name, n in Counter(t.name for t in ladder.tiers).items()
        if n > 1
    ]
    if not ladder.tiers:
        found.append(_fault("tiers", "梯度没有任何档次", "请由低到高写出各档次"))
    for tier in ladder.tiers:
        found += check_rule(tier.entry, register, f"tiers.{tier.name}.entry")
        if tier.stay is not None:
            found += check_rule(tier.stay, register, f"tiers.{tier.name}.stay")
    return tuple(found)


def _field_faults(field: Field) -> Iterator[tuple[str, str]]:
    if field.kind is Kind.CHOICE and not field.options:
        yield "是选项，却没有写出可选的词", "请在 options 下列出可选的词"
    if field.kind is Kind.REFERENCE and not field.register:
        yield "是引用，却没有写引用哪个登记簿", "请在 register 写明被引用的登记簿"
    if (field.unit or field.least is not None or field.most is not None) and (
        field.kind not in MEASURED
    ):
        yield "不是数，却写了单位或上下限", "请删去单位和上下限，或把类型改为 number 或 money"
    if field.least is not None and field.most is not None and field.least > field.most:
        yield "的下限大于上限", "请对调 least 和 most"
    if field.many and field.kind not in LOOKED_UP | {Kind.TEXT, Kind.CHOICE, Kind.FILE}:
        yield "的类型不能一格多值", "请删去 many"
    if field.unique and field.many:
        yield "一格多值，不能要求唯一", "请在 many 和 unique 中只保留一个"


def _retention_faults(register: Register) -> list[Finding]:
    kept = register.retention
    if kept is None:
        held = [f.title for f in register.fields if f.sensitive or f.kind is Kind.ID_NUMBER]
        if not held:
            return []
        titles = "、".join(held)
        return [_fault("retention", f"有敏感栏目（{titles}），却没有写保存期限",
                       "请在 retention 写明从哪个日期起保存多久")]  # fmt: skip
    since = register.by_name.get(kept.since)
    found = [
        _fault("retention.erases", f"没有栏目“{name}”", "请改成已有栏目的名称")
        for name in kept.erases
        if name not in register.by_name
    ]
    if since is None or since.kind is not Kind.DATE:
        found.append(_fault("retention.since", f"“{kept.since}”不是日期栏目", "请写一个日期栏目"))
    if not 0 < kept.years * 366 + kept.days <= _LONGEST:
        found.append(_fault("retention", "保存期限是零或超过一百年", "请写明保存几年或几天"))
    return found


def _row_faults(row: Condition, field: Field | None) -> Iterator[tuple[str, str]]:
    if field is None:
        yield f"没有栏目“{row.field}”", "请改成这个登记簿已有栏目的名称"
        return
    if field.kind not in _SUITS.get(row.op, {field.kind}):
        yield f"“{field.title}”不能用 {row.op} 比较", "请换一种比较，或换一个栏目"
    if not _takes(row, field):
        yield f"“{field.title}”的 {row.op} 不能配“{row.value}”", _TAKES[row.op]
    if row.valid_from and row.valid_to and row.valid_from > row.valid_to:
        yield "生效日期晚于失效日期", "请核对 valid_from 和 valid_to"
    if field.kind is Kind.CHOICE and row.op in (Op.EQ, Op.IN):
        words = row.value if isinstance(row.value, tuple) else (row.value,)
        for word in words:
            if word not in field.options:
                yield f"“{word}”不是“{field.title}”的可选项", f"可选：{'、'.join(field.options)}"


_TAKES = {
    Op.EQ: "请写一个值",
    Op.IN: "请写一列值",
    Op.GE: "请写一个数或日期",
    Op.LE: "请写一个数或日期",
    Op.BETWEEN: "请写两个数或两个日期，小的在前",
    Op.EMPTY: "请写 true（必须为空）或 false（必须填写）",
    Op.BEFORE: "请写一个日期，或离今天的天数（负数为过去）",
    Op.WITHIN_DAYS: "请写天数（负数为过去）",
}


def _takes(row: Condition, field: Field) -> bool:
    """Whether the operation can use the value that the row gives it."""
    value = row.value
    whole = isinstance(value, int) and not isinstance(value, bool)
    number = whole or isinstance(value, Decimal)
    match row.op:
        case Op.EQ:
            return value is not None and not isinstance(value, tuple)
        case Op.IN:
            return isinstance(value, tuple) and bool(value)
        case Op.GE | Op.LE:
            return isinstance(value, date) if field.kind is Kind.DATE else number
        case Op.BETWEEN:
            return isinstance(value, tuple) and len(value) == 2 and _ascends(*value)
        case Op.EMPTY:
            return isinstance(value, bool)
        case Op.BEFORE:
            return isinstance(value, date) or whole
        case Op.WITHIN_DAYS:
            return whole


def _ascends(low: object, high: object) -> bool:
    if isinstance(low, date) and isinstance(high, date):
        return low <= high
    if isinstance(low, (int, Decimal)) and isinstance(high, (int, Decimal)):
        return low <= high
    return False


def _fault(place: str, wrong: str, remedy: str) -> Finding:
    return Finding(
        "registers.declaration", Severity.ERROR, f"{wrong}。", fix=f"{remedy}。", place=place
    )
