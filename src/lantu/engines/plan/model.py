"""The items of a plan package, exactly as `plan.json` names them.

Words come from the text only: a field that the text does not give is None; a value that was
inferred says why in `inferred`. `section` is filled by `compile.py`.
"""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from lantu.kernel.spans import Span

SCHEMA = "lantu-plan/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every entry has. quote == text[span.start:span.end]."""

    id: str
    span: Span
    quote: str
    section: str | None = None
    inferred: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Item):
    """A unit of the outline; span is the whole unit, quote is text[heading_span]."""

    level: str
    number: str | None
    title: str
    parent: str | None
    heading_span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """role: number, name, unit, base, target, actual, growth, cumulative, nature, scope,
    responsible, other. year: the year that the header names."""

    name: str
    role: str
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Item):
    number: str | None
    caption: str | None
    columns: tuple[Column, ...]
    notes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellValue:
    """One value of an indicator row. raw as written; bracketed means cumulative over the plan."""

    raw: str
    value: Decimal | None = None
    value_high: Decimal | None = None
    comparator: str | None = None
    reference: str | None = None
    bracketed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Item):
    table: str | None
    table_id: str
    number: str | None
    name: str
    unit: str | None
    group: str | None
    parent: str | None
    nature: str | None
    scope: str | None
    cells: dict[str, CellValue]
    target_kind: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Item):
    subject: str
    comparator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None
    period: str | None
    direction: str | None
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Item):
    subject: str
    comparator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None
    reference: str | None
    direction: str | None
    basis: str
    base_year: int | None
    base_value: Decimal | None
    due: int | None
    kind: str
    modality: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Item):
    name: str
    box: str | None
    status: str | None
    origin: str
    parent: str | None
    cluster: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Item):
    number: str | None
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Item):
    name: str
    explained_at: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class System(Item):
    name: str
    kind: str
    family: str
    pack: str | None = None
    existing: bool = False
    led_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Item):
    action: str
    object: str
    modality: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Item):
    name: str
    kind: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Item):
    name: str
    kind: str
    spans: tuple[Span, ...]
    area: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Item):
    from_: str
    to: str
    kind: str
    why: str


KIND_LETTERS = {
    Unit: "o", Table: "t", Indicator: "i", Fact: "f", Target: "g", Project: "p", Box: "b",
    Programme: "m", System: "s", Task: "k", Actor: "a", Place: "l", Link: "x",
}  # fmt: skip


class Mint:
    """Gives ids to the items of one kind, in the order of the document.

    An id is the kind's letter and 12 hex digits of SHA-256 over kind, quote without white space,
    and the ordinal among equal quotes: no offset or heading enters, so an edit elsewhere in the
    document changes no id.
    """

    def __init__(self, kind: type[Item]) -> None:
        self._letter = KIND_LETTERS[kind]
        self._seen: dict[str, int] = {}

    def __call__(self, quote: str) -> str:
        normal = "".join(quote.split())
        ordinal = self._seen[normal] = self._seen.get(normal, 0) + 1
        digest = sha256(f"{self._letter}\x1f{normal}\x1f{ordinal}".encode()).hexdigest()
        return self._letter + digest[:12]
