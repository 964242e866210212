"""Finds programme names that number a set of actions (“123”行动计划, 百村示范工程) or quote one
(“领航计划”), and where the text explains them.

A quoted term that numbers roads or parks, a national phrase or an arrangement is no programme.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lantu.engines.plan.model import Mint, Programme
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.systems.names import Clause
from lantu.engines.plan.systems.verbs import words
from lantu.kernel.spans import Span

_ENDINGS = "行动计划|提升计划|培育计划|专项行动|专项计划|行动|计划|工程|专项|战役|标准|工作法|工作"
_NUMERALS = "一二两三四五六七八九十百千万"

_NUMBERED = (
    "双[百千十万]",
    rf"(?:[{_NUMERALS}][^{_NUMERALS}“”，。、]{{1,4}}、?){{4,}}",
    r"\d{3,}",
    r"\d+(?:[+＋][\dNnXx]+)+",
    "十百千万?|百千万|千百十",
    rf"(?:[{_NUMERALS}][^{_NUMERALS}“”，。、]{{1,3}}、?){{2,}}",
    rf"[{_NUMERALS}](?:个|大|项)[^“”，。、]{{2,6}}",
    rf"[{_NUMERALS}][^{_NUMERALS}“”，。、]{{1,2}}(?:融合|联动|同治|共治|攻坚|整治|提升|改造|创建|统筹)",
    rf"[{_NUMERALS}](?:改|提|清|治|拆|建|转|创|比|争|评|晒|送|进|扶)",
)

_LAYOUT = re.compile(
    rf"(?:[{_NUMERALS}多][纵横轴带核环廊园圈心区极点翼城湖海川水江河库网港路屏都县镇馆山岸]、?)+$"
)
"""A numbered layout of space names no actions."""

_NATIONAL = frozenset(
    words(
        "五位一体 四个全面 四个意识 四个自信 两个维护 两个确立 一带一路 一国两制 "
        "两个一百年 三会一课 两学一做 三品一标 两品一标 四基四化 四个最严 "
        "两不愁三保障 三重一大 一岗双责 四个不摘 三个代表 四风 八项规定 三农 "
        "六稳六保 六稳 六保 三区三线 三线一单 一网通办 "
        "一网统管 双随机、一公开 一业一证 最多跑一次 一件事一次办 一站式 两山 "
        "四不两直 四个革命、一个合作 三公 三去一降一补 "
        "一老一小 三位一体 一窗受理 五险一金 两癌 一照多址 四个伟大 四个强省 "
        "三社联动 五社联动 五级书记 千万工程 四水同治 四议两公开 "
        "一次办好 一门式 三包 两补 三资 三治融合 三权分置 四好农村路 两个毫不动摇 "
        "两个市场 九三学社 六个坚持 三个面向"
    )
)
"""Phrases of the whole country: politics, and arrangements that `systems` finds."""

_NO_ACTION = re.compile(
    r"^(?:一[^一、]{1,2}一[^一、]{1,2}、?)+$|年$|年(?:行动|计划)|(?:园区|基地|商圈|产业|行业|集群|名片|片区|强省|强市|强县|高地|家园|[大个](?:中心|平台|体系))$"
)
_BODY = "|".join(_NUMBERED)
_QUOTED_NUMBER = re.compile(
    rf"“(?P<core>(?:{_BODY})|[^“”，。]{{0,10}}?(?:{_BODY})(?:{_ENDINGS}))(?:{_ENDINGS})?”"
    rf"(?:[\u4e00-\u9fff]{{0,10}}?(?:{_ENDINGS}))?"
)
_QUOTED_NAME = re.compile(
    r"“(?P<core>[^“”，。]{2,14}?)"
    r"(?:(?:行动|计划|工程)”|”(?:[\u4e00-\u9fff]{0,4})?(?:行动计划|计划|专项行动|攻坚行动))"
)
_PAIR = re.compile(
    rf"(?P<core>“[{_NUMERALS}][^“”，。]{{1,2}}”[治攻促带换保]“[{_NUMERALS}][^“”，。]{{1,2}}”)"
)
"""“三废”治“三源”: two numbered groups and what the one does to the other."""
_BARE_NUMBER = re.compile(
    r"(?<=实施|推进|开展|落实|深化|启动|抓好)"
    r"(?P<core>\d{3,}|[百千万][\u4e00-\u9fff](?!元|亩|吨|人)[\u4e00-\u9fff]{1,6}?)"
    r"(?:行动计划|行动|计划|工程)"
)
_SYSTEMS = re.compile("标准地|英才公寓")
_PREFIX = re.compile(
    r"(?:实施|推进|开展|落实|启动|深化|抓好)?((?:(?!实施|推进|开展|落实|启动|"
    r"深化|抓好)[\u4e00-\u9fff])*)$"
)
_LONGEST_PREFIX = 6
_EXPLAINS = re.compile(
    r"(?:[（(](?P<inside>[^）)]{4,})[）)]|(?:，|：|——|，?(?:主要)?)?(?:即|"
    r"也就是|是指|包括|指的是)[：，]?(?P<after>[^。；]{4,})"
    r"|：(?P<colon>[^。；]{6,}))"
)


def find_programmes(passages: Sequence[Passage]) -> list[Programme]:
    """The programme names of `passages`, in the order of the text.

    explained_at: where the text says what the name stands for; every mention of one name shares
    the first explanation, and it is None when there is none.
    """
    mint = Mint(Programme)
    found: list[Programme] = []
    explained: dict[str, Span] = {}
    cores: list[str] = []
    for passage in passages:
        for span, core in _names(passage):
            name = span.of(passage.text)
            place = passage.span(*span)
            found.append(
                Programme(
                    id=mint(name),
                    span=place,
                    quote=name,
                    section=passage.section,
                    name=name,
                    explained_at=None,
                )
            )
            cores.append(core)
            explanation = _explanation(passage, span.end)
            if explanation:
                explained.setdefault(core, explanation)
    return [replace(p, explained_at=explained.get(c)) for p, c in zip(found, cores, strict=True)]


def _names(passage: Passage) -> Iterator[tuple[Span, str]]:
    """Each name once at its place, with the words that number it."""
    for clause in passage.clauses():
        reading: Clause | None = None
        taken: list[Span] = []
        for pattern in (_PAIR, _QUOTED_NUMBER, _QUOTED_NAME, _BARE_NUMBER):
            for match in pattern.finditer(passage.text, clause.start, clause.end):
                span = Span(*match.span())
                if not _is_programme(match) or any(span.meets(other) for other in taken):
                    continue
                taken.append(span)
                reading = reading or Clause.read(passage.text, clause)
                yield _with_prefix(reading, span), match["core"]


def _is_programme(match: re.Match[str]) -> bool:
    core = match["core"]
    whole = match.group().partition("”")[0].lstrip("“")
    if (
        core in _NATIONAL
        or whole in _NATIONAL
        or _LAYOUT.match(core)
        or _SYSTEMS.search(match.group())
    ):
        return False
    return not _NO_ACTION.search(core)


def _with_prefix(clause: Clause, span: Span) -> Span:
    """民生“365”工程: a short noun before the quotation mark belongs to the name."""
    start, _ = clause.edge(span, clause.span.start, span.end - span.start)
    prefix = clause.text[start : span.start]
    own = _PREFIX.search(prefix)
    noun = own.group(1) if own else ""
    if noun and len(noun) <= _LONGEST_PREFIX and not re.search(r"[以按照对把是的为]", noun):
        return Span(span.start - len(noun), span.end)
    return span


def _explanation(passage: Passage, end: int) -> Span | None:
    match = _EXPLAINS.match(passage.text, end)
    if not match:
        return None
    group = match.lastgroup or "after"
    return passage.span(*match.span(group))
