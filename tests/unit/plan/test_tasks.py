"""Tasks: clauses of doing, by the rule of tasks.py."""

import pytest

from lantu.engines.plan.model import Task
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.systems.find import find_systems
from lantu.engines.plan.systems.tasks import find_tasks
from lantu.kernel.spans import Span
from tests.unit.plan.annotated import passage


def tasks(text: str) -> list[Task]:
    return find_tasks([passage(text)], [])


@pytest.mark.parametrize(
    ("text", "action", "object_", "modality"),
    [
        ("加快淘汰落后产能设备", "淘汰", "落后产能设备", "加快"),
        ("鼓励企业开展工业设计", "开展", "工业设计", "鼓励"),
        ("引进和培育养老服务机构", "引进和培育", "养老服务机构", None),
        ("定期组织企业家座谈", "组织", "企业家座谈", "定期"),
        ("修订城市管理条例草案", "修订", "城市管理条例草案", None),
    ],
)
def test_verb_object_and_modality(
    text: str, action: str, object_: str, modality: str | None
) -> None:
    (task,) = tasks(text)
    assert (task.action, task.object, task.modality) == (action, object_, modality)
    assert task.quote == text


@pytest.mark.parametrize(
    "text",
    [
        "增强人民群众获得感、幸福感、安全感",
        "提升产业链现代化水平",
        "实现更高质量的发展",
        "坚持以人民为中心的发展思想",
        "营造尊商重商的浓厚氛围",
        "全面从严治党",
        "加强党组织建设工作",
        "天气很好",
        "培育壮大各类经营主体",
        "大力发展首店经济",
        "不断优化投资结构",
        "建设韧性城市",
        "推动城市治理精细化、智能化",
        "推动科技与产业深度融合",
        "打造以老街为依托",
        "优化环境",
    ],
)
def test_aims_and_slogans_are_no_tasks(text: str) -> None:
    assert tasks(text) == []


def test_a_clause_whose_object_is_taken_is_no_task() -> None:
    text = "建立隐患排查台账，淘汰高耗能设备"
    found = passage(text)
    taken = [system.span for system in find_systems([found])]
    assert [task.object for task in find_tasks([found], taken)] == ["高耗能设备"]
    assert find_tasks([found], [Span(0, len(text))]) == []


def test_lead_phrases_reviews_and_boxes_hold_no_tasks() -> None:
    assert [t.quote for t in tasks("加强设备更新改造。淘汰高耗能设备。")] == ["淘汰高耗能设备"]
    assert tasks("五年来，建成投用学校三所，荣获省级表彰，改造老旧管网设施。") == []
    text = "改造老旧管网设施"
    assert find_tasks([Passage(text, tuple(range(len(text))), None, "1")], []) == []
