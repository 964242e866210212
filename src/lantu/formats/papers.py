"""A numbered paper as Word, in the layout of GB/T 9704-2012 (党政机关公文格式).

A4, type area 156 × 225 mm, 22 lines of 28 characters, page numbers outside. The words are given;
nothing is added to them. Fonts are named, not carried: Word puts its own where one is missing.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY, TITLE, PAGE = "仿宋_GB2312", "方正小标宋简体", "宋体"
THIRD, SECOND, FOURTH = Pt(16), Pt(22), Pt(14)
"""Sizes 三号, 二号, 四号."""
LINE = Pt(28.95)
"""225 mm in 22 lines."""
RED = RGBColor(0xD0, 0x00, 0x00)


@dataclass(frozen=True, slots=True)
class Paper:
    """issuer: the red head, "" for none. number: 发文字号. body: one paragraph a line; the last
    two, when the last is a date, are who signs and when."""

    issuer: str
    number: str
    title: str
    body: str


class Part(StrEnum):
    """What a line of the body is."""

    ADDRESSEE = "addressee"
    TEXT = "text"
    SIGNATURE = "signature"


_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")


def parts(body: str) -> Iterator[tuple[Part, str]]:
    """The lines of a body with what each is.

    >>> [part.value for part, _ in parts("某某：\\n请办理。\\n某局\\n2026年3月1日")]
    ['addressee', 'text', 'signature', 'signature']
    """
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    signed = 2 if lines and _DATE.fullmatch(lines[-1]) else 0
    for place, line in enumerate(lines):
        if place >= len(lines) - signed:
            yield Part.SIGNATURE, line
        elif place == 0 and line.endswith(("：", ":")):
            yield Part.ADDRESSEE, line
        else:
            yield Part.TEXT, line


def write(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    document = Document()
    _lay_out(document)
    if paper.issuer:
        _line(document, paper.issuer, TITLE, SECOND, WD_ALIGN_PARAGRAPH.CENTER, RED)
    number = _line(document, paper.number, BODY, THIRD, WD_ALIGN_PARAGRAPH.CENTER)
    if paper.issuer:
        _red_rule(number)
    _line(document, "", BODY, THIRD)
    _line(document, paper.title, TITLE, SECOND, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, "", BODY, THIRD)
    for part, words in parts(paper.body):
        line = _line(document, words, BODY, THIRD)
        if part is Part.TEXT:
            line.paragraph_format.first_line_indent = 2 * THIRD
        elif part is Part.SIGNATURE:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.right_indent = 4 * THIRD
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(35 - 7) - FOURTH
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character away from the edge of the type area."""
    line = footer.paragraphs[0]
    line.alignment = side
    if side is WD_ALIGN_PARAGRAPH.RIGHT:
        line.paragraph_format.right_indent = FOURTH
    else:
        line.paragraph_format.left_indent = FOURTH
    for words in ("— ", None, " —"):
        run = line.add_run(words or "")
        _font(run, PAGE, FOURTH)
        if words is None:
            for kind in ("begin", "", "end"):
                run._r.append(_field(kind))


def _field(kind: str) -> Any:
    if not kind:
        words = OxmlElement("w:instrText")
        words.text = "PAGE"
        return words
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _line(
    document: Any,
    words: str,
    font: str,
    size: Pt,
    side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    colour: RGBColor | None = None,
) -> Any:
    line = document.add_paragraph()
    line.alignment = side
    shape = line.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = LINE if size <= THIRD else Pt(36)
    _font(line.add_run(words), font, size, colour)
    return line


def _font(run: Any, name: str, size: Pt, colour: RGBColor | None = None) -> None:
    run.font.name, run.font.size = name, size
    if colour is not None:
        run.font.color.rgb = colour
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _red_rule(line: Any) -> None:
    """The red line 4 mm below the number."""
    edges, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    look = {"val": "single", "sz": "12", "space": "11", "color": str(RED)}
    for name, value in look.items():
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    line._p.get_or_add_pPr().append(edges)
