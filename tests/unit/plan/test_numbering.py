"""Decimal headings, annexes, lead phrases with a comma, headings in text of a fixed width."""

from lantu.engines.plan.readers import read
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.structure.outline import find_outline

DECIMALS = """青川市“十五五”卫生健康规划
目 录
1 规划背景......1
1.1 发展基础......1
2 重点任务......3
1 规划背景
1.1 发展基础
全市医疗机构数量增加到
3.2 万家，布局更加合理。
1.2 存在问题
优质资源不足，主要表现如下：
1. 床位分布不均
2. 人才流失较多
2 重点任务
2.1 健全服务体系
2.1.1 建强公共卫生。推进疾控机构达标。
2.1.2 优化医疗服务。推进医院扩容。
3 保障措施
加强领导。
附件：1.重点项目表
2.任务分工表
附件1
重点项目表
序号\t项目\t地点
1\t市传染病医院\t城东
2\t市血站\t城西
附件2：任务分工表
各部门按分工落实。
"""

MIXED = """青川县水利三年行动方案
一、总体要求
1.1 指导思想
坚持节水优先。
1.2 基本原则
坚持系统治理。
二、重点任务
2.1 完善灌溉体系
推进灌区改造。
"""

PRINCIPLES = """第一章 总体要求
坚持党的领导。发挥基层组织作用。
坚持守正创新，激发活力。深化体制改革。
坚持人民至上，共享成果。完善服务体系。
第二章 发展环境
文化需求旺盛，态势良好。必须抓住机遇。
全面推进，重点突破。各项任务顺利完成。
"""


def outline(text: str) -> list[tuple[str, str | None, str]]:
    units = find_outline(read_layout(read("x.txt", text.encode())))
    return [(unit.level, unit.number, unit.title) for unit in units]


def test_decimals_are_headings_where_their_numbers_follow() -> None:
    assert outline(DECIMALS) == [
        ("chapter", "1", "规划背景"),
        ("section", "1.1", "发展基础"),
        ("section", "1.2", "存在问题"),
        ("chapter", "2", "重点任务"),
        ("section", "2.1", "健全服务体系"),
        ("paragraph", "2.1.1", "建强公共卫生"),
        ("paragraph", "2.1.2", "优化医疗服务"),
        ("chapter", "3", "保障措施"),
        ("chapter", "附件1", "重点项目表"),
        ("chapter", "附件2", "任务分工表"),
    ]


def test_decimals_below_han_numbers_are_sections() -> None:
    assert outline(MIXED) == [
        ("chapter", "一、", "总体要求"),
        ("section", "1.1", "指导思想"),
        ("section", "1.2", "基本原则"),
        ("chapter", "二、", "重点任务"),
        ("section", "2.1", "完善灌溉体系"),
    ]


def test_a_lead_phrase_with_a_comma_needs_fellows() -> None:
    assert [title for level, _, title in outline(PRINCIPLES) if level == "paragraph"] == [
        "坚持党的领导",
        "坚持守正创新，激发活力",
        "坚持人民至上，共享成果",
    ]


def test_a_line_that_continues_a_sentence_is_no_lead_phrase() -> None:
    sentence = "坚持统筹推进各项建设任务并不断完善覆盖城乡的公共服务体系同时持续加强基层基础"
    wrapped = "\n".join([sentence] * 14 + ["各部门抓好落实。具体措施由各地制定。", ""])
    assert outline(f"第一章 总则\n{wrapped}第二章 附则\n本规划自发布之日起施行。\n") == [
        ("chapter", "第一章", "总则"),
        ("chapter", "第二章", "附则"),
    ]
