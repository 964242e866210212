"""A pack as loaded: frozen values that pages, storage and jobs read.

A snapshot never changes; its pin (version and content digest) is written on every record and case,
so what began under one version ends under it. Refuses a name that the pack does not have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from lantu.engines.cases.process import Limit, Process
from lantu.engines.cases.rounds import Round
from lantu.engines.registers.conditions import Rule
from lantu.engines.registers.fields import Record, Register, Value
from lantu.engines.registers.ladders import Ladder
from lantu.kernel.errors import NotFound
from lantu.packs.words import Column, FigureKind, Layer, Level, PageKind, Post, Which

T = TypeVar("T")


class Outcome(NamedTuple):
    """What a function of rules.py answers: a value (or yes and no) and the reasons for it."""

    result: Value | bool
    reasons: tuple[str, ...]


Function = Callable[[Record, date], Outcome]
"""A pure function of rules.py: (record, today) -> result and reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The law or standard that a pack carries out. number: 发文字号 or standard number."""

    title: str
    number: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRole:
    """A role in the pack's processes: who holds `post` in an area of `level` (None: any level) that
    holds the case, in the organisation that `organisation` says."""

    name: str
    title: str
    post: Post
    level: Level | None
    organisation: Which


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLimit:
    """A time limit, said here and nowhere else. limit: for whatever no row of its table names; the
    limits of each category stand in the states that have it."""

    name: str
    title: str
    limit: Limit
    source: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTable:
    """A table of the pack. columns: its columns as the fields of a register; rows: typed."""

    columns: Register
    rows: tuple[Record, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNote:
    """What the register engine need not know of a field. owner: who answers for its data.
    public: whether everybody may read it; blur: a public point only so exactly, in metres, 0 for as
    it is. function: the function of rules.py that computes it."""

    owner: str
    note: str
    public: bool
    function: str
    blur: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A named part of a register. rule: None for all records."""

    name: str
    title: str
    rule: Rule | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRegister:
    """columns: the field behind each fixed column that a record has. ladder: its tiers, if any.
    checks: functions of rules.py that every record must pass."""

    register: Register
    notes: Mapping[str, FieldNote]
    columns: Mapping[Column, str]
    ladder: Ladder | None
    views: Mapping[str, View]
    checks: tuple[str, ...]

    @property
    def public(self) -> tuple[str, ...]:
        """The fields that everybody may read, in their order."""
        return tuple(name for name, note in self.notes.items() if note.public)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackProcess:
    """register: what a case's values are, and the record it is about. category: the field that duty
    lists go by; duties: the register that is the duty list (`duties.duties_of` reads it); source:
    the field that says who reported. "" when there is none."""

    process: Process
    register: str
    category: str
    duties: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRound:
    """The members are the records of `view` in `register` ("" view: all); `responsible` is the
    field that names the organisation which answers."""

    round: Round
    register: str
    view: str
    responsible: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper. number: with {year} and {n}, counted anew each year. body: words with {field}."""

    name: str
    title: str
    number: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the pack. of: process or register. field: what a sum adds up. feeds: words of
    the plan indicators that it measures."""

    name: str
    title: str
    unit: str
    figure: FigureKind
    of: str
    field: str
    where: Rule | None
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A standard page. of: register or process. columns: fields shown, empty for the usual ones.
    by: the field that a board, a league table or a chart goes by."""

    page: PageKind
    of: str
    title: str
    columns: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Serves:
    """Words by which a promised system is this pack's: every one of `all`, one of `any`, none of
    `none`; families and kinds of the compiler, empty for every one."""

    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]
    families: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """What changes for records (of) or cases (of) from version `before` to `after`."""

    before: str
    after: str
    of: str
    fields: Mapping[str, str]
    states: Mapping[str, str]
    defaults: Record
    drop: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The snapshot of one pack. digest: SHA-256 of its meaning; comments and blanks do not count.

    files: the texts it was read from (examples and README left out): `load.load_files` makes the
    same snapshot from them, so a pinned version can be kept and taken out again.
    """

    name: str
    title: str
    title_en: str
    version: str
    layer: Layer
    source: Source
    authored_by: str
    checked_by: str
    review_by: date
    serves: tuple[Serves, ...]
    roles: Mapping[str, PackRole]
    limits: Mapping[str, PackLimit]
    tables: Mapping[str, PackTable]
    registers: Mapping[str, PackRegister]
    processes: Mapping[str, PackProcess]
    rounds: Mapping[str, PackRound]
    documents: Mapping[str, Document]
    indicators: Mapping[str, Figure]
    pages: tuple[Page, ...]
    migrations: tuple[Migration, ...]
    digest: str
    files: Mapping[str, str] = field(repr=False, compare=False)
    functions: Mapping[str, Function] = field(repr=False, compare=False, default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def pin(self) -> str:
        """What records and cases remember: version and the first of the digest."""
        return f"{self.version}+{self.digest[:12]}"

    def register(self, name: str) -> PackRegister:
        """A register. NotFound when the pack has none of that name."""
        return self._named(self.registers, name, "登记簿")

    def process(self, name: str) -> PackProcess:
        """A process. NotFound when the pack has none of that name."""
        return self._named(self.processes, name, "流程")

    def round(self, name: str) -> PackRound:
        """A round. NotFound when the pack has none of that name."""
        return self._named(self.rounds, name, "填报轮次")

    def document(self, name: str) -> Document:
        """A paper. NotFound when the pack has none of that name."""
        return self._named(self.documents, name, "文书")

    def _named(self, found: Mapping[str, T], name: str, what: str) -> T:
        if name not in found:
            known = "、".join(found) or "无"
            raise NotFound(
                "packs.no_such", f"“{self.title}”没有名为 {name} 的{what}。", f"现有：{known}。"
            )
        return found[name]
