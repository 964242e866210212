"""What a reader of the Word document sees is what the composed text says."""

from io import BytesIO
from time import perf_counter
from zipfile import ZipFile

import docx as python_docx
import pytest

from lantu.engines.plan.document import Block, BlockKind, Cell, Document
from lantu.engines.plan.readers import read
from unit.plan.word_files import docx, p, r, tbl, tc, zipped


def told(body: str, **parts: str) -> Document:
    return read("规划.docx", docx(body, **parts))


def tables(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind is BlockKind.TABLE]


def words(document: Document, cell: Cell) -> str:
    return cell.span.of(document.text)


def test_paragraphs_are_lines_and_spans_leave_the_line_end_out() -> None:
    document = told(p("云溪区第十四个五年规划") + p("") + p("第一章　总则"))
    assert document.text == "云溪区第十四个五年规划\n第一章　总则\n"
    assert [b.span.of(document.text) for b in document.blocks] == document.text.splitlines()
    assert document.format == "docx"


def test_tabs_breaks_and_hidden_words() -> None:
    run = "<w:r><w:t>茶园</w:t><w:tab/><w:t>面积</w:t><w:br/><w:t>增长</w:t></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r>'
    assert told(f"<w:p>{run}{hidden}{shown}</w:p>").text == "茶园 面积\n增长明\n"


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:styleId="x"><w:name w:val="章标题"/><w:basedOn w:val="y"/></w:style>
<w:style w:styleId="y"><w:name w:val="基准"/><w:basedOn w:val="x"/>
  <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:styleId="z"><w:name w:val="标题 2"/></w:style>
<w:style w:styleId="t"><w:name w:val="toc 1"/></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:pStyle w:val="x"/>', 3),
        ('<w:pStyle w:val="z"/>', 2),
        ('<w:outlineLvl w:val="4"/>', 5),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', None),
        ('<w:pStyle w:val="missing"/>', None),
        ("", None),
    ],
)
def test_heading_level(properties: str, level: int | None) -> None:
    (block,) = told(p("发展目标", properties), styles=STYLES).blocks
    assert block.heading == level


def test_contents_list_by_style_control_and_field() -> None:
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
    )
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    field = (
        f"<w:p>{char.format('begin')}<w:r><w:instrText> TOC \\o</w:instrText></w:r>"
        f"{char.format('separate')}{r('第一章 1')}</w:p><w:p>{r('第二章 9')}</w:p>"
        f"<w:p>{char.format('end')}{r('前言')}</w:p>"
    )
    styled = p("第三章 20", '<w:pStyle w:val="t"/>')
    document = told(control + styled + field + p("正文"), styles=STYLES)
    assert [(b.span.of(document.text), b.listing) for b in document.blocks] == [
        ("目录", True),
        ("第三章 20", True),
        ("第一章 1", True),
        ("第二章 9", True),
        ("前言", False),
        ("正文", False),
    ]


def level(depth: int, format_: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/><w:suff w:val="nothing"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCountingThousand", "第%1章 ")
    + level(1, "chineseCounting", "第%2节 ")
    + level(2, "decimal", "%1.%3 ", "<w:isLgl/>")
    + level(3, "bullet", "●")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
    + '<w:startOverride w:val="11"/></w:lvlOverride></w:num>'
)


def numbered(depth: int, list_: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_}"/></w:numPr>'


def test_automatic_numbers_are_spelled() -> None:
    body = "".join(
        p(words, numbered(depth, list_))
        for words, depth, list_ in [
            ("甲", 0, 1), ("乙", 1, 1), ("丙", 1, 1), ("丁", 0, 1), ("戊", 1, 1), ("己", 2, 1),
            ("庚", 3, 1), ("辛", 0, 2), ("壬", 0, 2), ("癸", 0, 0), ("子", 0, 99),
        ]
    )  # fmt: skip
    assert told(body, numbering=NUMBERING).text.splitlines() == [
        "第一章 甲", "第一节 乙", "第二节 丙", "第二章 丁", "第一节 戊", "2.1 己",
        "庚", "第十一章 辛", "第十二章 壬", "癸", "子",
    ]  # fmt: skip


def test_number_of_a_style() -> None:
    style = (
        '<w:style w:styleId="c"><w:name w:val="章"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("总则", '<w:pStyle w:val="c"/>')
    assert told(body, styles=style, numbering=NUMBERING).text == "第一章 总则\n"


def test_changes_are_accepted() -> None:
    body = (
        f"<w:p><w:ins>{r('到2025年')}</w:ins><w:del><w:r><w:delText>约</w:delText></w:r></w:del>"
        f"<w:moveFrom>{r('旧')}</w:moveFrom>{r('建成')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('两段')}</w:p>{p('合一')}"
    )
    assert told(body).text == "到2025年建成\n两段合一\n"


def test_content_controls_links_and_alternatives() -> None:
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{r('链接')}</w:hyperlink><w:r><mc:AlternateContent>"
        f"<mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{r('之后')}</w:p>"
    )
    assert told(body).text == "控件\n链接之后\n框中文字\n"


def test_text_box_that_is_a_box_becomes_a_table_of_one_cell() -> None:
    box = f"<w:txbxContent>{p('专栏1 茶产业')}{p('1.茶园改造。')}</w:txbxContent>"
    document = told(f"<w:p>{r('如下。')}<w:r>{box}</w:r></w:p>")
    assert document.text == "如下。\n\t专栏1 茶产业\n1.茶园改造。\n"
    (table,) = tables(document)
    assert words(document, table.cells[0]) == "专栏1 茶产业\n1.茶园改造。"


def test_merged_cells_stand_once() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = told(
        p("表1")
        + tbl(
            tc("序号", properties=first) + tc("“十三五”", "目标", properties=wide),
            tc("", properties=more) + tc("2015年") + tc("2020年"),
            tc("1") + tc("") + tc("9.5"),
        )
    )
    (table,) = tables(document)
    assert table.span.of(document.text) == ("\t序号\t“十三五” 目标\n\t\t2015年\t2020年\n\t1\t\t9.5")
    found = [(c.row, c.column, c.rows, c.columns, words(document, c)) for c in table.cells]
    assert found == [
        (0, 0, 2, 1, "序号"),
        (0, 1, 1, 2, "“十三五” 目标"),
        (1, 1, 1, 1, "2015年"),
        (1, 2, 1, 1, "2020年"),
        (2, 0, 1, 1, "1"),
        (2, 1, 1, 1, ""),
        (2, 2, 1, 1, "9.5"),
    ]


def test_box_keeps_the_paragraphs_of_its_cell_as_lines() -> None:
    document = told(tbl(tc("专栏2：水网"), tc("1、水库。", "2、管网。")))
    assert document.text == "\t专栏2：水网\n\t1、水库。\n2、管网。\n"


def test_nested_table_is_flattened() -> None:
    inner = tbl(tc("甲") + tc("乙"), tc("丙") + tc("丁"))
    cell = f"<w:tc>{p('外')}{inner}{p('')}</w:tc>"
    assert told(tbl(cell + tc("右"))).text == "\t外 甲 乙 丙 丁\t右\n"


def test_footnotes_stand_at_the_end_of_their_paragraph() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{p("")}</w:footnote>'
        f'<w:footnote w:id="3"><w:p><w:r><w:footnoteRef/></w:r>{r(" 导向模式。")}</w:p>'
        "</w:footnote>"
        f'<w:footnote w:id="1">{p("另一条。")}</w:footnote>'
    )
    body = (
        f"<w:p>{r('采用EOD')}{mark.format(3)}{r('模式')}</w:p><w:p>{r('乙')}{mark.format(1)}</w:p>"
    )
    document = told(body, footnotes=notes)
    assert document.text == (
        "采用EOD[footnoteRef:1]模式[1: 导向模式。]\n乙[footnoteRef:2][2: 另一条。]\n"
    )
    notes_found = [b.span.of(document.text) for b in document.blocks if b.kind == "footnote"]
    assert notes_found == ["[1: 导向模式。]", "[2: 另一条。]"]


def test_strict_word_files() -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with ZipFile(BytesIO(docx(p("前言")))) as archive:
        files = {
            name: archive.read(name).replace(
                usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"
            )
            for name in archive.namelist()
        }
    assert read("规划.docx", zipped(files)).text == "前言\n"


def test_what_python_docx_writes_and_how_fast() -> None:
    source = python_docx.Document()
    source.add_heading("第一章 发展环境", 1)
    for number in range(500):
        source.add_paragraph(f"云溪区第{number}项工作稳步推进，" * 7)
    grid = source.add_table(60, 7)
    for row in grid.rows:
        for cell in row.cells:
            cell.text = "指标"
    out = BytesIO()
    source.save(out)
    start = perf_counter()
    document = read("规划.docx", out.getvalue())
    assert perf_counter() - start < 0.5
    assert len(document.text) > 40_000
    assert document.blocks[0].heading == 1
    assert len(document.blocks[-1].cells) == 420
