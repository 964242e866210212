"""Boxes: title, number, and where they end."""

from pathlib import Path

import pytest

from lantu.engines.plan.model import Box
from lantu.engines.plan.readers import read
from lantu.engines.plan.structure.boxes import find_boxes
from lantu.engines.plan.structure.layout import read_layout

REAL = Path(__file__).parents[4] / "shared" / "plans" / "weidu-14fyp-draft.txt"


def boxes(text: str, name: str = "x.txt") -> list[Box]:
    return find_boxes(read_layout(read(name, text.encode())))


def test_a_box_ends_before_the_paragraph_behind_the_gap() -> None:
    first, second = boxes(
        "第一节 水利\n\t专栏1：水利项目\n\n\t1、青川水厂。日供水5万吨。\n2、云溪水库。\n\n\n"
        "现代农业。建设高标准农田。\n专栏十二 能源项目\n新建项目：云溪风电场、青川光伏电站\n"
        "续建项目：青川抽水蓄能电站\n第二节 农业\n"
    )
    assert (first.number, first.title) == ("1", "水利项目")
    assert first.quote.endswith("云溪水库。")
    assert (second.number, second.title) == ("12", "能源项目")
    assert second.quote.endswith("抽水蓄能电站")


def test_a_box_in_a_table_of_one_column_ends_with_the_table() -> None:
    (box,) = boxes(
        "<p>前文。</p><table><tr><td><p>专栏2 重点工程</p><p>云溪大桥工程。长800米。</p>"
        "<p>青川水厂工程。日供水5万吨。</p></td></tr></table><p>加快建设进度。各镇抓好落实。</p>",
        "x.html",
    )
    assert (box.number, box.title) == ("2", "重点工程")
    assert box.quote.endswith("日供水5万吨。")


def test_a_sentence_about_a_box_opens_none() -> None:
    assert boxes("第一章 总则\n专栏1所列项目由各部门落实。\n专栏2中的工程按期开工\n正文。\n") == []


def test_an_indicator_table_under_a_box_title_is_both() -> None:
    (box,) = boxes(
        "专栏1 主要指标\n\t序号\t指标\t2025年\t属性\n\t1\t人口（万人）\t30\t预期性\n"
        "\t2\t粮食（万吨）\t33\t约束性\n\n以上指标分解到年度。\n"
    )
    assert box.quote.endswith("约束性")


@pytest.mark.skipif(not REAL.exists(), reason="the real plan is not beside this checkout")
def test_the_real_plan_has_its_boxes() -> None:
    found = find_boxes(read_layout(read(REAL.name, REAL.read_bytes())))
    assert [box.number for box in found] == ["1", "2", "3", "4", "5", "6", "7", "9", "10"]
