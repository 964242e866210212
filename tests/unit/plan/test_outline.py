"""The outline in every habit of heading, with contents lists, page furniture and decoys."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantu.engines.plan.document import Document
from lantu.engines.plan.readers import read
from lantu.engines.plan.structure.boxes import find_boxes
from lantu.engines.plan.structure.indicators import find_indicators
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.structure.outline import find_outline
from lantu.engines.plan.structure.reading import passages_of
from lantu.engines.plan.structure.tables import read_tables
from lantu.engines.plan.titles import read_titles

REAL = Path(__file__).parents[4] / "shared" / "plans" / "weidu-14fyp-draft.txt"

PARTS = """青川市国民经济和社会发展第十五个五年规划纲要

目  录

第一篇 总论............1
第一章 发展环境......2
第一节 发展基础......2
第二篇 任务..........8
第二章 壮大产业......8

— 1 —

青川市国民经济和社会发展第十五个五年规划纲要
前　言
本纲要根据省委建议编制，第一章提出的任务由各部门落实。
第一篇 总论
第一章 发展环境
第一节 发展基础
一、二、三产业协调发展，
— 2 —

青川市国民经济和社会发展第十五个五年规划纲要
产业结构持续优化。
——机遇前所未有。国家战略叠加，市场空间广阔。
——挑战不容忽视。外部环境复杂，要素约束趋紧。
第二篇 任务
第二章
壮大产业
第1节 [bookmark: _Toc1]     工业强市
一、做强龙头企业
支持龙头企业做大做强。
（一）培育链主企业
梯度培育中小企业。
二、优化园区布局
统筹园区发展。
— 3 —
"""

ACTION = """青川县推进茶产业发展三年行动方案

为加快茶产业发展，制定本方案。
一、总体要求
坚持市场主导，政府引导。
二、重点任务
（一）建设标准茶园。新建标准茶园2万亩，改造老茶园1万亩。
（二）打造区域品牌
1、办好茶博会
每年举办一次。
2、建设品牌中心
建成品牌展示中心。
三、保障措施
（一）加强组织领导，落实工作责任。成立工作专班，定期调度。
责任单位：县农业农村局、县财政局
（二）加大资金支持
支持以下项目：
1.茶园道路项目
2.茶叶加工厂项目
"""

LIST_AFTER = """第一章 总体要求
第一节 指导思想
坚持新发展理念。
第2节 基本原则
坚持统筹兼顾。兼顾城乡，兼顾当前和长远。
坚持绿色发展。守住生态底线，建设美丽青川。
第三章 强化创新驱动
培育发展新动能
第一节 引进人才。
引进高层次人才。
第四章 完善设施，
建设宜居城市
完善路网。

目录
第一章 总体要求
第一节 指导思想
第2节 基本原则
第三章 强化创新驱动 培育发展新动能
第一节 引进人才
第四章 完善设施，建设宜居城市
"""


def outline(text: str) -> list[tuple[str, str | None, str]]:
    units = find_outline(read_layout(Document("x.txt", "txt", "", text, ())))
    return [(unit.level, unit.number, unit.title) for unit in units]


def test_parts_chapters_sections_with_contents_and_page_furniture() -> None:
    assert outline(PARTS) == [
        ("preface", None, "前言"),
        ("part", "第一篇", "总论"),
        ("chapter", "第一章", "发展环境"),
        ("section", "第一节", "发展基础"),
        ("paragraph", None, "机遇前所未有"),
        ("paragraph", None, "挑战不容忽视"),
        ("part", "第二篇", "任务"),
        ("chapter", "第二章", "壮大产业"),
        ("section", "第1节", "工业强市"),
        ("section", "一、", "做强龙头企业"),
        ("section", "（一）", "培育链主企业"),
        ("section", "二、", "优化园区布局"),
    ]


def test_han_numbers_become_chapters_when_nothing_stands_above_them() -> None:
    assert outline(ACTION) == [
        ("chapter", "一、", "总体要求"),
        ("chapter", "二、", "重点任务"),
        ("paragraph", "（一）", "建设标准茶园"),
        ("section", "（二）", "打造区域品牌"),
        ("paragraph", "1、", "办好茶博会"),
        ("paragraph", "2、", "建设品牌中心"),
        ("chapter", "三、", "保障措施"),
        ("paragraph", "（一）", "加强组织领导，落实工作责任"),
        ("section", "（二）", "加大资金支持"),
    ]


def test_contents_after_the_body_split_titles_and_mixed_numbers() -> None:
    assert outline(LIST_AFTER) == [
        ("chapter", "第一章", "总体要求"),
        ("section", "第一节", "指导思想"),
        ("section", "第2节", "基本原则"),
        ("paragraph", None, "坚持统筹兼顾"),
        ("paragraph", None, "坚持绿色发展"),
        ("chapter", "第三章", "强化创新驱动 培育发展新动能"),
        ("section", "第一节", "引进人才"),
        ("chapter", "第四章", "完善设施，建设宜居城市"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "第一章提出的各项任务要按期完成。",
        "第二章、第三章由县发展改革局负责。",
        "全县生产总值达到302亿元。增速保持平稳，结构持续优化。",
        "责任单位：县水利局、县财政局、县自然资源局和各镇人民政府",
        "三次产业比例调整为10:40:50，工业占比继续提高。",
        "如下：县里成立领导小组，由主要领导担任组长，统筹推进各项工作。",
    ],
)
def test_a_sentence_that_looks_like_a_heading_is_none(line: str) -> None:
    assert outline(f"第一章 总则\n{line}\n{line}其余照旧。") == [("chapter", "第一章", "总则")]


def test_units_nest_and_quote_their_heading() -> None:
    units = find_outline(read_layout(Document("x", "txt", "", PARTS, ())))
    by_id = {unit.id: unit for unit in units}
    for unit in units:
        assert unit.quote == unit.heading_span.of(PARTS)
        assert unit.parent is None or by_id[unit.parent].span.holds(unit.span)
    section = next(unit for unit in units if unit.number == "第1节")
    assert section.quote.startswith("第1节 [bookmark")
    assert section.span.of(PARTS).endswith("发展。")


def test_headings_that_only_the_format_marks() -> None:
    plan = "# 青川县水利规划\n## 第一章 总则\n坚持节水。\n\n## 保障措施\n### 资金\n加大投入。\n"
    document = read("plan.md", plan.encode())
    units = find_outline(read_layout(document))
    assert [(u.level, u.number, u.title) for u in units] == [
        ("chapter", "第一章", "总则"),
        ("chapter", None, "保障措施"),
        ("section", None, "资金"),
    ]


@pytest.mark.skipif(not REAL.exists(), reason="the real plan is not beside this checkout")
def test_the_real_plan_has_its_chapters_and_sections() -> None:
    units = find_outline(read_layout(read(REAL.name, REAL.read_bytes())))
    levels = [unit.level for unit in units]
    assert (levels.count("preface"), levels.count("chapter"), levels.count("section")) == (
        1,
        12,
        50,
    )
    assert levels.count("paragraph") == 111


_SCRAPS = st.sampled_from(
    [
        "第一章 总则", "第1节", "一、", "（一）做强。", "\t1", "\t", "", "\t地区生产总值（亿元）",
        "\t约束性", "专栏1 项目", "1、甲项目。", "— 3 —", "目录", "表1：主要指标", "注：1、可比。",
        "序号指标2020年2025年属性", "1人口（万人）30.531约束性2粮食（吨）5-预期性3地（亩）—预期性",
        "|a|b|c|", "第一章 总则......1", "[bookmark: a]", "\ufeff", "\r", "《规划》", "二〇二五年",
    ]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(_SCRAPS, st.text(max_size=12)), max_size=40), st.integers(0, 400))
def test_mangled_text_never_breaks_the_reading(scraps: list[str], cut: int) -> None:
    text = "\n".join(scraps)[cut // 4 :]
    layout = read_layout(Document("x", "txt", "", text, ()))
    units, boxes, tables = find_outline(layout), find_boxes(layout), read_tables(layout)
    indicators = find_indicators(tables, text)
    for item in [*boxes, *(found.table for found in tables), *indicators]:
        assert item.quote == item.span.of(text)
    for unit in units:
        assert unit.quote == unit.heading_span.of(text)
        assert unit.span.holds(unit.heading_span)
    for passage in passages_of(layout, units, boxes):
        assert "".join(text[at] for at in passage.offsets) == passage.text
    read_titles(layout)
