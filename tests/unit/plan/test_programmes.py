"""Programmes: names that number or quote a set of actions, and where they are explained."""

import pytest

from lantu.engines.plan.systems.programmes import find_programmes
from tests.unit.plan.annotated import passage


def names(text: str) -> list[str]:
    return [programme.name for programme in find_programmes([passage(text)])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("深入实施“246”产业发展行动计划", "“246”产业发展行动计划"),
        ("坚持每年办好民生“188”工程", "民生“188”工程"),
        ("围绕工业“2468行动计划”谋划项目", "工业“2468行动计划”"),
        ("实施“三进四送”行动，服务企业", "“三进四送”行动"),
        ("开展“五个一批”专项行动", "“五个一批”专项行动"),
        ("实施百村示范工程", "百村示范工程"),
        ("实施“云溪工匠计划”", "“云溪工匠计划”"),
        ("落实“五有三中心”建设标准", "“五有三中心”建设标准"),
        ("实施“1+5+N”行动计划", "“1+5+N”行动计划"),
        ("持续抓好“四水”促“四态”", "“四水”促“四态”"),
        ("推进“两链融合”", "“两链融合”"),
        ("实施“碧水清风双百”攻坚行动", "“碧水清风双百”攻坚行动"),
    ],
)
def test_names_that_number_or_quote_actions(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "统筹推进“五位一体”总体布局",
        "推进“双随机、一公开”监管",
        "完善“三纵四横”路网",
        "弘扬“老字号”，发展“互联网+旅游”",
        "“十四五”时期经济平稳增长",
        "实施农村改厕三年行动计划",
        "推进百万亩高标准农田建设",
        "打造“四大园区”",
        "学习运用“千万工程”经验",
        "实行“一企一策”",
    ],
)
def test_other_quoted_terms_are_none(text: str) -> None:
    assert names(text) == []


def test_explanation_in_the_sentence_or_in_brackets() -> None:
    text = "实施“三进四送”行动，即进企业、进园区、进项目。推进“五清五建”（清垃圾建机制）行动。"
    spans = [programme.explained_at for programme in find_programmes([passage(text)])]
    assert [span.of(text) for span in spans if span] == ["进企业、进园区、进项目", "清垃圾建机制"]


def test_an_explanation_serves_every_mention() -> None:
    first, second = find_programmes(
        [
            passage("围绕“三进四送”行动安排工作"),
            passage("实施“三进四送”行动：进企业、进园区、进项目。", begin=50),
        ]
    )
    assert first.explained_at == second.explained_at is not None


def test_an_unexplained_slogan_says_so() -> None:
    (programme,) = find_programmes([passage("实施“2468”行动计划，壮大企业。")])
    assert programme.explained_at is None
