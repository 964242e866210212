"""What every reader makes of its bytes: one text, and blocks that point into it.

The text is what all spans of the package index into. A block says what stands where; it never
holds words of its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from lantu.kernel.findings import Finding
from lantu.kernel.spans import Span


class BlockKind(StrEnum):
    """What a stretch of the document is, as far as the format itself says."""

    PARAGRAPH = "paragraph"
    TABLE = "table"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. row, column from 0; a merged cell spans more than one of either."""

    row: int
    column: int
    span: Span
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, table or footnote text.

    heading: level 1-9 when the format marks a heading (Word style, <h1>, #), else None.
    listing: the format says that this line belongs to a table of contents.
    cells: for tables of formats that have them (docx, html, md), and for text once recovered.
    """

    kind: BlockKind
    span: Span
    heading: int | None = None
    listing: bool = False
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """name: as the user called the file. format: txt, docx, html or md. sha256: of the bytes."""

    name: str
    format: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
