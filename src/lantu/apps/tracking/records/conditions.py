"""Filters on fields as SQL over the side table: what lists ask and what a pack's views say.

Refuses a field that is not marked index, unique or reference: it would read every record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from lantu.apps.tracking.records.models import IndexedValue, Record
from lantu.apps.tracking.records.storing import is_indexed, searchable
from lantu.engines.registers.conditions import Condition, Join, Op, Rule
from lantu.engines.registers.dates import read_date
from lantu.engines.registers.fields import MEASURED, Field, Kind, Register
from lantu.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Where:
    """One filter of a list. op: eq, ge, le, starts, empty. value: as typed."""

    field: str
    op: str
    value: str = ""


def filtered_by(
    rows: QuerySet[Record], kind: str, register: Register, wheres: Iterable[Where]
) -> QuerySet[Record]:
    """The records for which every filter holds."""
    for where in wheres:
        field = must_be_indexed(register, where.field)
        rows = rows.filter(Exists(_side(kind, field).filter(_asked(kind, field, where))))
    return rows


def must_be_indexed(register: Register, name: str) -> Field:
    """The field. Invalid when lists cannot go by it."""
    field = register.by_name.get(name)
    if field is None or not is_indexed(field):
        known = "、".join(f.title for f in register.fields if is_indexed(f)) or "无"
        raise Invalid("tracking.filter", f"不能按“{name}”筛选或排序。", f"可用的栏目：{known}。")
    return field


def _side(kind: str, field: Field) -> QuerySet[IndexedValue]:
    return IndexedValue.objects.filter(register=kind, field=field.name, record=OuterRef("pk"))


def column_of(field: Field) -> str:
    """The column of the side table that a field is sorted by."""
    if field.kind in MEASURED:
        return "number"
    return "date" if field.kind is Kind.DATE else "text"


def _asked(kind: str, field: Field, where: Where) -> Q:
    column = column_of(field)
    if where.op == "empty":
        return Q(**{column: ""}) if column == "text" else Q(**{f"{column}__isnull": True})
    if where.op == "starts" and column == "text":
        return Q(text__startswith=where.value)
    typed: object = searchable(kind, field, where.value)
    try:
        if column == "number":
            typed = Decimal(where.value)
        elif column == "date":
            typed = read_date(where.value)
    except ArithmeticError:
        typed = None
    if typed is None:
        raise Invalid("tracking.filter", f"“{where.value}”不能用来筛选。", "请填写一个数或日期。")
    lookups = {"eq": column, "ge": f"{column}__gte", "le": f"{column}__lte"}
    if where.op not in lookups:
        raise Invalid(
            "tracking.filter", f"不能用 {where.op} 筛选。", "可用：eq ge le starts empty。"
        )
    return Q(**{lookups[where.op]: typed})


def by_rule(
    rows: QuerySet[Record], kind: str, register: Register, rule: Rule | None, today: date
) -> QuerySet[Record] | None:
    """The records that meet a view's rule; None when a field of it has no side rows."""
    if rule is None:
        return rows
    live = [row for row in rule.rows if row.holds_on(today)]
    if any(row.field not in register.by_name for row in live) or not all(
        is_indexed(register.by_name[row.field]) for row in live
    ):
        return None
    if not live:
        return rows.none()
    parts = [
        Exists(_side(kind, register.by_name[row.field]).filter(
            _met(kind, register.by_name[row.field], row, today)))
        for row in live
    ]  # fmt: skip
    found = Q(parts[0])
    for part in parts[1:]:
        found = found & Q(part) if rule.join is Join.ALL else found | Q(part)
    return rows.filter(found)


def _met(kind: str, field: Field, row: Condition, today: date) -> Q:
    """One row of a rule as SQL; the same answers as `conditions.evaluate` gives."""
    column, value = column_of(field), row.value
    given = ~Q(text="") if column == "text" else Q(**{f"{column}__isnull": False})
    many: tuple[object, ...] = value if isinstance(value, tuple) else (value,)
    match row.op:
        case Op.EMPTY:
            return ~given if value else given
        case Op.EQ | Op.IN:
            plain = [one if column != "text" else searchable(kind, field, one) for one in many]
            return Q(**{f"{column}__in": plain})
        case Op.GE:
            return Q(**{f"{column}__gte": value})
        case Op.LE:
            return Q(**{f"{column}__lte": value})
        case Op.BETWEEN:
            return Q(**{f"{column}__gte": many[0], f"{column}__lte": many[-1]})
        case Op.BEFORE:
            day = value if isinstance(value, date) else today + timedelta(days=int(str(value)))
            return Q(date__lt=day)
        case Op.WITHIN_DAYS:
            other = today + timedelta(days=int(str(value)))
            return Q(date__gte=min(today, other), date__lte=max(today, other))
