"""Projects in the boxes and the running text of invented plans: water, transport, schools, town."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.engines.plan.model import Project
from lantu.engines.plan.named.clusters import cluster
from lantu.engines.plan.named.enumerations import split
from lantu.engines.plan.named.projects import find_projects
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel.spans import Span


def projects_of(text: str, box: str | None = None) -> list[Project]:
    return find_projects([passage(text, box)])


def passage(text: str, box: str | None = None, at: int = 0) -> Passage:
    return Passage(text, tuple(range(at, at + len(text))), None, box)


def names_of(text: str, box: str | None = None) -> str:
    return " ".join(p.name for p in projects_of(text, box))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("实施青石水库、白沙水库、龙潭水库除险加固工程。", "青石水库 白沙水库 龙潭水库"),
        ("续建东干渠灌区续建配套与现代化改造项目。", "东干渠灌区续建配套与现代化改造项目"),
        ("开展清水河、石梁河等中小河流治理。", "清水河 石梁河"),
        (
            "建成云溪至青石高速公路、G311云溪段改建工程，推进S227云溪城区段改线。",
            "云溪至青石高速公路 G311云溪段改建工程 S227云溪城区段",
        ),
        ("打通建设路、人民路、学府街断头路。", "建设路 人民路 学府街"),
        ("重点改造提升青石路、和平街、迎宾大道等主干路。", "青石路 和平街 迎宾大道"),
        ("云白铁路、清水河大桥建成通车，云溪机场全面开工。", "云白铁路 清水河大桥 云溪机场"),
        (
            "迁建县第一高级中学，改扩建青石镇中心小学、白沙乡初级中学。",
            "县第一高级中学 青石镇中心小学 白沙乡初级中学",
        ),
        ("新建滨河小学、育才路小学、东城初中，新增学位三千个。", "滨河小学 育才路小学 东城初中"),
        ("县中医院门诊综合楼主体封顶。", "县中医院门诊综合楼"),
        ("对石梁河湿地公园进行提升改造。", "石梁河湿地公园"),
        ("规划建设综合性会展中心，完善会展功能。", "综合性会展中心"),
        ("提升东、北护城河水质。", "东、北护城河"),
        (
            "加快建设青石新材料产业园二期和智慧冷链物流园。",
            "青石新材料产业园二期 智慧冷链物流园",
        ),
        ("以云溪古镇、龙潭温泉城等重点项目为引领发展文旅产业。", "云溪古镇 龙潭温泉城"),
        (
            "建成白沙、青石、柳林3座乡镇污水处理厂，推动南山化工园区整体搬迁。",
            "白沙 青石 柳林 南山化工园区",
        ),
        ("加快总投资20亿元的云溪光伏产业园、青石风电项目建设。", "云溪光伏产业园 青石风电项目"),
        ("青石产业园以宏达重工为龙头，重点发展装备制造。", "青石产业园"),
    ],
)
def test_running_text(text: str, names: str) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "建设一批公办幼儿园，完成12所农村小学改造。",
        "加快公共服务设施、环境卫生设施、市政公用设施提级扩能。",
        "建设口袋公园、街头游园20个，新建停车场15处。",
        "打造全省一流的职业教育高地，建设教育强县。",
        "依托云溪产业园建设省级大数据平台，完善公共文化服务网络。",
        "支持宏达重工、云溪酿造等龙头企业做大做强，引导企业调整经营思路。",
        "推进社区卫生服务中心和乡镇卫生院标准化建设，建设区域医疗中心。",
        "高标准建设人才公寓，推进老旧小区改造。",
        "实施劳动者素质提升工程，推进“三馆一中心”建设。",
        "落实河长制，推进清水河流域水污染防治，建设美丽河湖。",
        "将云溪古桥、望月楼等景点串联成线。",
    ],
)
def test_kinds_aims_and_arrangements_are_no_projects(text: str) -> None:
    assert names_of(text) == ""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("（1）水源工程：新建青石水库、黑龙潭水库；改扩建云溪县第二水厂。",
         "青石水库 黑龙潭水库 云溪县第二水厂"),
        ("（3）防洪工程。清水河干流综合治理工程、石梁河（城区段）治理工程。",
         "清水河干流综合治理工程 石梁河（城区段）治理工程"),
        ("——清水河特大桥。全长1280米。", "清水河特大桥"),
        ("3.铁路：云白铁路专用线、青石货运站；云溪高铁站前广场。",
         "云白铁路专用线 青石货运站 云溪高铁站前广场"),
        ("2.普通国省道。实施国道G311云溪至青石段、省道S227线改建工程。",
         "国道G311云溪至青石段 省道S227线改建工程"),
        ("4、完成汽车南站、汽车西站搬迁。", "汽车南站 汽车西站"),
        ("5、道路绿化：实施滨河路、青石路、玉泉街等12条道路绿化。", "滨河路 青石路 玉泉街"),
        ("6、青石河与东干渠连通工程：补充东干渠水源。", "青石河与东干渠连通工程"),
        ("（4）教师队伍能力提升工程：实施名师培养计划。", ""),
        ("（5）节水型社会建设：推进节水型企业、节水型小区创建。", ""),
        ("7、智慧水利平台建设工程：主要建设泵站管理、河湖管理等平台。", "智慧水利平台建设工程"),
    ],
)  # fmt: skip
def test_box_lines(line: str, names: str) -> None:
    assert names_of(line, "3") == names


def test_list_heads_give_the_status_of_each_entry() -> None:
    found = projects_of("续建项目：青石水库除险加固；云溪灌区改造（二期）；甲厂迁建（新建）", "2")
    assert [(p.name, p.status) for p in found] == [
        ("青石水库除险加固", "续建"),
        ("云溪灌区改造（二期）", "续建"),
        ("甲厂迁建", "新建"),
    ]


def test_row_of_a_table_in_a_box() -> None:
    (row,) = projects_of("2\t龙王庙提灌站改造\t续建\t2020-2022\t3000万元", "2")
    assert (row.name, row.status, row.box, row.origin) == ("龙王庙提灌站改造", "续建", "2", "box")


def test_verbs_and_tails_give_the_status() -> None:
    renewal = "完成柳林社区二期、东关社区棚户区改造续建工程，推进南关社区棚户区改造等新建项目。"
    assert [(p.name, p.status) for p in projects_of(renewal)] == [
        ("柳林社区二期", "续建"),
        ("东关社区", "续建"),
        ("南关社区棚户区", "新建"),
    ]
    assert [p.status for p in projects_of("新建玉泉街，改造青石路。")] == ["新建", None]


def test_parts_of_an_item_point_at_it() -> None:
    line = "1、云溪颐养园。规划建设康复中心、老年公寓、中、高层居家式养老住宅等。"
    whole, *parts = projects_of(line, "4")
    assert [p.name for p in parts] == ["康复中心", "老年公寓", "中、高层居家式养老住宅"]
    assert {p.parent for p in parts} == {whole.id}


def test_mentions_of_one_project_share_a_cluster() -> None:
    texts = [
        ("建设云溪县应急物资储备库。", None),
        ("2、颖水湿地工程：利用中水改善环境。", "7"),
        ("新建项目：云溪县应急救灾物资储备库、青石产业园二期", "8"),
        ("完成颍水湿地建设，建成青石产业园一期。", None),
    ]
    found = find_projects([passage(text, box, 100 * i) for i, (text, box) in enumerate(texts)])
    cluster_of = {p.name: p.cluster for p in found}
    assert cluster_of["云溪县应急救灾物资储备库"] == cluster_of["云溪县应急物资储备库"]
    assert cluster_of["颍水湿地"] == cluster_of["颖水湿地工程"]
    assert cluster_of["青石产业园一期"] != cluster_of["青石产业园二期"]
    assert found[0].cluster == found[0].id


def test_pipes_in_a_road_are_not_the_road() -> None:
    assert cluster([("青石路", ""), ("青石路", "供水"), ("青石路", "")]) == [0, 1, 0]


def test_an_enumeration_keeps_shared_heads_together() -> None:
    text = "青石产业园一、二期、南、北线、（甲、乙）路"
    parts = [part.of(text) for part in split(text, Span(0, len(text)))]
    assert parts == ["青石产业园一、二期", "南、北线", "（甲、乙）路"]


@given(
    st.text(
        st.sampled_from("新建续成推进青石路水库、和及等（）“”项目工程：；。，1的中心\t"),
        max_size=60,
    ),
    st.sampled_from([None, "", "3"]),
)
def test_any_text_gives_quotes_that_stand_there(text: str, box: str | None) -> None:
    for project in projects_of(text, box):
        assert project.quote == project.span.of(text)
        assert project.box == (box or None)


def test_a_clause_without_end_is_read_in_linear_time() -> None:
    assert len(projects_of("建设青石路和" * 4000)) < 4001


def test_a_strategy_is_no_project() -> None:
    assert not names_of("推进大江流域生态保护、西部崛起两大战略在省内交汇。")
