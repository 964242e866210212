"""Papers in Word: the measures of GB/T 9704 are in the file."""

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from lantu.formats.papers import Paper, Part, parts, write

PAPER = Paper(
    "青川县城市管理局", "网派〔2026〕7号", "任务派遣单",
    "东关街道办事处：\n请于2026年3月6日前处置。\n逾期请说明。\n青川县城市管理局\n2026年3月1日",
)  # fmt: skip


def test_layout_is_that_of_the_standard() -> None:
    document = Document(io.BytesIO(write(PAPER)))
    page = document.sections[0]
    assert [round(side.mm) for side in (page.page_width, page.page_height)] == [210, 297]
    edges = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(edge.mm) for edge in edges] == [37, 35, 28, 26]
    body = next(p for p in document.paragraphs if p.text.startswith("请于"))
    assert body.runs[0].font.size == Pt(16)
    assert body.paragraph_format.first_line_indent == Pt(32)
    assert round(225 / (body.paragraph_format.line_spacing.pt * 25.4 / 72)) == 22
    title = next(p for p in document.paragraphs if p.text == PAPER.title)
    assert title.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in page.footer._element.xml
    assert "PAGE" in page.even_page_footer._element.xml


def test_who_signs_stands_right_and_the_addressee_left() -> None:
    assert [part for part, _ in parts(PAPER.body)] == [
        Part.ADDRESSEE, Part.TEXT, Part.TEXT, Part.SIGNATURE, Part.SIGNATURE,
    ]  # fmt: skip
    assert [part for part, _ in parts("只有一句。")] == [Part.TEXT]


def test_a_paper_without_issuer_has_no_red_line() -> None:
    plain = Document(io.BytesIO(write(Paper("", "〔2026〕1号", "函", "一句。"))))
    assert not any("pBdr" in p._p.xml for p in plain.paragraphs)
