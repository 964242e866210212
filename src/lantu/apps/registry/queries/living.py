"""The living plan: outline with counts, text with promises, margin notes. A fixed number of
queries, whatever the number of promises.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lantu.apps.registry.manuscript import Block, BlockKind, Mark, Region, Tag, lay_out
from lantu.apps.registry.models import Appearance, Name, Section, StoredPackage
from lantu.apps.registry.queries.findings import FindingRow, findings_of
from lantu.apps.registry.words import Nature, Verdict
from lantu.kernel.spans import Span

Row = dict[str, Any]
"""An entry of plan.json."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to underline: all when empty, nothing without promises. only: leave out paragraphs
    without any. findings: mark those that nobody has set aside."""

    kinds: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    only: bool = False
    findings: bool = False
    promises: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A finding of the linter, where it stands. number: as the lint page cites it."""

    code: str
    severity: str
    message: str
    fix: str | None
    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Unit:
    """An outline unit with its distinct promises by status, those of its sub-units included."""

    id: int
    level: str
    place: str
    number: str
    title: str
    depth: int
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class TableCell:
    raw: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class TableRow:
    """promise, status: None when the row is no promise."""

    number: str
    name: str
    promise: int | None
    status: str | None
    depth: int
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class PlanTable:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: str
    text: str


@dataclass(frozen=True, slots=True)
class LivingPlan:
    """counts, kinds: distinct promises by status and by kind. notes: by the start of the block that
    they stand beside.
    """

    units: tuple[Unit, ...]
    counts: Mapping[str, int]
    kinds: Mapping[str, int]
    blocks: tuple[Block, ...]
    sections: Mapping[int, Unit]
    tables: Mapping[int, PlanTable]
    notes: Mapping[int, tuple[Note, ...]]
    note_count: int


@dataclass(frozen=True, slots=True)
class _Standing:
    """One appearance, as few columns as the page needs."""

    item: str
    promise: int
    kind: str
    status: str
    section: int | None
    span: Span

    @property
    def mark(self) -> Mark:
        return Mark(self.promise, self.status, self.span)


def living_plan(
    version: int, choice: Choice, findings: Iterable[FindingRow] | None = None
) -> LivingPlan:
    """The whole page of one version, which the actor has been shown to see.

    findings: those to mark; None: all that nobody has set aside.
    """
    stored = StoredPackage.objects.get(version=version)
    package = json.loads(stored.plan)
    standing = _standing(version)
    sections = list(Section.objects.filter(version=version).order_by("start", "pk"))
    units = _units(sections, standing)
    chosen = [s for s in standing if choice.promises and _chosen(s, choice)]
    if findings is None:
        findings = [f for f in findings_of(stored) if f.verdict is not Verdict.DISMISSED]
    notes = notes_of(findings)
    names = _name_tags(version) if choice.promises else []
    tags = names + [Tag("lead", heading) for heading in _leads(sections)]
    if choice.findings:
        tags += [Tag("finding", Span(note.start, note.end), note.number) for note in notes]
    blocks = lay_out(stored.text, _regions(sections, package), [s.mark for s in chosen], tags)
    if choice.only:
        blocks = [b for b in blocks if b.kind is BlockKind.HEADING or _holds(b, chosen)]
    return LivingPlan(
        units,
        Counter({s.promise: s.status for s in standing}.values()),
        Counter({s.promise: s.kind for s in standing}.values()),
        tuple(blocks),
        {unit.id: unit for unit in units},
        _tables(stored.text, package, {s.item: s for s in chosen}),
        _beside(blocks, notes) if choice.findings else {},
        len(notes),
    )


def outline(version: int) -> tuple[Unit, ...]:
    """The outline with its counts alone."""
    sections = Section.objects.filter(version=version).order_by("start", "pk")
    return _units(list(sections), _standing(version))


def _standing(version: int) -> list[_Standing]:
    rows = Appearance.objects.filter(version=version).order_by("start", "-end")
    return [
        _Standing(item, promise, kind, status, section, Span(start, end))
        for item, promise, kind, status, section, start, end in rows.values_list(
            "item", "promise", "promise__kind", "promise__status", "section", "start", "end"
        )
    ]


def _chosen(standing: _Standing, choice: Choice) -> bool:
    return (not choice.kinds or standing.kind in choice.kinds) and (
        not choice.statuses or standing.status in choice.statuses
    )


def _units(sections: Iterable[Section], standing: Iterable[_Standing]) -> tuple[Unit, ...]:
    found = {section.pk: section for section in sections}
    inside: dict[int, dict[int, str]] = {pk: {} for pk in found}
    for s in standing:
        at = s.section
        while at is not None:
            inside[at][s.promise] = s.status
            at = found[at].parent_id
    depths: dict[int | None, int] = {None: -1}
    for pk, section in found.items():
        depths[pk] = depths[section.parent_id] + 1
    return tuple(
        Unit(
            pk,
            section.level,
            section.place,
            section.number,
            section.title,
            depths[pk],
            Counter(inside[pk].values()),
        )
        for pk, section in found.items()
    )


def _name_tags(version: int) -> list[Tag]:
    rows = Name.objects.filter(version=version).values_list("pk", "spans")
    return [Tag("name", Span(*span), pk) for pk, spans in rows for span in spans]


def _leads(sections: Iterable[Section]) -> list[Span]:
    return [Span(s.heading_start, s.heading_end) for s in sections if s.level == "paragraph"]


def _regions(sections: Iterable[Section], package: dict[str, list[Row]]) -> list[Region]:
    headings = [
        Region(BlockKind.HEADING, Span(s.heading_start, s.heading_end), s.pk)
        for s in sections
        if s.level != "paragraph"
    ]
    tables = [
        Region(BlockKind.TABLE, Span(*table["span"]), index)
        for index, table in enumerate(package["tables"])
    ]
    boxes = [
        Region(BlockKind.BOX_TITLE, Span(*box["span"]), index)
        for index, box in enumerate(package["boxes"])
    ]
    return headings + tables + boxes


def _holds(block: Block, chosen: Collection[_Standing]) -> bool:
    if block.kind is BlockKind.TABLE:
        return any(block.span.holds(s.span) for s in chosen)
    return any(piece.inside for piece in block.pieces)


def _tables(
    text: str,
    package: dict[str, list[Row]],
    standing: Mapping[str, _Standing],
) -> dict[int, PlanTable]:
    rows: dict[str, list[Row]] = {}
    for row in package["indicators"]:
        rows.setdefault(row["table_id"], []).append(row)
    return {
        index: _table(text, table, rows.get(table["id"], []), standing)
        for index, table in enumerate(package["tables"])
    }


def _table(
    text: str,
    table: Row,
    rows: list[Row],
    standing: Mapping[str, _Standing],
) -> PlanTable:
    shown = [c for c in table["columns"] if c["role"] not in ("number", "name")]
    children = {row["id"] for row in rows if row["parent"]}
    return PlanTable(
        table["caption"] or "",
        tuple(column["name"] for column in shown),
        tuple(
            TableRow(
                row["number"] or "",
                row["name"],
                standing[row["id"]].promise if row["id"] in standing else None,
                standing[row["id"]].status if row["id"] in standing else None,
                int(row["id"] in children),
                tuple(_cell(row, column) for column in shown),
            )
            for row in rows
        ),
        table["notes"] or "",
        text[slice(*table["span"])] if not rows else "",
    )


_FIXED = {"unit": "unit", "nature": "nature", "scope": "scope"}


def _cell(row: Row, column: Row) -> TableCell:
    cell = row["cells"].get(column["name"])
    if cell:
        return TableCell(cell["raw"], cell["value"] is not None)
    given = row.get(_FIXED.get(column["role"], ""))
    words = Nature(given).label if given in Nature.values else given
    return TableCell(str(words or ""), False)


def notes_of(findings: Iterable[FindingRow]) -> list[Note]:
    """Those that stand somewhere, the longest first: of nested ones the inner shows."""
    placed = [row for row in findings if row.start is not None and row.end is not None]
    return [
        Note(row.code, row.severity, row.message, row.fix, row.start or 0, row.end or 0, row.number)
        for row in sorted(placed, key=lambda row: (row.start or 0) - (row.end or 0))
    ]


def _beside(blocks: Iterable[Block], notes: Iterable[Note]) -> dict[int, tuple[Note, ...]]:
    """Notes by the start of the last block that begins at or before them."""
    beside: dict[int, list[Note]] = {}
    starts = [block.span.start for block in blocks]
    for note in sorted(notes, key=lambda note: note.number):
        at = max((start for start in starts if start <= note.start), default=None)
        if at is not None:
            beside.setdefault(at, []).append(note)
    return {start: tuple(found) for start, found in beside.items()}
