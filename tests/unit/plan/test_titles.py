"""What a document says about itself: on covers, in letters, on web pages, in file names."""

import pytest

from lantu.engines.plan.readers import read
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.titles import Titles, read_titles

BODY = "\n第一章 发展基础\n推进各项建设，完善服务体系。\n"
CONTENTS = "\n目 录\n第一章 发展基础\n第二章 发展目标\n"
LETTER = """青川市人民政府办公室关于印发《青川市“十四五”
生态环境保护规划》的通知
青政办〔2021〕55号
各县（区）人民政府：
《青川市“十四五”生态环境保护规划》已经市政府同意，现印发给你们。
青川市人民政府办公室
2021年12月3日

青川市“十四五”生态环境保护规划
"""
PLAN_OF_ACTION = """云溪县人民政府办公室
关于印发云溪县推进新型工业化三年行动计划
（2025—2027年）的通知
云政办发〔2025〕8号
各乡镇人民政府：
现将行动计划印发给你们。
2025年4月2日
"""
PAGE = """<html><body><div><a href="/">首页</a> &gt; <a>规划计划</a></div>
<h1>云溪县“十五五”交通运输发展规划</h1><p>发布时间：2026-03-01 来源：县交通运输局</p>
<h2>第一章 总则</h2><p>推进建设。</p></body></html>"""


def titles(text: str, name: str = "plan.txt") -> Titles:
    return read_titles(read_layout(read(name, text.encode())))


def test_a_cover_gives_title_area_period_and_status() -> None:
    found = titles(f"云溪县国民经济和社会发展第十五个五年规划纲要\n（草案）\n{CONTENTS}{BODY}")
    assert found.title == "云溪县国民经济和社会发展第十五个五年规划纲要（草案）"
    assert (found.kind, found.status, found.area_name) == ("outline", "draft", "云溪县")
    assert found.period == (2026, 2030)


def test_a_letter_gives_issuer_number_and_day() -> None:
    found = titles(LETTER + BODY)
    assert found.title == "青川市“十四五”生态环境保护规划"
    assert (found.kind, found.status, found.area_name) == ("special", "adopted", "青川市")
    assert found.issuer == "青川市人民政府办公室"
    assert (found.document_number, found.adopted_on) == ("青政办〔2021〕55号", "2021-12-03")


def test_a_letter_over_several_lines_gives_the_years_of_its_title() -> None:
    found = titles(PLAN_OF_ACTION + BODY)
    assert found.title == "云溪县推进新型工业化三年行动计划（2025—2027年）"
    assert (found.kind, found.period) == ("action", (2025, 2027))


def test_the_day_of_approval_is_that_of_the_meeting() -> None:
    letter = (
        "云溪县国民经济和社会发展第十五个五年规划纲要\n云政〔2026〕3号\n"
        "纲要已经2026年2月8日云溪县人民代表大会会议审议通过。\n2026年2月12日\n"
    )
    assert titles(letter + BODY).adopted_on == "2026-02-08"


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "# 云溪县“十五五”规划纲要（草案）摘编\n\n## 第一章 目标\n\n推进建设。\n",
         "云溪县“十五五”规划纲要（草案）摘编"),
        ("b.html", PAGE, "云溪县“十五五”交通运输发展规划"),
        ("c.txt", f"云溪县“十五五”规划纲要解读\n{BODY}", "云溪县“十五五”规划纲要解读"),
        ("d.txt", f"青川县国民经济和社会发展\n第十五个五年规划纲要\n{BODY}",
         "青川县国民经济和社会发展第十五个五年规划纲要"),
        ("云溪县物流业发展规划.txt", BODY, "云溪县物流业发展规划"),
        ("e.txt", f"前言\n根据县委建议，编制《云溪县养老服务规划》。{BODY}", "云溪县养老服务规划"),
    ],
)  # fmt: skip
def test_where_the_title_stands(name: str, text: str, title: str) -> None:
    assert titles(text, name).title == title


@pytest.mark.parametrize(
    ("title", "area"),
    [
        ("青川自治县水利发展“十五五”规划", "青川自治县"),
        ("青川市云溪区国民经济和社会发展第十五个五年规划纲要", "云溪区"),
        ("中共青川市委 青川市人民政府关于加强生态环境保护的实施意见", "青川市"),
        ("青川市老旧小区改造“十五五”规划", "青川市"),
        ("城乡融合发展“十五五”规划", None),
        ("国家级云溪经济技术开发区“十五五”发展规划", None),
    ],
)
def test_the_area_is_the_last_of_the_chain_and_never_a_zone(title: str, area: str | None) -> None:
    assert titles(f"{title}\n{BODY}").area_name == area


def test_years_that_only_the_opening_gives() -> None:
    opening = "云溪县养老服务发展规划\n为加快发展，制定本规划。规划期限为2026—2030年。\n"
    assert titles(opening + BODY).period == (2026, 2030)


def test_a_report_plans_the_year_that_its_chapter_names() -> None:
    report = "政府工作报告\n一、2025年工作回顾\n成绩来之不易。\n二、2026年工作安排\n推进建设。\n"
    found = titles(report)
    assert (found.kind, found.period) == ("report", (2026, 2026))


def test_what_nothing_says_is_none() -> None:
    found = titles("推进各项建设，完善服务体系。\n", "a.txt")
    assert found == Titles(None, "other", None, None, None, None, None, None)


def test_a_page_pasted_as_text_has_its_data_above_the_title() -> None:
    page = "首页 > 规划计划\n索引号：YX-2026-0003    发布机构：云溪县人民政府办公室\n"
    found = titles(
        f"{page}云溪县“十五五”交通运输发展规划\n发布时间：2026-03-18  浏览次数：12 次\n{BODY}"
    )
    assert (found.title, found.area_name) == ("云溪县“十五五”交通运输发展规划", "云溪县")
