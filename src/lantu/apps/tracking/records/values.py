"""Typed values to and from what the database keeps; sensitive ones apart from the rest.

JSON holds numbers and dates as text, so that nothing is rounded. Refuses nothing: what a newer
version of a pack no longer knows is kept as it is.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lantu.engines.registers.fields import MEASURED, Field, Kind, Point, Record, Register, Value

Plain = Mapping[str, object]


def is_sensitive(field: Field | None) -> bool:
    """Whether its values stand encrypted."""
    return field is not None and (field.sensitive is not None or field.kind is Kind.ID_NUMBER)


def encode(values: Record) -> dict[str, object]:
    """What JSON holds; values that are not given are left out."""
    return {name: _plain(value) for name, value in values.items() if value is not None}


def decode(register: Register, data: Plain) -> dict[str, Value]:
    """Typed again, by the kinds of the register."""
    return {name: _typed(register.by_name.get(name), value) for name, value in data.items()}


def part(register: Register, values: Record) -> tuple[dict[str, Value], dict[str, Value]]:
    """(values that may stand open, sensitive ones)."""
    secret = {n: v for n, v in values.items() if is_sensitive(register.by_name.get(n))}
    return {n: v for n, v in values.items() if n not in secret}, secret


def cells(raw: Mapping[str, object]) -> dict[str, object]:
    """Raw values with lists as one cell, as a sheet writes them; names without blanks."""
    return {
        name.strip(): "、".join(map(str, cell)) if isinstance(cell, (list, tuple)) else cell
        for name, cell in raw.items()
    }


def seal(values: Plain) -> str:
    """Sensitive values as the text that is encrypted; "" for none."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else ""


def unseal(text: str) -> dict[str, object]:
    """What `seal` was given."""
    found: dict[str, object] = json.loads(text) if text else {}
    return found


def partial(register: Register, names: Mapping[str, object]) -> Register:
    """The register with only the fields that are named, none of them required: for one step."""
    given = {name.strip() for name in names}
    fields = tuple(
        replace(field, required=False)
        for field in register.fields
        if field.name in given or field.title in given
    )
    return replace(register, fields=fields)


def _plain(value: Value) -> object:
    if isinstance(value, (Decimal, date)):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _typed(field: Field | None, value: object) -> Value:
    if isinstance(value, list):
        if field is not None and field.kind is Kind.POINT:
            return Point(float(value[0]), float(value[1]))
        return tuple(str(one) for one in value)
    if field is None or not isinstance(value, str):
        return value  # type: ignore[return-value]  # a digest, or of a field that is no more
    if field.kind in MEASURED:
        return Decimal(value)
    return date.fromisoformat(value) if field.kind is Kind.DATE else value
