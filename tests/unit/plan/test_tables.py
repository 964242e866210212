"""Tables of every format: header, roles, notes; what is a table and what is not."""

from lantu.engines.plan.document import Document
from lantu.engines.plan.readers import read
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.structure.tables import TableRead, is_indicator_table, read_tables


def tables(text: str, name: str = "x.txt") -> list[TableRead]:
    return read_tables(read_layout(read(name, text.encode())))


def cells(*rows: list[str]) -> str:
    """A Word text export: one cell a line, a blank line behind each row."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)


def test_a_header_of_two_rows_without_its_merges() -> None:
    text = "\t表2：主要目标完成情况\n\n" + cells(
        ["序号", "指标名称", "2020年", "“十四五”目标", "“十四五”\n完成情况", "属性"],
        ["", "", "", "2025年", "年均增长（%）", "2025年预计", "年均增长（%）", ""],
        ["一、经济", ""],
        ["1", "粮食产量（万吨）", "30", "33", "2", "32", "1.5", "约束性"],
    )
    (found,) = tables(text + "\n\n\t注：[ ]内为累计。\n正文。\n")
    assert (found.table.number, found.table.caption) == ("2", "主要目标完成情况")
    assert found.table.notes == "注：[ ]内为累计。"
    assert [(c.name, c.role, c.year) for c in found.table.columns] == [
        ("序号", "number", None),
        ("指标名称", "name", None),
        ("2020年", "base", 2020),
        ("“十四五”目标 2025年", "target", 2025),
        ("“十四五”目标 年均增长（%）", "growth", None),
        ("“十四五”完成情况 2025年预计", "actual", 2025),
        ("“十四五”完成情况 年均增长（%）", "growth", None),
        ("属性", "nature", None),
    ]


def test_a_project_list_is_a_table_without_indicators() -> None:
    (found,) = tables(
        "表4 重点项目表\n\t序号\t项目名称\t建设内容\t责任单位\n"
        "\t1\t青川水厂\t日供水5万吨\t县水利局\n\t2\t云溪大桥\t全长800米\t县交通局\n正文。\n"
    )
    assert [c.role for c in found.table.columns] == ["number", "name", "other", "responsible"]
    assert not is_indicator_table(found)


def test_merged_header_cells_of_html_make_one_column() -> None:
    (found,) = tables(
        "<h2>第一章 总则</h2><p>表1 主要指标</p><table>"
        "<tr><th rowspan=2>序号</th><th rowspan=2 colspan=2>指标</th><th colspan=2>目标</th></tr>"
        "<tr><th>2025年</th><th>年均增长</th></tr>"
        "<tr><td>1</td><td colspan=2>粮食产量（万吨）</td><td>33</td><td>2</td></tr></table>",
        "x.html",
    )
    names = [(c.name, c.role) for c in found.table.columns]
    assert names == [
        ("序号", "number"), ("指标", "name"),
        ("目标 2025年", "target"), ("目标 年均增长", "growth"),
    ]  # fmt: skip


def test_prose_with_indents_and_framed_text_are_no_tables() -> None:
    long = "全县上下坚持稳中求进，持续推进产业升级，不断改善民生，各项事业取得新的进步。"
    assert tables("\n".join(f"\t{long}{i}" for i in range(6))) == []
    framed = "<p>前文。</p><table><tr><td><p>框内第一段。</p><p>框内第二段。</p></td></tr></table>"
    assert tables(framed, "x.html") == []


def test_a_table_quotes_its_span() -> None:
    text = "表1 目标\n1\t粮食\t30\t约束性\n2\t人口\t31\t预期性\n3\t面积\t32\t约束性\n"
    (found,) = read_tables(read_layout(Document("x", "txt", "", text, ())))
    assert found.table.quote == found.table.span.of(text) == text.strip()
