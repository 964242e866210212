"""What a register declares: its fields, their kinds and marks, how long records are kept.

Plain frozen values that a pack loader builds. Refuses nothing itself: `soundness` reads a
declaration and reports its faults, `reading` reads rows against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class Point(NamedTuple):
    """A place on the ground: degrees east and north, CGCS2000 or WGS-84."""

    lon: float
    lat: float


Value = str | Decimal | date | Point | tuple[str, ...] | None
"""What a field can hold. None: nothing was given, which is not zero."""

Record = Mapping[str, Value]
"""Values by field name."""


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    AREA = "area"
    ORGANISATION = "organisation"
    PERSON = "person"
    USCC = "uscc"
    PROJECT_CODE = "project_code"
    ID_NUMBER = "id_number"
    POINT = "point"
    FILE = "file"
    REFERENCE = "reference"


MEASURED = frozenset({Kind.NUMBER, Kind.MONEY})
"""Kinds with a unit and bounds."""
LOOKED_UP = frozenset({Kind.AREA, Kind.ORGANISATION, Kind.PERSON, Kind.REFERENCE})
"""Kinds whose value is the key of something that exists elsewhere."""


class Mask(StrEnum):
    """How a sensitive value is shown to somebody who may not see it whole."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    ADDRESS = "address"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a register.

    name: key in records; title: what forms and sheets call it. unit: of numbers; money counts in it
    too (元 unless given, 万元 …). many: several values, kept in order. options: the words of a
    choice. register: where a reference points. sensitive: the mask, None when anyone may see it.
    least, most: bounds of a number, both allowed.
    """

    name: str
    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    required: bool = False
    unique: bool = False
    index: bool = False
    many: bool = False
    sensitive: Mask | None = None
    options: tuple[str, ...] = ()
    register: str = ""
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def directory(self) -> str:
        """The directory that its values are looked up in: a register, or the kind."""
        return self.register or self.kind.value

    @property
    def counted_in(self) -> str:
        """The unit of its numbers."""
        return self.unit or ("元" if self.kind is Kind.MONEY else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Records are due for erasure `years` years and `days` days after the date in field `since`.

    erases: the fields to blank; empty means the whole record. source: the rule that sets the term.
    """

    since: str
    years: int = 0
    days: int = 0
    erases: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Register:
    """A kind of record. key: the field that names a record to people. purpose: why data about
    persons is kept."""

    name: str
    title: str
    fields: tuple[Field, ...]
    key: str = ""
    purpose: str = ""
    retention: Retention | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Its fields by name."""
        return {field.name: field for field in self.fields}
