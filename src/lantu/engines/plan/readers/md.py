"""Markdown: headings, paragraphs, lists, pipe tables, footnotes `[^1]`.

The numbers of ordered lists are words of the document and stay; so do the lines of a paragraph:
plans are pasted line by line, and `lines.mark_wraps` joins those that a fixed width broke. HTML
blocks are read as in pages. Refuses nothing: every text is some Markdown.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lantu.engines.plan.readers.composing import Composer, Line, Slot, flow
from lantu.engines.plan.readers.html import add_html

_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.M)
_CALL = re.compile(r"\[\^([^\]\s]{1,40})\]")

_BREAK = re.compile(r"<br\s*/?>", re.I)
_MOST_NESTING = 100
"""Lists and quotations inside each other; what lies deeper is left out."""


def read_md(text: str) -> Composer:
    """The composed document."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    notes = {match[1]: flow(match[2]) for match in _NOTE.finditer(text)}
    parser = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTING}).enable("table")
    story = _Story(notes)
    story.tell(parser.parse(_NOTE.sub("", text)))
    return story.composer


class _Story:
    """Follows the flat list of tokens."""

    def __init__(self, notes: dict[str, str]) -> None:
        self.composer = Composer()
        self._notes = notes
        self._noted = 0
        self._heading: int | None = None
        self._number = ""
        self._rows: list[list[Slot]] | None = None

    def tell(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            match token.type:
                case "heading_open":
                    self._heading = int(token.tag[1:])
                case "heading_close":
                    self._heading = None
                case "list_item_open":
                    self._number = f"{token.info}{token.markup} " if token.info else ""
                case "table_open":
                    self._rows = []
                case "table_close":
                    self.composer.table(self._rows or [])
                    self._rows = None
                case "tr_open" if self._rows is not None:
                    self._rows.append([])
                case "inline":
                    self._inline_lines("".join(_words(token)))
                case "html_block":
                    add_html(self.composer, token.content)
                case "code_block" | "fence":
                    for words in token.content.splitlines():
                        self._inline(words)

    def _inline_lines(self, raw: str) -> None:
        """Each line by itself; in a heading or cell all of them as one."""
        whole = self._rows is not None or self._heading is not None
        for line in [raw] if whole else raw.splitlines():
            self._inline(line)

    def _inline(self, raw: str) -> None:
        line = self._line(flow(raw))
        if self._rows is not None:
            row = self._rows[-1]
            row.append(Slot(len(row), (line,)))
        else:
            self.composer.paragraph(line, self._heading)

    def _line(self, words: str) -> Line:
        called: list[tuple[int, str]] = []

        def mark(match: re.Match[str]) -> str:
            note = self._notes.pop(match[1], None)
            if note is None:
                return match[0]
            self._noted += 1
            called.append((self._noted, note))
            return f"[footnoteRef:{self._noted}]"

        number, self._number = self._number, ""
        return Line(number + _CALL.sub(mark, words), tuple(called))


def _words(token: Token) -> Iterator[str]:
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak") or _BREAK.match(child.content):
            yield "\n"
