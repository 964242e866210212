"""What tells the name of one concrete thing from a kind of thing.

A name ends with a head noun (路, 水库, 医院 …) and holds something besides official vocabulary: a
proper part, a code (G311), a quoted name, an area. Whether the text makes it a project or a place
is the business of `project_text` and `places`.
"""

import re

from lantu.engines.plan.named import official_words as official


def any_of(listing: str) -> str:
    """A regex that matches any of the words, longest first; built as a tree, so that its cost
    does not grow with the list.

    >>> any_of("路 路灯 街")
    '(?:街|路(?:灯)?)'
    """
    return _tree(sorted(set(listing.split())))


def _tree(entries: list[str]) -> str:
    branches: list[str] = []
    for first in sorted({entry[0] for entry in entries if entry}):
        rests = [entry[1:] for entry in entries if entry.startswith(first)]
        inner = _tree([rest for rest in rests if rest])
        branches.append(re.escape(first) + (inner + "?" * ("" in rests) if inner else ""))
    return f"(?:{'|'.join(branches)})" if branches else ""


LINES = any_of(official.LINES)
WORKS = any_of(official.WORKS)
CIVIC = any_of(official.CIVIC)
ACTIONS = any_of(official.ACTIONS)
THINGS = any_of(official.THINGS)
HEAD = re.compile(f"(?:{CIVIC}|{LINES}|{WORKS})")

_NUMBER = r"[一二三四五六七八九十\d]+"
_STRETCH = r"[一-龥]{1,8}(?:（[^）]{1,6}）)?[至到—~-]{1,2}[一-龥]{1,8}(?:（[^）]{1,6}）)?(?:路?段)?"
PHASE = (
    rf"(?:第?{_NUMBER}(?:[、至-]{_NUMBER})?[期号#](?:项目|工程)?|[东西南北中上下先][行]?段|[东西南北]+线"
    r"|[东西南北][延调][伸长]?[线段]?|[一-龥]{2,6}段|新[校院馆园]区?|[东西南北](?:院区|校区|区|院|支渠?)?|[支分]渠"
    rf"|(?:门诊|住院|病房|医技|综合|教学){{1,2}}[东西南北]?楼|{_STRETCH}|[（(][^（()）]{{1,20}}[）)])"
)
NAMED = rf"(?:{CIVIC}|{LINES}|{WORKS}|[GSXY]\d{{2,4}}|\d{{3}}国道)(?:{PHASE}){{0,2}}"
"""A head noun with what may close a name behind it: 二期, 东段, （一期）, 甲至乙段."""

AIM = re.compile(
    r"示范(?:[区园基村点]|小区|社区|街区)|“[^”]*[式型化][^”]*”$|先行区|高地|样板|标杆|一流|世界级|高质量|增长极|先进|区域性|全国性|有影响力"
    r"|“[^”]*\+[^”]*”|集聚地|承载地"
)
"""Words of an aim, not of a thing: 建成全省一流的示范基地."""

MANY = re.compile(
    r"一批|若干|各类|各级|各[乡镇村县市区街]|多个|一系列|所有|部分|几[个所座]|等各|集(?![中聚约团成镇市])"
    r"|(?:\d+|[一二三四五六七八九十百]+)[个所座条家处](?!月)"
)
"""Words before kinds: 一批中小学."""

NOT_A_LINE = re.compile(
    r"(?:[思出退销门套网电线短道]路|[底红战一热前路界光内在离上下生]线|流水线|江湖|河湖|入河|[还入环沿]湖|政府)$"
)
"""Words that end like a road or line and are none."""

_LONG_HEADS = [h for h in f"{official.LINES} {official.WORKS}".split() if len(h) > 1]
_VOCABULARY = " ".join((official.GENERAL, official.VERBS, *_LONG_HEADS, official.ACTIONS)).split()
_GENERIC = re.compile(any_of(" ".join(w for w in _VOCABULARY if len(w) > 1)))
_LETTERS = frozenset(w for w in _VOCABULARY if len(w) == 1)
_ONE_LETTER_HEADS = "".join(h for h in f"{official.LINES} {official.WORKS}".split() if len(h) == 1)
_AREA = (
    r"^(?!全|本|我|各|一|老|新|主|中心|城[市区镇乡])[一-龥]{1,3}(?<![社城地园片山])"
    r"(?:省(?![道级内际会])|市(?![场政民级域区])|县(?![级域乡城道])|区(?![域级块位间])|镇(?!区)"
    r"|街道|办事处)(?=[一-龥])"
)
_COMPASS = (
    r"^中央(?=公园|广场|大道|商务|湖)|[东西南北总左右一二三四五六]干渠"
    r"|[东南西北](?:城门|门|站|关|外环|内环|环路|二环|三环|四环|大街)"
)
_RING = r"(?:外环|内环|绕城|环城|[一二三四五六]环)(?:（.*）)?(?:高速|快速|公?路)"
_CODE = r"[GSXY]\d{2,4}|\d{3}国道|[国省县]道[GSX]?\d+|\d+号线"
_ROUTE = rf"{_STRETCH}(?:段|公路|高速|铁路|支线)"
_SEAT = r"^[省市县区](?![级域场政民内乡际道镇直区城外村]|中心|[一-龥]{0,3}$)[一-龥]+"
_NUMBERED = (
    rf"^[省市县区](?:中心|人民|中医)医?院|(?:^[省市县区]?第?|第){_NUMBER}"
    r"(?:人民医院|中医?学?|小学?|初级?中?|高级?中|幼儿园|实验|水厂|自来水|污水|热电)"
)
_SCHOOL = (
    r"^(?!(?:公办|民办|普惠性?|农村|乡镇|乡村|城[区镇乡]|寄宿制|标准化|普通|优质|示范性?|中心|完全|特色|薄弱"
    r"|义务教育|新建|配套|小区|职业|省级|市级|[中小大老新各]|九年一贯制)+(?:[中小]学|[初高]中|幼儿园))"
    r"[一-龥]{2,6}(?:小学|中学|初中|高中|幼儿园)$"
)
_SETTLED = rf"^(?P<before>[一-龥]{{2,3}})(?:{'|'.join(_LONG_HEADS)})$"
_RENEWED = (
    rf"{CIVIC}(?:新[馆院园]|{_NUMBER}期)"
    r"|(?:院|馆|中心|学|校)[东西南北新](?:院区|校区|馆区|院|馆)$"
)
_QUOTED = r"“(?![一二三四五六七八九十两双])[^”\d、+]{2,12}”"
_PROPER = re.compile(
    "|".join((_QUOTED, _CODE, _ROUTE, _AREA, _COMPASS, _RING, _SCHOOL, _SEAT, _NUMBERED, _RENEWED))
)
_LINE_HEAD = re.compile(
    r"(?:路|街|大道|巷|河|湖|江|渠|沟|水库|灌区|大桥|隧道|高速|高铁|铁路|快线|快速路)(?![道流湖区岸网灯])"
)
_KIND_OF_ROAD = re.compile(r"(?:[道公铁网干线支背]|断头|硬化|小街|街小|步行)$")
_KINDS = frozenset(official.KINDS.split())
_LONGEST_LINE = 7


def leftover(text: str) -> str:
    """What remains of `text` when official vocabulary is taken out.

    >>> leftover("青石水库除险加固工程"), leftover("标准化厂房")
    ('青石', '')
    """
    pieces = re.findall(r"[一-龥A-Za-z]+", _GENERIC.sub(" ", text))
    return "".join(piece for piece in pieces if not _LETTERS.issuperset(piece))


def is_proper(name: str) -> bool:
    """Whether `name` holds more than official vocabulary.

    >>> is_proper("云溪县人民医院"), is_proper("青石水库"), is_proper("社区卫生服务中心")
    (True, True, False)
    """
    if _PROPER.search(name) or short_line(name):
        return True
    if (place := re.match(_SETTLED, name)) and leftover(place["before"]) and leftover(name):
        return True
    rest = leftover(name)
    if rest and rest[-1] == name[-1] and name[-1] in _ONE_LETTER_HEADS:
        rest = rest[:-1]
    return len(rest) > 1


def short_line(name: str) -> bool:
    """Whether `name` begins like a road or river: a few characters and the head.

    >>> short_line("科创街"), short_line("科创街片林"), short_line("主干路")
    (True, True, False)
    """
    heads = _LINE_HEAD.finditer(name, 1, _LONGEST_LINE)
    return any(_is_line(name[: head.start()], head[0]) for head in heads)


def _is_line(before: str, head: str) -> bool:
    if head == "渠":
        before = before.rstrip("总干支") or before
    if before in _KINDS or _KIND_OF_ROAD.search(before):
        return False
    return head in "路街大道巷" or bool(leftover(before))
