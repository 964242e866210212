"""A case's values in words, for papers and pages: areas and organisations by name, not by key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from lantu.apps.tracking.cases.models import Case as CaseRow
from lantu.apps.tracking.enabling.snapshots import Pinned, keeper_of
from lantu.apps.tracking.grounds import above, names, unit_names
from lantu.apps.tracking.records.values import decode, is_sensitive, unseal
from lantu.engines.cases.case import Case
from lantu.engines.registers.fields import Field, Kind, Register


def words_of(pin: Pinned, register: Register, row: CaseRow, case: Case) -> dict[str, str]:
    """blank -> its words: the fields, the pack's limits, and what every paper can say."""
    hides = any(is_sensitive(field) for field in register.fields)
    secret = decode(register, unseal(row.sealed)) if hides else {}
    values: dict[str, object] = {**case.values, **secret}
    known = Names.of((field, values.get(field.name)) for field in register.fields)
    shown = {f.name: said(f, values.get(f.name), known) for f in register.fields}
    terms = {name: limit.limit.of(case.values) for name, limit in pin.pack.limits.items()}
    limits = {f"limit.{name}": f"{term.amount} {term.unit.label}" for name, term in terms.items()}
    grounds = above(row.area_path)
    return (
        shown
        | limits
        | {
            "case": row.number,
            "area": grounds[0].name if grounds else "",
            "organisation": keeper_name(pin.pack.name),
            "due": _day(row.due - timedelta(seconds=1)) if row.due else "",
            "date": _day(case.at),
        }
    )


def keeper_name(pack: str) -> str:
    """The organisation in charge of a pack, which signs its papers."""
    unit = keeper_of(pack)
    return unit_names([unit])[unit] if unit else ""


def _day(at: datetime) -> str:
    day = timezone.localtime(at)
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class Names:
    """What areas (by path) and organisations (by id) are called."""

    areas: Mapping[str, str]
    organisations: Mapping[str, str]

    @classmethod
    def of(cls, values: Iterable[tuple[Field, object]]) -> "Names":
        """The names that these values need, in two queries."""
        paths: set[str] = set()
        ids: set[str] = set()
        for field, value in values:
            wanted = {Kind.AREA: paths, Kind.ORGANISATION: ids}.get(field.kind)
            if wanted is not None and value is not None:
                wanted |= set(_keys(value))
        units = unit_names(int(one) for one in ids if one.isdigit())
        return cls(names(paths), {str(pk): name for pk, name in units.items()})


def said(field: Field, value: object, known: Names) -> str:
    """A value as a person reads it; "" for none and for what is sensitive."""
    if value is None or isinstance(value, dict):
        return ""
    if field.kind is Kind.POINT and isinstance(value, tuple):
        return f"{value[0]:.6f},{value[1]:.6f}"
    called = {Kind.AREA: known.areas, Kind.ORGANISATION: known.organisations}.get(field.kind)
    if called is not None:
        return "、".join(called.get(key, key) for key in _keys(value))
    if isinstance(value, tuple):
        return "、".join(str(one) for one in value)
    return f"{value} {field.counted_in}" if field.counted_in else str(value)


def _keys(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
