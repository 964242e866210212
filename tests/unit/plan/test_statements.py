"""Statements of invented plans: a city's special plan, a work report, an annual plan."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.engines.plan.model import Fact, Target
from lantu.engines.plan.readers import read as read_file
from lantu.engines.plan.statements.find import find_statements
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.structure.outline import find_outline
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.structure.reading import passages_of


def read(
    *texts: str, period: tuple[int, int] | None = (2026, 2030), box: str | None = None
) -> tuple[list[Fact], list[Target]]:
    passages = [Passage(t, tuple(range(len(t))), None, box) for t in texts]
    return find_statements(passages, period)


def brief(items: list[Fact] | list[Target]) -> list[tuple[str, str, str | None]]:
    """Subject, comparator and value, unit of each."""
    return [
        (i.subject, i.comparator + ("" if i.value is None else str(i.value)), i.unit) for i in items
    ]


ACHIEVED = (
    "“十四五”时期，临沅市工业规模持续壮大。规上工业增加值年均增长6.8%，规上企业由212家增加到356家，"
    "专精特新企业实现零的突破，达到6家。研发经费投入强度从1.6%提高到2.3%，高新技术企业突破400家，"
    "较2020年翻了一番。单位工业增加值能耗累计下降16.5%，总量居全省第4位。"
)


def test_achievements_of_a_special_plan() -> None:
    facts, targets = read(ACHIEVED)
    assert targets == []
    assert brief(facts) == [
        ("规上工业增加值", "=6.8", "%"),
        ("规上企业", "=356", "家"),
        ("专精特新企业", ">0", None),
        ("专精特新企业", "=6", "家"),
        ("研发经费投入强度", "=2.3", "%"),
        ("高新技术企业", ">400", "家"),
        ("高新技术企业", "=2", "倍"),
        ("单位工业增加值能耗", "=16.5", "%"),
        ("总量", "=4", "位"),
    ]
    assert [f.basis for f in facts][:3] == ["annual_average", "level", "level"]
    assert (facts[7].direction, facts[7].basis) == ("down", "cumulative")


def test_targets_of_a_special_plan() -> None:
    facts, targets = read(
        ACHIEVED,
        "到2030年，实现规上工业增加值增长6.5%左右，培育百亿元企业5家、十亿元企业40家，打造2个千亿级产业集群，"
        "全员劳动生产率年均增长6%左右，PM2.5浓度下降到42微克/立方米以下。推动规上企业数字化改造全覆盖。",
    )
    assert len(facts) == 9
    assert brief(targets) == [
        ("规上工业增加值", "~6.5", "%"),
        ("百亿元企业", "=5", "家"),
        ("十亿元企业", "=40", "家"),
        ("千亿级产业集群", "=2", "个"),
        ("全员劳动生产率", "~6", "%"),
        ("PM2.5浓度", "<=42", "微克/立方米"),
        ("规上企业数字化改造", "=100", "%"),
    ]
    assert {t.due for t in targets} == {2030}
    assert [t.inferred is not None for t in targets] == [False] * 6 + [True]
    assert [t.kind for t in targets] == [
        "growth", "count", "count", "count", "growth", "level", "coverage",
    ]  # fmt: skip


def test_work_report() -> None:
    facts, targets = read(
        "过去一年，全县地区生产总值增长6.3%，一般公共预算收入完成18.6亿元、增长7.2%，规上工业增加值、"
        "固定资产投资分别增长8.1%、10.4%。改造老旧小区38个，惠及居民4600余户。连续三年入选全省百强县。",
        "2026年主要预期目标是：一般公共预算收入突破20亿元，新增城镇就业2.3万人，城镇登记失业率控制在4%以内，"
        "居民收入增长与经济增长同步，森林覆盖率稳定在35%以上，粮食产量稳定在8亿斤以上。",
        "抓好10件民生实事。开工建设3所中小学。企业开办时间压缩至1个工作日以内。",
        period=(2026, 2026),
    )
    assert brief(facts) == [
        ("全县地区生产总值", "=6.3", "%"),
        ("一般公共预算收入", "=18.6", "亿元"),
        ("一般公共预算收入", "=7.2", "%"),
        ("规上工业增加值", "=8.1", "%"),
        ("固定资产投资", "=10.4", "%"),
        ("老旧小区", "=38", "个"),
        ("惠及居民", ">4600", "户"),
    ]
    assert facts[3].span == facts[4].span
    assert brief(targets) == [
        ("一般公共预算收入", ">20", "亿元"),
        ("城镇就业", "=2.3", "万人"),
        ("城镇登记失业率", "<=4", "%"),
        ("居民收入增长", "=", None),
        ("森林覆盖率", ">=35", "%"),
        ("粮食产量", ">=8", "亿斤"),
        ("民生实事", "=10", "件"),
        ("中小学", "=3", "所"),
        ("企业开办时间", "<=1", "个工作日"),
    ]
    assert [t.due for t in targets] == [2026] * 6 + [None] * 3
    assert targets[3].reference == "与经济增长同步"


def test_annual_plan_of_a_health_office() -> None:
    _, targets = read(
        "到2025年，人均预期寿命达到78.5岁以上，每千人口拥有3岁以下婴幼儿托位数达到4.5个，"
        "居民健康素养水平提高到25%，高于全省平均水平。重大慢性病过早死亡率控制在15%以下。",
        "全市医院由12家增加到24家。社会消费品零售总额比2020年翻一番。构建15分钟健身圈。"
        "城镇化率年均提高0.8个百分点，高于全省平均水平0.5个百分点。服务收入占比由2020年的52%提高到2025年的58%。",
        period=(2021, 2025),
    )
    assert brief(targets) == [
        ("人均预期寿命", ">=78.5", "岁"),
        ("每千人口拥有3岁以下婴幼儿托位数", "=4.5", "个"),
        ("居民健康素养水平", "=25", "%"),
        ("居民健康素养水平", ">", None),
        ("重大慢性病过早死亡率", "<=15", "%"),
        ("全市医院", "=24", "家"),
        ("社会消费品零售总额", "=2", "倍"),
        ("健身圈", "=15", "分钟"),
        ("城镇化率", "=0.8", "个百分点"),
        ("城镇化率", "=0.5", "个百分点"),
        ("服务收入占比", "=58", "%"),
    ]
    hospitals, sales, share = targets[5], targets[6], targets[10]
    assert (hospitals.base_value, hospitals.base_year) == (12, None)
    assert (sales.base_year, sales.kind, sales.due) == (2020, "multiple", None)
    assert (share.base_value, share.base_year, share.due) == (52, 2020, 2025)
    assert (targets[3].kind, targets[3].reference) == ("relative", "全省平均水平")
    assert (targets[9].kind, targets[9].value) == ("relative", Decimal("0.5"))


@pytest.mark.parametrize(
    "text",
    [
        "大力培育三大主导产业，建设五大园区，构建“一核两翼三带”格局，实施“2468”工程和“三年行动计划”。",
        "贯彻党的二十大精神，落实八项规定，推进五位一体，向第二个百年奋斗目标进军。",
        "改造提升五四路、三环路，完善第二污水处理厂，推进321国道改线，建设220千伏变电站和5G基站。",
        "依据有关法律第十二条，按照云政〔2021〕12号文件要求，于2022年3月15日印发，12345热线全天候运行。",
        "为60岁以上老年人、3岁以下婴幼儿、7—12岁儿童提供服务，推行24小时自助服务，开展为期三个月的整治。",
        "健全覆盖城乡的服务网络，构建全覆盖、多层次的社会保障体系，实施小微企业倍增计划。",
        "推动一二三产业融合发展，形成一个拳头，抓好一批项目，培育千亿级产业集群，支持投资5亿元以上项目落地。",
        "“15分钟服务圈”日益完善，建设人人有责、人人享有的治理共同体。",
        "对首次升规的企业给予10万元奖励，研发投入超过5%的给予支持。",
        "巡察工作同步推进，走在前列，坚持一手抓发展、一手抓安全。",
    ],
)
def test_decoys(text: str) -> None:
    assert read(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "subject", "value", "kind"),
    [
        ("实现乡镇综合文化站全覆盖。", "乡镇综合文化站", 100, "coverage"),
        ("实现科技型企业数量倍增。", "科技型企业数量", 2, "multiple"),
        ("实现本科院校零突破。", "本科院校", 0, "zero"),
        ("逐步实现“人人享有基本体检”。", "基本体检", 100, "coverage"),
        ("打造一刻钟便民圈。", "便民圈", 15, "time"),
        ("完成甲村、乙村、丙村等12个村庄搬迁。", "村庄搬迁", 12, "count"),
        ("社区助餐服务覆盖所有独居老人。", "社区助餐服务", 100, "coverage"),
        ("经济总量进入全省前10位。", "经济总量", 10, "rank"),
    ],
)
def test_numbers_in_words(text: str, subject: str, value: int, kind: str) -> None:
    _, (target,) = read("加快补齐短板，推进城乡一体。", text)
    assert (target.subject, target.value, target.kind) == (subject, value, kind)


def test_modality_is_the_word_of_the_text() -> None:
    _, targets = read(
        "力争到2030年，茶园面积达到12万亩。确保水质达标率保持在95%以上。改造茶园3万亩。"
    )
    assert [t.modality for t in targets] == ["力争", "确保", None]


def test_projects_in_boxes_are_not_sized_into_targets() -> None:
    park, works = (
        "1、城北产业园：总投资12亿元，改造厂房3栋。",
        "2、水环境治理：总投资2亿元，治理沟渠57条。",
    )
    assert read(park, box="2")[1] == []
    assert brief(read(works, box="2")[1]) == [("沟渠", "=57", "条")]


def test_footnote_numbers_are_no_part_of_a_value() -> None:
    passage = "到2030年，平均受教育年限达到14.253年左右。"
    one = Passage(passage, tuple(range(len(passage))), None)
    assert find_statements([one], (2026, 2030), notes={"3"})[1][0].value == Decimal("14.25")
    assert find_statements([one], (2026, 2030))[1][0].value == Decimal("14.253")


def test_ids_and_quotes() -> None:
    facts, targets = read(ACHIEVED, ACHIEVED, period=None)
    items = [*facts, *targets]
    assert len({i.id for i in items}) == len(items)
    assert all(i.quote in ACHIEVED and i.quote for i in items)


@given(
    st.lists(
        st.text(
            alphabet="到2025年达3.5%家个、，。由增加由“”万亿以上全覆盖倍增高于平均水平与同步第前位十年均"
        ),
        max_size=3,
    )
)
def test_never_fails(texts: list[str]) -> None:
    facts, targets = read(*texts)
    for item in [*facts, *targets]:
        assert item.span.start < item.span.end


def under(*chapters: tuple[str, list[str]]) -> tuple[list[Fact], list[Target]]:
    """The statements of paragraphs that stand under chapters, for a plan of 2026."""
    lines = [line for title, texts in chapters for line in (title, *texts)]
    document = read_file("x.txt", "\n".join(lines).encode())
    layout = read_layout(document)
    units = find_outline(layout)
    return find_statements(passages_of(layout, units, []), (2026, 2026), (), units)


def test_a_chapter_says_whether_it_looks_back_and_when_its_goals_fall_due() -> None:
    facts, targets = under(
        ("一、2025年工作回顾", ["重点项目加快推进，新建学校12所。项目投资占年度计划的120%。"]),
        (
            "二、2026年工作安排",
            ["主要预期目标是：", "——地区生产总值增长6%；", "改造老旧小区28个。"],
        ),
    )
    assert brief(facts) == [("学校", "=12", "所"), ("项目投资", "=120", "%")]
    assert [(t.subject, t.due) for t in targets] == [("地区生产总值", 2026), ("老旧小区", 2026)]
    assert {t.inferred for t in targets} == {"due: 2026年 in the heading"}


def test_a_list_falls_due_when_the_line_says_that_opens_it() -> None:
    _, targets = read(
        "到2030年，主要目标是：",
        "——茶园面积达到20万亩；",
        "（2）游客突破300万人次。",
        "新建学校2所。",
    )
    assert [t.due for t in targets] == [2030, 2030, None]


def test_what_only_compares_takes_the_subject_before_it() -> None:
    facts, _ = read(
        "截至2025年底，学前三年毛入园率达到91.3%，比全省平均水平高2.1个百分点。孕产妇死亡率降至6.2/10万。"
    )
    assert brief(facts) == [
        ("学前三年毛入园率", "=91.3", "%"),
        ("学前三年毛入园率", "=2.1", "个百分点"),
        ("孕产妇死亡率", "=6.2", "/10万"),
    ]


@pytest.mark.parametrize("mark", ["3. ", "3.", "（3）", "3）", "3、", "① ", "● "])
def test_the_mark_of_a_list_is_no_part_of_the_subject(mark: str) -> None:
    _, targets = read(f"{mark}建成农村公路320公里。")
    assert brief(targets) == [("农村公路", "=320", "公里")]
