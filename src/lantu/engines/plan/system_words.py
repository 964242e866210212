"""The words by which a promised arrangement is recognised, as data: head nouns with their kind,
names that all of China uses for one arrangement, titles that are applied for, and borrowed words.

Only general official vocabulary; no name of a place, firm or document.
"""

from typing import NamedTuple

from lantu.engines.plan.verbs import words


class Head(NamedTuple):
    """pattern: the noun that ends a name. governed: counts only as object of a verb.
    final: counts only where its noun phrase ends. least: characters needed before the head."""

    kind: str
    pattern: str
    governed: bool = False
    final: bool = False
    least: int = 2


def act(kind: str, pattern: str, least: int = 2) -> Head:
    """A noun of doing, which is an arrangement only as the object of a verb: 开展…评估."""
    return Head(kind, pattern, governed=True, final=True, least=least)


HEADS = (
    # Registers: something with members or entries.
    Head(
        "register",
        "(?:数据|储备|项目|人才|后备|资源|专家|信息|案例|企业|培育|名录|需求|政策|隐患|题|图)库",
    ),
    Head("register", "台账|档案(?!馆|局|室)|名录(?!库)|信用信息记录|信用记录|登记册|花名册|一张图"),
    Head("list", "(?:清单|目录|名单|白名单|黑名单)(?:(?:动态)?管理)?(?:制度|机制)?"),
    Head("list", "应急预案(?:体系)?|预案体系"),
    # Platforms and systems of machines.
    Head("platform", "平台(?!公司|企业|经济|载体|型|等级|(?:建设)?(?:项目|工程))"),
    Head(
        "platform", "(?:管理|信息|监控|指挥|预警|监管|监测|调度|服务|收费|挂号|申报|审批|化|”)系统"
    ),
    Head("platform", "(?:城市|智慧|数字)大脑|大数据中心|指挥中心|驾驶舱", least=0),
    Head(
        "platform",
        "智能化管理|智慧(?:交通|城管|社区|园区|水利|医疗|校园|消防|环保|"
        "停车)(?!项目|设施|场景|基地|产业|场)",
        governed=True,
        least=0,
    ),
    # Rules.
    Head("evaluation", "(?:考核|评价|评估|考评|评议|评审|督导评估)(?:体系|机制|制度|办法)"),
    Head("evaluation", "信用(?:评价|评级|等级)体系|信用[^，。、和]{0,6}监管"),
    Head("mechanism", "(?:信用|诚信)体系"),
    Head(
        "standard",
        "标准体系|(?:管理)?办法|实施细则|(?:建设|服务|管理)标准(?!化|体系)",
        governed=True,
    ),
    Head("standard", "(?<=”)标准(?!地)|管理标准化|标准化管理", least=0),
    Head(
        "mechanism",
        "(?<!体制)机制(?!体制|障碍|创新|性|灵活|更)|体制机制(?!障碍|创新|改革|更)",
        governed=True,
    ),
    Head(
        "mechanism",
        "(?<!社会主义)(?<!根本)制度(?!化|性|型|自信|优势|安全|保障|障碍|创新|体系|集成)",
    ),
    Head(
        "mechanism",
        "(?:长|责任|负责|问责|学徒|积分|代办|备案|聘任|公示|年审|包联|包保|包抓|"
        "轮岗|首席|准入|经理人|销号|联席会议|预约|配额|追究|督办|会商|导师|票决|"
        "挂钩|许可|首问|终身|终结|直报|双控|三包)制(?!度|造|定|约|止|作|品)",
    ),
    Head(
        "mechanism",
        "(?:管理|监管|领导|治理|控制|工作|服务)体制(?!机制|改革)",
        governed=True,
        least=4,
    ),
    Head("process", "工作法|(?:信访|举报|投诉|审批|审查|备案)制度|承诺制(?!度)", least=1),
    Head("evaluation", "职级制(?!度)|职称制度", least=0),
    Head("mechanism", "联合惩戒|失信惩戒|总量控制|双约束|“双控”|联席会议", least=0),
    Head(
        "mechanism",
        "(?:治理|育人|管理|监管|服务|托管)(?<!能力)模式(?!创新)",
        governed=True,
        least=4,
    ),
    Head(
        "process",
        "(?:诉求|表达|利益|维权|权益|投诉|举报|反映|保障|监督|沟通)[^，。、]{0,6}通道|绿色通道",
    ),
    Head(
        "mechanism",
        "(?:治理|追溯|防控|监管|联动|联防|预防|关爱|帮扶|救援|调解|培育|孵化|培训|人才支撑"
        "|预警|应急|应急管理|执法|维权|统计|质量管理|工作|减灾|安全保障|物资保障|服务保障|城市管理"
        "|组织|规划|政策|指标|督查|责任|惩戒|监督管理|救治|防治)体系(?!和治理能力|和能力)",
        governed=True,
    ),
    Head(
        "benefit",
        "(?:救助|住房保障|社会保障|福利)体系|(?:保险|救助|保障|救济|福利|补贴|优待)制度",
        governed=True,
    ),
    Head("network", "(?:循环利用|处置|收运|回收|分类)体系", governed=True),
    Head("network", "服务体系(?!建设水平)|诊疗体系|智慧[^，。、]{1,4}体系", governed=True),
    # Networks and circles.
    Head(
        "network",
        "(?:服务|监测|防控|治理|管理|救助|维权|检测|帮扶|救援|调解|志愿|预警|监督|"
        "协作|防护|“)网络(?!安|空|化|犯|经|覆盖)",
    ),
    Head(
        "network",
        "(?<=”)网络|(?:分钟|一刻钟)[^，。、的和]{0,8}圈|(?:生活|服务|健身|养老|"
        "就医|便民|阅读|救援)圈",
        least=0,
    ),
    Head("network", "医联体|医共体|创新联合体|产业联盟|联盟", governed=True, least=0),
    Head("network", "网格(?:化)?(?:管理|治理)(?![、体机模])", governed=True, least=0),
    # Money.
    Head(
        "fund",
        "(?:基金(?!会|小镇|管理|投资|从业)|专项资金|储备金|准备金|周转金|资金池|"
        "风险补偿(?:金|政策|机制|资金)?)",
    ),
    Head(
        "benefit",
        "(?:奖补|补贴|补助|津贴|扶持|优惠|奖励|减免|资助|救助|激励|消费|安居|"
        "创新券|支持|倾斜|保障|配套|财税)政策(?!体系|红利)",
    ),
    Head(
        "benefit",
        "补贴|后补助|津贴|加计扣除|所得税优惠|消费券|创新券|以旧换新|法律援助|"
        "“两补”|临时救助|公益性岗位|医疗救助|助学金",
        governed=True,
        least=0,
    ),
    # Things done again and again.
    act(
        "evaluation",
        "(?:考核|评价|评估|考评|评议|评定|满意度(?:调查|测评)|第三方评估|健康体检|体检)(?:工作)?",
    ),
    act("register", "(?:风险|综合|资源|人口|经济|污染源)普查"),
    act(
        "process",
        "(?:隐患|重点|风险|拉网式|全面|安全)排查(?:整治|治理)?|巡查|巡检|督查|抽检|抽查|监督检查",
    ),
    act("process", "应急演练|演练", least=0),
    act("process", "应急管理", least=4),
    act("standard", "标准管理"),
    Head("register", "(?:救援|应急|志愿者|网格员|监督员|巡查|消防|执法)队伍", governed=True),
    act(
        "process",
        "(?:事中事后|包容审慎|联合|信用|分级分类|协同|审慎|全过程|全链条|污染源|"
        "排污)监管|准入管理|总量管理|动态管理|分类管控|执法检查|检查执法|执法监管",
        least=0,
    ),
    act("process", "信息公开|政务公开", least=0),
    act("mechanism", "信息共享|第三方治理", least=0),
    act("platform", "数据(?:资源)?共享|数据开放", least=0),
    Head(
        "other",
        "(?:年会|峰会|论坛|博览会|展销会|展览会|交易会|推介会|联谊会|文化节|艺术节|"
        "旅游节|运动会|恳亲会|寻根会)",
    ),
    Head("process", "大赛|竞赛(?!活动)"),
    Head("programme", "训练营"),
    act(
        "programme",
        "(?<!教育)(?:培训|轮训)(?:项目|计划|工程)?(?!基地)|(?:人才)?选拔培养|"
        "人才培养(?:项目|计划|工程)",
    ),
    Head(
        "programme",
        "(?:人才|英才|培育|成长|培养|攻坚|普法|轮训|倍增|整治|治理|示范|特派员|"
        "领航)[^，。、和“”]{0,6}(?:计划|规划)(?!》)",
        governed=True,
        least=0,
    ),
    Head("programme", "(?:专项|整治|治理|清理|惩戒|提升|攻坚)(?:提升)?行动(?!能力)", governed=True),
    Head(
        "programme",
        "(?:技能|素质|安居|引才|人才)[^，。、和“”]{0,6}工程(?!师|技|建|项)",
        governed=True,
        least=0,
    ),
    act("programme", "创新转型试点|(?:改革|创新|综合|转型)试点(?!区|项目|示范)"),
    Head(
        "accreditation", "(?<=”)?示范(?:活动|创建|建设)|(?:达标|星级)评定|资质认定", governed=True
    ),
    act("accreditation", "示范"),
    Head("accreditation", "创建(?:活动|工作|行动|成果)?", final=True),
    act("process", "(?:质量|环境|水质|动态|健康|价格|风险|第三方)监测"),
    act("network", "垃圾分类", least=0),
    act("accreditation", "认证"),
    # Vocabulary of health, environment and service reforms.
    act("process", "督导检查|专项督导|互认|直接结算|异地结算|(?:隐患|排污口|问题|风险)?排查整治"),
    act("process", "专项(?:整治|治理|清理|检查|督查)"),
    act(
        "process",
        "(?:预算|定额|分级|分类|积分|”|闭环|信用|挂牌|目录|台账|清单化|灯|备案|销号|承诺|编码)管理",
    ),
    act("evaluation", "(?:离任|绩效|专项)审计|资产负债表|评选(?:活动)?"),
    Head(
        "network",
        "(?:监管|管理|治理|防控|[两三四五]级)网格(?!员|长|化)|网格化服务管理",
        governed=True,
        least=0,
    ),
    Head(
        "network",
        "(?:名师|名医|名中医|工匠|大师|调解|心理|社工|代表|法官|警务)工作室",
        governed=True,
    ),
    act(
        "benefit",
        "(?:扶助|救助|抚恤|慰问|养老|奖学|助学|奖励)金|低保标准|最低生活保障|"
        "稳岗返还|留抵退税|以工代赈",
        least=0,
    ),
    act("benefit", "(?:医疗|养老|失业|工伤|生育|农业|巨灾|责任|护理|大病)保险"),
    Head(
        "platform",
        "零工市场|招聘会|一卡通|电子(?:证照|健康卡|[^，。、]{2,3}证)|热线",
        governed=True,
        least=0,
    ),
    Head("programme", "(?:引进|引育|支持|帮扶)计划", governed=True),
)
"""Read in order; where two heads match at one place, the longer match wins."""

NAMED = (
    (
        "process",
        "approvals_lists",
        "一网通办|最多跑一次|一业一证|证照分离|一件事一次办|跨省通办|"
        "一站式”?(?:办理|审批|受理|政务服务|服务)|不见面”?(?:审批|办理|开标)|"
        "帮办代办|并联审批|容缺受理|多证合一|照后减证|一枚印章管审批|多评合一|"
        "区域评估",
    ),
    ("process", "approvals_lists", "证明事项告知承诺制|告知承诺制"),
    ("other", "benefits_care", "全民阅读(?:活动)?|全民健身活动"),
    ("platform", "smart_ops", "一网统管|雪亮工程"),
    ("process", "inspection_enforcement", "双随机、一公开|双随机一公开"),
    ("process", "cases_grid", "接诉即办|吹哨报到|街乡吹哨、部门报到|12345"),
    ("process", "matching_talent", "揭榜挂帅"),
    ("programme", "matching_talent", "春风行动|就业援助月"),
    ("process", "approvals_lists", "免申即享|好差评|先诊疗后付费"),
    ("mechanism", "funds_finance", "按(?:病种|人头|病种分值|床日)付费"),
    ("programme", "matching_talent", "新型学徒制"),
    ("mechanism", "registries_ladders", "链长制"),
    ("mechanism", "cases_grid", "(?:河湖|河|湖|林|田|路|街|巷|楼)长制"),
    ("list", "approvals_lists", "三线一单"),
    ("accreditation", "scoring_credit", "“领跑者”|领跑者(?=制度|行动)"),
    ("process", "quota_ledgers", "标准地|亩均论英雄|增减挂钩"),
    ("mechanism", "quota_ledgers", "(?:碳排放权?|排污权|用能权|用水权|水权)交易"),
    (
        "mechanism",
        "benefits_care",
        "县管校聘|集团化办学|校长职级制|家庭医生签约服务|长期护理保险|双减",
    ),
    ("network", "benefits_care", "医联体|医共体"),
    ("network", "cases_grid", "红色物业|三社联动|五社联动|新时代文明实践(?:站|中心)"),
)
"""(kind, family, names): arrangements known by these very words, with or without quotes."""

TITLES = (
    "示范(?:区|城市|县|市|镇|村|街道|社区|单位|基地|园区|园|企业|校|点|户|带)|"
    "(?:试验|先行|促进|先导|试点)(?:区|县)|试点(?:城市|县|市|镇)"
    "|(?:文明|卫生|园林|森林|食品安全|双拥|无废|节水型|健康|宜居|生态|海绵|"
    "低碳)(?:城市|县城|县|城区|镇|乡镇|村镇|村|单位|家庭|校园|社区)"
    "|(?:绿色|平安|无讼|精品|特色|美丽|零碳|智能|文明)(?:工厂|园区|矿山|机关|"
    "家庭|学校|校园|社区|商场|建筑|单位|医院|乡村|庭院|车间|村庄)"
    "|节水型(?:企业|单位|居民小区|小区|机关|高校|社会)|宁静(?:社区|街区|小区)|"
    "双拥模范[城县]|特色小镇|百强县|慢病示范区|无废城市|文明城市"
)
"""Titles that somebody above confers; whoever wants one keeps a creation file going."""

RANKS = "国家|全国|省级|全省|市级|全市|部级|世界"

PARTY = (
    "党内|从严治党|党风|廉政|腐|意识形态|国防|军民|武装|统战|统一战线|党员|"
    "党组织|党的|党领导|港澳|宗教|八项规定|四风|党中央|习近平"
)
"""Party discipline, united front and defence: other documents run these."""

BORROWED = (
    f"{PARTY}|"
    "经济体系|市场体系|产业体系|产业链体系|供给体系|创新体系|创新生态|消费生态|"
    "流通体系|交通体系|品牌体系|水网体系"
    "|治理体系和治理能力|社会主义.{0,6}制度|根本制度|政治制度|分配制度改革|监督体系"
    "|干部(?:担当|队伍|管理|标准)|选人用人|开放型经济|经济体制|市场机制|竞争机制|企业制度改革"
    "|商圈|融资平台|平台公司|产业平台|创新平台|技术平台|孵化平台|转化平台|"
    "载体平台|主平台|高端平台|体系化|高质量发展体制机制"
    "|发展战略|生态链|政策工具|国家级平台|各类平台|开放平台|研发平台|研究平台|"
    "实体平台|网络平台|商务平台|型平台|新的平台|更高平台"
    "|资产评估|房地产评估|土地评估|咨询评估|测试评估|价值评价|私募|信托基金|"
    "物资储备库|应急物资库|粮食储备库"
)
"""Aims that borrow the word, promotion of an industry, buildings, party discipline, defence."""

BARE = words(
    "应用示范 试点示范 创新示范 评价体系 信用体系 治理体系 保障体系 标准体系 "
    "监管体系 应急体系 培训体系 监测体系 处置体系 "
    "体制机制 运行机制 长效机制 工作机制 管理机制 服务体系 管理制度 各项制度 "
    "相关制度 管理办法 工作体系 服务平台 相关政策 "
    "社会治理模式 人员培训 业务培训 技能培训 教育培训 宣传培训 重点排查 "
    "全面排查 联动机制 激励机制 保障机制 协调机制 积极创建 "
    "工作制度 规章制度 制度机制 等制度 等机制 工作平台 重要平台 政策体系 组织体系"
)
"""Too general to name anything when they stand alone."""

CREATION_VERBS = frozenset(words("创建 争创 申报 申请 入选 入围 荣获 获评 获得"))
HONOUR_VERBS = frozenset(words("通过 擦亮 巩固 争取 打造"))
CREATION_TAIL = "[”’]?(?:等)?(?:创建|示范建设|示范创建|载体建设|复审|评选|命名|复评)"
NAMED_TAIL = "改革|行动|模式|服务|工作法|审批|办理|监管|制度|机制|平台"
METHOD_VERBS = frozenset(words("推行 推广 实行 试行 推出"))
"""What they take as object in quotation marks is a way of working."""

NAMELESS = (
    ("platform", "[^，。；]{0,20}数据(?:资源)?向社会(?:公众)?(?:有序)?开放"),
    (
        "process",
        "对[^，。；、]{2,20}进行[^，。；、]{0,6}(?:排查|巡查|监测|评估|体检|抽查|普查|考核)",
    ),
)
"""Arrangements without a name of their own: their clause stands for them."""

PROMOTION = frozenset(words("发展 培育 壮大 引进 集聚 运用 采用 使用 应用 规范发展"))
"""Who promotes a trade (资产评估) promises no evaluation."""
