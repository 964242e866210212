"""Systems: found by name, with kind and family, in plans of other places and kinds."""

import pytest
from tests.unit.plan.annotated import annotated, passage, same

from lantu.engines.plan.families import TOPICS, family_of
from lantu.engines.plan.model import System
from lantu.engines.plan.systems import find_systems

HEALTH = """\
健全公共卫生体系。建立【传染病多点触发监测预警机制】，完善【突发公共卫生事件应急预案】，每年组织【卫生应急演练】，建设【市级疾控信息平台】。推进【疾控机构和医疗机构信息共享机制】建设，强化【学校和托幼机构传染病防控督导检查】。
深化医药卫生体制改革。推进【紧密型县域医共体】建设，落实【分级诊疗制度】，全面推行【药品集中带量采购制度】，实施【按病种分值付费】改革。建立【公立医院绩效考核制度】，健全【医务人员薪酬动态调整机制】。完善【家庭医生签约服务】，为六十五岁以上老年人提供【免费健康体检】。
加强人才队伍建设。实施【“杏林英才”引进计划】，健全【住院医师规范化培训制度】，设立【名中医工作室】，建立【基层卫生人员补贴】。开展【“最美医生”评选】，举办【青溪市护理技能大赛】。
提升妇幼健康水平。落实【母婴安全五项制度】，建立【出生缺陷三级预防体系】，发放【计划生育特殊家庭扶助金】，推广【电子出生证】。完善【3岁以下婴幼儿照护服务体系】。到2027年，每千人口医疗卫生机构床位数达到7.2张，人均预期寿命达到80岁。
创建【国家卫生城市】，巩固【省级健康促进县】成果，争创【国家中医药综合改革示范区】。加快发展健康产业，打造现代医药产业体系，引进一批医药龙头企业。新建市第三人民医院，改扩建青溪区妇幼保健院。
推动“互联网+医疗健康”发展，建设【全民健康信息平台】，实现【检验检查结果互认】，推行【“先诊疗后付费”】。建立【居民电子健康档案】，推动医疗数据有序开放共享。
"""

ECOLOGY = """\
严守生态保护红线。落实【“三线一单”】生态环境分区管控，建立【自然资源资产负债表】，健全【生态保护补偿机制】，推行【林长制】和【河湖长制】，探索【生态产品价值实现机制】。划定【饮用水水源保护区】，定期开展【饮用水水源地环境状况评估】。
深入打好污染防治攻坚战。实施【重污染天气应急减排清单】管理，建立【涉气企业绩效分级管理制度】，开展【夏季臭氧攻坚行动】，推行【秸秆禁烧网格化管理】。落实【排污许可制】，加快【排污权交易】试点，推动【用能预算管理】。加强【入河排污口排查整治】，完善【水环境质量监测网络】。
推进绿色转型。设立【云岭县绿色发展基金】，对清洁取暖改造给予【补贴】，落实【环境保护税优惠政策】，执行【居民阶梯水价制度】。培育绿色低碳产业，构建清洁低碳的现代能源体系，推动传统产业绿色化改造。
健全环境治理体系。完善【生态环境损害赔偿制度】，实行【领导干部自然资源资产离任审计】，落实【生态环境保护“党政同责、一岗双责”责任制】，建立【环境违法行为有奖举报制度】，健全【环境信用评价制度】。推广【“绿盈乡村”评价】，开展【“无废乡村”创建】，建成【县级智慧环保监管平台】。完善【生活垃圾分类投放收运体系】，建立【危险废物全过程监管台账】。
“十三五”期间，全县空气质量显著改善，建立了【县、乡、村三级环境监管网格】，荣获【“国家生态文明建设示范县”】称号，已建成污水处理厂六座。
"""

ANNUAL = """\
优化营商环境。全面推行【“一件事一次办”】，落实【首问负责制】，完善【“好差评”制度】，推行【重点项目帮办代办制】，建立【县处级干部包联企业制度】。动态调整【行政许可事项清单】，编制【惠企政策清单】，开通【企业诉求直通车平台】。推行【“免申即享”】。
抓好项目建设。健全【重大项目“月调度、季观摩”机制】，完善【重点项目库】，实行【项目建设红黄绿灯管理】，加强【政府投资项目绩效评价】。设立【产业引导基金】十亿元，落实【稳岗返还】政策，发放【消费券】五千万元。
稳定就业。开展【“春风行动”】招聘，建立【零工市场】，实施【职业技能提升行动】，落实【高校毕业生就业见习补贴】，帮助就业困难人员就业。城镇新增就业一万二千人。
加强基层治理。推广【“积分制”】管理，健全【矛盾纠纷多元化解机制】，做实【网格化服务管理】，完善【12345热线】办理机制，建立【村级小微权力清单】。实施【“雪亮工程”】二期，强化【安全生产隐患排查整治】，开展【自建房安全专项整治】。
改善民生。提高【城乡低保标准】，落实【孤儿基本生活保障制度】，健全【困难群众主动发现机制】，构建【“十五分钟养老服务圈”】，推行【长期护理保险】。实施农村公路改造八十公里，新建幼儿园四所，改造老旧小区十二个。
建设数字政府。完善【一体化政务服务平台】，推进【公共数据资源目录】编制，建立【政务数据共享责任清单】，加快建设【城市运行管理服务平台】。坚持稳中求进工作总基调，推动经济实现质的有效提升和量的合理增长。
"""

OUTLINE = """\
加快建设农业强县。建设高标准农田十二万亩，落实【耕地保护“田长制”】，健全【防止返贫动态监测和帮扶机制】，建立【农村低收入人口台账】。完善【农村产权流转交易平台】，推进【农业保险】扩面，落实【耕地地力保护补贴】。培育家庭农场和农民合作社，发展特色种养业，打造百亿级食用菌产业集群。推行【农产品质量安全追溯制度】，开展【“三品一标”认证】。
壮大先进制造业。实施【优质中小企业梯度培育计划】，建立【“专精特新”企业培育库】，完善【亩均效益评价机制】，推行【“亩均论英雄”改革】。健全【重点产业链“链长制”】，搭建【产融对接平台】，办好【青川县工业设计大赛】。推动企业技术改造，延长产业链条，提升产业基础高级化水平。引进总投资五亿元的智能装备项目。
推进教育优质均衡。实施学前教育普及普惠工程，新建幼儿园八所。完善【教师交流轮岗制度】，建立【中小学生心理健康档案】，落实【家庭经济困难学生资助政策】，开展【义务教育质量监测】。健全【校外培训机构监管机制】，推广【“大校带小校”】办学模式。完善现代职业教育体系，促进教育公平。
提升城市品质。建设城市绿道三十公里，打通断头路六条，推进【“城市体检”】评估，建立【城市更新项目库】，完善【物业服务企业信用评价办法】。探索【老旧小区长效管护机制】，推行【生活垃圾分类】，创建【国家园林城市】。打造宜居宜业的现代化城区，不断增强人民群众获得感、幸福感、安全感。
繁荣文化事业。完善【公共文化服务体系】，举办【青川文化旅游节】，实施【文化惠民工程】，建立【非物质文化遗产代表性传承人名录】，开展【“书香青川”全民阅读活动】。推动文旅深度融合，加强历史文化名城保护，讲好青川故事。
筑牢安全底线。压实【安全生产责任制】，完善【应急物资储备制度】，建立【森林防火预警监测系统】，健全【食品安全追溯体系】，严格【重大决策社会稳定风险评估制度】。建成【县级应急指挥平台】，组建【综合性应急救援队伍】。加强意识形态阵地管理，支持国防和军队建设，做好双拥优抚工作。
健全规划实施机制。建立【规划年度监测、中期评估和总结评估制度】，完善【重大工程项目储备库】，实行【目标任务分解落实机制】，强化【规划实施考核】。加强党的全面领导，营造风清气正的政治生态，形成推动高质量发展的强大合力。
"""


def only(text: str) -> System:
    systems = find_systems([passage(text)])
    assert len(systems) == 1, [system.name for system in systems]
    return systems[0]


def names(text: str, box: str | None = None) -> list[str]:
    return [system.name for system in find_systems([passage(text, box)])]


@pytest.mark.parametrize("plan", [HEALTH, ECOLOGY, ANNUAL, OUTLINE])
def test_finds_the_systems_of_a_plan_and_little_else(plan: str) -> None:
    found = right = wanted = 0
    for line in plan.splitlines():
        marked = annotated(line)
        spans = [system.span for system in find_systems([marked.passage])]
        found += len(spans)
        wanted += len(marked.gold)
        right += sum(any(same(span, gold) for span in spans) for gold in marked.gold)
    assert right / wanted >= 0.9
    assert right / found >= 0.9


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
