"""The places that a plan names: street offices, communities, roads, rivers, scenic spots.

One entry per name with all its mentions. Administrative areas from the county upwards are not
places here; an area code is given only when the register knows exactly one such name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lantu.engines.plan.areas import Area
from lantu.engines.plan.model import Mint, Place
from lantu.engines.plan.named.enumerations import split
from lantu.engines.plan.named.name_start import start_of_name
from lantu.engines.plan.named.proper import NOT_A_LINE, is_proper, leftover, short_line
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel.spans import Span

_HEADS = {
    "street_office": "街道办事处|办事处|街道(?![两沿绿环景改整立照卫亮管设路级层面建办])",
    "community": "社区",
    "village": "(?<![农乡山进容])村(?![民庄镇居容改落级域集貌入])",
    "town": "(?<![城乡市集])镇(?![域区村])|(?<![城下回返故老])乡(?![村镇道])",
    "road": "(?<!铁)路(?![网灯面径线由边演])|街(?![道区头巷面景])|大道|(?<=[东西南北])[内外]环",
    "railway": "铁路|高铁",
    "river": "(?<![山银])河(?![道流湖长南北西东水岸段路街])|干渠|(?<![管沟])渠(?![道系])"
    "|沟(?![通域])|江(?![苏西南北])",
    "lake": "湖(?![南北泊区水])",
    "reservoir": "水库",
    "scenic_spot": "风景名胜区|风景区|景区|度假区|古城|古镇|公园|广场|遗址|故居|林海",
    "bridge": "大桥|桥(?![梁头])",
    "district": "片区",
    "station": "火车站|高铁站|汽车站|机场",
}
_HEAD = re.compile("|".join(f"(?P<{kind}>{heads})" for kind, heads in _HEADS.items()))
_LONGEST = {"road": 5, "river": 4, "lake": 4, "community": 6, "scenic_spot": 8}
_CODED = re.compile(r"(?:[国省县]道)?[GSXY]\d{2,4}|\d{3}国道|[国省县]道\d{2,3}")
_LISTED = re.compile(
    r"(?P<names>(?:[一-龥]{2,6}、)+[一-龥]{2,6})等(?:\d+[个条])?(?:涉农|城市|中心|特色)?"
    r"(?P<noun>社区|街道|村|乡镇|镇|景点|景区|道路|主干路|河流|河道)"
)
_NOUN_KINDS = {
    "社区": "community", "街道": "street_office", "村": "village", "乡镇": "town", "镇": "town",
    "景点": "scenic_spot", "景区": "scenic_spot", "道路": "road", "主干路": "road",
    "河流": "river", "河道": "river",
}  # fmt: skip
_NO_NAME = re.compile(
    r"^[一二三四五六七八九十两\d]+个|^(?:各|全|每|该|本|此|两|多|些|我|某|新型|新建|老旧|示范|试点|智慧|宁静|绿色|和谐|平安|文明|美丽)"
    r"|建设|改造|完善|提升|推进"
)
_OFFICE = re.compile(
    r"(?:社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|街道办事处|办事处|街道|社区|村|镇|乡)$"
)
_LEVELS = {
    "community": ("community", "village"),
    "village": ("community", "village"),
    "street_office": ("street",),
    "town": ("town", "township", "street"),
}
_CODE_LENGTH = 12
_SHORTEST_ROAD = 3
_RING = re.compile(r"[东西南北][内外]环")
_SHORTEST_OFFICE = 3
_KIND_OF_STREET = re.compile(
    r"农村|城市|社区|乡镇|相关|辖区|背街|所属|镇|城区|市区|历史|文化|商业|特色|所在|推进|全部"
)
_WATERS = frozenset({"river", "lake", "reservoir"})


def find_places(passages: Iterable[Passage], areas: Sequence[Area] = ()) -> list[Place]:
    """The places named in `passages`, in the order of their first mention.

    areas: the area register; `area` is None without one, or when the match is not certain.
    """
    register = _Register(areas)
    kinds: dict[str, str] = {}
    firsts: dict[str, tuple[Passage, Span]] = {}
    spans: dict[str, list[Span]] = {}
    for passage in passages:
        for span, kind in sorted(_in_text(passage.text).items()):
            name = span.of(passage.text)
            kinds.setdefault(name, kind)
            firsts.setdefault(name, (passage, span))
            spans.setdefault(name, []).append(passage.span(*span))
    mint = Mint(Place)
    return [
        Place(
            id=mint(name),
            span=spans[name][0],
            quote=name,
            section=passage.section,
            name=name,
            kind=kinds[name],
            spans=tuple(spans[name]),
            area=register.code(name, kinds[name]),
        )
        for name, (passage, _) in firsts.items()
    ]


def _in_text(text: str) -> dict[Span, str]:
    """Each place of `text` and its kind; a listed name does not hide a longer one."""
    found = dict(_headed(text))
    for span, kind in _listed(text):
        if not any(span.meets(other) for other in found):
            found[span] = kind
    return found


def _headed(text: str) -> Iterator[tuple[Span, str]]:
    last = 0
    for coded in _CODED.finditer(text):
        yield Span(*coded.span()), "road"
    for head in _HEAD.finditer(text):
        kind = head.lastgroup or ""
        start = start_of_name(text, head.start(), _LONGEST.get(kind, 5))
        if start is not None and start < last:
            start = last if last < head.start() else None
        if start is None or not _is_place(text[start : head.end()], kind):
            continue
        if text[start - 1 : start] == "“" and text[head.end() : head.end() + 1] == "”":
            continue
        last = head.end()
        yield Span(start, head.end()), kind


def _is_place(name: str, kind: str) -> bool:
    if _NO_NAME.search(name) or NOT_A_LINE.search(name):
        return False
    if kind == "road" and len(name) < _SHORTEST_ROAD:
        return False
    if kind == "railway":
        return bool(leftover(name))
    if kind == "road":
        return short_line(name) or bool(_RING.fullmatch(name))
    if kind == "street_office" and len(name) > _SHORTEST_OFFICE:
        return not _KIND_OF_STREET.match(name)
    return is_proper(name) and (kind in _WATERS or bool(leftover(_OFFICE.sub("", name))))


def _listed(text: str) -> Iterator[tuple[Span, str]]:
    for listing in _LISTED.finditer(text):
        for part in split(text, Span(*listing.span("names"))):
            start = start_of_name(text, part.end - 1, part.end - part.start)
            if start is not None and leftover(text[start : part.end]):
                yield Span(start, part.end), _NOUN_KINDS[listing["noun"]]


class _Register:
    """Looks a name up among the areas of one level."""

    def __init__(self, areas: Sequence[Area]) -> None:
        self._codes: dict[tuple[str, str], set[str]] = {}
        for area in areas:
            key = (_OFFICE.sub("", area.name), area.level)
            self._codes.setdefault(key, set()).add(area.code)

    def code(self, name: str, kind: str) -> str | None:
        """The 12-digit code of the only area that can be meant, else None."""
        bare = _OFFICE.sub("", name)
        codes = {c for level in _LEVELS.get(kind, ()) for c in self._codes.get((bare, level), ())}
        return codes.pop().ljust(_CODE_LENGTH, "0") if len(codes) == 1 else None
