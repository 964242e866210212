"""Passages: what is running text, and where it stands."""

from lantu.engines.plan.readers import read
from lantu.engines.plan.structure.boxes import find_boxes
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.structure.outline import find_outline
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.structure.reading import passages_of

TEXT = """青川县“十四五”规划
第一章 总则
[bookmark: a]强化改革。推进改革，激发[bookmark: b]活力。
扩大开放。用好通道，
— 2 —
吸引投资。
表1 目标
\t序号\t指标\t2025年\t属性
\t1\t人口（万人）\t30\t预期性
\t2\t粮食（万吨）\t33\t约束性
注：人口为常住人口。
专栏1 项目
1.青川水厂。
第二章 保障
加强领导，落实责任。
"""


def passages(text: str) -> tuple[str, list[Passage], dict[str, str]]:
    document = read("x.txt", text.encode())
    layout = read_layout(document)
    units = find_outline(layout)
    titles = {unit.id: unit.title for unit in units}
    return document.text, passages_of(layout, units, find_boxes(layout)), titles


def test_only_running_text_becomes_passages() -> None:
    text, found, titles = passages(TEXT)
    assert [(p.text, p.box, p.lead) for p in found] == [
        ("强化改革。推进改革，激发活力。", None, 5),
        ("扩大开放。用好通道，吸引投资。", None, 5),
        ("1.青川水厂。", "1", 0),
        ("加强领导，落实责任。", None, 0),
    ]
    sections = [titles[p.section] for p in found if p.section]
    assert sections == ["强化改革", "扩大开放", "总则", "保障"]
    for passage in found:
        assert "".join(text[at] for at in passage.offsets) == passage.text


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    sentence = "全县坚持把发展经济的着力点放在实体上持续推动产业转型升级"
    body = "\n".join(f"　　{sentence}\n{sentence}\n{sentence}\n完成。" for _ in range(5))
    _, found, _ = passages(f"第一章 总则\n{body}\n")
    assert [p.text for p in found] == [sentence * 3 + "完成。"] * 5
