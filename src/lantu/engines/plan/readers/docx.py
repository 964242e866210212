"""Word documents: paragraphs, headings, contents lists, tables, notes, text boxes.

Reads the document as it looks with all changes accepted: insertions in, deletions and hidden words
out, automatic numbers spelled. A text box follows its anchor paragraph; one that is a box (专栏)
becomes a table of one cell. Refuses (leaves out) headers, footers, comments and pictures.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from lantu.engines.plan.readers.composing import BOX, Composer, Line, Slot, flow
from lantu.engines.plan.readers.word_numbering import Numbering
from lantu.engines.plan.readers.word_parts import Parts, W, open_parts
from lantu.engines.plan.readers.word_styles import Styles, integer, value

_UNSEEN = frozenset({"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "rt"})
"""Elements whose words are not those of the document as it looks."""
_WRAPPERS = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "Choice", "Fallback"}
)
_BREAK = "\v"
_SIGNS = {"tab": " ", "ptab": " ", "br": _BREAK, "cr": _BREAK, "noBreakHyphen": "-"}
_NOTES = frozenset({"footnoteReference", "endnoteReference"})
_MOST_COLUMNS = 63
"""Word's own limit."""


def read_docx(data: bytes) -> Composer:
    """The composed document. Raises `Invalid` (plan.read.corrupt, bomb, encrypted)."""
    parts = open_parts(data)
    story = _Story(parts)
    for body in parts.document.findall(f"{W}body"):
        story.tell(body)
    return story.composer


@dataclass(slots=True)
class _Words:
    """What a paragraph holds, as far as gathered."""

    pieces: list[str] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    in_contents: bool = False


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: tuple[Line, ...]
    heading: int | None
    listing: bool
    boxes: list[etree._Element]


class _Story:
    """Walks the document in reading order; numbers, notes and fields count as it goes."""

    def __init__(self, parts: Parts) -> None:
        self.composer = Composer()
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self._styles)
        self._notes = {**_notes(parts.footnotes, "footnote"), **_notes(parts.endnotes, "endnote")}
        self._noted = 0
        self._contents = set(_contents_paragraphs(parts.document))
        self._fields: list[str] = []
        self._begun = _Words()

    def tell(self, parent: etree._Element) -> None:
        """Adds the paragraphs and tables under `parent`."""
        for child in _shown(parent):
            if _name(child) == "tbl":
                self.composer.table([self._row(row) for row in _rows(child)])
            elif paragraph := self._paragraph(child):
                for line in paragraph.lines:
                    self.composer.paragraph(line, paragraph.heading, paragraph.listing)
                for box in paragraph.boxes:
                    self._tell_box(box)

    def _tell_box(self, box: etree._Element) -> None:
        if flow("".join(t.text or "" for t in box.iter(f"{W}t"))).startswith(BOX):
            self.composer.table([[Slot(0, tuple(self._lines(box)))]])
        else:
            self.tell(box)

    def _row(self, row: etree._Element) -> list[Slot]:
        slots: list[Slot] = []
        column = integer(row.find(f"{W}trPr"), "gridBefore") or 0
        for cell in _shown(row):
            if _name(cell) != "tc":
                continue
            properties = cell.find(f"{W}tcPr")
            columns = min(max(integer(properties, "gridSpan") or 1, 1), _MOST_COLUMNS)
            if slots and _goes_on(properties, "hMerge"):
                slots[-1] = replace(slots[-1], columns=slots[-1].columns + columns)
            else:
                continued = _goes_on(properties, "vMerge")
                lines = () if continued else tuple(self._lines(cell))
                slots.append(Slot(column, lines, columns, continued))
            column += columns
        return slots

    def _lines(self, parent: etree._Element) -> Iterator[Line]:
        """The paragraphs of a cell or box; a row of a table inside is one line."""
        for child in _shown(parent):
            if _name(child) == "tbl":
                for row in _rows(child):
                    lines = [line for slot in self._row(row) for line in slot.lines]
                    words = " ".join(line.words for line in lines if line.words)
                    yield Line(words, tuple(note for line in lines for note in line.notes))
            elif paragraph := self._paragraph(child):
                yield from paragraph.lines
                for box in paragraph.boxes:
                    yield from self._lines(box)

    def _paragraph(self, element: etree._Element) -> _Paragraph | None:
        """None for what is no paragraph, and for one whose end mark is deleted: its words then
        open the next paragraph."""
        if _name(element) != "p":
            return None
        found = self._begun
        self._gather(element, found)
        properties = element.find(f"{W}pPr")
        if _mark_deleted(properties):
            return None
        self._begun = _Words()
        style = self._styles.of(properties)
        in_contents = element in self._contents or (found.in_contents and style.heading is None)
        listing = style.listing or in_contents
        number = "" if listing else self._numbering.next(style.num_id, style.level)
        heading = None if listing else style.heading
        return _Paragraph(_lines(found, number, heading is None), heading, listing, found.boxes)

    def _gather(self, parent: etree._Element, found: _Words) -> None:
        for child in _shown(parent):
            name = _name(child)
            if name == "t":
                found.pieces.append(child.text or "")
                found.in_contents |= any(field.startswith("TOC") for field in self._fields)
            elif name in _SIGNS:
                found.pieces.append(_SIGNS[name])
            elif name in _NOTES:
                self._gather_note(child, found)
            elif name in ("fldChar", "instrText"):
                self._follow_field(child)
            elif name == "txbxContent":
                found.boxes.append(child)
            else:
                self._gather(child, found)

    def _gather_note(self, mark: etree._Element, found: _Words) -> None:
        note = self._notes.pop((_name(mark), mark.get(f"{W}id")), None)
        if note is None:
            return
        inner = _Words()
        for paragraph in note.iter(f"{W}p"):
            self._gather(paragraph, inner)
            inner.pieces.append(" ")
        self._noted += 1
        found.pieces.append(f"[footnoteRef:{self._noted}]")
        found.notes.append((self._noted, flow("".join(inner.pieces))))

    def _follow_field(self, element: etree._Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()
        elif _name(element) == "instrText" and self._fields:
            self._fields[-1] = (self._fields[-1] + (element.text or "")).lstrip()


def _lines(found: _Words, number: str, broken: bool) -> tuple[Line, ...]:
    """The lines of a paragraph: soft breaks part lines, but not those of a heading (`broken`)."""
    raw = "".join(found.pieces)
    lines = [words for part in raw.split(_BREAK if broken else "\0") if (words := flow(part))]
    if not lines:
        return (Line("", tuple(found.notes)),)
    lines[0] = number + lines[0]
    return (*map(Line, lines[:-1]), Line(lines[-1], tuple(found.notes)))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _shown(parent: etree._Element) -> Iterator[etree._Element]:
    """Children that show, those in wrappers (content controls, insertions ...) included."""
    for child in parent:
        name = _name(child)
        if name in _UNSEEN or (name == "r" and _on(child.find(f"{W}rPr"), "vanish")):
            continue
        if name == "AlternateContent":
            yield from _shown_choice(child)
        elif name in _WRAPPERS:
            yield from _shown(child)
        else:
            yield child


def _shown_choice(alternate: etree._Element) -> Iterator[etree._Element]:
    """The first of the versions of one thing: the others repeat its words."""
    for version in alternate:
        yield from _shown(version)
        return


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in _shown(table):
        properties = row.find(f"{W}trPr")
        deleted = properties is not None and properties.find(f"{W}del") is not None
        if _name(row) == "tr" and not deleted:
            yield row


def _on(properties: etree._Element | None, name: str) -> bool:
    present = properties is not None and properties.find(f"{W}{name}") is not None
    return present and value(properties, name) not in ("0", "false", "off")


def _goes_on(properties: etree._Element | None, merge: str) -> bool:
    return _on(properties, merge) and value(properties, merge) != "restart"


def _mark_deleted(properties: etree._Element | None) -> bool:
    mark = None if properties is None else properties.find(f"{W}rPr")
    return mark is not None and any(mark.find(W + n) is not None for n in ("del", "moveFrom"))


def _notes(root: etree._Element | None, kind: str) -> dict[tuple[str, str | None], etree._Element]:
    """(name of the mark, id) -> note. Separator lines, which Word keeps here too, have no mark."""
    notes = [] if root is None else root.findall(f"{W}{kind}")
    return {(f"{kind}Reference", note.get(f"{W}id")): note for note in notes}


def _contents_paragraphs(root: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs of the contents lists that Word inserts as a content control."""
    for control in root.iter(f"{W}sdt"):
        part = control.find(f"{W}sdtPr/{W}docPartObj")
        if value(part, "docPartGallery") == "Table of Contents":
            yield from control.iter(f"{W}p")
