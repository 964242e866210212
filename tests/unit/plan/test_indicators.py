"""Indicators: leaf rows, sub-rows, merged natures, brackets, and rows that lost every separator."""

from decimal import Decimal
from pathlib import Path

import pytest

from lantu.engines.plan.model import Indicator
from lantu.engines.plan.readers import read
from lantu.engines.plan.structure.indicators import find_indicators
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.structure.tables import read_tables
from lantu.engines.plan.structure.values import split_unit

REAL = Path(__file__).parents[4] / "shared" / "plans" / "weidu-14fyp-draft.txt"


def indicators(text: str, name: str = "x.txt") -> list[Indicator]:
    document = read(name, text.encode())
    return find_indicators(read_tables(read_layout(document)), document.text)


def export(*rows: list[str]) -> str:
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)


EXPORT = "\t表1：主要指标\n\n" + export(
    ["指  标", "2020年基数", "2025年\n目标", "年均增长（%）", "属性", "类别"],
    ["一、绿色生态"],
    ["1", "森林覆盖率（%）", "41.2", "≥42.5", "—", "约束性", "国家"],
    ["2", "空气质量", "优良天数比率（%）", "90", "控制在上级下达目标内", "—", "约束性", "国家"],
    ["", "", "细颗粒物（PM2.5)浓度（μg/m³）", "35", "＜30", "—", "", "国家"],
    ["3", "新增造林（亩，五年）", "", "〔5000〕", "—", "预期性", "青川"],
    ["二、安全保障"],
)


def test_rows_of_a_text_export() -> None:
    forest, days, dust, trees = indicators(EXPORT + "\n\n\t注：〔〕内为五年累计。\n\n正文。\n")
    assert (forest.number, forest.name, forest.unit) == ("1", "森林覆盖率", "%")
    assert (forest.group, forest.nature, forest.scope) == ("绿色生态", "binding", "国家")
    assert forest.target_kind == "floor"
    assert forest.inferred is None
    assert forest.cells["2025年目标"].value == Decimal("42.5")
    assert (days.parent, dust.parent) == ("空气质量", "空气质量")
    assert days.target_kind == "assigned"
    assert days.cells["2025年目标"].reference == "上级下达目标"
    assert (dust.name, dust.unit) == ("细颗粒物（PM2.5)浓度", "μg/m³")
    assert dust.nature == "binding"
    assert dust.inferred
    assert "nature" in dust.inferred
    assert dust.target_kind == "ceiling"
    assert trees.target_kind == "cumulative"
    assert trees.cells["2025年目标"].bracketed
    assert trees.unit == "亩"
    assert trees.nature == "anticipated"
    assert trees.parent is None


def test_of_which_rows_and_labels_in_a_table_of_whole_lines() -> None:
    rows = indicators(
        "表3 主要指标\n"
        "\t序号\t指标名称\t单位\t2020年\t2025年目标\t年均增长(%)\t属性\n"
        "\t一、经济发展\n"
        "\t1\t地区生产总值\t亿元\t302\t420\t6.5左右\t预期性\n"
        "\t\t其中：工业增加值\t亿元\t120\t180\t8\t预期性\n"
        "\t2\t污染物减排\n"
        "\t\t（1）化学需氧量\t%\t—\t〔8〕\t—\t约束性\n"
        "\t\t（2）氨氮\t%\t—\t完成省下达任务\t—\t约束性\n"
        "注：1.〔〕内为五年累计数。\n2.按可比价计算。\n"
    )
    assert [(r.number, r.name, r.unit, r.parent) for r in rows] == [
        ("1", "地区生产总值", "亿元", None),
        (None, "工业增加值", "亿元", "地区生产总值"),
        (None, "化学需氧量", "%", "污染物减排"),
        (None, "氨氮", "%", "污染物减排"),
    ]
    assert [r.target_kind for r in rows] == ["level", "level", "cumulative", "assigned"]
    assert rows[0].cells["年均增长(%)"].comparator == "~"


def test_merged_cells_of_html() -> None:
    rows = indicators(
        "<p>表1 主要指标</p><table>"
        "<tr><th>类别</th><th>序号</th><th colspan=2>指标</th><th>2025年</th><th>属性</th></tr>"
        "<tr><td rowspan=3>经济</td><td>1</td><td colspan=2>粮食产量（万吨）</td><td>33</td>"
        "<td rowspan=2>约束性</td></tr>"
        "<tr><td rowspan=2>2</td><td rowspan=2>城镇化率</td><td>常住人口（%）</td><td>60</td></tr>"
        "<tr><td>户籍人口（%）</td><td>40</td><td>预期性</td></tr></table>",
        "x.html",
    )
    assert [(r.number, r.name, r.group, r.parent, r.nature, r.scope) for r in rows] == [
        ("1", "粮食产量", "经济", None, "binding", None),
        ("2", "常住人口", "经济", "城镇化率", "binding", None),
        (None, "户籍人口", "经济", "城镇化率", "anticipated", None),
    ]


def test_cells_on_lines_of_their_own_without_tabs() -> None:
    rows = indicators(
        "表1 主要指标\n序号\n指标\n2025年\n属性\n一、经济\n1\n粮食产量（万吨）\n33\n约束性\n"
        "2\n城镇化率（%）\n60\n预期性\n3\n人口（万人）\n31\n预期性\n加快推进各项工作，确保完成。\n"
    )
    assert [(r.number, r.name, r.group, str(r.cells["2025年"].value)) for r in rows] == [
        ("1", "粮食产量", "经济", "33"),
        ("2", "城镇化率", "经济", "60"),
        ("3", "人口", "经济", "31"),
    ]


def test_rows_come_back_from_a_line_without_separators() -> None:
    text = (
        "表1 主要指标\n序号指标2020年2025年年均增长（%）属性\n"
        "一、经济1粮食产量（万吨）302.0420≥6.5预期性2常住人口城镇化率（%）76.7＞80-约束性"
        "二、民生3失业率（%）3.9＜5.5—预期性\n第一节 下一节\n"
    )
    read_back = read_tables(read_layout(read("x.txt", text.encode())))
    rows = find_indicators(read_back, text)
    assert [(r.number, r.name, r.group, r.nature) for r in rows] == [
        ("1", "粮食产量", "经济", "anticipated"),
        ("2", "常住人口城镇化率", "经济", "binding"),
        ("3", "失业率", "民生", "anticipated"),
    ]
    assert rows[1].cells["2020年"].value == Decimal("76.7")
    assert rows[1].cells["2025年"].comparator == ">"
    assert rows[0].cells["2020年"].value is None
    assert [f.code for f in read_back[0].findings] == ["table.values_run_together"]
    assert rows[0].quote == "1粮食产量（万吨）302.0420≥6.5预期性"


@pytest.mark.parametrize(
    ("words", "name", "unit"),
    [
        ("全员劳动生产率（元/人，2020年价格）", "全员劳动生产率", "元/人"),
        ("研发（R&D）经费投入强度（%）", "研发（R&D）经费投入强度", "%"),
        ("研发经费（R&D）", "研发经费（R&D）", None),
        ("粮食产量 (万吨)（约束性）", "粮食产量", "万吨"),
        ("规模以上工业企业数", "规模以上工业企业数", None),
    ],
)
def test_units_inside_names(words: str, name: str, unit: str | None) -> None:
    assert split_unit(words) == (name, unit)


@pytest.mark.skipif(not REAL.exists(), reason="the real plan is not beside this checkout")
def test_the_real_plan_has_its_indicators() -> None:
    rows = indicators(REAL.read_text(encoding="utf-8"))
    assert [sum(r.table == number for r in rows) for number in ("1", "2")] == [33, 19]
    assert all(r.unit and r.nature and r.group for r in rows)
    assert sum(1 for r in rows if r.target_kind == "assigned") == 5


def test_rows_whose_merged_group_cells_left_nothing_behind() -> None:
    rows = indicators(
        "表1 主要指标\n\n类别\t序号\t指标\t2025年\t2030年\t属性\n"
        "经济\t1\t粮食产量（万吨）\t33\t35\t约束性\n\t2\t城镇化率（%）\t60\t64\t预期性\n"
        "3\t电力装机（亿吨标准煤）\t0.9\t1.1\t预期性\n民生\t4\t托位数（个）\t2.1\t4.5\t预期性\n"
    )
    assert [(r.number, r.name, r.unit, r.group, r.nature) for r in rows] == [
        ("1", "粮食产量", "万吨", "经济", "binding"),
        ("2", "城镇化率", "%", "经济", "anticipated"),
        ("3", "电力装机", "亿吨标准煤", "经济", "anticipated"),
        ("4", "托位数", "个", "民生", "anticipated"),
    ]


def test_glued_rows_with_groups_and_a_unit_column() -> None:
    rows = indicators(
        "表2 主要指标\n领域序号主要指标单位2020年基数2025年目标性质\n"
        "健康水平1人均预期寿命岁78≥79预期性\n2孕产妇死亡率/10万—≤8预期性\n"
        "服务能力3每千人口拥有3岁以下婴幼儿托位数个—4.6约束性\n"
    )
    assert [(r.number, r.name, r.unit, r.group) for r in rows] == [
        ("1", "人均预期寿命", "岁", "健康水平"),
        ("2", "孕产妇死亡率", "/10万", "健康水平"),
        ("3", "每千人口拥有3岁以下婴幼儿托位数", "个", "服务能力"),
    ]
    assert [str(r.cells["2025年目标"].value) for r in rows] == ["79", "8", "4.6"]


def test_a_footnote_number_glued_to_a_value_is_cut_off() -> None:
    table = "序号\t指标\t2025年\t2030年\t属性\n1\t受教育年限（年）\t14.25\t15.7415左右\t约束性\n"
    table += "2\t研发强度（%）\t1.582\t2.4\t预期性\n3\t绿地率（%）\t36.1\t37\t预期性\n"
    cells = [row.cells for row in indicators(table + "[15: 指新增劳动力。]\n")]
    assert str(cells[0]["2030年"].value) == "15.74"
    assert str(cells[1]["2025年"].value) == "1.582"
