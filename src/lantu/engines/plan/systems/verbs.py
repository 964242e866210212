"""Which verb governs which words of a clause, read from left to right without a parser.

Official prose is regular enough: a clause opens with adverbs and a verb, and what follows is its
object. The hard part is the verb that stands inside a noun (协调推进机制); `governors` leaves those
out. It refuses to analyse anything finer than "verb, then object".
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from lantu.kernel.spans import Span


def words(lines: str) -> tuple[str, ...]:
    """The words of a list that is written as running text."""
    return tuple(lines.split())


SETTERS = words(
    "建立 健全 完善 构建 构筑 搭建 设立 设置 成立 组建 落实 实行 实施 推行 推开 全面推开 铺开 "
    "施行 执行 开展 打造 探索 制定 出台 "
    "编制 修订 引入 进行 举办 承办 参加 争创 履行 启动 试行 推广 纳入 建成 "
    "形成 给予 提供 配备 开设 发放 获得 "
    "荣获 入选 获评 争取 融入 开发 做好 抓好 办好 用好 提升 享有 普及 执行 组织实施 组织开展 入围 "
    "创成 共建 加入 安排 建强 建好 选聘 聘请 选派 召开 发布"
)
"""Verbs that govern even behind a subject or a pivot (支持企业建立…)."""

PIVOTS = words(
    "支持 鼓励 引导 推动 推进 促进 督促 吸引 带动 配合 依托 结合 围绕 按照 "
    "通过 利用 坚持 协助 组织 指导 允许 要求 倡导"
)
"""Verbs and prepositions whose object may be a clause with a verb of its own."""

PLAINS = words(
    "建设 发展 优化 改进 创新 改革 加强 强化 增强 加大 深化 拓展 扩大 整合 "
    "规范 严格 培育 壮大 畅通 巩固 保护 保障 "
    "提高 创建 申报 申请 公布 公开 统筹 改造 扩建 新建 发挥 运用 采用 "
    "采取 打通 补齐 维护 防范 化解 防控 整治 "
    "治理 淘汰 引进 培养 弘扬 营造 塑造 挖掘 丰富 延伸 聚焦 突出 降低 控制 "
    "压减 减少 解决 破解 释放 激发 调动 凝聚 "
    "树立 宣传 推介 擦亮 叫响 理顺 放宽 放开 简化 清理 取消 下放 承接 对接 "
    "衔接 贯彻 遵守 适应 顺应 把握 抢抓 瞄准 "
    "锚定 谋划 规划 盘活 增加 稳定 完成 实现 达到 保持 开辟 开拓 创造 创办 "
    "联合 选拔 评选 认定 遴选 开放 共享 延长 "
    "缩短 刺激 提振 扩展 升级 更新 修复 恢复 监督 检查 查处 打击 遏制 杜绝 "
    "消除 排查 建好 关注 关爱 帮扶 救助 安置 "
    "调解 打好 守住 筑牢 织密 兜牢 夯实 厚植 做强 做优 做大 做精 做实 做细 "
    "讲好 用足 管控 严控 严防 严禁 禁止 限制 "
    "减轻 转变 改善 处置 处理 使用 应用 采购 部署 开通 接入 集聚 汇聚 出清 "
    "出让 核查 普查 监测 动员 推出 追究 惩戒 "
    "稳妥 服务 管理 加速 拓宽 细化 明确 压实 加密 提档 构成 覆盖 激活 支撑 办"
)
"""Other verbs that open a clause; inside a noun phrase they are part of the name."""

MANNERS = words(
    "加快 积极 大力 全面 持续 深入 稳步 扎实 有序 切实 不断 继续 进一步 着力 "
    "努力 率先 主动 逐步 尽快 及时 定期 不定期 "
    "高标准 高水平 高质量 多渠道 强力 奋力 坚决 牢牢 优先 每年 每季度 每月 "
    "每半年 适时 并 同时 力争 确保 必须 应当 "
    "稳慎 审慎 滚动 广泛 充分 顺利 成功 认真 严格 依法 联合 共同 将 要"
)
"""Adverbs that announce a new verb even in the middle of a clause."""

OPENINGS = words(
    "科学 合理 重点 常态化 常态 依规 高起点 高效 协同 协调 分类 分步 分批 分级 "
    "精准 纵深 健康 规范 严厉 坚定 更好 更加 "
    "统一 创新 试点 探索 应 可 能 也 均 都 且 而 再 又 还 适度 适当 因地制宜 "
    "有效 有力 系统 整体 全力 全速 深度 普遍 "
    "基本 初步 已 已经 正在 统筹 是 以此 从而 年内 全区 全县 全市 全省 我区 我县 我市 我省"
)
"""Words that stand before the first verb of a clause; further in they belong to nouns."""

_LOOKS_LIKE_NOUN = {
    "建设": "用地|工程|项目|者|标准|单位|领域|规模|成果|成效|水平|成本|期间?|进度|管理",
    "创新": "创业|型|能力|平台|人才|团队|体系|驱动|中心|联合体|链|要素|资源|主体|发展|"
    "活力|成果|券|大赛|机制",
    "发展": "面临|的|不|改革|规划|战略|理念|格局|方式|水平|质量|环境|成果|空间|基金|"
    "目标|方向|改革委",
    "改革": "创新|开放|试点|试验|任务|措施|红利|事项",
    "规划": "化|纲要|实施|编制|体系|目标|期|建议|展望|建议稿",
    "组织": "体系|机构|领导|架构|管理|保障|方式|生活",
    "治理": "体系|能力|机制|模式|效能|水平|格局|现代化",
    "监测": "预警|体系|网络|平台|评估|站|点|系统|中心|机制|设施",
    "预警": "机制|平台|体系|系统|信息|预报|监测|响应",
    "开放": "型|共享|合作|平台|发展|水平",
    "共享": "机制|平台|发展|经济|单车",
    "监督": "机制|体系|管理|检查|考核|制度|执法",
    "检查": "制度|机制|考核|执法",
    "招商": "引资|项目|活动|平台|机制",
    "应用": "场景|示范|平台|型|基础",
    "管控": "平台|机制|体系|措施|单元|清单|制度",
    "帮扶": "机制|体系|制度|力度|政策|措施|台账|对象",
    "救助": "体系|机制|制度|站|管理|管理站|对象|标准|机构",
    "保障": "体系|机制|制度|性|能力|水平|措施|房|政策|网",
    "普查": "成果|数据|制度|机制",
    "防控": "体系|机制|能力|措施|平台|网",
    "排查": "整治|机制|台账|制度|清单",
    "评选": "活动|机制|办法|表彰",
    "认定": "管理|标准|办法|机制|后备|为",
    "培养": "机制|体系|模式|计划|方案",
    "激发": "态",
    "规范": "化|性",
    "严格": "规范",
    "处理": "厂|机制|率|能力|设施|费",
    "处置": "机制|能力|体系|预案|方案|率|设施|中心",
    "落实": "机制|情况",
    "实施": "方案|意见|细则|机制|办法|主体",
    "管理": "体系|机制",
    "调解": "机制|组织|联动|平台|中心|委员会|员|工作",
    "统筹": "协调机制|机制|推进机制",
    "利用": "率|体系|效率|水平",
    "建": "设|立|成|筑|档|材|言|议|制|造|构",
    "办": "法|公|学|理|事|案|税|证",
    "育": "人|苗|才|种|儿|龄|幼|引",
}
"""A verb followed by one of these is the first half of a noun."""


def _verb(word: str) -> str:
    if word == "发展":
        word = "(?<!高质量)发展"
        return f"{word}(?!{_LOOKS_LIKE_NOUN['发展']})"
    follow = _LOOKS_LIKE_NOUN.get(word)
    return f"{word}(?!{follow})" if follow else word


def alternatives(words: Iterable[str]) -> str:
    """A regex alternation of `words`, the longest first."""
    return "|".join(sorted(set(words), key=lambda word: (-len(word), word)))


_VERB = re.compile("|".join(_verb(w) for w in alternatives(SETTERS + PIVOTS + PLAINS).split("|")))
_OPENING = re.compile(
    r"(?:[（(]?[\d一二三四五六七八九十]{1,3}[）).、．])?"
    rf"(?:{alternatives(MANNERS + OPENINGS)}|[地了、和与及\s])*$"
)
_MANNER = re.compile(rf"(?:{alternatives(MANNERS)})地?$")
_JOINT = re.compile(r"[、和及与]$")
_TOGETHER = re.compile(r"(?:牵头|联动|联手|合力|里)$")
"""Behind 市里 or 企业牵头 a new verb begins."""
_PARTICLES = re.compile(r"[了好完起]?(?:一批|一个|一系列|各类|各项|若干|更加|更为)?")
_SETTERS = frozenset(SETTERS)
_PIVOTS = frozenset(PIVOTS)


class Governor(NamedTuple):
    """A governing verb: the word, where it starts, and where its object begins."""

    verb: str
    start: int
    end: int


def governors(text: str, clause: Span) -> list[Governor]:
    """The governing verbs of `clause`, left to right; verbs inside nouns are left out.

    >>> [g.verb for g in governors("持续完善重大项目协调推进机制", Span(0, 14))]
    ['完善']
    >>> [g.verb for g in governors("支持社区建立志愿服务台账", Span(0, 12))]
    ['支持', '建立']
    """
    found: list[Governor] = []
    begin = clause.start
    for match in _VERB.finditer(text, clause.start, clause.end):
        if _governs(text, begin, match, found):
            particle = _PARTICLES.match(text, match.end(), clause.end)
            end = particle.end() if particle else match.end()
            found.append(Governor(match.group(), match.start(), end))
            begin = end
    return found


def _governs(text: str, begin: int, match: re.Match[str], found: list[Governor]) -> bool:
    gap = text[begin : match.start()]
    if _OPENING.match(gap):
        return True
    if _inside_quotes(gap):
        return False
    if _MANNER.search(gap):
        return True
    if _TOGETHER.search(gap):
        return match.group() in _SETTERS or match.group() == "建设"
    if _JOINT.search(gap):
        return match.group() in _SETTERS
    behind_pivot = not found or found[-1].verb in _PIVOTS
    return match.group() in _SETTERS and behind_pivot


def _inside_quotes(gap: str) -> bool:
    return gap.count("“") > gap.count("”")
