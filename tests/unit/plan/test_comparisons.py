"""diff and align on small plans with one difference each."""

import pytest

from lantu.engines.plan.comparison.align import align
from lantu.engines.plan.comparison.diff import diff
from lantu.engines.plan.polarity import Polarity, polarity
from tests.unit.plan.small import PLAN, compiled


def changes(old: str, new: str) -> list[tuple[str, str, str]]:
    found = diff(compiled(PLAN), compiled(PLAN.replace(old, new)))
    return [(d.kind, d.list, " ".join(d.why)) for d in found]


def test_a_plan_does_not_differ_from_itself() -> None:
    assert diff(compiled(), compiled()) == []


@pytest.mark.parametrize(
    ("old", "new", "kind", "list_name", "why"),
    [
        ("45%以上", "44%以上", "weakened", "targets", "45 变为 44"),
        ("45%以上", "46%以上", "strengthened", "targets", "45 变为 46"),
        ("力争培育6家", "力争培育4家", "weakened", "targets", "6 变为 4"),
        ("到2025年，全县森林", "到2027年，全县森林", "weakened", "targets", "2025 年变为 2027"),
        ("能耗降低14%", "能耗降低12%", "weakened", "targets", "14 变为 12"),
        ("| 5.2 | 5.5 |", "| 5.2 | 6 |", "weakened", "indicators", "5.5 变为 6"),
        ("| 45 | 约束性 |", "| 45 | 预期性 |", "weakened", "indicators", "约束性变为预期性"),
        ("| 210 | 300 |", "| 210 | 320 |", "strengthened", "indicators", "300 变为 320"),
        ("、青石河大桥", "", "dropped", "projects", ""),
        ("建立县级领导联系企业制度", "开展调研", "dropped", "systems", ""),
    ],
)
def test_one_change_is_called_by_its_kind(
    old: str, new: str, kind: str, list_name: str, why: str
) -> None:
    found = changes(old, new)
    assert any(k == kind and n == list_name and why in w for k, n, w in found), found


def test_an_added_system_and_a_reworded_one() -> None:
    assert ("added", "systems", "") in changes("建立健全河湖长制", "建立健全河湖长制、林长制")
    reworded = changes("青石河大桥", "青石河公路大桥")
    assert ("reworded", "projects") in [(kind, name) for kind, name, _ in reworded]


UPPER = PLAN.replace("云溪县", "临沅市")


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("| 3 | 森林覆盖率（%） | 43.1 | 45 | 约束性 |\n", "", "missing_binding"),
        ("| 1 | 地区生产总值（亿元） | 210 | 300 | 预期性 |\n", "", "missing_anticipated"),
        ("| 43.1 | 45 |", "| 43.1 | 44 |", "weaker_target"),
        ("| 45 | 约束性 |", "| 45 | 预期性 |", "weaker_nature"),
        ("地区生产总值（亿元）", "地区生产总值（万元）", "different_unit"),
        ("| 2020年 |", "| 2019年 |", "different_base_year"),
        ("森林覆盖率（%）", "林木覆盖率（%）", "different_name"),
        ("青石河大桥", "青石河特大桥", "different_name"),
    ],
)
def test_a_lower_plan_that_strays(old: str, new: str, kind: str) -> None:
    upper = compiled(UPPER)
    aligned = align(upper, compiled(UPPER))
    assert aligned == []
    found = align(upper, compiled(UPPER.replace(old, new)))
    assert kind in [gap.kind for gap in found], found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("城镇登记失业率", Polarity.LOWER),
        ("PM2.5年均浓度", Polarity.LOWER),
        ("化学需氧量排放总量降低", Polarity.HIGHER),
        ("粮食综合生产能力", None),
        ("人均预期寿命", Polarity.HIGHER),
    ],
)
def test_polarity_of_names(name: str, expected: Polarity | None) -> None:
    assert polarity(name) is expected
