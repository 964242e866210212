"""Rounds that cannot do what they promise: nobody in them, no time, no end to an answer.

Warnings, save for a population that no record can ever belong to. Refuses to guess at what records
will hold: it reads the declaration alone.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lantu.engines.cases.rounds import Every
from lantu.engines.registers.conditions import Op
from lantu.engines.registers.fields import MEASURED
from lantu.kernel.workdays import Unit
from lantu.packs.faults import Fault, Place
from lantu.packs.schema import PackFile
from lantu.packs.schema_processes import LimitPart, RoundPart
from lantu.packs.schema_registers import ConditionRow, RegisterPart
from lantu.packs.words import PageKind

PERIOD = {Every.WEEK: 7, Every.MONTH: 31, Every.QUARTER: 92, Every.HALF: 184, Every.YEAR: 366}
"""Days of the longest period of each kind."""
_ENTRY = (PageKind.FORM, PageKind.IMPORT)


def check_rounds(file: PackFile, place: Place) -> Iterator[Fault]:
    """Faults of the rounds whose register, process and limit are there."""
    for name, part in file.rounds.items():
        if part.register_name in file.registers and part.limit in file.limits:
            yield from _population(file, place, name, part)
            yield from _time(file, place, name, part)
            yield from _answering(file, place, name, part)


def _population(file: PackFile, place: Place, name: str, part: RoundPart) -> Iterator[Fault]:
    register = file.registers[part.register_name]
    view = register.views.get(part.view or "")
    rows = view.where.all if view and view.where and view.where.all else ()
    if why := _impossible(register, rows):
        yield place.wrong(
            ("rounds", name, "view"),
            f"“{part.title}”没有对象：“{view.title if view else ''}”{why}，没有一条记录能满足",
            "请改这一部分的条件，或换一个 view",
        )
    if not any(page.page in _ENTRY and page.of == part.register_name for page in file.pages):
        yield place.doubt(
            ("rounds", name, "register"),
            f"“{part.title}”的对象“{register.title}”没有填报和导入的页面，登记不进去就永远没有对象",
            f"请在 pages 里加 {{page: import, of: {part.register_name}}}",
        )


def _impossible(register: RegisterPart, rows: tuple[ConditionRow, ...]) -> str:
    """Why conditions that must all hold never can; "" when they may. Dated rows come and go."""
    by_field: dict[str, list[ConditionRow]] = {}
    for row in rows:
        if not (row.valid_from or row.valid_to):
            by_field.setdefault(row.field, []).append(row)
    for name, same in by_field.items():
        field = register.fields.get(name)
        if field is None:
            continue
        empty = [str(row.value) == "true" for row in same if row.op is Op.EMPTY]
        if field.required and True in empty:
            return f"要“{field.title}”空着，它却是必填的"
        if len(set(empty)) > 1 or (True in empty and len(same) > len(empty)):
            return f"要“{field.title}”又空又有内容"
        if field.kind in MEASURED and _crossed(same):
            return f"对“{field.title}”的上下限矛盾"
        if not field.many and not _shared(same):
            return f"要“{field.title}”同时是几个不同的词"
    return ""


def _shared(rows: list[ConditionRow]) -> bool:
    """Whether one word satisfies every eq and in."""
    sets = [
        {row.value} if isinstance(row.value, str) else set(row.value)
        for row in rows
        if row.op in (Op.EQ, Op.IN)
    ]
    return not sets or bool(set.intersection(*sets))


def _crossed(rows: list[ConditionRow]) -> bool:
    least = [n for row in rows if row.op is Op.GE for n in _number(row)]
    most = [n for row in rows if row.op is Op.LE for n in _number(row)]
    return bool(least and most and max(least) > min(most))


def _number(row: ConditionRow) -> list[Decimal]:
    """The bound, where it is a plain number; the engine reports the others."""
    try:
        return [Decimal(str(row.value))]
    except InvalidOperation:
        return []


def _time(file: PackFile, place: Place, name: str, part: RoundPart) -> Iterator[Fault]:
    limit, path = file.limits[part.limit], ("rounds", name)
    days = _days(limit)
    period = PERIOD.get(part.every)
    if period and days > period:
        yield place.doubt(
            (*path, "limit"),
            f"“{part.title}”的时限（{limit.title}，约 {days} 天）比一期（{period} 天）还长，"
            "上一轮没有截止，下一轮又开始了",
            "请缩短时限，或改 every",
        )
    for number, before in enumerate(part.remind):
        if before > days:
            yield place.doubt(
                (*path, "remind", number),
                f"截止前 {before} 天催报时，这一轮还没有开始（时限约 {days} 天）",
                f"请写 0 到 {days}",
            )


def _days(limit: LimitPart) -> int:
    """About how many calendar days a limit is."""
    if limit.unit is Unit.HOURS:
        return -(-limit.amount // 24)
    return limit.amount * 7 // 5 if limit.unit is Unit.WORKING_DAYS else limit.amount


def _answering(file: PackFile, place: Place, name: str, part: RoundPart) -> Iterator[Fault]:
    process = file.processes.get(part.process)
    if process is not None and not any(s.kind.value == "closed" for s in process.states.values()):
        yield place.doubt(
            ("rounds", name, "process"),
            f"流程“{process.title}”没有结案的环节，报了也不算报",
            "请给流程加一个 kind: closed 的环节",
        )
