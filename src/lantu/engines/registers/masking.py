"""Sensitive values as somebody sees them who may not see them whole: 张*, 138****5678.

Refuses to leave anything readable when a value is shorter than its mask expects.
"""

from lantu.engines.registers.fields import Field, Kind, Mask, Record, Register, Value

_KEPT = {Mask.PHONE: (3, 4), Mask.ID_NUMBER: (3, 4), Mask.NAME: (1, 0), Mask.ADDRESS: (6, 0)}
"""Characters left readable at the start and at the end."""

HIDDEN = "＊＊＊"


def mask(value: str, how: Mask) -> str:
    """`value` with its middle starred.

    >>> mask("13812345678", Mask.PHONE), mask("欧阳小川", Mask.NAME), mask("甲", Mask.NAME)
    ('138****5678', '欧***', '*')
    """
    if how is Mask.HIDDEN:
        return HIDDEN
    head, tail = _KEPT[how]
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]


def masked(register: Register, record: Record) -> Record:
    """`record` as it may be shown: sensitive fields starred, everything else as it is."""
    return {
        name: _shown(register.by_name[name], value) if name in register.by_name else value
        for name, value in record.items()
    }


def _shown(field: Field, value: Value) -> Value:
    how = field.sensitive or (Mask.ID_NUMBER if field.kind is Kind.ID_NUMBER else None)
    if how is None or value is None:
        return value
    if isinstance(value, tuple) and all(isinstance(part, str) for part in value):
        return tuple(mask(str(part), how) for part in value)
    return mask(value, how) if isinstance(value, str) else HIDDEN
