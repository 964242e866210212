"""Duty lists kept as a register of the pack: records in, lines of the assignment engine out.

Refuses a line that names no area, no role or no organisation: it would hide that nobody is on duty.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from lantu.engines.cases.assignment import Duty
from lantu.engines.registers.fields import Kind, Record
from lantu.packs.snapshot import Pack

DUTY_FIELDS: Mapping[str, Kind] = {
    "area": Kind.AREA,
    "role": Kind.CHOICE,
    "organisation": Kind.ORGANISATION,
}
"""What a duty list must hold; role is called by its title. It may also hold person, categories (of
the process's category field), since, until and share."""


def duties_of(pack: Pack, records: Iterable[Record]) -> tuple[Duty, ...]:
    """The lines of a duty list of `pack`, in the order of its records."""
    roles = {role.title: name for name, role in pack.roles.items()}
    return tuple(
        Duty(
            area=str(record["area"]),
            role=roles.get(str(record["role"]), str(record["role"])),
            organisation=str(record["organisation"]),
            person=str(record.get("person") or ""),
            categories=_words(record.get("categories")),
            since=_day(record.get("since")),
            until=_day(record.get("until")),
            share=_share(record.get("share")),
        )
        for record in records
        if all(record.get(name) for name in DUTY_FIELDS)
    )


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return (str(value),) if value else ()


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _share(value: object) -> int:
    return max(1, int(value)) if isinstance(value, Decimal) else 1
