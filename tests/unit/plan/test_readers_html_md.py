"""Pages and Markdown: the same blocks as from Word."""

from lantu.engines.plan.document import Block, BlockKind, Document
from lantu.engines.plan.readers import read


def page(body: str) -> Document:
    return read("规划.html", f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


def lines(document: Document) -> list[tuple[str, int | None, bool]]:
    return [
        (block.span.of(document.text), block.heading, block.listing)
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
    ]


def table(document: Document) -> Block:
    (found,) = (block for block in document.blocks if block.kind is BlockKind.TABLE)
    return found


def test_headings_paragraphs_breaks_and_page_furniture() -> None:
    document = page(
        "<nav><a>首页</a></nav><nav class='toc'><p>第一章 1</p></nav><script>x</script>"
        "<h2>第一章<br>总则</h2><p>云溪区\n位于<b>山区</b>。<br>第二段</p>"
        "<p style='display:none'>暗</p><ol start=3><li>茶园<li>水库</ol>游离"
    )
    assert lines(document) == [
        ("第一章 1", None, True),
        ("第一章 总则", 2, False),
        ("云溪区位于山区。", None, False),
        ("第二段", None, False),
        ("3. 茶园", None, False),
        ("4. 水库", None, False),
        ("游离", None, False),
    ]


def test_table_with_spans() -> None:
    document = page(
        "<table><caption>表1</caption><tr><th rowspan=2>指标<th colspan=2>目标值"
        "<tr><td>2020<br>年<td>2025年<tr><td rowspan=9 colspan=3>注</table>"
    )
    assert document.text == "表1\n\t指标\t目标值\n\t\t2020 年\t2025年\n\t注\n"
    cells = [(c.row, c.column, c.rows, c.columns) for c in table(document).cells]
    assert cells == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 3)]


def test_frame_table_is_not_a_table() -> None:
    document = page("<table><tr><td><h1>前言</h1><p>正文</p></td></tr></table>")
    assert lines(document) == [("前言", 1, False), ("正文", None, False)]


def test_box_of_one_cell_is_a_table() -> None:
    document = page("<table><tr><td><p>专栏1 茶业</p><p>1.茶园。</p></td></tr></table>")
    assert table(document).span.of(document.text) == "\t专栏1 茶业\n1.茶园。"


def test_footnote_of_a_page() -> None:
    document = page(
        "<p>采用EOD<a href='#_ftn1'>[1]</a>模式</p><div id='ftn1'><p>"
        "<a href='#_ftnref1'>[1]</a> 生态导向</p></div>"
    )
    assert document.text == "采用EOD[footnoteRef:1]模式[1: 生态导向]\n"


def test_page_saved_under_another_name_and_encoding() -> None:
    document = read("规划.doc", "<html><body><p>前言</p></body></html>".encode("gb18030"))
    assert (document.format, document.text) == ("html", "前言\n")


def test_markdown() -> None:
    document = read(
        "规划.md",
        "# 第一章 总则\r\n\r\n采用[^a]生态模\r\n**式**。\r\n\r\n1. 茶园\r\n2. 水库\r\n\r\n"
        "| 指标 | 值 |\r\n|---|---|\r\n| 茶园面积 | 3<br>万亩 |\r\n\r\n[^a]: 生态导向\r\n".encode(),
    )
    assert document.text == (
        "第一章 总则\n采用[footnoteRef:1]生态模[1: 生态导向]\n式。\n1. 茶园\n2. 水库\n"
        "\t指标\t值\n\t茶园面积\t3 万亩\n"
    )
    assert lines(document)[0] == ("第一章 总则", 1, False)
    assert len(table(document).cells) == 4


def test_html_block_in_markdown() -> None:
    document = read("规划.md", "前言\n\n<table><tr><td>甲<td>乙</table>\n\n后文\n".encode())
    assert document.text == "前言\n\t甲\t乙\n后文\n"
