"""Web pages, and documents saved as such: headings, paragraphs, lists, tables with merged cells.

A `<br>` outside headings and tables begins a new paragraph, as government sites use it. Menus,
scripts, forms and hidden parts are left out; a table that only lays out the page is read as plain
paragraphs. Footnotes are links to an element with a footnote's id. Refuses pages nested too deeply.
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from lantu.engines.plan.readers.composing import BOX, MOST_CELLS, Composer, Line, Slot, flow
from lantu.engines.plan.readers.refusals import refuse

_UNSEEN = frozenset({
    "head", "script", "style", "template", "noscript", "select", "button", "textarea", "iframe",
    "object", "svg", "rt", "rp",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({
    "html", "body", "main", "article", "section", "header", "footer", "aside", "nav", "div", "p",
    "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure", "figcaption", "form",
    "fieldset", "address", "center", "hr", "details", "summary", "table", "caption", "thead",
    "tbody", "tfoot", "tr", "td", "th",
}) | set(_HEADINGS)  # fmt: skip
_CONTENTS = re.compile(r"\b(?:toc|mso-?toc\w*)\b", re.I)
_NOTE_LINK = re.compile(r"#((?:_?ftn|_?edn|fn|footnote|note)[:_-]?\d+)$", re.I)
_BACK_LINK = re.compile(r"#(?:_?(?:ftn|edn|fn|footnote|note))-?ref", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_MOST_SPAN = 100
"""Widest colspan that counts; the standard allows 1,000, no table of a plan needs it."""


def read_html(text: str) -> Composer:
    """The composed document. Raises `Invalid` (plan.read.bomb)."""
    composer = Composer()
    add_html(composer, text)
    return composer


def add_html(composer: Composer, text: str) -> None:
    """Adds a page or a piece of one. Raises `Invalid` (plan.read.bomb)."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.replace("\0", "").encode(), parser)
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        refuse("bomb")
    if root is not None:  # None: no element and no word
        _Page(composer, root).tell(root)


class _Page:
    """Walks the page in reading order and gathers inline words until a block ends."""

    def __init__(self, composer: Composer, root: etree._Element) -> None:
        self.composer = composer
        self._sink: Callable[[Line, int | None, bool], None] = self.composer.paragraph
        self._pieces: list[str] = []
        self._called: list[tuple[int, str]] = []
        self._noted = 0
        self._notes = _notes(root)
        self._note_elements = set(self._notes.values())
        self._heading: int | None = None
        self._listing = False

    def tell(self, block: etree._Element) -> None:
        """Adds what stands in a block element."""
        self._end()
        before = self._heading, self._listing
        self._heading = _HEADINGS.get(_name(block), self._heading)
        self._listing = self._listing or _is_contents(block)
        if not self._listing:
            self._pieces.append(_list_number(block))
        self._inside(block)
        self._end()
        self._heading, self._listing = before

    def _inside(self, element: etree._Element) -> None:
        self._add(element, element.text)
        for child in element:
            if not (_unseen(child) or child in self._note_elements):
                self._child(child)
            self._add(element, child.tail)

    def _child(self, child: etree._Element) -> None:
        name = _name(child)
        if name == "table" and not _lays_out(child):
            self._table(child)
        elif name in _BLOCKS:
            self.tell(child)
        elif name == "br":
            self._break()
        elif name == "a" and (note := self._note_of(child)) is not None:
            self._call(note)
        else:
            self._inside(child)

    def _add(self, parent: etree._Element, words: str | None) -> None:
        if not words:
            return
        if _name(parent) != "pre":
            self._pieces.append(words)
            return
        for line in words.splitlines():
            self._pieces.append(line)
            self._break()

    def _break(self) -> None:
        if self._heading:
            self._pieces.append(" ")
        else:
            self._end()

    def _end(self) -> None:
        """Hands on the paragraph gathered so far."""
        words = flow("".join(self._pieces))
        if words:
            self._sink(Line(words, tuple(self._called)), self._heading, self._listing)
        self._pieces, self._called = [], []

    def _note_of(self, link: etree._Element) -> etree._Element | None:
        return self._notes.get(_note_key(link.get("href", "")))

    def _call(self, note: etree._Element) -> None:
        words = "".join(_note_words(note))
        self._noted += 1
        self._pieces.append(f"[footnoteRef:{self._noted}]")
        self._called.append((self._noted, flow(words)))

    def _table(self, table: etree._Element) -> None:
        self._end()
        for caption in table.findall("caption"):
            self.tell(caption)
        self.composer.table(_grid(table, self._cell_lines))

    def _cell_lines(self, cell: etree._Element) -> tuple[Line, ...]:
        lines: list[Line] = []
        before, self._sink = self._sink, lambda line, heading, listing: lines.append(line)
        self.tell(cell)
        self._sink = before
        return tuple(lines)


def _grid(
    table: etree._Element, lines_of: Callable[[etree._Element], tuple[Line, ...]]
) -> list[list[Slot]]:
    """The rows of slots, a slot that goes on from the row above included."""
    rows: list[list[Slot]] = []
    elements = list(table.iter("tr"))
    hanging: dict[int, tuple[int, int]] = {}  # column -> rows still to come, columns
    total = 0
    for number, element in enumerate(elements):
        slots: list[Slot] = []
        opened: dict[int, tuple[int, int]] = {}
        column = _continue(slots, hanging, 0)
        for cell in element.iterchildren("td", "th"):
            columns = min(max(_integer(cell, "colspan"), 1), _MOST_SPAN)
            slots.append(Slot(column, lines_of(cell), columns))
            left = len(elements) - number - 1
            span = left if cell.get("rowspan") == "0" else _integer(cell, "rowspan") - 1
            if min(span, left) > 0:
                opened[column] = min(span, left), columns
            column = _continue(slots, hanging, column + columns)
        for rest in sorted(c for c in hanging if c >= column):
            slots.append(Slot(rest, columns=hanging[rest][1], continued=True))
        total += slots[-1].column + slots[-1].columns if slots else 0
        if total > MOST_CELLS:
            refuse("bomb")
        hanging = {c: (n - 1, w) for c, (n, w) in hanging.items() if n > 1} | opened
        rows.append(slots)
    return rows


def _continue(slots: list[Slot], hanging: dict[int, tuple[int, int]], column: int) -> int:
    """Adds the slots that hang down at `column`; the next free column."""
    while column in hanging:
        columns = hanging[column][1]
        slots.append(Slot(column, columns=columns, continued=True))
        column += columns
    return column


def _name(element: etree._Element) -> str:
    return str(element.tag)


def _integer(element: etree._Element, attribute: str) -> int:
    raw = element.get(attribute, "").strip()
    return int(raw) if re.fullmatch("[0-9]{1,6}", raw) else 1


def _marks(element: etree._Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _is_contents(element: etree._Element) -> bool:
    return _CONTENTS.search(_marks(element)) is not None


def _unseen(element: etree._Element) -> bool:
    return (
        _name(element) in _UNSEEN
        or (_name(element) == "nav" and not _is_contents(element))
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _lays_out(table: etree._Element) -> bool:
    """Whether the table is the page's frame: it holds tables or headings, or one cell, no box."""
    if table.get("role") == "presentation" or any(
        _name(inner) == "table" or _name(inner) in _HEADINGS for inner in table.iterdescendants()
    ):
        return True
    cells = list(table.iter("td", "th"))
    return len(cells) == 1 and not flow("".join(map(str, cells[0].itertext()))).startswith(BOX)


def _list_number(item: etree._Element) -> str:
    parent = item.getparent()
    if _name(item) != "li" or parent is None or _name(parent) != "ol":
        return ""
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    return f"{_integer(parent, 'start') + before}. "


def _notes(root: etree._Element) -> dict[str, etree._Element]:
    """Key of a footnote -> the element with its words, for the footnotes that a link calls."""
    called = {_note_key(link.get("href", "")) for link in root.iter("a")} - {""}
    named = ((_note_key("#" + element.get("id", "")), element) for element in root.iter("*"))
    return {key: element for key, element in named if key in called}


def _note_key(link: str) -> str:
    """Word's own pages call `#_ftn1` what has the id `ftn1`."""
    match = _NOTE_LINK.match(link)
    return match[1].lower().lstrip("_") if match else ""


def _note_words(note: etree._Element) -> Iterator[str]:
    yield note.text or ""
    for child in note:
        if not (_name(child) == "a" and _BACK_LINK.match(child.get("href", ""))):
            yield from _note_words(child)
        yield child.tail or ""
