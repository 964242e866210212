"""Remains: words of another place's plan, of another kind of document, of an earlier draft.

A neighbour that the plan cooperates with is no remain: only a foreign name in a role that belongs
to the plan's own area is told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.named.proper import leftover
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel.findings import Severity

_LEVELS = {"省": "省", "市": "市", "县": "县", "区": "区", "州": "州", "旗": "旗"}
_OTHERS = {
    "区": "县镇乡", "县": "区镇乡", "市": "县", "省": "县区", "州": "区", "旗": "县区",
}  # fmt: skip
"""Levels whose “我×”, “全×” can only be another area's, for an area of the given level. 我市 may
mean a county-level city or the upper city."""

_ROLE = re.compile(
    r"(?P<name>[一-龥]{2}(?:县|区|市|旗))(?=“十[一二三四五]五”|国民经济|经济社会|委区?政府|委员会|人民政府|人大|政协"
    r"|国土空间|城市总体规划)"
)
_GARRISON = re.compile(
    r"(?<![派常留进])驻(?P<name>[一-龥])(?=[一-龥]{0,2}(?:金融|单位|部门|机构|高校|企业|部队|官兵|商会|央企))"
)
_GARRISON_WORDS = frozenset("地军村区县市镇省华外京点场会社守厂店校所留扎派乡街队企")


_NO_AREA = re.compile(
    r"^(?:全|本|我|各|该|两|跨|在|为|由|与|和|对|区|县|市|省)|[我全本各园社景片新老都]区$|[城都我全本]市$"
    r"|[向由经报请对受在与和为给被把按以据表省市县区][县区市旗]$"
    r"|(?:开发|高新|示范|试验|主城|中心城|功能|集聚|保护|协作|合作)区$"
)
_NAMED_OFTEN = 3


def _own_names(draft: Draft) -> str:
    """The characters of the area's own names and of those of its upper areas, as the plan writes
    them: a short form (驻青) takes one of them."""
    named = Counter(re.findall(r"[一-龥]{2,3}(?=[省市区县州])", draft.text))
    common = "".join(name for name, times in named.items() if times >= 3)
    return f"{draft.package.area_name or ''}{draft.package.title or ''}{common}"


@check(
    "LT-R01", "别处规划的地名", "name of another place in a role of our own", Severity.ERROR,
    "借用外地规划的文字没有改干净，审议时最容易被当众指出。",
)  # fmt: skip
def foreign_names(draft: Draft) -> Iterable[Hit]:
    area = draft.package.area_name
    if not area:
        return
    own = _own_names(draft)
    for passage in draft.passages:
        for match in _GARRISON.finditer(passage.text):
            name = match["name"]
            if name not in own and name not in _GARRISON_WORDS:
                yield Hit(
                    passage.span(*match.span()),
                    f"“{_around(passage.text, match)}”：“{name}”不是本地的简称，"
                    "疑为外地规划的文字。",
                    "改为本地的简称，或删去。",
                )
        for match in _ROLE.finditer(passage.text):
            name = match["name"]
            if not _is_ours(name, draft, area):
                yield Hit(
                    passage.span(*match.span()),
                    f"“{_around(passage.text, match)}”：本规划是{area}的，疑为外地规划的文字。",
                    f"改为“{area}”，或核对。",
                )


def _is_ours(name: str, draft: Draft, area: str) -> bool:
    """Whether `name` is the plan's own or upper area, is named often, or is no area's name."""
    if name in area or name.endswith(area) or name[:-1] in (draft.package.title or ""):
        return True
    if _NO_AREA.search(name) or not leftover(name[:-1]):
        return True
    return draft.text.count(name) >= _NAMED_OFTEN


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 4) : match.end() + 8]


@check(
    "LT-R02", "自称与本级不符", "own area called by another level", Severity.WARNING,
    "区的规划里写“我县”“全县”“县委县政府”，是从别处借来的文字，或是指代不清。",
)  # fmt: skip
def wrong_level(draft: Draft) -> Iterable[Hit]:
    area = draft.package.area_name or ""
    level = _LEVELS.get(area[-1:])
    if not level:
        return
    wrong = _OTHERS[level]
    pattern = re.compile(
        rf"(?<![一-龥]个)(?:我|全)[{wrong}](?![一-龥]?域|长|级|民[^生])|[{wrong}]委[、]?[{wrong}]政府"
    )
    found = [(p, m) for p in draft.passages for m in pattern.finditer(p.text)]
    yield from _told(found, f"本规划是{area}的，却称", f"改为“我{level}”“全{level}”一类。")
    if level in "区县":
        ours = [(p, m) for p in draft.passages for m in re.finditer("我市(?!场|民)", p.text)]
        yield from _told(
            ours, f"本规划是{area}的，“我市”指上级还是本级不清：", f"改为“我{level}”或写出市名。"
        )


def _told(found: list[tuple[Passage, re.Match[str]]], what: str, fix: str) -> Iterator[Hit]:
    if found:
        passage, match = found[0]
        quotes = "、".join(f"“{_around(p.text, m)}”" for p, m in found[:3])
        yield Hit(passage.span(*match.span()), f"{what}{quotes}（共 {len(found)} 处）。", fix)


_SELF = re.compile(
    r"(?:落实|按照|根据|依据|围绕|贯彻|对照)?本(?P<kind>建议|方案|意见|报告|办法|决定|通知|细则)(?=[确提规所的中是明])"
)
_PROPOSAL = re.compile(r"规划建议(?=落到实处|落地|落实到位|得到落实|顺利实施|的?实施)")
_OWN_KIND = {"action": "方案意见办法", "report": "报告", "annual": "计划报告方案"}


@check(
    "LT-R03", "自称的文种不对", "document calls itself another kind of document", Severity.ERROR,
    "规划里写“本建议”“本方案”，是从党委建议或别的文件抄来时没有改。",
)  # fmt: skip
def wrong_kind(draft: Draft) -> Iterable[Hit]:
    title = draft.package.title or ""
    own = _OWN_KIND.get(draft.package.kind, "")
    for passage in draft.passages:
        for match in _SELF.finditer(passage.text):
            if match["kind"] not in own and match["kind"] not in title:
                yield Hit(
                    passage.span(*match.span()),
                    f"“{_around(passage.text, match)}”：本文件不是{match['kind']}。",
                    "本规划",
                )
        for match in _PROPOSAL.finditer(passage.text):
            if "建议" not in title:
                yield Hit(
                    passage.span(*match.span()),
                    f"“{_around(passage.text, match)}”：要落实的是规划，不是规划建议。",
                    "规划",
                )


_UNFINISHED = re.compile(
    r"[XxＸ×]{2,}(?=[年月日个项家万亿元%％公平]|$)|[（(【\[][^（()）】\]]{0,6}(?:待定|待补充|待核实|待完善|暂缺|暂定|另附|此处)[^（()）】\]]{0,6}[）)】\]]|待定(?=[，。；])|\?{2,}|？{2,}|_{2,}|＿{2,}"
)
_TENTATIVE = re.compile(
    r"初步(?:提出|考虑|设想|拟定|计划)|(?<![模虚草比])拟(?=新建|改建|建设|规划|实施|打造|引进|投资|于20)|暂定|暂按"
)


@check(
    "LT-R04", "未定稿的痕迹", "placeholder of an unfinished draft", Severity.ERROR,
    "“××”“待定”“（待补充）”一类的占位文字没有补上。",
)  # fmt: skip
def placeholders(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        for match in _UNFINISHED.finditer(passage.text):
            yield Hit(
                passage.span(*match.span()),
                f"占位文字没有补上：“{_around(passage.text, match)}”。",
                "补上内容。",
            )


@check(
    "LT-R05", "试探口气", "tentative wording in a plan to be adopted", Severity.INFO,
    "“初步提出”“拟新建”是草拟阶段的口气，送审稿应写定，否则承诺落空也无从追究。",
)  # fmt: skip
def tentative(draft: Draft) -> Iterable[Hit]:
    found = [(p, m) for p in draft.passages for m in _TENTATIVE.finditer(p.text)]
    yield from _told(found, "草拟阶段的口气：", "写定，或删去。")
