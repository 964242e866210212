"""Findings as Word comments: at the right words, the rest of the document untouched."""

import io

import pytest
from docx import Document

from lantu.engines.plan.lint import lint
from lantu.engines.plan.readers import read
from lantu.formats.docx_comments import comments_of, with_comments
from lantu.kernel.errors import Invalid


def word_file() -> bytes:
    document = Document()
    document.add_heading("第一章 产业发展", 1)
    paragraph = document.add_paragraph("加快产业发展，")
    paragraph.add_run("完善企业的的服务").bold = True
    paragraph.add_run("机制，推进项目建设。")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "项目名称", "建设内容"
    table.cell(1, 0).text, table.cell(1, 1).text = "青石桥", "建设规模（二O二五年)"
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def commented() -> tuple[bytes, bytes]:
    data = word_file()
    document = read("云溪.docx", data)
    return data, with_comments(data, comments_of(document.text, lint(document)), "校核")


def test_each_finding_is_a_comment_on_its_words() -> None:
    _, copy = commented()
    document = Document(io.BytesIO(copy))
    said = [comment.text for comment in document.comments]
    assert any(text.startswith("LT-W02 错误") and "的的" in text for text in said)
    assert any(text.startswith("LT-M08") for text in said)
    marked = [run.text for p in document.paragraphs for run in p.runs if run.bold]
    assert marked == ["完善企业", "的的", "服务"]


def test_the_words_stay_as_they_were() -> None:
    data, copy = commented()
    assert read("甲.docx", copy).text == read("甲.docx", data).text


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        with_comments(b"PK no", [], "校核")
    assert caught.value.code == "formats.docx.unreadable"
