"""Quantities as plans write them: 302亿元, 7％, 3个百分点, 99%以上, 控制在4%以内, 倍增, 全覆盖.

Finds every number with a unit, and the wordings that are numbers without a digit. Refuses to judge
whether a quantity matters (“15分钟生活圈” holds one too); calendar years and ordinals are none.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from lantu.kernel.numerals import ARABIC, narrow, number
from lantu.kernel.spans import Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """span: with the words that compare (不低于 … 以上); core: number and unit alone.

    value and unit as written (302亿元 is 302 and 亿元); value_high for ranges. comparator: one of
    >= > <= < = ~ range. bracketed: a table's [ ] or 〔 〕, cumulative over the plan.
    """

    span: Span
    core: Span
    value: Decimal
    value_high: Decimal | None = None
    comparator: str = "="
    unit: str | None = None
    bracketed: bool = False


_UNITS = (
    "个百分点 百分点 个点 个工作日 工作日 个月 小时 分钟 刻钟 秒 季度 周岁 岁 年 天 "
    "平方公里 平方千米 平方米 立方米 公顷 亩 公里 千米 毫米 厘米 米 ㎡ m² m³ km² km "
    "吨标准煤 吨标煤 吨二氧化碳 吨 公斤 千克 毫克 微克 克 斤 mg/L μg/m³ 标准立方米 "
    "千瓦时 千伏安 兆瓦时 兆瓦 吉瓦 千瓦 瓦 千伏 MWh MW GW kWh kW kV Mbps Gbps TB PB 升 度 兆 "
    "元 美元 欧元 港元 标准箱 标箱 TEU EFLOPS PFLOPS 架次 场次 羽 枚 海里 蒸吨 人次 人日 班次 车次 "
    "床位 床 学位 车位 泊位 机架 人 名 户 家 个 件 条 处 座 所 套 辆 台 艘 间 张 份 篇 "
    "本 册 株 棵 头 只 匹 次 批 场 届 例 起 宗 笔 单 组 对 类 种 门 支 位 栋 幢 片 块 层 盏 "
    "口 眼 孔 根 倍 分 字 % ‰ ppm 分贝"
)
_UNIT_WORD = (
    "(?:"
    + "|".join(sorted(_UNITS.split(), key=len, reverse=True))
    + "|项(?!目(?!标))|部(?![署分门队])|架(?![构空设]))"
)
_SCALE = "(?:[十百千]?万亿|[十百千]?[万亿]|[十百千](?=[人元户家亩吨个名]))"
UNIT = (
    rf"(?:{_SCALE}?[余多]?{_UNIT_WORD}(?:[/／](?:[百千]?[万亿])?(?:{_UNIT_WORD}|日|月))?"
    rf"|{_SCALE}[余多]?|[/／]10{{0,2}}万人?)"
)
"""Regex of a unit as it stands behind its number."""
_CHINESE = (
    r"(?<![几数])(?:[一二三四五六七八九两][一二三四五六七八九两十百千零]*(?:点[零一二三四五六七八九]+)?"
    r"|十[一二三四五六七八九]?|[百千](?=[万亿]))"
)
_NUM = rf"(?:(?:{ARABIC}|{_CHINESE})(?:(?<=\d)(?:万|亿)(?=[-—–~至到]\d))?)"
_START = r"(?<![\dA-Za-z.第每统零〇○一二三四五六七八九两十百千])"
_AFTER = (
    r"(?P<after>(?:及|或)?(?:以上|以下|以内|之内)|左右|上下|内(?![部陆外河容需环])"
    r"|(?<=[%倍])(?:之)?多)?"
)
_MEASURED = re.compile(
    rf"{_START}(?:(?P<per>[百千])分之(?P<share>{_NUM})|(?P<parts>{_CHINESE})分之(?P<part>{_CHINESE})"
    rf"|(?P<low>{_NUM})(?:(?P<same>{UNIT})?\s*[-—–~至到]{{1,2}}\s*(?P<high>{_NUM})(?(same)(?=\s*(?P=same))))?(?P<more>[余多])?\s*"
    rf"(?:(?P<unit>{UNIT})|(?P<tenths>[成折](?=[以左，。；、,;]|$)))?){_AFTER}"
)
_WORDS = re.compile(
    r"(?P<double>翻(?:了)?(?P<times>[一两二三四])?番|倍增)"
    r"|(?P<all>(?<![健安保完周齐])全(?:域|区|县|市|省|州|镇|乡|民|员|程|流程|方位)?覆盖|人人享有)"
    r"|(?P<most>超?过半数?|超半数?|超过一半|半数以上|一半以上)|(?P<half>半个?小时)"
    r"|(?P<zero>零(?:的?突破|增长|事故|发生|死亡|伤亡|新增)|清零)"
)
_SIGNS = {
    ">=": "不低于 不少于 不小于 不得低于 不得少于 至少 最少 ≥ >=",
    "<=": "不超过 不高于 不大于 不多于 不得超过 不得高于 不突破 至多 最多 控制在 压减到 ≤ <=",
    ">": "超过 突破 高于 大于 多于 超 逾 >",
    "<": "低于 小于 少于 不到 不足 <",
    "~": "大约 约 接近 将近 近 大致",
}
_SIGN_OF = {word: sign for sign, words in _SIGNS.items() for word in words.split()}
_BEFORE = re.compile(
    "(" + "|".join(sorted(_SIGN_OF, key=len, reverse=True)) + r")(?:[到至为])?\s*$"
)
_INDEFINITE = re.compile("一[批起片块对次天分度类种级层]|十分")
_LATIN = re.compile(r"[A-Za-z\d]")
_PLAIN_OK = re.compile(r"[到至为达]\s*$")
_INDEX = re.compile(r"(?:指数|系数|得分)(?:达到?|[提上]?[高升]?[到至]|[稳保][定持]在|为)\s*$")


def find(text: str) -> list[Quantity]:
    """All quantities of `text`, in order, none overlapping.

    >>> [(q.comparator, q.value, q.unit) for q in find("达到１２．５万人，不低于95％，产值倍增")]
    [('=', Decimal('12.5'), '万人'), ('>=', Decimal('95'), '%'), ('=', Decimal('2'), '倍')]
    """
    text = narrow(text)
    found = [q for m in _MEASURED.finditer(text) if (q := _measured(text, m, bare=False))]
    taken = {i for q in found for i in range(*q.core)}
    found += [_worded(m) for m in _WORDS.finditer(text) if m.start() not in taken]
    return sorted(found, key=lambda q: q.core)


def read(raw: str, decimals: int | None = None) -> Quantity | None:
    """The quantity of one table cell, where the unit may stand elsewhere; None when it has none.

    decimals: how many decimals the other cells of the column show; further digits are a footnote
    number that was glued to the value.

    >>> read("〔≥17〕").bracketed, read("15.7415左右", decimals=2).value, read("—")
    (True, Decimal('15.74'), None)
    """
    text = narrow(raw)
    cell = re.fullmatch(r"\s*[\[〔［【](.*)[\]〕］】]\s*", text, re.DOTALL)
    for match in _MEASURED.finditer(text):
        quantity = _measured(text, match, bare=True)
        if quantity:
            value, _ = unglue(str(quantity.value), decimals)
            return replace(quantity, value=Decimal(value), bracketed=bool(cell))
    worded = _WORDS.search(text)
    return replace(_worded(worded), bracketed=bool(cell)) if worded else None


def unglue(digits: str, decimals: int | None) -> tuple[str, str]:
    """`digits` cut after `decimals` decimals: the value and the footnote number behind it.

    >>> unglue("15.7415", 2)
    ('15.74', '15')
    """
    whole, point, fraction = digits.partition(".")
    if not decimals or not point or len(fraction) <= decimals:
        return digits, ""
    return f"{whole}.{fraction[:decimals]}", fraction[decimals:]


def _measured(text: str, match: re.Match[str], bare: bool) -> Quantity | None:
    """The quantity of a match; `bare` admits numbers without unit and without comparison."""
    if match["per"] or match["parts"]:
        return _fraction(text, match)
    value, high = number(match["low"]), number(match["high"] or "")
    unit = re.sub("[余多]", "", match["unit"] or "") or None
    if value is None or _INDEFINITE.fullmatch(match[0]) or _is_year(match, value, unit):
        return None
    if match["tenths"]:
        value, high, unit = value * 10, high and high * 10, "%"
    if unit == "刻钟":
        value, unit = value * 15, "分钟"
    lead = text[max(0, match.start() - 6) : match.start()]
    before = _BEFORE.search(lead)
    if unit is None and not bare:
        compared = match["low"][0].isdigit() and (before or match["after"])
        measured = "." in match["low"] and _PLAIN_OK.search(lead)
        scored = _INDEX.search(text, max(0, match.start() - 10), match.start())
        if not (compared or measured or scored) or _LATIN.match(text, match.end()):
            return None
    more = match["more"] or re.search("[余多]", match["unit"] or "")
    sign = _sign(match["after"]) or (before and _SIGN_OF[before[1]]) or (">" if more else "=")
    start = match.start()
    if re.search(r"(?:^|[\[〔(:：为到至长≥≤><])-$", lead):
        start, value = start - 1, -value
    begin = start - (len(before[0]) if before else 0)
    core = Span(start, match.start("after") if match["after"] else match.end())
    sign = "range" if high is not None else sign
    return Quantity(Span(begin, match.end()), core, value, high, sign, unit)


def _fraction(text: str, match: re.Match[str]) -> Quantity | None:
    if match["per"]:
        value, unit = number(match["share"]), "%" if match["per"] == "百" else "‰"
    else:
        above, below = number(match["part"]), number(match["parts"])
        value = (above * 100 / below).quantize(Decimal("0.01")) if above and below else None
        unit = "%"
    if value is None:
        return None
    before = _BEFORE.search(text[max(0, match.start() - 6) : match.start()])
    sign = _sign(match["after"]) or (_SIGN_OF[before[1]] if before else "=")
    span = Span(match.start() - (len(before[0]) if before else 0), match.end())
    end = match.start("after") if match["after"] else match.end()
    return Quantity(span, Span(match.start(), end), value, None, sign, unit)


def _worded(match: re.Match[str]) -> Quantity:
    """The value of a number without a digit."""
    span = Span(*match.span())
    if match["double"]:
        doublings = number(match["times"] or "一") or Decimal(1)
        return Quantity(span, span, Decimal(2) ** int(doublings), unit="倍")
    if match["all"]:
        return Quantity(span, span, Decimal(100), unit="%")
    if match["most"]:
        return Quantity(span, span, Decimal(50), comparator=">", unit="%")
    if match["half"]:
        return Quantity(span, span, Decimal(30), unit="分钟")
    zero = match["zero"]
    sign = ">" if "突破" in zero else "="
    return Quantity(span, span, Decimal(0), comparator=sign, unit="%" if zero == "零增长" else None)


def _sign(after: str | None) -> str | None:
    if not after:
        return None
    if "上" in after and after != "上下":
        return ">="
    return "~" if after in ("左右", "上下") else ">" if "多" in after else "<="


def _is_year(match: re.Match[str], value: Decimal, unit: str | None) -> bool:
    """A calendar year, or the day of a date (3月、15日 are no units, so they stay bare)."""
    nxt = match.string[match.end() : match.end() + 1]
    is_date = unit is None and nxt in ("年", "月", "日", "号")
    return is_date or (unit == "年" and 1900 <= value <= 2100)
