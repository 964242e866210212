"""Words that tell an arrangement where no head noun does, as data: names that all of China uses
for one arrangement, titles that are applied for, ways of working; and words that only borrow.

Only general official vocabulary; no name of a place, firm or document. Head nouns stand in
`heads.py`.
"""

from lantu.engines.plan.systems.verbs import words

NAMED = (
    (
        "process",
        "approvals_lists",
        "一网通办|最多跑一次|一业一证|证照分离|一件事一次办|高效办成一件事|[跨省][省内]通办|免申即享|好差评|"
        "一站式”?(?:办理|审批|受理|政务服务|服务)|不见面”?(?:审批|办理|开标)|"
        "帮办代办|并联审批|容缺受理|多证合一|照后减证|一枚印章管审批|多评合一|"
        "区域评估|先诊疗后付费|证明事项告知承诺制|告知承诺制",
    ),
    ("list", "approvals_lists", "三线一单|电子证照"),
    (
        "platform",
        "approvals_lists",
        "互联网[+＋](?:医疗健康|医疗|护理服务|养老|教育|政务服务|政务|监管|督查|信访|公共法律服务|调解)",
    ),
    ("process", "inspection_enforcement", "双随机、一公开|双随机一公开|综合查一次"),
    (
        "mechanism",
        "benefits_care",
        "(?:(?:药品|医用|高值|耗材|和|、)*)集中带量采购|(?<!一次)医保支付方式(?:改革)?|家庭医生签约服务|长期护理保险|双减",
    ),
    ("mechanism", "spatial_access", "集团化办学"),
    ("mechanism", "matching_talent", "县管校聘|校长职级制"),
    ("network", "benefits_care", "医联体|医共体"),
    ("benefit", "benefits_care", "以工代赈|时间银行"),
    ("mechanism", "matching_talent", "东西部协作|对口(?:支援|帮扶|协作)"),
    ("other", "benefits_care", "全民阅读(?:活动)?|全民健身活动"),
    (
        "process",
        "cases_grid",
        "接诉即办|吹哨报到|[街乡]镇?道?吹哨、部门报到|三调联动|12345(?![^，。、]{0,6}热线)",
    ),
    ("mechanism", "cases_grid", "(?:河湖|河|湖|林|田|路|街|巷|楼)长制"),
    ("network", "cases_grid", "红色物业|三社联动|五社联动|新时代文明实践(?:站|中心)"),
    ("fund", "funds_finance", "[\u4e00-\u9fff]{1,4}贷(?=”)"),
    ("mechanism", "funds_finance", "按(?:疾病诊断相关分组|病组|病种|人头|病种分值|床日)付费"),
    ("process", "matching_talent", "揭榜挂帅"),
    ("programme", "matching_talent", "春风行动|就业援助月|新型学徒制"),
    ("process", "quota_ledgers", "标准地|增减挂钩"),
    ("mechanism", "quota_ledgers", "(?:碳排放权?|排污权|用能权|用水权|水权)交易"),
    ("mechanism", "registries_ladders", "链长制"),
    ("evaluation", "scoring_credit", "亩均论英雄"),
    ("accreditation", "scoring_credit", "“领跑者”|领跑者(?=制度|行动)"),
    ("platform", "smart_ops", "一网统管|雪亮工程|互联网[+＋]明厨亮灶"),
)
"""(kind, family, names): arrangements known by these very words, with or without quotes."""

TITLES = (
    "示范(?:区|城市|县|市|镇|村|街道|社区|单位|基地|园区|园|企业|校|点|户|带)|"
    "平安(?:区|县|市)|"
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
    "党组织|理论学习|党的|党领导|港澳|宗教|八项规定|四风|党中央|习近平"
)
"""Party discipline, united front and defence: other documents run these."""

BORROWED = (
    f"{PARTY}|(?:"
    "经济体系|市场体系|产业体系|产业链体系|供给体系|(?<!支持)创新体系|创新生态|消费生态|"
    "流通体系|交通体系|品牌体系|水网体系"
    "|治理体系和治理能力|社会主义.{0,6}制度|根本制度|政治制度|分配制度改革|监督体系"
    "|干部(?:担当|队伍|管理|标准)|选人用人|开放型经济|经济体制|市场机制|竞争机制|现代企业制度|企业制度改革"
    "|商圈|融资平台|平台公司|产业平台|(?<!公共)创新平台|转化平台|"
    "载体平台|主平台|高端平台|体系化|高质量发展体制机制"
    "|发展战略|生态链|政策工具|国家级平台|各类平台|(?<!数据)开放平台|研发平台|中试平台|研究平台|"
    "实体平台|网络平台|商务平台|型平台|新的平台|更高平台"
    "|资产评估|房地产评估|土地评估|咨询评估|测试评估|价值评价|私募[^，。、]{0,2}基金|信托基金|"
    "物资储备库|应急物资库|粮食储备库|"
    "(?:科技|创新|社会|文化|安全)[^，。、]{0,4}体制机制|(?:科技|社会|文化)治理体系|科技规划体系|"
    "治理共同体|环境保护制度|发展政策体系|有关政策"
    ")(?=$|[、和与及并（”）]|建设|能力|现代化)"
)
"""Aims that borrow the word as their last, promotion of an industry, buildings, party discipline,
defence."""

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

CREATION_VERBS = frozenset(words("创成 创建 争创 申报 申请 入选 入围 荣获 获评 获得"))
HONOUR_VERBS = frozenset(words("通过 擦亮 巩固 争取 打造"))
CREATION_TAIL = "[”’]?(?:等)?(?:创建|示范建设|示范创建|载体建设|复审|评选|命名|复评)"
NAMED_TAIL = "改革|行动|模式|服务|工作法|审批|办理|监管|制度|机制|平台"
PUSHING = frozenset(words("推进 推动 开展 加强 深化 实施 抓好 创建 争创 打造"))
QUOTED_TITLE = (
    "“[^“”，。]{2,10}(?:小区|社区|校园|医院|工厂|乡村|家庭|城市|街区|县城|机关)”(?:建设|创建)(?!的)"
    "|“无[^“”，。]{1,3}(?:城市|社区|小区)”"
    "|[\u4e00-\u9fff]{2}(?:友好|发展)型?(?:城市|社区)(?:建设|创建)(?!的)"
)
"""A title that is worked for when one of `PUSHING` governs it."""

FOUNDING = frozenset(
    words(
        "建立 健全 完善 构建 搭建 设立 成立 组建 建强 建成 形成 实行 施行 实施 推行 推广 执行 "
        "开展 探索 制定 出台 编制 举办 启动 试行 落实 做好 抓好 办好 用好 做优 提供 配备 开设 "
        "发放 召开 组织 公布 发布 选聘 聘请 选派 推出 组织实施 组织开展 深化 引入 加入 培育 打造 "
        "推开 全面推开 铺开 推进 建设 建好 共建 安排 纳入 承办"
    )
)
"""Verbs that set an arrangement up or run it."""

PRACTISING = frozenset(words("推行 实行 试行 施行 设立 建立 健全 选派"))
"""What they take as object is an arrangement, whatever it is called."""

NAMING = frozenset(words("推行 推广 实行 试行 施行 开展 组织开展 深入开展"))
"""What they take as object, when it begins with a quotation, is a way of working to its end."""

QUOTING = frozenset(
    words(
        "推行 推广 实行 试行 施行 推出 建好 落实 深化 设立 开设 选聘 举办 办好 开展 实施 探索 建立 "
        "健全 完善 公布 做优 用好 发放 开通 执行 持续开展 严格 打造 创建 推进 组织实施 培育"
    )
)
"""What they take as object in quotation marks is an arrangement by its own name …"""

VAGUE = frozenset(words("打造 创建 推进 培育"))
ONE_STEP = "一[^一]{1,2}(?:通|办|查|管|评|签)"
"""… but of these only when a noun of `QUOTED_KINDS` follows or the name promises one step."""

QUOTED_KINDS = (
    (
        "programme",
        "(?:[^，。；、“”和与及]{0,10}?)(?:行动计划|行动|计划|工程|专项|攻坚战?|普法规划|项目(?=$|[，。；]))",
    ),
    ("mechanism", "[^，。；、“”和与及]{0,6}?(?:改革|制度|机制|体系|模式|责任制|责任|制)"),
    ("accreditation", "(?:评选|创建|评定|认定)"),
    ("register", "一[^一]{1,2}一(?:档|册|表|码)"),
    ("platform", "[^，。；、“”和与及]{0,6}?(?:平台|窗口|专区|系统|热线|超市)"),
    ("network", "[^，。；、“”和与及]{0,4}?(?:网络|联盟|工作室|服务站|队伍|志愿服务)"),
    (
        "process",
        "[^，。；、“”和与及]{0,6}?(?:工作法|做法|管理|监管|服务|办理|审批|评审|闭环|监督|出让|治理|响应|方式|"
        "办学|招商|活动|公开|工作|融资|专场)",
    ),
)
"""(kind, tail): what a name in quotation marks is, told by the words behind it."""

NO_ARRANGEMENT = (
    "^更|^最|^较|^完[整备]|^高[水质标]|^现代|^重大|^良好|^稳定|一企一策|放管服|理念|精神|品牌|战略|要求|部署|格局|道路|目标|思想|路线|意识|自信|维护|布局|"
    "原则|政策(?!直达|找)|故事|声音|形象|短板|任务|总基调|优势|场景|主体|力量|名片|现代化|一带一路|"
    "五位一体|四个全面|经验|品质|标识|互联网[+＋][^，。]{0,4}$|普通话|生活方式|"
    "(?:制造|开放|链条|门类|活动|人才|企业|产业|经济|文化|技术|产品|市场|生产|工艺|装备|设备|建筑|建造|农业|种植|养殖|材料|"
    "能源|汽车|出行|消费|节能|技改|规定|条例|措施|政策|标准|设计|方式|模式|发展|"
    "[带轴廊圈核翼极园区县市省路港湾])$"
)
"""Words of a quoted or practised thing that is an idea, a trade, a product or a layout."""

HEADED = (
    "(?:体系|体制|平台|机制|制度|系统|基地|中心|园区|企业|关系|环境|通道|渠道|公司|机构|学校|办法)$"
)
"""Ends of names that `heads.py` reads: such a name is found there or not at all."""

NAMELESS = (
    ("process", "[^，。；]{0,20}数据(?:资源)?向社会(?:公众)?(?:有序)?开放"),
    (
        "process",
        "对[^，。；、]{2,20}进行[^，。；、]{0,6}(?:排查|巡查|监测|评估|体检|抽查|普查|考核)",
    ),
    (
        "process",
        "[^，。；、]{2,16}?每(?:[半一两二三四五])?(?:年|季度|月)(?:(?:开展|进行|组织|发布|召开)一?|[1一两2])次",
    ),
    (
        "process",
        "定期(?:组织|开展)[^，。；]{0,12}(?:排查|巡查|检查|评估|监测|演练|会商|抽查|回访|走访|体检)",
    ),
    (
        "process",
        "(?:每(?:周|月|季度?|半年|年)|按(?:月|季|年)|定期)(?:通报|公示|公布|调度|点评|晾晒|督查|会商)"
        "[^，。；]{0,12}",
    ),
    (
        "process",
        r"每(?:周|月|季度?|半年|年)(?:定期)?(?:组织|开展|召开|举办|举行)[^，。；\d]{5,20}(?=$|[，。；])",
    ),
    (
        "process",
        "(?:每(?:日|周|月|季度?|半年|年)|按(?:月|季|年)|定期)(?:对|就|向|组织|开展)[^，。；]{4,24}"
        "(?:排名|张榜公布|通报|评比|点评|晾晒|公示|回访|会商|轮换)",
    ),
    ("mechanism", "[^，。；]{0,16}(?:认建|认养|认领)[^，。；]*"),
    (
        "network",
        "(?:街道|社区|乡镇|村级|镇村|各村|各镇)[^，。；、“”\\d]{0,14}(?:中心|站|点|食堂|室|门诊|窗口)"
        "(?=(?:建设)?(?:实现)?全覆盖)",
    ),
    (
        "network",
        "(?:街道|社区|乡镇|村级)[^，。；“”\\d]{0,14}(?:救助|服务|调解|监测)(?:站|点|所)(?=的?建设)",
    ),
)
"""Arrangements without a name of their own: their clause stands for them."""

PROMOTION = frozenset(words("发展 培育 壮大 引进 集聚 运用 采用 使用 应用 规范发展"))
"""Who promotes a trade (资产评估) promises no evaluation."""
