"""Finds the tasks: clauses that say what shall be done and are no target, system or project.

The rule, in full. A clause is a task when

1. it opens with a governing verb (adverbs and 鼓励, 支持, 推动 … may stand before it), not with a
   principle (坚持, 围绕, 按照 …) and not with a state (实现, 形成, 保持 …);
2. its object has at least four characters and does not end in an aim (…能力, 水平, 格局, 获得感):
   raising an ability or a feeling is an aim, not an act; nor is it the growth of a whole trade
   (壮大…产业), more or better of a whole (优化…结构), a good in general (建设韧性城市) or a
   sentence about a state (…更加有力);
3. nothing already taken stands in its object, and it is no lead phrase, no review of what has
   been achieved, no item of a box, no party affair and no matter of defence.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence, Set

from lantu.engines.plan.model import Mint, Task
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.systems.names import Clause
from lantu.engines.plan.systems.reviews import is_review
from lantu.engines.plan.systems.verbs import (
    MANNERS,
    OPENINGS,
    PIVOTS,
    Governor,
    alternatives,
    words,
)
from lantu.engines.plan.systems.words import PARTY
from lantu.kernel.spans import Span

_MODAL = re.compile(rf"\s*({alternatives(MANNERS)})")
_ADVERBS = re.compile(rf"(?:{alternatives(MANNERS + OPENINGS)}|[地\\s])*")
_PREPOSITIONS = frozenset(words("依托 结合 围绕 按照 坚持 通过 利用 允许 要求 倡导"))
_PIVOTS = frozenset(PIVOTS) - _PREPOSITIONS

_STATES = frozenset(
    words(
        "实现 形成 保持 达到 完成 增强 提高 提升 激发 释放 凝聚 营造 发挥 突出 "
        "聚焦 贯彻 遵守 尊重 适应 顺应 把握 抢抓 "
        "瞄准 锚定 弘扬 享有 构成 稳定 厚植 筑牢 守住 讲好 转变 改善 解决 破解 "
        "消除 杜绝 增加 促进 带动 树立 明确 夯实 覆盖 "
        "激活 支撑 获得 荣获 入选 获评 调动 塑造 丰富 满足 防范 维护 巩固 壮大 叫响 打响"
    )
)
"""Verbs of a state or a wish: what shall be, not what shall be done."""

_AIMS = words(
    "能力 水平 效能 质量 效益 效率 活力 潜力 动力 获得感 幸福感 安全感 满意度 "
    "格局 氛围 优势 竞争力 影响力 吸引力 局面 "
    "合力 意识 理念 精神 道路 作用 高地 新局面 新台阶 基础 支撑 转变 现代化 "
    "发展 升级 转型 跃升 提升 优化 增长 环境 需求 "
    "积极性 主动性 创造性 力度 强度 深度 速度 步伐 新动能 动能 增长点 增长极 "
    "形象 图景 市场体系 经济体系 产业体系 创新体系 生态体系 一体化 魅力 素质 "
    "风气 风尚 秩序 底线 关系 "
    "战略 方针 部署 方式 空间 热点 风险 安全 稳定 公平 正义 标杆 样板 之都 "
    "之城 品牌 名片 窗口 门户 新模式 新业态 新格局 "
    "布局 结构 路径 途径 生产力 发源地 策源地 目的地 集聚地 举措 重点任务 目标任务 融合 互联互通 "
    "贡献 屏障 根基 新路 体系建设 迈进 好转 下移 地位 共同体 活力区"
)
_AIM = re.compile(rf"(?:{alternatives(_AIMS)})[”’]?$")
_WAYS_OF_BEING = re.compile(
    "(?<![硬绿亮美净序])化[”’]?$"
    "|(?:城市|社会|政府|家园|文明|现代化|强[国省市区县])建设$|^[^，。、]{0,4}(?:韧性|学习型|现代化)[^，。、]{2,4}$"
    "|^更多|^尽快|(?:通过|利用)[^，。]{2,14}(?:技术|共享|方式|手段)$"
    "|更加|日益|面临|在望|胜利"
    "|^以.*为(?:依托|引领|主|核心|重点|目标|牵引|抓手|支撑|基础|主体|载体|骨干|导向)$|^通过.*$"
)
"""Qualities, goods in general, states, and the first half of a sentence."""
_GROWS = re.compile("发展|培育|壮大|做[强优大精实]|集聚|汇聚|扩大")
_TRADE = re.compile(
    "(?:产业|[^作就创企营专]业|经济|业态|主体|集群|消费|供给|规模|投资|贸易|企业|专业|就业|营业)[”’]?$"
)
"""发展…经济, 壮大…企业: whose growth is everybody's and nobody's."""
_JOINT = re.compile(rf"(?:[、和与及并或]|{alternatives(MANNERS)})*$")
_PARTY = re.compile(PARTY)
_LEAST_OBJECT = 4
_LEAD_LENGTH = 24


def find_tasks(
    passages: Sequence[Passage], taken: Sequence[Span], without: Set[str] = frozenset()
) -> list[Task]:
    """The tasks of `passages`, in the order of the text, by the rule above.

    taken: document spans of targets, systems, projects and programmes found before.
    without: ids of units that look back or hold principles (`reviews`).
    modality: the adverb or urging verb that opens the clause, else None.
    """
    mint = Mint(Task)
    starts = _Taken(taken)
    return [
        task
        for passage in passages
        if passage.box is None and passage.section not in without
        if not is_review(passage.text)
        for span in passage.clauses()
        if span.start >= passage.lead and not _is_lead(passage, span)
        for task in [_task(passage, span, starts, mint)]
        if task
    ]


class _Taken:
    """Spans in order, to ask whether any meets a stretch."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._longest = max((s.end - s.start for s in spans), default=0)

    def meets(self, span: Span) -> bool:
        """Whether any of the spans shares a character with `span`."""
        low = bisect_left(self._spans, Span(span.start - self._longest, 0))
        high = bisect_left(self._spans, Span(span.end, 0))
        return any(taken.meets(span) for taken in self._spans[low:high])


def _is_lead(passage: Passage, span: Span) -> bool:
    return (
        span.start == 0
        and span.end <= _LEAD_LENGTH
        and passage.text[span.end : span.end + 1] == "。"
    )


def _task(passage: Passage, span: Span, taken: _Taken, mint: Mint) -> Task | None:
    clause = Clause.read(passage.text, span)
    verb = _main_verb(clause)
    if verb is None or not _opens(clause):
        return None
    start = _object_start(clause, verb)
    object_ = passage.text[start : span.end]
    if len(object_) < _LEAST_OBJECT or _is_aim(passage.text[verb.start : start], object_):
        return None
    if taken.meets(passage.span(start, span.end)):
        return None
    quote = span.of(passage.text)
    return Task(
        id=mint(quote),
        span=passage.span(*span),
        quote=quote,
        section=passage.section,
        action=passage.text[verb.start : start],
        object=object_,
        modality=_modality(clause, verb),
    )


def _is_aim(action: str, object_: str) -> bool:
    if _GROWS.search(action) and _TRADE.search(object_):
        return True
    return any(words.search(object_) for words in (_AIM, _WAYS_OF_BEING, _PARTY))


def _opens(clause: Clause) -> bool:
    """Whether the clause begins with its verb, adverbs aside."""
    first = clause.governors[0]
    return (
        first.verb not in _PREPOSITIONS
        and _ADVERBS.fullmatch(clause.text, clause.span.start, first.start) is not None
    )


def _main_verb(clause: Clause) -> Governor | None:
    """The verb of the act: behind an urging verb the one it urges to."""
    for governor in clause.governors:
        if governor.verb in _STATES:
            return None
        if governor.verb not in _PIVOTS or governor is clause.governors[-1]:
            return governor
    return None


def _object_start(clause: Clause, verb: Governor) -> int:
    """Behind the whole chain of verbs: 引进、培育和壮大…"""
    end = verb.end
    for governor in clause.governors:
        if governor.start >= end and _JOINT.fullmatch(clause.text, end, governor.start):
            end = governor.end
    return end


def _modality(clause: Clause, verb: Governor) -> str | None:
    adverb = _MODAL.match(clause.text, clause.span.start, verb.start)
    if adverb:
        return adverb.group(1)
    first = clause.governors[0]
    return first.verb if first.verb in _PIVOTS and first is not verb else None
