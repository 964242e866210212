"""Organisations of invented texts."""

import pytest

from lantu.engines.plan.model import Actor
from lantu.engines.plan.named.actors import find_actors
from lantu.engines.plan.structure.passages import Passage


def actors_of(text: str) -> list[Actor]:
    return find_actors([Passage(text, tuple(range(len(text))), None)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "由云溪县发展和改革委员会牵头，县教育局、县水利局配合，云溪县人民政府督办。",
            "云溪县发展和改革委员会/department 县教育局/department 县水利局/department"
            " 云溪县人民政府/government",
        ),
        ("落实云溪县委县政府部署，县委带头", "云溪县委县政府/government 县委/party"),
        ("支持县人大、县政协、县人民法院履职",
         "县人大/congress 县政协/congress 县人民法院/institution"),
        (
            "以云溪酿造、宏达重工等骨干企业为龙头，支持青石水泥有限公司技改",
            "云溪酿造/firm 宏达重工/firm 青石水泥有限公司/firm",
        ),
        ("发挥工会、共青团、妇联和云溪县慈善总会作用",
         "工会/association 共青团/association 妇联/association 云溪县慈善总会/association"),
        ("建设青石产业园，与云溪职业技术学院合作", "青石产业园/park 云溪职业技术学院/institution"),
    ],
)  # fmt: skip
def test_names_and_kinds(text: str, expected: str) -> None:
    assert " ".join(f"{a.name}/{a.kind}" for a in actors_of(text)) == expected


def test_kinds_of_bodies_are_no_actors() -> None:
    text = "各职能部门、龙头企业、行业协会和平台公司要形成新格局，推动教育集团化办学。"
    assert actors_of(text) == []


def test_one_entry_holds_all_mentions() -> None:
    text = "支持云溪城投集团转型，云溪城投集团负责建设。"
    (firm,) = actors_of(text)
    assert [span.of(text) for span in firm.spans] == ["云溪城投集团"] * 2
