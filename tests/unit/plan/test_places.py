"""Places of invented texts, and their codes in an invented area register."""

import pytest

from lantu.engines.plan.areas import Area
from lantu.engines.plan.model import Place
from lantu.engines.plan.named.places import find_places
from lantu.engines.plan.structure.passages import Passage

REGISTER = (
    Area("990101", "云溪县", "county", None),
    Area("990101001", "城关街道", "street", "990101"),
    Area("990101001001", "柳林社区居委会", "community", "990101001"),
    Area("990101001002", "东关社区居委会", "community", "990101001"),
    Area("990101002001", "东关社区居委会", "community", "990101002"),
)


def places_of(text: str) -> list[Place]:
    return find_places([Passage(text, tuple(range(len(text))), None)], REGISTER)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("沿清水河、青石路开展整治，保护龙潭水库。", "清水河 青石路 龙潭水库"),
        ("重点改造提升和平路、向阳街、迎宾大道等主干路。", "和平路 向阳街 迎宾大道"),
        ("白沙镇、青石乡柳林村和东关社区", "白沙镇 青石乡 柳林村 东关社区"),
        ("将望月楼、云溪古城等景点串联成线", "望月楼 云溪古城"),
        ("G311和省道227云溪段", "G311 省道227"),
        ("疏浚东干渠，建设石梁湿地公园。", "东干渠 石梁湿地公园"),
    ],
)
def test_names(text: str, names: str) -> None:
    assert " ".join(p.name for p in places_of(text)) == names


@pytest.mark.parametrize(
    "text",
    [
        "农村、各乡镇、中心村和社区服务，道路通行，思路清晰，中小河流治理。",
        "铺设管网线路，打通断头路，整治背街小巷，推进街道建设。",
        "建设智慧社区、绿色社区和街头游园。",
    ],
)
def test_kinds_are_no_places(text: str) -> None:
    assert places_of(text) == []


def test_one_entry_holds_all_mentions() -> None:
    text = "改造青石路。青石路绿化，建设青石路小学。"
    (road,) = places_of(text)
    assert [span.of(text) for span in road.spans] == ["青石路"] * 3
    assert (road.kind, road.span) == ("road", road.spans[0])


def test_codes_only_when_certain() -> None:
    found = {p.name: p.area for p in places_of("城关办事处、柳林社区和东关社区、西关社区")}
    assert found == {
        "城关办事处": "990101001000",
        "柳林社区": "990101001001",
        "东关社区": None,
        "西关社区": None,
    }


def test_a_list_before_a_class_noun_names_places() -> None:
    found = places_of("配套完善七里、柳林、周营等社区供水站。")
    assert [(p.name, p.kind) for p in found] == [
        ("七里", "community"),
        ("柳林", "community"),
        ("周营", "community"),
    ]
    assert found[1].area == "990101001001"
