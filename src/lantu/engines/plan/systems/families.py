"""Which family of packs a promised system belongs to, by topic words.

The name counts most, then its clause; a kind that speaks for itself decides what remains.
"""

import re

TOPICS = (
    (
        "emergency_safety",
        "应急|防灾|减灾|救灾|安全生产|治安|公共安全|隐患|双重预防|消防|防汛|灾害|"
        "重大风险|网络安全|防控体系|抗旱|疾病预防|突发|安全管理|演练|预案|避难|"
        "主体责任|风险处置|反诈",
    ),
    (
        "monitoring_alerts",
        "监测|预警|雪亮|视频监控|空气质量|水质|河湖健康|不良反应|早期干预|风险防控|污染调查|技防",
    ),
    (
        "scoring_credit",
        "信用|诚信|失信|信用档案|质量档案|亩均|考核|评价|创建|示范|星级|满意度|领跑者|文明城市|卫生城市|"
        "贯标|标杆|质量标准",
    ),
    (
        "inspection_enforcement",
        "危险废物|排污口|联单|审计|监管|执法|检查|排查|巡查|双随机|三包|召回|惩罚|损害赔偿|责任追究|督导|"
        "督查|整治|污染|标准管理|知识产权|治理模式|专项治理|第三方治理|"
        "环境保护制度|质量管理|食品|药品",
    ),
    (
        "approvals_lists",
        "审批|一网通办|不见面|一站式|一业一证|证照|清单|准入|许可|承诺制|最多跑|一窗|窗口|"
        "政务服务|目录|权责|行政许可|办理",
    ),
    (
        "quota_ledgers",
        "碳普惠|温室气体|煤炭|减量替代|有偿使用|占补平衡|核算|减排|总量|双控|双约束|配额|碳排放|排污权|用水权|指标交易|标准地|用地|土地|"
        "绿地制度|碳汇|耕地|能耗|水资源|增减挂钩",
    ),
    (
        "funds_finance",
        "生态补偿|补偿机制|责任保险|成本保险|基金|资金|奖补|补贴|优惠|融资|投入|投融资|风险补偿|收费|价格|电价|水价|"
        "财政|税|担保|金融|慈善|债务|扶持|消费券|消费政策|配套政策|政策体系|"
        "加计扣除|创新券",
    ),
    (
        "benefits_care",
        "探访|关爱|独居|慈善|民生|医疗服务|卫生服务|基层服务能力|中医药|津贴|高龄|养老|医疗|救助|低保|残疾|社会保险|社会保障|保障制度|住房|儿童|老年|托育|"
        "教育|学校|办学|教师|医联体|医共体|法律援助|普法|福利|救济|工资|公益性岗位|"
        "权益保障机制|要素分配|健康|教科研|保险|公共卫生|文明实践|以旧换新|"
        "公共服务标准",
    ),
    (
        "matching_talent",
        "职级|人才|英才|就业|创业|用工|技能|培训|学徒|揭榜|科技成果|成果|科研|创新|技术|"
        "职称|校企|对接|招聘|社群|收益分配|聘用|科技治理|大赛|年会|峰会|论坛|展|"
        "产学研|交流合作|研发|工匠|企业家",
    ),
    (
        "registries_ladders",
        "企业培育|培育机制|后备|上市|梯队|梯度|小微企业|中小企业|储备库|专精特新|"
        "瞪羚|高新技术企业|链长|档案|集群|龙头企业|认养|名录|主体培育",
    ),
    ("projects_pipeline", "项目|招商|问效|立项|畅通|工作法|重大工程|改造合作"),
    (
        "data_open",
        "数据(?:开放|共享|采集|授权|回流)|公共数据|向公众开放|信息公开|信息共享|数据开放|开放数据|大数据库|公开数据|数据向|数据资源",
    ),
    ("spatial_access", "分钟|一刻钟|生活圈|服务圈|健身圈|公共文化服务|便民"),
    (
        "cases_grid",
        "网格|诉求|权益保障通道|基层管理|调解|信访|矛盾|投诉|举报|社区|基层治理|"
        "政企沟通|联系企业|企业服务|河湖长|河长|湖长|林长|城市管理|治理机制|"
        "社会治理|三社|物业|纠纷|接诉",
    ),
    (
        "smart_ops",
        "智慧|智能(?!化公共)|大脑|一网统管|信息化|工业互联网|5G|数字化|垃圾|"
        "循环利用|物流|收运|云平台",
    ),
    (
        "plan_indicators",
        "中期评估|年度评估|规划评估|实施情况|总考核|规划实施|规划指标|规划体系|年度监测|政策协调|工作协同|目标任务|监测、评估|评估、考核|统计|指标体系",
    ),
)

_TOPICS = tuple((family, re.compile(words)) for family, words in TOPICS)

_BY_KIND = {
    "accreditation": "scoring_credit",
    "evaluation": "scoring_credit",
    "fund": "funds_finance",
    "benefit": "benefits_care",
    "register": "registries_ladders",
    "list": "approvals_lists",
    "platform": "smart_ops",
    "network": "spatial_access",
    "programme": "projects_pipeline",
}

_KIND_WEIGHT = {"fund": 6.0}
"""A fund is a fund whatever it is for; other kinds only tip the scales."""
_NAME_WEIGHT = 3
_TAIL_WEIGHT = 2
"""Words near the end of a name say what it is; words before them say what it is about."""


def family_of(name: str, clause: str, kind: str) -> str:
    """The family whose words speak loudest.

    >>> family_of("防汛物资台账", "建立防汛物资台账", "register")
    'emergency_safety'
    """
    best, best_score = _BY_KIND.get(kind, "cases_grid"), 0.0
    for family, words in _TOPICS:
        score = _score(words, name, clause) + (
            _KIND_WEIGHT.get(kind, 1.5) if _BY_KIND.get(kind) == family else 0
        )
        if score > best_score:
            best, best_score = family, score
    return best


def _score(words: re.Pattern[str], name: str, clause: str) -> float:
    score = 0.0
    for match in words.finditer(name):
        score += _NAME_WEIGHT * len(match.group()) / 2 + _TAIL_WEIGHT * match.end() / max(
            len(name), 1
        )
    return score + 0.5 * len(set(words.findall(clause)))
