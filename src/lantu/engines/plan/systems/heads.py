"""The nouns in which the name of an arrangement ends, with the kind of arrangement they tell.

Data of `find.py`: general official vocabulary only, grouped by what is kept running. A head
says how strictly it counts: anywhere, as object of a verb, or only of a verb that sets up.
"""

from typing import NamedTuple


class Head(NamedTuple):
    """pattern: the noun that ends a name. governed: counts only as object of a verb.
    final: counts only where its noun phrase ends. least: characters needed before the head.
    founded: counts only as object of a verb that sets up or runs something (建立, 实行, 开展)."""

    kind: str
    pattern: str
    governed: bool = False
    final: bool = False
    least: int = 2
    founded: bool = False


def act(kind: str, pattern: str, least: int = 2) -> Head:
    """A noun of doing, which is an arrangement only as the object of a verb: 开展…评估."""
    return Head(kind, pattern, governed=True, final=True, least=least)


def practice(kind: str, pattern: str, least: int = 2) -> Head:
    """A noun that counts only where a verb sets the thing up: 设立…工作站, 实行…登记."""
    return Head(kind, pattern, governed=True, final=True, least=least, founded=True)


REGISTERS = (
    Head(
        "register",
        "(?:数据|储备|项目|人才|后备|资源|专家|信息|案例|企业|培育|名录|需求|政策|隐患|题|图)库",
    ),
    Head(
        "register",
        "台账|档案(?!馆|局|室)|名录(?!库)|信用信息记录|信用记录|登记册|花名册|一张图|风险(?:分布)?图",
    ),
    Head("register", "(?:救援|应急|志愿者|网格员|监督员|巡查|消防)队伍", governed=True),
    act("process", "普查"),
    act("register", "数据(?:采集|归集|汇聚)(?:录入)?", least=0),
    practice("register", "(?:资产|确权|产权|实名|身份|预约)登记"),
)
"""Something with members or entries."""

LISTS = (
    Head("list", "(?:清单|目录|名单|白名单|黑名单)(?:(?:动态)?管理)?(?:制度|机制)?"),
    Head("list", "应急预案|名录制度"),
    practice("list", "(?:入学|风险|就业|专业)预警|指数|白皮书|蓝皮书|专报"),
    Head("list", "(?:红黑|光荣|排行|龙虎)榜|榜单", governed=True, least=0),
)

PLATFORMS = (
    Head("platform", "平台(?!公司|企业|经济|载体|型|等级|(?:建设)?(?:项目|工程))"),
    Head(
        "platform",
        "(?:围栏|识别|溯源|安防|广播|报警|管理|信息|监控|指挥|预警|监管|监测|调度|服务|收费|挂号|申报|审批|化|”|分析|办公|追溯|"
        "感知|决策|评估|登记|交易|查询|结算|执法|应急|督查|处置|联动|预约)系统",
    ),
    Head("platform", "(?:城市|智慧|数字)大脑|大数据中心|指挥中心|驾驶舱", least=0),
    Head(
        "platform",
        "(?:运行管理|指挥调度|调度|化解|调处|作战|调解|综治|社会治理|联动|社会治理服务)中心",
        governed=True,
    ),
    Head(
        "platform",
        "智能化管理|智慧(?:交通|城管|社区|园区|水利|医疗|校园|消防|环保|"
        "停车)(?!项目|设施|场景|基地|产业|场)",
        governed=True,
        least=0,
    ),
    Head("platform", "政务云|政务外网|(?:网上|中介|服务|积分|爱心)超市", governed=True, least=0),
    Head("platform", "(?:反映|综合|受理|诉求|办事)窗口|服务专窗", governed=True, least=0),
    act("platform", "数据(?:资源)?共享|数据开放", least=0),
    Head(
        "platform",
        "零工市场|人力资源市场|(?:科技|技术|数据)大市场|(?:技术|产权|成果|要素|数据)[^，。、]{0,4}交易(?:服务)?市场|招聘会|"
        "一卡通|电子(?:健康卡|[^，。、]{2,3}证)|热线",
        governed=True,
        least=0,
    ),
    practice("platform", "(?:服务|创业)综合体"),
    Head("platform", "创业孵化[^，。、]{0,4}基地", governed=True, least=0),
)
"""Platforms, systems of machines, places where supply and demand meet."""

RULES = (
    Head("evaluation", "(?:考核|评价|评估|考评|评议|评审|督导评估)(?:体系|机制|制度|办法)"),
    Head("evaluation", "信用(?:评价|评级|等级)体系|信用[^，。、和]{0,6}监管"),
    Head("accreditation", "职级制(?!度)|职称制度", least=0),
    Head("mechanism", "(?:信用|诚信)体系"),
    act("mechanism", "党政同责|有偿使用"),
    practice("mechanism", "工作专班|领导小组|协调小组"),
    Head(
        "standard",
        "标准体系|(?:管理)?办法|实施细则|(?:建设|服务|管理|分类|认定|准入|工作)标准(?!化|体系)",
        governed=True,
    ),
    Head("standard", "(?<=”)标准(?!地)|管理标准化|标准化管理", least=0),
    practice("standard", "(?:地方|团体)标准"),
    practice("standard", "规则|村规民约|居民公约", least=4),
    act("standard", "标准管理|(?:对标、)?贯标(?:工作|行动)?"),
    Head(
        "mechanism",
        "(?<!体制)机制(?!体制|障碍|创新|性|灵活|更)|体制机制(?!障碍|创新|改革|更)",
        governed=True,
    ),
    Head(
        "mechanism",
        "(?<!社会主义)(?<!根本)(?<!户籍)(?<!商事)制度(?!化|性|型|自信|优势|安全|保障|障碍|创新|体系|集成)",
    ),
    Head(
        "mechanism",
        "(?:长|责任|负责|问责|学徒|积分|代办|备案|聘任|公示|年审|包联|包保|包抓|"
        "轮岗|首席|准入|经理人|销号|联席会议|预约|配额|追究|督办|会商|导师|票决|”|"
        "挂钩|许可|首问|终身|终结|直报|双控|三包)制(?!度|造|定|约|止|作|品)",
    ),
    Head(
        "mechanism",
        "(?:管理|监管|领导|治理|控制|工作|服务)体制(?!机制|改革)",
        governed=True,
        least=4,
    ),
    Head("mechanism", "联合惩戒|失信惩戒|总量控制(?!在)|双约束|“双控”|联席会议", least=0),
    Head(
        "mechanism",
        "(?:治理|育人|管理|监管|服务|托管)(?<!能力)模式(?!创新)",
        governed=True,
        least=4,
    ),
    practice("process", "(?:立项|组织|管理|监管|评审|供给|运营)(?:和组织)?方式", least=4),
    Head("mechanism", "城市管理体系|金融支持创新体系", governed=True, least=0),
    Head(
        "mechanism",
        "(?:治理|追溯|防控|监管|联动|联防|预防|关爱|帮扶|救援|调解|培育|孵化|培训|人才支撑"
        "|预警|应急|应急管理|执法|维权|统计|质量管理|工作|减灾|安全保障|物资保障|服务保障"
        "|储备|作业|预案|化解|补偿|核算|志愿服务"
        "|组织|规划|政策|指标|督查|责任|惩戒|监督管理|救治|防治)体系(?!和治理能力|和能力)",
        governed=True,
    ),
    act("mechanism", "信息共享|第三方治理|资金监管", least=0),
)
"""Rules: systems, mechanisms, standards, duties."""

PROCESSES = (
    Head("process", "工作法|(?:信访|举报|投诉|审批|审查|备案)制度|承诺制(?!度)", least=1),
    Head(
        "process",
        "(?:诉求|表达|利益|维权|权益|投诉|举报|反映|保障|监督|沟通|融资|线上)[^，。、]{0,6}通道|绿色通道|直通车",
    ),
    act(
        "process",
        "(?:隐患|重点|风险|拉网式|全面|安全)排查(?:整治|治理)?|巡查|巡检|巡访|回访|督查|抽检|抽查|"
        "监督检查|督办|问效|约谈|通报|晾晒",
    ),
    act("process", "应急演练|演练", least=0),
    act("process", "应急管理", least=4),
    act(
        "process",
        "(?:事中事后|包容审慎|联合|信用|分级分类|协同|审慎|全过程|全链条|污染源|非现场|"
        "排污)监管|准入管理|总量管理|动态管理|分类管控|执法检查|检查执法|执法监管",
        least=0,
    ),
    act("process", "信息公开|(?:政务|居务|村务|校务|厂务|财务)公开", least=0),
    Head("process", "大赛|竞赛(?!活动)"),
    act("process", "(?:质量|环境|水质|动态|健康|价格|风险|第三方)监测"),
    act("process", "督导检查|专项督导|互认|直接结算|异地结算|(?:隐患|排污口|问题|风险)?排查整治"),
    act("process", "专项(?:整治|治理|清理|检查|督查)"),
    act(
        "process",
        "(?:预算|定额|分级|分类|积分|”|闭环|信用|挂牌|目录|台账|清单化|灯|备案|销号|承诺|编码)管理",
    ),
    act("process", "(?:托底|兜底)安置|包案化解|包案|包干|包保|结对帮扶|(?:绩效|信用)分级"),
    practice(
        "process",
        "备案|许可(?:管理)?|公示|审查|审核|监管|监测|交易|诊断(?:服务)?|核查|养护|认领|托管|配送|轮训|宣讲|"
        "帮教|监护|巡护|百日攻坚|集中采购",
        least=4,
    ),
    practice("process", "(?:精细化|一体化|规范化|全过程|全周期|网格化|常态化)管理"),
    practice(
        "process",
        "分[类层](?:保障|救助|帮扶)|用途管制|联合(?:治理|执法|整治|检查)|监督|帮办|代办|评标|报装|限时办结|联审|会商|会诊|核验|预审",
    ),
    Head("process", "资金(?:的)?[^，。；]{0,10}(?:使用全过程|公开|公示)", least=0),
)
"""What is done again and again."""

EVALUATIONS = (
    act(
        "evaluation",
        "(?:考核|评价|评估|考评|评议|评定|(?<!监)测评|满意度(?:调查|测评)|第三方评估|健康体检|体检)(?:工作)?",
    ),
    act("evaluation", "(?:离任|绩效|专项)审计|资产负债表|评选(?:活动)?"),
    Head(
        "accreditation", "(?<=”)?示范(?:活动|创建|建设)|(?:达标|星级)评定|资质认定", governed=True
    ),
    act("accreditation", "示范|认证"),
    Head("accreditation", "创建(?:活动|工作|行动|成果)?", final=True),
)

NETWORKS = (
    Head("network", "(?:循环利用|处置|收运|回收|分类)体系", governed=True),
    Head("network", "服务体系(?!建设水平)|诊疗体系|智慧[^，。、]{1,4}体系", governed=True),
    Head(
        "network",
        "(?:服务|监测|防控|治理|管理|救助|维权|检测|帮扶|救援|调解|志愿|预警|监督|"
        "协作|防护|“)网络(?!安|空|化|犯|经|覆盖)",
    ),
    Head(
        "network",
        "(?<=”)网络|(?:分钟|一刻钟)[^，。、的和]{0,8}圈|(?:(?<!绿色)生活|服务|健身|养老|"
        "就医|便民|阅读|救援)圈",
        least=0,
    ),
    practice(
        "network",
        "(?<![公道铁电管光交])(?<!通信)(?<!信息)(?<!营销)(?<!销售)(?<!流通)(?<!交通)(?<!物流)"
        "(?<!供水)(?<!宽带)(?<!道路)网络(?!安|空|化|犯|经)",
        least=4,
    ),
    Head("network", "(?:三级|县乡村)[^，。、的]{0,6}体系", governed=True),
    Head("mechanism", "(?:河湖|河|湖|林|田)长体系", least=0),
    Head("network", "(?:医疗卫生|医疗|健康|教育|办学|治理)共同体|(?:医疗|健康)总院", governed=True),
    Head("network", "医联体|医共体|教联体|联合体|联盟|(?:医疗|教育)集团", governed=True, least=0),
    Head("network", "网格(?:化)?(?:管理|治理)(?![、体机模])|全科网格", governed=True, least=0),
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
    practice("network", "(?:服务|监测|救助|调解|助餐|联系|帮扶)(?:站点|网点|站|点)|工坊"),
    practice(
        "network",
        "法律顾问|法律明白人|(?:监督|联络|信息|特派|观察|调解|指导|巡查|代办)员(?:队伍)?|服务专员",
    ),
    act("network", "垃圾分类", least=0),
)
"""Networks and circles: many points or people that together cover an area."""

MONEY = (
    Head(
        "fund",
        "(?:基金(?!会|小镇|管理|投资|从业|占比|收支|结余|规模|监管)|专项资金|储备金|准备金|周转金|资金池|"
        "风险补偿(?:金|政策|机制|资金)?)",
    ),
    practice("fund", "(?:转贷|周转|奖补|引导|帮扶|扶持|救助|奖励)资金"),
    Head(
        "benefit",
        "(?:奖补|补贴|补助|津贴|扶持|优惠|奖励|减免|资助|救助|激励|消费|安居|"
        "创新券|支持|倾斜|保障|配套|财税|补偿|保险|优先发展|引才)政策(?!体系|红利)",
    ),
    practice(
        "benefit", "(?:留用|返还|见习|落户|购房|托底|结算|惠民|[电水气]价|价格|公积金|贷款)政策"
    ),
    Head(
        "benefit",
        "补贴|后补助|津贴|加计扣除|所得税优惠|消费券|创新券|以旧换新|法律援助|"
        "“两补”|临时救助|公益性岗位|医疗救助|助学金",
        governed=True,
        least=0,
    ),
    Head(
        "benefit",
        "(?:救助|住房保障|社会保障|福利)体系|(?:保险|救助|保障|救济|福利|补贴|优待)制度",
        governed=True,
    ),
    act(
        "benefit",
        "(?:扶助|救助|抚恤|慰问|养老|奖学|助学|奖励)金|低保标准|最低生活保障|"
        "稳岗返还|留抵退税|巨灾保险|农业保险|惠民保",
        least=0,
    ),
    act("benefit", "(?:医疗|养老|失业|工伤|生育|责任|护理|大病|成本|收入|指数|救助)保险"),
    practice("benefit", "(?:探访|巡访|助餐|助浴|上门|陪护)服务", least=0),
    practice(
        "benefit",
        "(?:服务|优待|惠民|英才|人才)(?:卡|证|码)|(?:消费|培训|电子|文化|旅游|就业)券|年卡",
    ),
)
"""Funds, and money or help that somebody is entitled to."""

PROGRAMMES = (
    Head("programme", "训练营"),
    practice(
        "programme",
        "(?<!教育)(?:培训|轮训)(?:项目|计划|工程)?(?!基地)|(?:人才)?选拔培养|"
        "人才培养(?:项目|计划|工程)",
    ),
    Head(
        "programme",
        "(?:人才|英才|培育|成长|培养|攻坚|普法|轮训|倍增|整治|治理|示范|特派员|"
        "领航|振兴|提升|检查|抽查|素质|关爱|年度)[^，。、和“”]{0,6}(?:计划|规划)(?!》)",
        governed=True,
        least=0,
    ),
    practice("programme", "计划(?!生育|单列|经济)"),
    Head("programme", "(?:专项|整治|治理|清理|惩戒|提升|攻坚)(?:提升)?行动(?!能力)", governed=True),
    practice("programme", "行动(?:计划|方案)?", least=4),
    practice("programme", "(?:专项|扫黑除恶|禁毒)[^，。、]{0,2}斗争", least=0),
    Head(
        "programme",
        "(?:技能|素质|安居|引才|人才)[^，。、和“”]{0,6}工程(?!师|技|建|项)",
        governed=True,
        least=0,
    ),
    practice(
        "programme",
        "(?:能力|提质|增效|提能|素养|培育|引育|集聚|惠民|关爱|暖心|圆梦|护航|守护|强基|固本|"
        "倍增|领航|攻坚|扩面|畅通|传承|弘扬|产业化|数字化|更新|创新提升|质量提升|示范|普及普惠)"
        "[^，。、和“”改造]{0,4}工程",
    ),
    act("programme", "创新转型试点|(?:改革|创新|综合|转型)试点(?!区|项目|示范)"),
    practice("programme", "(?<!保险)试点(?!区|县|市|镇|项目|示范|城市|单位)", least=4),
    practice("process", "管护|筛查|诉调对接|运动(?!会|员|场)|农民培育"),
)

GATHERINGS = (
    Head(
        "other",
        "(?:年会|峰会|论坛|博览会|展销会|展览会|交易会|推介会|联谊会|文化节|艺术节|"
        "旅游节|运动会|恳亲会|寻根会)",
    ),
    practice(
        "other",
        "(?:丰收|年货|科技|读书|美食|采摘|体育|音乐|电影|民俗|购物|消费|文化旅游|茶)节|马拉松|联赛",
    ),
    practice("other", "(?<!代表)(?<!党员)(?<!人民)(?<!动员)大会(?!堂|精神)"),
    practice("other", "(?<![环细情季调枢关])节"),
    practice("other", "(?:座谈|恳谈|见面|洽谈|协商|听证)会"),
    practice(
        "other",
        "(?:宣传|普及|读书|活动|服务|演练|开放|接待|阅读|科普|体验|健身|消费|购物|志愿|宁静|企业家|咨询)"
        "(?:日|周|月|季)",
        least=0,
    ),
)
"""What meets or comes round each year."""

HEADS = (
    *REGISTERS,
    *LISTS,
    *PLATFORMS,
    *RULES,
    *PROCESSES,
    *EVALUATIONS,
    *NETWORKS,
    *MONEY,
    *PROGRAMMES,
    *GATHERINGS,
)
"""Where two heads match at one place, the longer match wins."""
