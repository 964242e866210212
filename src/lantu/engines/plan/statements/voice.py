"""Whether a sentence tells what has been achieved or promises what shall be.

Chinese verbs have no tense: the voice comes from times (“十三五”末), from words (力争, 已) and,
where a paragraph has neither, from the paragraph before it. Refuses to read values.
"""

import re
from collections.abc import Iterator, Sequence

from lantu.kernel.periods import Period

_PROMISED = (
    "力争 确保 争取 努力 (?<!年度)计划 规划 预期(?!寿命|目标[\\d的]) 将要? 拟 必须 "
    "(?<!年度|预期|年初|全年)目标 "
    "(?<![主重需紧首摘纪概])要(?!素|求|点|道|闻|害|地|件|义|因) 控制在 "
    "到20[2-9]\\d年 到二[〇零○OＯ] 应当 今后 未来 下一步 继续"
)
_ACHIEVED = (
    "已 现有 现已 目前 累计 截至 截止 获评 荣获 荣膺 获批 成功(?!率|上市|经验) 顺利 圆满 预计 "
    "初步核算 同比 较上年 比上年 仅为 仅占 仅有 只有 先后 相继 去年 过去 近年来 五年来 一年来 "
    "[一-鿿]了(?!解|望|然) 以来(?!的) 建成投用 取得(?!新) 涌现 跃居 蝉联 落户"
)
_ORDERS = (
    "加快 推进 加强 完善 健全 强化 坚持 深化 支持 鼓励 推动 实施 优化 构建 建立 打造 发展 "
    "培育 提升 大力 积极 全面 深入 着力 扎实 持续 严格 落实 开展 建设 促进 引导 探索 统筹 "
    "依托 围绕 聚焦 加大 扩大 创新 提高 规范 稳步 有序 突出 抓好 做好 做强 做优 搭建 充分 "
    "广泛 巩固 改造 创建 引进 紧盯 瞄准 用好"
)
_TOLD = (
    "已 现有 现已 目前 截至 截止 获评 荣获 荣膺 成功(?!率|上市|经验|创建) 顺利 圆满 同比 "
    "较上年 比上年 仅为 仅占 仅有 只有 先后 相继 去年 近年来 五年来 一年来 "
    "[一-鿿]了(?!解|望|然)"
)
_BACK = re.compile(
    "(?<!新)成就|(?<!新)成效|(?<!新)成绩|回顾|发展基础|现状|(?:执行|完成|进展|实施)情况|问题|短板|不足|面临|形势|发展环境|背景|"
    "发展历程|主要进展|家底|亮点"
)
_AND = re.compile("[和与及、]")
_AHEAD = re.compile("目标|任务|举措|展望|安排|总体要求|总体思路|保障措施|部署|愿景")
_PROMISE = re.compile("(?:" + "|".join(_PROMISED.split()) + ")")
_ACHIEVEMENT = re.compile("(?:" + "|".join(_ACHIEVED.split()) + ")")
_CLAUSE_TELLS = re.compile("(?:" + "|".join(_TOLD.split()) + ")")
_ORDER = re.compile("(?:^|[，,。；;：:、 ])(?:" + "|".join(_ORDERS.split()) + ")")
_COMPARED = re.compile(r"[比较由从]\s*$")
_BASE = re.compile(r"\s*的?(?:基础上|基数|[\d.]+倍)")


def paragraph_voices(
    texts: Sequence[str],
    times: Sequence[Sequence[Period]],
    plan: tuple[int, int] | None,
    headings: Sequence[int],
) -> Iterator[bool]:
    """For each paragraph whether it promises (True) or tells what is (False).

    times: the periods of each paragraph. plan: first and last year of the plan, when known.
    headings: what `heading_voice` says of the headings that each stands under.
    """
    promises, under = True, 0
    for text, periods, heading in zip(texts, times, headings, strict=True):
        if heading != under:
            promises, under = heading >= 0, heading
        weight = _weight(text, periods, plan, heading)
        if abs(weight) >= 1:
            promises = weight > 0
        yield promises


def heading_voice(titles: Sequence[str]) -> int:
    """1 when headings (innermost first) announce promises, -1 when they look back, else 0.

    What stands in a chapter that looks back looks back, whatever its sections are called.

    >>> heading_voice(["重点任务扎实推进", "2023年工作回顾"]), heading_voice(["发展基础和目标"])
    (-1, 0)
    """
    voices = [_title_voice(title) for title in titles]
    return -1 if -1 in voices else max(voices, default=0)


def _title_voice(title: str) -> int:
    back = max((m.end() for m in _BACK.finditer(title)), default=0)
    ahead = max((m.end() for m in _AHEAD.finditer(title)), default=0)
    if back == ahead or (back and ahead and _AND.search(title)):
        return 0
    return 1 if ahead > back else -1


def _weight(
    text: str, periods: Sequence[Period], plan: tuple[int, int] | None, heading: int
) -> float:
    """Above 0 for a promise. Under a heading that looks back, verbs without subject tell."""
    weight = 0.0
    for period in periods:
        weight += 3 * (time_voice(text, period, plan) or 0)
    weight += len(_PROMISE.findall(text)) - 1.5 * len(_ACHIEVEMENT.findall(text))
    return weight - 3 if heading < 0 else weight + heading + len(_ORDER.findall(text))


def time_voice(text: str, period: Period, plan: tuple[int, int] | None) -> int | None:
    """1 when the time lies in the plan or later, -1 when before it, None when it says nothing.

    A year of comparison (比2020年翻一番) says nothing.
    """
    if period.kind == "past":
        return -1
    if plan is None or period.last_year is None or is_base(text, period):
        return None
    return 1 if period.last_year >= plan[0] else -1


def is_base(text: str, period: Period) -> bool:
    """Whether the time is what something is compared with: 比2020年, 在2020年基础上."""
    start, end = period.span
    return bool(_COMPARED.search(text[max(0, start - 2) : start]) or _BASE.match(text, end))


def clause_voice(before: str, clause: str) -> bool | None:
    """What the words of one clause say by themselves; None when they say nothing.

    before: the words of the clause up to the value; clause: all of it.
    """
    achieved, promised = _CLAUSE_TELLS.search(clause), _PROMISE.search(before)
    if bool(achieved) == bool(promised):
        return None
    return bool(promised)
