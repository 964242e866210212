"""Whether a newer wording of a promise asks for less than the older one, and in what.

Compares value, comparator, year, nature and modality of two items of one kind; each difference is a
sentence. Refuses to compare values in different units or of names without a known polarity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lantu.engines.plan.model import CellValue, Indicator, Item, Target
from lantu.engines.plan.polarity import Polarity, polarity

FIRMNESS = {"确保": 3, "必须": 3, "实现": 2, "达到": 2, "完成": 2, "建成": 2, "力争": 1, "争取": 1}
"""How firmly a modal word promises; words not listed are not compared."""


@dataclass(frozen=True, slots=True)
class Shift:
    """weaker: True for less, False for more, None when only different. why: for a person."""

    weaker: bool | None
    why: str


def shifts(old: Item, new: Item) -> list[Shift]:
    """What changed in substance between two items of one kind, the wording aside."""
    if isinstance(old, Target) and isinstance(new, Target):
        return list(_target_shifts(old, new))
    if isinstance(old, Indicator) and isinstance(new, Indicator):
        return list(_indicator_shifts(old, new))
    return []


def target_cell(indicator: Indicator, roles: dict[str, str]) -> CellValue | None:
    """The indicator's last filled target cell. roles: column name -> role, of its table."""
    cells = [c for name, c in indicator.cells.items() if roles.get(name) == "target" and c.raw]
    return cells[-1] if cells else None


def value_shift(
    name: str, old: Decimal | None, new: Decimal | None, falls: bool = False
) -> Shift | None:
    """How a target value moved. falls: the value says by how much something goes down."""
    if old is None or new is None or old == new:
        return None
    higher = Polarity.HIGHER if falls else polarity(name)
    why = f"目标值由 {old} 变为 {new}"
    if higher is None:
        return Shift(None, why)
    return Shift((new < old) == (higher is Polarity.HIGHER), why)


def _target_shifts(old: Target, new: Target) -> Iterator[Shift]:
    if (old.unit or "") != (new.unit or ""):
        yield Shift(None, f"单位由“{old.unit or '无'}”变为“{new.unit or '无'}”")
    elif shift := _bounded_shift(old, new):
        yield shift
    if old.due and new.due and old.due != new.due:
        yield Shift(new.due > old.due, f"期限由 {old.due} 年变为 {new.due} 年")
    elif old.due and not new.due:
        yield Shift(True, f"不再写明期限（原为 {old.due} 年）")
    firm, firmer = FIRMNESS.get(old.modality or ""), FIRMNESS.get(new.modality or "")
    if firm and firmer and firm != firmer:
        yield Shift(firmer < firm, f"语气由“{old.modality}”变为“{new.modality}”")


def _bounded_shift(old: Target, new: Target) -> Shift | None:
    """By the comparator where it tells which way is better, else by the name."""
    if old.value is not None and new.value is None:
        return Shift(True, f"不再写明数值（原为 {old.value}{old.unit or ''}）")
    if old.value is None or new.value is None or old.value == new.value:
        return None
    why = f"目标值由 {old.value} 变为 {new.value}{new.unit or ''}"
    if old.direction == "down" or old.comparator in (">=", ">"):
        return Shift(new.value < old.value, why)
    if old.comparator in ("<=", "<"):
        return Shift(new.value > old.value, why)
    return value_shift(old.subject, old.value, new.value)


def _indicator_shifts(old: Indicator, new: Indicator) -> Iterator[Shift]:
    if old.nature == "binding" and new.nature == "anticipated":
        yield Shift(True, "由约束性变为预期性")
    if old.nature == "anticipated" and new.nature == "binding":
        yield Shift(False, "由预期性变为约束性")
    if old.unit and new.unit and old.unit != new.unit:
        yield Shift(None, f"单位由“{old.unit}”变为“{new.unit}”")
        return
    for name, cell in old.cells.items():
        other = new.cells.get(name)
        if other and (shift := value_shift(old.name, cell.value, other.value)):
            yield Shift(shift.weaker, f"“{name}”：{shift.why}")
        elif other and cell.raw.strip() and not other.raw.strip():
            yield Shift(True, f"“{name}”不再填写（原为 {cell.raw.strip()}）")
