"""Which values of a passage are worth reading: quantities, ranks and comparisons, decoys left out.

A decoy is a numeral in a name, slogan, ordinal, age group, size class or duration of a programme.
Refuses to say whose value it is and whether it is promised or achieved.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from lantu.kernel import quantities
from lantu.kernel.numerals import number
from lantu.kernel.quantities import Quantity
from lantu.kernel.spans import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A value in a passage. span: with the words that compare; core: without.

    kind: when the wording alone decides it (coverage, multiple, zero, time, rank, relative).
    """

    span: Span
    core: Span
    value: Decimal | None
    value_high: Decimal | None
    comparator: str
    unit: str | None
    kind: str | None = None
    reference: str | None = None


_COUNTED = "个 家 所 座 条 处 套 辆 台 艘 件 项 名 户 场 支 栋 部 人 棵 株 亩 公里"
_MAKING = (
    "新建 改建 扩建 新改建 新增 改造 建成 建设 完成 创建 引进 引入 培育 打造 获批 认定 组建 "
    "开工 竣工 投用 设立 成立 建立 布局 举办 达到 达 实施 办好 增加到 发展到 共 等"
)
_ABSTRACT = (
    "方面 阶段 环节 层面 领域 意识 自信 维护 全面 坚持 确保 提升年 转变 转型 转向 定位 抓手 "
    "关系 文明 规范化 机制 高地 家园 强省 强市 走廊 一 百年 方向 战略 举措 导向 统筹 一体 "
    "先行 必须 着力 结合 (?:重点|关键)(?:任务|领域|方面|环节) 更加 重大(?:战略|任务) 维度 "
    "目标 任务 原则 理念 (?:主导|优势|支柱|特色|重点)产业 (?:重大|国家)(?:战略|机遇)"
)
_NO_COUNT = re.compile("(?:" + "|".join(_ABSTRACT.split()) + ")")
_CLASS = re.compile("[级型期强](?!度)")
_LOOSE = ("个", "项", "条")
_JUST_MADE = re.compile("(?:" + "|".join(_MAKING.split()) + ")了?$")
_SETTLED = re.compile(r"[^，。；、]{2,10}(?:落户|建成|投用|投产|获批|开工|竣工|通过)")
_SMALL = re.compile("[一二三四五六七八九两十百千]+")
_CRITERION = re.compile(
    r"(?:及)?的?(?:固定资产|税收|产值|营业收入)?"
    r"(?:大型|燃煤|燃气|老旧|重大|工业|规模|特大|优质|产业|招商|省级|投资|龙头|头部|领军|骨干|服务业)*"
    r"(?:项目|企业|产业集群|集群|园区|工程|单品|镇|村|老年人|老人|人口|人群|儿童|婴幼儿|幼儿|"
    r"高龄|居民|自然村|行政村|建制村|人员|群体|乡镇|小区|住宅|路段|河流|水库|锅炉|机组|耕地)"
)
_YEARS = ("年", "岁", "周岁", "个月", "季度", "天", "个工作日", "工作日", "小时", "分钟", "秒")
_TIMED = re.compile(
    "年限|寿命|时间|时长|时限|时效|天数|压缩|缩短|办结|办理|响应|平均|耗时|期限|可达|可及|到达|通达|步行|车程"
)
_CUT = re.compile("[，,。；;！？]")
_CIRCLE = re.compile(r"[^，。；、“”]{0,8}圈(?!层)")
_MADE_CIRCLE = re.compile("打造|构建|建设|建成|形成|实现|推进|加快|建立|布局|完善提升")
_SPECIFIED = frozenset(
    ["千伏", "kV", "米", "毫米", "厘米", "度", "层", "类", "届", "期", "对", "口"]
)
_DOUBLE_NAMED = re.compile("(?:实施|打好|推进|开展|启动|深化|抓好)[^，]{0,8}$")
_NAMED_DOUBLE = re.compile("(?:计划|行动|工程|效应|专项|战略|攻坚|方案|器)")
_WITH_NOUN = re.compile(
    "[的式型、监督检查]|服务|网络|体系|管理|排查|走访|摸排|体检|筛查|培训|宣传|巡"
)
_ATTRIBUTE = re.compile(
    r"(?:总?投资|占地|面积|用地|规模|库容|全长|长度|处理能力|装机|产能)[^，。；、]{0,6}$|[长宽高][约为达到]*$"
)
_SIZE = re.compile(
    r"(?:占地|建筑)(?:总?面积)?[约为]?$|^(?:(?:项目|工程|计划|估算|概算|预计)?总投资|全长|线路(?:全)?长"
    r"|总?建筑面积|总?用地面积|规划(?:总?用地)?面积|总?库容|设计(?:日)?处理能力|日处理能力)[约为]{0,2}$"
)
"""What says how big one thing is, wherever it stands."""
_NAMED_SIZE = re.compile(
    r"级|(?:[/／每]?[年日天])?[一-龥A-Za-z\d]{0,16}?(?:项目|工程|生产线|装置|电站|风电场|光伏|储能|泊位)"
)
_SIZING = (
    "吨",
    "千瓦",
    "兆瓦",
    "吉瓦",
    "MW",
    "GW",
    "kW",
    "立方米",
    "吨/年",
    "吨/日",
    "立方米/日",
    "千瓦时",
)
"""Units of the size by which projects are called: 200兆瓦风电项目."""
_YEARLY = re.compile("[年日](?:产|加工|处理|屠宰|出栏|供水|供气|处置)[^，。；、]{0,8}$")
_OFTEN = re.compile("每(?:[半一两二三]?年|季度?|月|周|日)[^，。；、]{0,4}$")
_SELDOM = 4
"""Times a year up to which a frequency is how something is done, and no quantity."""
_CONDITION = re.compile("的(?:给予|予以|按|可|享受|，)")
_GRANT = re.compile("(?:的)?(?:一次性)?(?:奖|补|资助|支持|罚)")
_QUOTED = re.compile(r"“[^”]{0,60}”|「[^」]{0,60}」|《[^》]{0,80}》|‘[^’]{0,60}’")

_RANGE = (
    "(?:世界|全球|全国|国家|国内|中部|东部|西部|全省|全市|全区|全县|全州|省内|市内|同类|同期|周边"
    "|省|市|区|县)"
)
_RELATIVE = re.compile(
    r"(?P<sign>不低于|高于|优于|好于|快于|低于|超过|领先于|达到|赶上|持平于)"
    rf"(?P<reference>(?:{_RANGE}[、和及]?)+[^，。；、\d]{{0,8}}?(?:平均水平|平均增速|平均值|平均线|平均数|均值|平均|水平|增速)"
    rf"|{_RANGE}(?=[\d一二三])"
    r"|[^，。；、\d的]{2,12}平均(?:工资|收入)(?:水平)?"
    r"|[^，。；、\d的]{0,12}(?:增速|增长速度|增长|增幅|城镇居民))(?![的线以])"
)
_IN_STEP = re.compile(
    r"(?P<one>[与和同跟](?P<reference>[^，。；、与和同跟]{1,12}?(?:增长|增速|发展|提高|上涨)))"
    r"(?:保持|实现|基本|大体|大致|总体)*同步(?!推进|规划|建设|实施|部署|开展|分发|落实|发展)"
)
_ABOVE = "(?:国家|自治区|[省市县区州盟]|上级)"
_ASSIGNED = re.compile(
    rf"控制在(?P<ceiling>{_ABOVE}[^，。；、\d]{{0,6}}(?:目标|指标|任务|计划))(?:以内|之内|范围内|范围以内|内)"
    rf"|(?:完成|达到)(?P<task>(?:{_ABOVE}[和及、]?)+(?:下达|分解|分配|核定|规定)的?[^，。；、\d]{{0,4}}(?:目标|指标|任务|计划|要求))"
)
_RANK = re.compile(
    r"(?:位居|位列|排名|跃居|居于|居|列|进入|进位|跻身|保持|稳居|挺进)(?P<field>[^，。；、第前\d]{0,10})"
    r"(?:第(?P<nth>[一二三四五六七八九十\d]+)(?P<place>位|名)?(?!方阵|梯队|批|个|产业|动力|要务|步|次|阶)"
    r"|前(?P<top>[一二三四五六七八九十\d]+)(?:位|名|强|(?=[，。；、]|$)))"
)
_ALL_COVERED = re.compile(
    r"覆盖(?:所有|全部|全体|全省|全市|全县|全区|城乡)[^，。；、的]{0,12}(?=[，。；、]|$)"
)
_SIGNS = {"不低于": ">=", "低于": "<", "达到": "=", "赶上": ">=", "持平于": "="}


def find_mentions(
    text: str, notes: Collection[str] = (), in_box: bool = False, of_site: bool = False
) -> list[Mention]:
    """The values of `text` that a careful reader would note, in order, none overlapping.

    notes: numbers of footnotes whose marks an export may have glued to a value.
    in_box: a box describes projects; their investment and size are no commitments of their own.
    of_site: the text describes one named building or park; what it will hold is its size too.
    """
    quotes = [Span(*match.span()) for match in _QUOTED.finditer(text)]
    found = [*_relatives(text), *_ranks(text), *_covers(text)]
    for quantity in quantities.find(text):
        mention = _quantity(text, _without_note(quantity, notes), quotes, found)
        if mention and not of_site and not _is_attribute(text, mention, in_box):
            found.append(mention)
    found = [m for m in found if m.unit or not _within(m.core, quotes)]
    return sorted(_merged(found, text), key=lambda m: m.span)


def _without_note(found: Quantity, notes: Collection[str]) -> Quantity:
    """`found` without the footnote number glued to it (14.253 with a note 3 is 14.25)."""
    digits, mark = quantities.unglue(str(found.value), 2)
    return replace(found, value=Decimal(digits)) if mark in notes else found


def _quantity(
    text: str, found: Quantity, quotes: list[Span], wider: list[Mention]
) -> Mention | None:
    core, unit, written = found.core, found.unit, found.core.of(text)
    after = text[found.span.end : found.span.end + 24]
    before = _CUT.split(text[max(0, core.start - 16) : core.start])[-1]
    if any(m.span.holds(core) for m in wider):
        return None
    kind: str | None = None
    if unit in ("分钟", "小时") and _CIRCLE.match(after):
        if not _MADE_CIRCLE.search(text[max(0, core.start - 30) : core.start].rpartition("，")[2]):
            return None
        quoted = _within(core, quotes)
        if quoted and not _MADE_CIRCLE.search(text[max(0, quoted.start - 4) : quoted.start]):
            return None
        kind = "time"
    elif written == "人人享有":
        if after.startswith("的"):
            return None
        kind = "coverage"
    elif _within(core, quotes) or _is_decoy(found, written, before, after):
        return None
    return Mention(
        found.span, core, found.value, found.value_high, found.comparator, unit,
        kind or _worded_kind(written, unit, found),
    )  # fmt: skip


def _worded_kind(written: str, unit: str | None, found: Quantity) -> str | None:
    if written.endswith("覆盖"):
        return "coverage"
    if unit == "倍":
        return "multiple"
    return "zero" if found.value == 0 and not found.value_high else None


def _is_decoy(found: Quantity, written: str, before: str, after: str) -> bool:
    unit = found.unit
    if written == "倍增" or written.endswith("番"):
        named = written == "倍增" and _DOUBLE_NAMED.search(before)
        return bool(named or _NAMED_DOUBLE.match(after))
    if written.endswith("覆盖"):
        return bool(_WITH_NOUN.match(after)) or not re.search(r"[一-鿿”]$", before)
    if "过半" in written:
        return bool(re.search("时间|任务|双", before[-2:]))
    if written.startswith("零") or written == "清零":
        return after.startswith(("的", "工程", "行动"))
    if unit in _SPECIFIED or _is_small_word(written, unit, before, after):
        return True
    if unit in ("岁", "周岁"):
        return not re.search("寿命|年龄|(?:提高|延长|增加)了?$", before)
    if unit in _YEARS:
        whole = before + after[:6]
        return not _TIMED.search(whole) or bool(re.match("行动|攻坚|计划|规划|服务", after))
    if _is_how_often(found, before) or _sizes_a_name(unit, before, after):
        return True
    if _CLASS.match(after) or (unit in _LOOSE and _NO_COUNT.match(after.removeprefix("“"))):
        return True
    if before.endswith(("按", "按照")) or _CONDITION.match(after):
        return True
    if _GRANT.match(after) and "给予" in before:
        return True
    return bool(unit) and found.comparator in (">=", ">", "<=", "=") and _criterion(found, after)


def _is_how_often(found: Quantity, before: str) -> bool:
    """Whether it says how something is done: 每年1次."""
    return found.unit in ("次", "场") and found.value <= _SELDOM and bool(_OFTEN.search(before))


def _sizes_a_name(unit: str | None, before: str, after: str) -> bool:
    """Whether it is part of a project's name: 200兆瓦风电项目, 年产12万吨尼龙项目."""
    sized = bool(unit) and (str(unit).endswith(_SIZING) or bool(_YEARLY.search(before)))
    return sized and bool(_NAMED_SIZE.match(after))


def _criterion(found: Quantity, after: str) -> bool:
    """Whether it describes a class of things (投资5亿元以上项目) and counts nothing."""
    unit = found.unit or ""
    measured = unit.endswith(
        (
            "元",
            "亩",
            "吨",
            "标准煤",
            "标煤",
            "米",
            "公里",
            "亿",
            "万",
            "%",
            "人",
            "户",
            "岁",
            "千瓦",
        )
    )
    sized = unit.endswith(("元", "亿")) or found.span.end > found.core.end or after[:1] == "的"
    return measured and sized and bool(_CRITERION.match(after))


def _is_small_word(written: str, unit: str | None, before: str, after: str) -> bool:
    """A number below ten in Chinese letters counts things only after a verb of making."""
    numeral = _SMALL.match(written)
    if not numeral or not unit or unit in ("%", "‰", "倍"):
        return False
    value = number(numeral[0])
    if "刻钟" in written:
        return False
    if value is None or value == 1:
        return True
    if value >= 10:
        return False
    if _NO_COUNT.match(after) or unit not in _COUNTED.split():
        return True
    return not (_JUST_MADE.search(before) or _SETTLED.match(after))


def _relatives(text: str) -> list[Mention]:
    found = []
    for match in _RELATIVE.finditer(text):
        if match["sign"] == "达到" and "平均" not in match["reference"]:
            continue
        span = Span(*match.span())
        sign = _SIGNS.get(match["sign"], ">")
        found.append(Mention(span, span, None, None, sign, None, "relative", match["reference"]))
    for match in _ASSIGNED.finditer(text):
        span = Span(*match.span())
        sign, words = ("<=", match["ceiling"]) if match["ceiling"] else ("=", match["task"])
        found.append(Mention(span, span, None, None, sign, None, "relative", words))
    for match in _IN_STEP.finditer(text):
        span = Span(*match.span())
        words = f"与{match['reference']}同步"
        found.append(Mention(span, span, None, None, "=", None, "relative", words))
    return found


def _ranks(text: str) -> list[Mention]:
    found = []
    for match in _RANK.finditer(text):
        value = number(match["nth"] or match["top"])
        if value is None or not (match["place"] or match["field"] or match["top"]):
            continue
        span = Span(*match.span())
        sign = "=" if match["nth"] else "<="
        found.append(Mention(span, span, value, None, sign, "位", "rank", match["field"] or None))
    return found


def _covers(text: str) -> list[Mention]:
    spans = (Span(*match.span()) for match in _ALL_COVERED.finditer(text))
    return [Mention(s, s, Decimal(100), None, "=", "%", "coverage") for s in spans]


def _merged(found: list[Mention], text: str) -> list[Mention]:
    """A comparison and the value right behind it (高于全省平均水平0.5个百分点) are one mention."""
    ends = {m.span.end: m for m in found if m.kind == "relative"}
    merged = []
    for mention in found:
        lead = ends.get(mention.span.start)
        if lead and mention.kind is None:
            ends.pop(mention.span.start)
            span = Span(lead.span.start, mention.span.end)
            merged.append(
                Mention(
                    span, mention.core, mention.value, mention.value_high, mention.comparator,
                    mention.unit, "relative", lead.reference,
                )
            )  # fmt: skip
        elif mention.kind != "relative":
            merged.append(mention)
    return merged + list(ends.values())


def _is_attribute(text: str, mention: Mention, in_box: bool) -> bool:
    """Whether it sizes a project (占地200亩) instead of promising something."""
    before = _CUT.split(text[max(0, mention.span.start - 12) : mention.span.start])[-1]
    measured = (mention.unit or "").endswith(("元", "亿", "万", "亩", "米", "公里", "公顷", "吨"))
    return measured and bool((_ATTRIBUTE if in_box else _SIZE).search(before))


def _within(span: Span, quotes: list[Span]) -> Span | None:
    return next((quote for quote in quotes if quote.holds(span)), None)
