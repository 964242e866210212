"""Systems of plans that no pack's author saw are linked, or left open, with the reason."""

from functools import cache
from pathlib import Path

import pytest

from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.model import System
from lantu.engines.plan.readers import read
from lantu.kernel.spans import Span
from lantu.packs.load import load_folder
from lantu.packs.serving import Linked, gaps, link
from lantu.packs.shelf import load_shelf, shelf
from lantu.packs.snapshot import Pack
from packs.test_wrong import RIGHT, load

REAL = Path(__file__).parents[3] / "shared" / "plans"

SENTENCES = [
    ("完善“区—街道—社区—网格”四级网格管理体系。", "grid_governance"),
    ("健全“一张网格”管到底的基层治理机制。", "grid_governance"),
    ("推行多网合一的网格化服务管理机制，统一配备专职网格员队伍。", "grid_governance"),
    ("建成云溪区城市运行管理服务平台。", "grid_governance"),
    ("建立街道吹哨报到工作机制。", "grid_governance"),
    ("全面落实河湖长制。", "river_chief"),
    ("健全县乡村三级河长制，建立一河一档。", "river_chief"),
    ("建立高新技术企业后备库。", "high_tech_enterprises"),
    ("健全高新技术企业梯次培育体系。", "high_tech_enterprises"),
    ("推进城市智能电网运行管理系统建设。", None),
    ("建设覆盖全域的网格化空气质量监测系统。", None),
    ("建立网格化气象灾害预警机制。", None),
    ("落实高新技术企业所得税优惠政策。", None),
    ("开展河湖健康评价制度。", None),
    ("深化林长制改革。", None),
    ("建立居家养老探访关爱制度。", "elderly_care"),
    ("完善社会信用评价体系。", None),
    ("设立科技成果转化引导基金。", None),
    ("建立公共数据开放清单。", None),
]


@cache
def packs() -> tuple[Pack, ...]:
    return tuple(loaded.pack for loaded in load_shelf().values() if loaded.pack)


def linked(sentence: str) -> tuple[Linked, ...]:
    """What the compiler finds in a sentence of a plan of nowhere, linked."""
    text = f"# 青川县国民经济和社会发展规划纲要\n\n## 第一章 治理\n\n{sentence}\n"
    package = compile_document(read("plan.md", text.encode()))
    return link(package.systems, packs(), package.text)


@pytest.mark.parametrize(("sentence", "pack"), SENTENCES)
def test_a_sentence_is_linked_or_left_open(sentence: str, pack: str | None) -> None:
    found = {answer.pack for answer in linked(sentence)}
    assert found - {None} == ({pack} if pack else set()), [a.why for a in linked(sentence)]


def system(name: str, clause: str = "", family: str = "cases_grid") -> System:
    quote = clause or name
    return System(
        id="s1", span=Span(0, len(quote)), quote=quote, name=name, kind="mechanism", family=family
    )


def test_the_reason_names_the_words() -> None:
    answer = link([system("“河湖长”制")], packs())[0]
    assert answer.pack == "river_chief"
    assert "“河湖长”" in answer.why


def test_words_only_in_the_clause_do_not_claim_another_system() -> None:
    """The clause mentions grid workers; what it promises is something else."""
    answer = link([system("独居老人探访制度", "由网格员落实独居老人探访制度")], packs())[0]
    assert answer.pack is None
    assert gaps([answer]) == (answer,)
    assert answer.why == "还没有系统包能承接"


def test_packs_that_say_equally_much_leave_it_to_a_person() -> None:
    words = RIGHT.replace("families: [cases_grid], kinds: [register]", "families: [], kinds: []")
    one = load(words).pack
    other = load(words.replace("pack: right", "pack: left", 1)).pack
    local = load(words.replace("layer: municipal", "layer: county")).pack
    assert one is not None
    assert other is not None
    assert local is not None
    asked = [system("井盖台账")]
    assert link(asked, [one, other])[0].pack is None
    assert "请人工选定" in link(asked, [one, other])[0].why
    assert link(asked, [other, local])[0].pack == "right", "the more local pack goes first"


@pytest.mark.skipif(not REAL.is_dir(), reason="no real plan beside this project")
def test_the_real_plan_has_its_grid_its_rivers_and_its_reserve_of_enterprises() -> None:
    document = next(REAL.glob("*.txt"))
    package = compile_document(read(document.name, document.read_bytes()))
    answers = link(package.systems, packs(), package.text)
    claimed = [answer for answer in answers if answer.pack]
    known = {"grid_governance", "river_chief", "high_tech_enterprises"}
    assert known <= {answer.pack for answer in claimed} <= set(shelf())
    assert len(gaps(answers)) == len(answers) - len(claimed)


def test_every_pack_of_the_house_is_sound() -> None:
    for name, folder in shelf().items():
        assert [str(fault) for fault in load_folder(folder).faults] == [], name
