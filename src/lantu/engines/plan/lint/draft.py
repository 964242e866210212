"""What the checks look at: the document, its lines, tables and running text, and its package.

Made once for all checks, which only read it. Refuses nothing: a text that is no plan was refused by
the compiler before.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lantu.engines.plan.areas import Area
from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.document import Document
from lantu.engines.plan.model import Unit
from lantu.engines.plan.package import Package
from lantu.engines.plan.structure.boxes import find_boxes
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.structure.lines import Layout, Line, Role
from lantu.engines.plan.structure.outline import find_outline
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.structure.reading import passages_of
from lantu.engines.plan.structure.tables import TableRead, read_tables
from lantu.kernel.spans import Lines


@dataclass(frozen=True, slots=True)
class Draft:
    """units: of the outline, by id. lines: of the text. areas: the register that place
    names are looked up in; empty when none is given."""

    document: Document
    package: Package
    layout: Layout
    passages: tuple[Passage, ...]
    tables: tuple[TableRead, ...]
    units: Mapping[str, Unit]
    lines: Lines
    areas: tuple[Area, ...] = ()

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def prose(self) -> Iterator[Passage]:
        """Passages of the body, boxes left out."""
        return (p for p in self.passages if p.box is None)

    @property
    def written(self) -> Iterator[Line]:
        """Every line that a person wrote: no blank ones, page marks or contents lists."""
        skipped = (Role.BLANK, Role.FURNITURE, Role.CONTENTS)
        return (line for line in self.layout.lines if line.role not in skipped)

    def chapter_of(self, section: str | None) -> Unit | None:
        """The chapter (or the outermost unit) that the unit with this id stands in."""
        unit = self.units.get(section or "")
        while unit and unit.level not in ("chapter", "preface") and unit.parent:
            unit = self.units[unit.parent]
        return unit


def read_draft(document: Document, areas: Sequence[Area] = ()) -> Draft:
    """The draft of `document`. Invalid when it is no plan."""
    package = compile_document(document, areas)
    layout = read_layout(document)
    units, boxes = find_outline(layout), find_boxes(layout)
    return Draft(
        document,
        package,
        layout,
        tuple(passages_of(layout, units, boxes)),
        tuple(read_tables(layout)),
        {unit.id: unit for unit in package.outline},
        Lines(document.text),
        tuple(areas),
    )
