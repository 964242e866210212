"""Concrete projects named in a stretch of running text.

Reads verb + object (建设甲水库、乙水库), object + result (甲桥建成通车) and 对…进行改造. Names that
are only kinds (一批中小学), aims (示范高地) and arrangements are refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lantu.engines.plan.named.enumerations import separators, split
from lantu.engines.plan.named.proper import (
    ACTIONS,
    AIM,
    CIVIC,
    HEAD,
    LINES,
    MANY,
    NAMED,
    NOT_A_LINE,
    PHASE,
    THINGS,
    WORKS,
    any_of,
    is_proper,
    leftover,
)
from lantu.kernel.spans import Span, trim


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text. works: what is built there when the name alone does not say
    (甲路供水管网 → 供水). loose: accepted only as a part of a named whole. part_of: that whole."""

    span: Span
    works: str = ""
    status: str | None = None
    loose: bool = False
    part_of: Span | None = None


_BUILD = any_of(
    """
    建设 规划建设 开工建设 启动建设 新建 改建 扩建 改扩建 续建 迁建 重建 复建 修建 兴建 增建
    建成 建好 建成投用 建成投产 开工 动工 竣工 创办 规划 规划设计 规划建成 投资建设 选址建设
    """
)
_CHANGE = any_of(
    """
    改造 改造提升 提升改造 提标改造 升级改造 改造升级 改造完善 扩容改造 整治 综合整治 治理
    综合治理 疏浚 清淤 除险加固 加固 拓宽 拓宽改造 打通 贯通 打造 配套完善 整改 修复 修缮 搬迁
    扩容 延伸 连通 开通 绿化 美化 亮化
    """
)
_DRIVE = any_of(
    """
    完成 推进 推动 加快 加快推进 实施 启动 提升 完善 开展 抓好 争取 引进 对接 洽谈 主要为
    谋划 谋划实施 力促 确保 力争 加强 包括 主要包括 包含 含 涵盖 重点推进 加速
    """
)
_CONTAINS = ("包括", "主要包括", "包含", "含", "涵盖", "主要为")
_PARTS_FOLLOW = re.compile(r"(?:主要)?包[括含]|涵盖")
_JOIN = any_of("结合 参与 支持 配合")
_VERB = re.compile(
    rf"(?P<join>{_JOIN})"
    rf"|(?P<build>(?:{_DRIVE})?(?:{_BUILD}){{1,3}}(?:[或和、并与](?:{_BUILD}|{_CHANGE}))?)"
    rf"|(?P<change>(?:{_DRIVE})?(?:{_CHANGE}){{1,2}}(?:完成)?(?:[或和、并与]{_CHANGE})?)"
    rf"|(?P<drive>{_DRIVE})"
)
_NEXT_VERB = re.compile(rf"(?<=[、和及与])(?:{_DRIVE})?(?:{_BUILD}|{_CHANGE})(?![工项])")
_DONE = re.compile(
    r"[已均]?[经将]?(?:全面|基本|全线|相继|顺利|先后|正式|如期|提前|即将|主体|成功|陆续|实现)*"
    r"(?:建成|竣工|通车|投用|投产|投入使用|投入运营|开工|贯通|开通|完工|落成|启用|开建|封顶|进入|启动|完成|总投资"
    r"|(?:正在|加快|加速|全面|稳步)(?:推进|建设|实施)|占地|建筑面积|规划面积|蓄水|并网)"
)
_TOPIC = re.compile(r"以[^，]{2,20}为龙头|主要承接|重点发展|主导产业为")
_NAMED_AS = re.compile(r"(?:以|依托|围绕|借助|抓住)(?P<thing>[^，；。]{2,90}?等(?:重[大点])?项目)")
_OVER = re.compile(rf"对(?P<thing>[^，；。]{{2,40}}?)(?:进行|实施|开展)(?:全面|系统)?(?:{ACTIONS})")
_LEAD = re.compile(
    r"(?:辖区|区内|市区|境内|全[市县区域省]|[我本][市县区省]|原有|现有|的|好|了|重点|主要|城区|新的|位于"
    r"|中心城区|县城|推动|国家级|省级|市级|(?:总|计划)?投资[\d.]+[亿万]元的?|年(?:产|处理)[\d.]+[万亿]?[一-龥]{1,3}的|加快|推进|实施)+"
)
_ETC = re.compile(r"(?<![高平同均一二三中初相对])等(?![级候待分边距效式离])")
_CLAUSE_WORD = re.compile(
    r"建设(?!项目|工程|[东西南北中]?[路街]|大道)|打造|完善|实施|推进|加快|促进|加强|提高|形成|构建|融入|支持"
    r"|鼓励|推动|纳入|入驻|引导|对接|跟踪|攻关|包括|包含|联合(?!会)|承担|发展(?!大道|中心)|覆盖|达到|建成|完成|开工|启动|实现|新建(?!项目|工程|村)|公里|万元|亿元|平方米"
)
_FUNCTION_WORD = re.compile(r"[的了将把为使让是或]")
_ASIDE = re.compile(r"（.*?）|“.*?”")
_HEAD_END = re.compile(rf"(?P<head>{HEAD.pattern})(?:{PHASE})?$")
_CLASS = re.compile(
    r"\d*[个条座所处]?(?:一批)?(?:主要|乡镇|农村|病险|涉农|老旧|重点|城市|中小型?|[一-龥]{0,2})?"
    r"(?:社区|村|路段|道路|干路|街道|乡镇|水库|小区|学校|小学|幼儿园|医院|公园|游园|河道|河流|片区|商圈|商业"
    r"|桥梁|项目|工程|建筑|景区|湿地|园区|水厂|污水处理厂|泵站|桥|棚户区|垃圾|变电站|加油站|卫生院|管道|管网"
    r"|小镇|集镇|古村落|古街|古镇)"
)
_STRATEGY = re.compile("战略|崛起|流域生态保护")
_COUNTED = re.compile(r"(?:\d+|[两三四五六七八九十]+)(?=[个条座所处])")
_LINE_END = re.compile(rf"{LINES}$")
_WHOLE = re.compile(r".{2,}(?:工程|项目)(?:（[^）]{1,12}）|[一二三]期)?")
_WHOLE_AND_MORE = re.compile(
    r"([^，。；、]{2,}(?:工程|项目))(?:的?(?:建设|实施|前期)[^，。；、]{0,6})$"
)
_TAIL = rf"(?P<tail>(?:的?(?:\d+[个条座所处]|{ACTIONS}|{THINGS}))*)"
_PART = re.compile(rf"(?P<name>.{{0,30}}{NAMED}”?){_TAIL}")
_PHYSICAL = re.compile(
    rf"\d(?:\.\d+)?[万亿]?(?:吨|兆瓦|千瓦|千伏|立方米|平方米|套|台|头|羽)|{LINES}|{WORKS}|改造|扩建|建设|整治|修复|清淤|加固|治理|搬迁|迁建|开发|绿化|调蓄|供水|排水|污水|治污"
    r"|除险|年产|年处理|风电|光伏|发电|储能|热电|引水|调水|输水|输送|连通|回收|处理"
)
_SOFT = re.compile(
    r"培训|培育|人才(?!公寓|社区|大厦|市场)|素质|行动|计划|品牌|机制|制度|基金|创建|评选|宣传"
    r"|活动(?!中心|设施|场|广场)|普及|成长|攻坚|赋能|能力|补贴|扶持|招引|主体|课程|师资|模式|试点"
)
_WORK = re.compile(r"供水|污水|雨水|排水|管廊|绿化|片林|亮化|燃气|供热|停车|充电|隧道|桥")
_MERE_END = re.compile(r"(?:中心|基地|园区?)$")
_KIN = (frozenset({"路", "街", "大道", "巷"}), frozenset({"河", "渠", "沟", "江", "溪"}))
_BESIDE = re.compile(r"周边|沿线|附近")
_BARE_START = re.compile(r"[将把以由在从按]")
_BARE_END = re.compile(r"(?:等(?:[一-龥]{0,4}(?:项目|工程))?)?")
_AS_ONE = re.compile(r"集(?P<parts>[^，；。]{2,90}?)等?(?:多功能)?[为于]一体")
_CALLED = re.compile(r"(?:招商|引资|重[大点]|产业|工业|建设){0,2}项目")
_CALLED_PROJECTS = re.compile(rf"等{_CALLED.pattern}")
_WORK_FOLLOWS = re.compile(r"建设|改造|开发|扩建")
_ACTION_FOLLOWS = re.compile(
    rf"(?:建筑|风貌|环境|景观|沿街|立面)*{ACTIONS}"
    r"|(?!流域|沿线|周边|两岸|经济)[一-龥]{2,6}(?:改造|搬迁|扩建|治理|修复|加固|迁建)$"
)
_LONGEST_PART = 45
_LONGEST_OBJECT = 600


def mentions(
    text: str, span: Span, *, within: bool = False, bare: bool = False
) -> Iterator[Mention]:
    """The projects that text[span] names. within: the text describes a named project, so that
    kinds (研发中心、人才公寓) are its parts, and count. bare: a clause may be a mere name."""
    before: list[Mention] = []
    for clause in _clauses(text, span):
        if len(before) == 1 and _PARTS_FOLLOW.match(text, *clause):
            parts = _in_clause(text, clause, within=True)
            yield from (replace(part, part_of=before[0].span) for part in parts)
            continue
        found = _in_clause(text, clause, within)
        if not found and before and "、" in clause.of(text):
            found = listed(text, clause)
        if not found and bare:
            found = [m for m in listed(text, clause) if m.span.end == clause.end]
        before = found
        yield from found


def _is_list(text: str, clause: Span, found: list[Mention]) -> bool:
    """Whether a clause without a verb is nothing but names: 甲至乙高速、丙隧道等。"""
    return (
        len(found) > clause.of(text).count("、")
        and _BARE_START.match(text, clause.start) is None
        and _BARE_END.fullmatch(text, found[-1].span.end, clause.end) is not None
    )


def listed(text: str, span: Span) -> list[Mention]:
    """The projects of a plain enumeration without a verb; empty when it is not one."""
    return _enumerated(text, span, loose=False)


def starts_with_verb(title: str) -> bool:
    """Whether a box item is a sentence (完成甲车站搬迁) and not a title."""
    found = _VERB.match(title)
    if not found or found.lastgroup == "join":
        return False
    return not re.match(r"[工项]", title[found.end() :])


def physical(title: str) -> bool:
    """Whether the words speak of something built."""
    return bool(_PHYSICAL.search(title))


def soft(title: str) -> bool:
    """Whether the words speak of people, rules or campaigns."""
    return bool(_SOFT.search(title))


def _clauses(text: str, span: Span) -> Iterator[Span]:
    begin = span.start
    for at in [*separators(text, span, "，,。.！？；;\n"), span.end]:
        if text[at : at + 1] == "." and text[at - 1].isdigit():
            continue
        piece = trim(text, Span(begin, at))
        begin = at + 1
        if piece.start < piece.end and re.search(rf"{HEAD.pattern}|项目|工程", piece.of(text)):
            yield piece


def _in_clause(text: str, clause: Span, within: bool) -> list[Mention]:
    if not within and (over := _OVER.search(text, clause.start, clause.end)):
        return listed(text, Span(*over.span("thing")))
    done = _DONE.search(text, clause.start + 2, clause.end)
    if done and (found := listed(text, Span(clause.start, done.start()))):
        return found
    topic = _TOPIC.search(text, clause.start + 2, clause.end)
    if topic and (found := _enumerated(text, Span(clause.start, topic.start()), loose=True)):
        return found
    if named_as := _NAMED_AS.search(text, clause.start, clause.end):
        return listed(text, Span(*named_as.span("thing")))
    if "、" in clause.of(text) and not starts_with_verb(clause.of(text)):
        found = listed(text, clause)
        if _is_list(text, clause, found):
            return found
    out: list[Mention] = []
    at = clause.start
    while verb := _VERB.search(text, at, clause.end):
        following = _NEXT_VERB.search(text, verb.end(), clause.end)
        end = following.start() if following else clause.end
        end = min(end, verb.end() + _LONGEST_OBJECT)
        found = _object(text, Span(verb.end(), end), verb, within)
        out.extend(found)
        at = end if found else verb.end()
    return out


def _object(text: str, span: Span, verb: re.Match[str], within: bool) -> list[Mention]:
    """What the verb is done to, when it is one or more concrete projects."""
    builds = verb.lastgroup == "build"
    parts_count = within and (builds or verb[0] in _CONTAINS)
    found = _enumerated(text, span, loose=parts_count or builds)
    if not found:
        return []
    vouched = parts_count or bool(_CALLED_PROJECTS.search(text, *span))
    if not vouched and sum(m.loose for m in found) * 2 > len(found) and not _civic(text, found):
        return []
    rest = text[found[-1].span.end : span.end]
    if verb.lastgroup == "join" and not _WORK_FOLLOWS.match(rest):
        return []
    driven = vouched or any(_driven(m.span.of(text), rest) for m in found)
    if verb.lastgroup == "drive" and not driven:
        return []
    if "打造" in verb[0]:
        found = [m for m in found if not _MERE_END.search(m.span.of(text))]
    status = next((word for word in ("续建", "新建") if word in verb[0]), None)
    return [replace(m, status=m.status or status) for m in found]


def _civic(text: str, found: list[Mention]) -> bool:
    """Whether all that was found are buildings of which a county has one each."""
    one_each = re.compile(rf"(?:综合性|[市县区]级?)?{CIVIC}")
    return all(one_each.fullmatch(m.span.of(text)) for m in found)


def _driven(name: str, rest: str) -> bool:
    """Whether a verb of progress (推进, 完成) makes this a project: a line, or work after it."""
    return bool(
        re.search(rf"(?:{LINES}|段|期|工程|项目)$", name)
        or re.match(rf"的?等?[^，]{{0,12}}?{ACTIONS}", rest)
    )


def _enumerated(text: str, span: Span, *, loose: bool) -> list[Mention]:
    lead = _LEAD.match(text, *span)
    start = lead.end() if lead else span.start
    if loose and (whole := _AS_ONE.match(text, start, span.end)):
        start, span = whole.start("parts"), Span(whole.start("parts"), whole.end("parts"))
    elif MANY.match(text, start, span.end):
        return []
    etc = _ETC.search(text, start, span.end) or _COUNTED.search(text, start, span.end)
    end = etc.start() if etc else span.end
    tail = text[etc.end() : span.end] if etc else ""
    loose = loose or bool(_CALLED.match(tail))
    parts = [p for whole in split(text, Span(start, end)) for p in _conjoined(text, whole)]
    named = [_name(text, part, loose) for part in parts]
    headed = [n for n in named if n]
    if not parts or (not named[-1] and _BESIDE.search(parts[-1].of(text))):
        return []
    classed = bool(_CLASS.match(tail))
    if not headed and not (classed and len(parts) > 1):
        return []
    if classed or len(headed) * 2 >= len(parts):
        ends = {m["head"] for n in headed if (m := _HEAD_END.search(n.span.of(text)))}
        named = [n or _headless(text, p, ends) for n, p in zip(named, parts, strict=True)]
    if len(parts) > 1 and named[-1]:
        named[-1] = _like_siblings(text, named[-1], [n for n in named[:-1] if n])
    if sum(n is not None for n in named) * 2 < len(parts):
        return []
    status = _status(text[parts[-1].start : span.end])
    return [replace(n, status=status, works=n.works or _works(tail)) for n in named if n]


def _status(tail: str) -> str | None:
    found = re.search(r"(新建|续建)(?:项目|工程)", tail)
    return found[1] if found else None


def _works(tail: str) -> str:
    found = _WORK.search(tail)
    return found[0] if found else ""


def _conjoined(text: str, part: Span) -> Iterator[Span]:
    """`part` cut at 和, 及, 与 where a full name stands on both sides."""
    joints = (
        re.finditer(r"以及|[和及与]", part.of(text))
        if len(part.of(text)) < 3 * _LONGEST_PART
        else ()
    )
    for joint in joints:
        left = Span(part.start, part.start + joint.start())
        right = Span(part.start + joint.end(), part.end)
        first, second = _name(text, left, False), _name(text, right, True)
        lines = second and _LINE_END.search(second.span.of(text))
        if second and left.end - left.start > 1 and (first or lines):
            yield left
            yield from _conjoined(text, right)
            return
    yield part


def _name(text: str, part: Span, loose: bool) -> Mention | None:
    """The name in one part of an enumeration, without the action after it."""
    if lead := _LEAD.match(text, *part):
        part = Span(lead.end(), part.end)
    if about := _WHOLE_AND_MORE.match(text, *part):
        part = Span(*about.span(1))
    raw = part.of(text)
    if not 1 < len(raw) <= _LONGEST_PART or MANY.match(raw) or _STRATEGY.search(raw):
        return None
    if _is_whole(raw):
        return Mention(part, works=_works(raw))
    found = _PART.fullmatch(raw) or _PART.match(raw)
    if not found or (
        found.end() < len(raw) and not _ACTION_FOLLOWS.match(raw[found.end("name") :])
    ):
        return None
    name = found["name"]
    if _is_clause(name) or AIM.search(name) or NOT_A_LINE.search(name):
        return None
    span = Span(part.start, part.start + len(name))
    if is_proper(name) and not soft(name):
        return Mention(span, works=_works(found["tail"]))
    if loose and found.end("name") == len(raw) > 2 and re.search(rf"{WORKS}$", name):
        return Mention(span, loose=True)
    return None


def _is_clause(words_: str) -> bool:
    """Whether the words hold a verb or, when they are many, a function word: no name."""
    plain = _ASIDE.sub("", words_)
    return bool(_CLAUSE_WORD.search(plain) or (len(plain) > 6 and _FUNCTION_WORD.search(plain)))


def _is_whole(raw: str) -> bool:
    """Whether the words are the full name of a project: 青石河综合治理工程."""
    return bool(
        _WHOLE.fullmatch(raw)
        and not _is_clause(raw)
        and physical(raw[:-2])
        and not soft(raw)
        and is_proper(re.sub(rf"(?:{ACTIONS}|综合|工程|项目)+$", "", raw))
    )


def _like_siblings(text: str, last: Mention, siblings: list[Mention]) -> Mention:
    """`last` cut where its siblings end: 甲水库、乙水库除险加固工程 → 乙水库."""
    heads = {m["head"] for s in siblings if (m := _HEAD_END.search(s.span.of(text)))}
    if not heads:
        return last
    name = last.span.of(text)
    ends = heads.union(*(kin for kin in _KIN if kin & heads))
    one_of = "|".join(sorted(ends, key=lambda h: (-len(h), h)))
    cut = re.match(rf"(.{{1,10}}?(?:{one_of})(?![道流]))(?!{PHASE})", name)
    if not cut or len(cut[0]) < 2:
        return last
    end = last.span.start + cut.end()
    works = last.works or _works(name[cut.end() :])
    return replace(last, span=Span(last.span.start, end), works=works)


def _headless(text: str, part: Span, ends: set[str]) -> Mention | None:
    """A part whose head stands behind the enumeration (七里、周营等社区), or whose name is made of
    everyday words and that ends like its siblings (上洞社区)."""
    if lead := _LEAD.match(text, *part):
        part = Span(lead.end(), part.end)
    raw = part.of(text)
    for end in ends:
        at = raw.find(end)
        if at > 0 and leftover(raw[:at]) and not _VERB.search(raw[:at]) and not _is_clause(raw):
            return Mention(Span(part.start, part.start + at + len(end)))
    if not 2 <= len(raw) <= 24 or _is_clause(raw) or _VERB.search(raw) or _STRATEGY.search(raw):
        return None
    return Mention(part) if len(leftover(raw)) >= 2 else None
