"""Systems: found by name, with kind and family, in plans of other places and kinds."""

from pathlib import Path

import pytest

from lantu.engines.plan.model import System
from lantu.engines.plan.systems.families import TOPICS, family_of
from lantu.engines.plan.systems.find import find_systems
from tests.unit.plan.annotated import annotated, passage, same

MARKED = sorted((Path(__file__).parent / "marked").glob("*.txt"))


def only(text: str) -> System:
    systems = find_systems([passage(text)])
    assert len(systems) == 1, [system.name for system in systems]
    return systems[0]


def names(text: str, box: str | None = None) -> list[str]:
    return [system.name for system in find_systems([passage(text, box)])]


@pytest.mark.parametrize("plan", MARKED, ids=lambda path: path.stem)
def test_finds_the_systems_of_a_plan_and_little_else(plan: Path) -> None:
    right, missed, spurious = 0, [], []
    for line in plan.read_text("utf-8").splitlines():
        marked = annotated(line)
        names = {system.span: system.name for system in find_systems([marked.passage])}
        for gold in marked.gold:
            if any(same(span, gold) for span in names):
                right += 1
            else:
                missed.append(gold.of(marked.passage.text))
        known = (*marked.gold, *marked.doubtful)
        spurious += [
            name for span, name in names.items() if not any(same(span, place) for place in known)
        ]
    assert len(missed) * 10 <= right, missed
    assert len(spurious) * 20 <= right, spurious


@pytest.mark.parametrize(
    ("text", "name", "kind", "family"),
    [
        ("建立隐患排查台账", "隐患排查台账", "register", "inspection_enforcement"),
        ("发布企业开办服务清单", "企业开办服务清单", "list", "approvals_lists"),
        ("构建覆盖城乡、上下贯通的公共法律服务平台", "公共法律服务平台", "platform", "smart_ops"),
        ("设立青川县科技成果转化引导基金", "青川县科技成果转化引导基金", "fund", "funds_finance"),
        ("健全环境信用评价制度", "环境信用评价制度", "evaluation", "scoring_credit"),
        ("推行“先诊疗后付费”", "“先诊疗后付费”", "process", "approvals_lists"),
        ("打造“十分钟助餐服务圈”", "“十分钟助餐服务圈”", "network", "spatial_access"),
        ("完善重大项目调度推进机制", "重大项目调度推进机制", "mechanism", "projects_pipeline"),
        ("完善用水总量控制", "用水总量控制", "mechanism", "quota_ledgers"),
    ],
)
def test_name_kind_and_family(text: str, name: str, kind: str, family: str) -> None:
    system = only(text)
    assert (system.name, system.kind, system.family) == (name, kind, family)


@pytest.mark.parametrize(
    "text",
    [
        "建设现代化经济体系",
        "基本建成高标准市场体系",
        "推进治理体系和治理能力现代化",
        "构建现代产业体系",
        "发展资产评估、会计审计等服务业",
        "持续深化不敢腐、不能腐、不想腐一体推进机制建设",
        "加强国防动员体系建设",
        "建设县级应急物资储备库",
        "破除制约发展的体制机制障碍",
        "做大做强政府平台公司",
    ],
)
def test_words_that_only_borrow_are_refused(text: str) -> None:
    assert names(text) == []


def test_an_enumeration_of_names_is_split() -> None:
    assert names("健全供热收费机制、再生水价格机制和污泥处置价格机制") == [
        "供热收费机制",
        "再生水价格机制",
        "污泥处置价格机制",
    ]


def test_an_enumeration_of_parts_is_one_name() -> None:
    assert names("完善规划实施监测、评估、考核机制") == ["规划实施监测、评估、考核机制"]


def test_titles_are_applied_for_one_by_one() -> None:
    assert names("争创国家卫生县城、全省双拥模范县和省级示范社区") == [
        "国家卫生县城",
        "全省双拥模范县",
        "省级示范社区",
    ]
    assert only("开展“宁静小区”创建").kind == "accreditation"


def test_a_lead_phrase_that_the_paragraph_repeats_counts_once() -> None:
    text = "完善救助体系。建立分层分类的社会救助体系，提高救助标准。"
    assert names(text) == ["分层分类的社会救助体系"]


def test_what_has_no_name_is_its_clause() -> None:
    assert names("对老旧管网进行全面排查") == ["对老旧管网进行全面排查"]


def test_what_runs_already_is_marked() -> None:
    past = "“十三五”期间，建立了县乡两级调解平台，荣获省级表彰，建成投用学校三所。"
    assert [s.existing for s in find_systems([passage(past)])] == [True]
    assert only("继续实行工业用水总量控制").existing
    assert not only("建立用水总量控制制度").existing


def test_who_leads_is_taken_as_written() -> None:
    assert only("配合南陵市开展房屋安全专项整治行动").led_by == "南陵市"
    assert only("配合全市开展房屋安全专项整治行动").led_by is None


def test_an_achievement_needs_no_promise_after_it() -> None:
    first, second = "五年来，顺利完成改革任务，荣获省级表彰。", "在全省率先建立碳账户管理制度。"
    (system,) = find_systems([passage(first), passage(second, begin=100)])
    assert system.existing
    assert find_systems([passage("建立碳账户管理制度")], past={"u1"})[0].existing is False


def test_who_leads_may_stand_in_the_next_clause() -> None:
    assert only("建立古井保护档案，由县水利局牵头").led_by == "县水利局"
    assert only("配合市里建设全市统一的公积金服务平台").led_by == "市"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("设立企业家“直通车”", "企业家“直通车”", "process"),
        ("推行水电气网联合报装", "水电气网联合报装", "process"),
        ("实施“清风护航”工程", "“清风护航”工程", "programme"),
        ("建立“一户一档”", "“一户一档”", "register"),
        ("创建国家骨干冷链物流基地", "国家骨干冷链物流基地", "accreditation"),
        ("云溪湖被命名为国家级水利风景示范区", "国家级水利风景示范区", "accreditation"),
        ("防汛会商机制有效运转", "防汛会商机制", "mechanism"),
        ("每月对各镇环境卫生打分并张榜公布", "每月对各镇环境卫生打分并张榜公布", "process"),
    ],
)
def test_ways_of_working_titles_and_what_runs(text: str, name: str, kind: str) -> None:
    system = only(text)
    assert (system.name, system.kind) == (name, kind)


def test_boxes_list_projects_not_registers() -> None:
    assert names("1、青川县粮食储备库、云溪区专家库。", box="1") == []


def test_spans_point_into_the_document() -> None:
    system = find_systems([passage("建立隐患排查台账", begin=100)])[0]
    assert system.span == (102, 108)


def test_every_family_word_leads_to_a_known_family() -> None:
    families = {family for family, _ in TOPICS}
    assert len(families) == 16
    assert family_of("甲乙丙", "", "mechanism") in families


def test_the_same_text_gives_the_same_ids() -> None:
    text = [passage("建立隐患排查台账，完善隐患排查平台")]
    assert find_systems(text) == find_systems(text)
    assert find_systems([]) == []
