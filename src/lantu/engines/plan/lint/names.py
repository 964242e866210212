"""Names: one thing named in two ways, by confusable characters or by words dropped and added, and
places that are in no area register.

Tells the counts of both forms and which one the plan uses more. Names that differ by a number, a
direction or a phase are two things.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, takewhile

from lantu.engines.plan.lint.confusables import PARTNERS, is_rare
from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.named.proper import leftover
from lantu.kernel.findings import Severity
from lantu.kernel.spans import Span

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, with the places of that very form in the text."""

    form: str
    spans: tuple[Span, ...]


def _book(draft: Draft) -> dict[str, Name]:
    """All names that the compiler found, by form without quotation marks."""
    places: dict[str, set[Span]] = defaultdict(set)
    for actor in draft.package.actors:
        places[actor.name].update(actor.spans)
    for place in draft.package.places:
        places[place.name].update(place.spans)
    for project in draft.package.projects:
        places[_plain(project.name)].add(project.span)
    return {form: Name(form, tuple(sorted(spans))) for form, spans in places.items()}


def _plain(name: str) -> str:
    """The name without quotation marks and without 项目 at its end."""
    return re.sub(r"[“”]|项目$", "", name)


def _times(text: str, form: str, longer: str = "") -> int:
    """How often `form` is written, not counting where it is part of `longer`."""
    inside = text.count(longer) * longer.count(form) if longer and form in longer else 0
    return text.count(form) - inside


def _hit(draft: Draft, first: Name, second: Name, why: str) -> Hit:
    """The rarer form is the place; the commoner one the likely fix."""
    counts = {
        first.form: _times(draft.text, first.form, second.form),
        second.form: _times(draft.text, second.form, first.form),
    }
    rare, usual = sorted((first, second), key=lambda n: (counts[n.form], -n.spans[0].start))
    lines = draft.lines
    at = lines.at(usual.spans[0].start)[0]
    more = counts[usual.form] > counts[rare.form]
    return Hit(
        rare.spans[0],
        f"{why}：“{rare.form}” {counts[rare.form]} 次，"
        f"“{usual.form}” {counts[usual.form]} 次（第 {at} 行）"
        f"{'，多数写作后者' if more else ''}。",
        f"核对后统一{'为“' + usual.form + '”' if more else ''}。",
    )


@check(
    "LT-N02", "形近字混用", "one name with two confusable characters", Severity.ERROR,
    "同一个名称两处用了形近的两个字，必有一处是错的；检索、立项、拨款都会对不上。",
)  # fmt: skip
def confusables(draft: Draft) -> Iterable[Hit]:
    text = draft.text
    places: dict[str, list[int]] = defaultdict(list)
    for at, char in enumerate(text):
        if char in PARTNERS:
            places[char].append(at)
    told: set[frozenset[str]] = set()
    for char in list(places):
        for other in PARTNERS[char]:
            pair = frozenset((char, other))
            if other in places and pair not in told:
                told.add(pair)
                yield from _confused(draft, places[char], places[other])


def _confused(draft: Draft, first: list[int], second: list[int]) -> Iterator[Hit]:
    """Hits for the places of two confusable characters: one for each name that both write."""
    text = draft.text
    rare = is_rare(text[first[0]]) or is_rare(text[second[0]])
    names: dict[str, tuple[list[int], list[int]]] = {}
    for side, places in enumerate((first, second)):
        for at in places:
            for key in _keys(text, at, rare):
                names.setdefault(key, ([], []))[side].append(at)
    both = {k: v for k, v in names.items() if v[0] and v[1]}
    done: set[int] = set()
    for key in sorted(both, key=len, reverse=True):
        one, two = both[key]
        fewer, more = sorted((one, two), key=len)
        if set(fewer) <= done:
            continue
        done.update(fewer)
        form, usual = (_shown(text, places[0], key) for places in (fewer, more))
        lines = draft.lines
        where = "、".join(str(lines.at(at)[0]) for at in fewer[:5])
        yield Hit(
            Span(fewer[0], fewer[0] + 1),
            f"“{form}” {len(fewer)} 处（第 {where} 行），“{usual}” {len(more)} 处（第"
            f" {lines.at(more[0])[0]} 行）：“{text[fewer[0]]}”“{text[more[0]]}”形近，"
            "疑为一名两写。",
            "核对地名、企业名录后统一"
            + (f"，多数写作“{text[more[0]]}”" if len(more) > len(fewer) else ""),
        )


def _keys(text: str, at: int, rare: bool) -> Iterator[str]:
    """The surroundings by which a name is known again, the character itself shown as *. Two more
    characters tell a name when one of the pair is rare, three when both are common."""
    more = 2 if rare else 3
    for left in range(more + 1):
        start, end = at - left, at + 1 + more - left
        around = text[max(start, 0) : at] + text[at + 1 : end]
        if len(around) == more and _han(around):
            yield f"{text[start:at]}*{text[at + 1 : end]}"
    if rare and _han(text[at + 1 : at + 2]):
        yield f"*{text[at + 1 : at + 2]}"


def _han(words: str) -> bool:
    return all(_HAN.match(char) for char in words) and bool(words)


def _shown(text: str, at: int, key: str) -> str:
    """The name at `at`, a little longer than its key."""
    start = at - key.index("*")
    end = start + len(key)
    while end < len(text) and end - start < 4 and _HAN.match(text[end]):
        end += 1
    return text[start:end]


_TWO_THINGS = re.compile(
    r"[东南西北中上下左右前后内外高低大小新老旧主次一二三四五六七八九十百千\d初甲乙丙丁A-Za-z镇村县省市国]|[一二三四五六七八九十]+(?:期|号|中|小)|分|副|门诊|住院|儿童|妇女|职业|实验"
)
_TAIL = re.compile(r"(?:建设|改造|提升|综合|工程|项目|整治|治理|新建|扩建|开发|及|和)+$")
_GENERIC_MIDDLE = frozenset(
    [
        "科技",
        "产业",
        "工业",
        "科创",
        "创新",
        "创业",
        "经济",
        "智慧",
        "智能",
        "综合",
        "服务",
        "发展",
        "文化",
        "物流",
        "商务",
        "生态",
        "循环",
        "示范",
        "试验",
    ]
)


@check(
    "LT-N03", "名称多字少字", "one name with words dropped or added", Severity.WARNING,
    "同一个项目、园区、单位前后名称不一，无法确定是一个还是两个。",
)  # fmt: skip
def near_names(draft: Draft) -> Iterable[Hit]:
    book = _book(draft)
    told: set[frozenset[str]] = set()
    marked: set[Span] = set()
    pairs = (*_shortened(book), *_clustered(draft, book), *_swapped(book), *_in_text(draft))
    for long, short in pairs:
        pair = frozenset((long.form, short.form))
        if pair not in told and not _seen_inside(pair, told):
            told.add(pair)
            hit = _hit(draft, long, short, "疑为一名两写")
            if hit.span and not any(hit.span.meets(span) for span in marked):
                marked.add(hit.span)
                yield hit


def _seen_inside(pair: frozenset[str], told: set[frozenset[str]]) -> bool:
    """Whether the same difference was told for a part of these names."""
    return any(all(any(a in b for b in pair) for a in other) for other in told)


def _shortened(book: dict[str, Name]) -> Iterator[tuple[Name, Name]]:
    """Names of which another is left when one to three characters inside are taken out."""
    for name in sorted(book.values(), key=lambda n: len(n.form)):
        form = name.form
        for size in (1, 2, 3):
            for at in range(2, len(form) - size):
                shorter = form[:at] + form[at + size :]
                taken = form[at : at + size]
                if len(shorter) >= 5 and shorter in book and not _TWO_THINGS.search(taken):
                    yield name, book[shorter]


def _clustered(draft: Draft, book: dict[str, Name]) -> Iterator[tuple[Name, Name]]:
    """Names that the compiler took for one project, when more than the tail differs."""
    clusters: dict[str, dict[str, None]] = defaultdict(dict)
    for project in draft.package.projects:
        clusters[project.cluster][_plain(project.name)] = None
    for forms in clusters.values():
        stems = {_TAIL.sub("", form): form for form in forms}
        for one, two in combinations(stems, 2):
            short, long = sorted((one, two), key=len)
            if not long.startswith(short) and not long.endswith(short):
                yield book[stems[one]], book[stems[two]]


def _swapped(book: dict[str, Name]) -> Iterator[tuple[Name, Name]]:
    """Names with another general word at one place: 甲乙科技园, 甲乙产业园."""
    seen: dict[tuple[str, str], Name] = {}
    for name in book.values():
        form = name.form
        for at in range(2, len(form) - 1):
            if form[at : at + 2] not in _GENERIC_MIDDLE:
                continue
            head, tail = form[:at], form[at + 2 :]
            if not tail or (not leftover(head) and len(head) < 3):
                continue
            other = seen.setdefault((head, tail), name)
            if other.form != form:
                yield name, other


_HEADS = re.compile(
    "试验区|示范区|先行区|产业园|科技园|园区|大脑|储备库|平台|中心|基地|公司|商圈|学院|医院|联盟|行动计划|基金|干渠|区|厂"
)
_ONE_OF_A_KIND = re.compile("(?:试验区|示范区|先行区|大脑|储备库)$")
_BEFORE = 4
"""Characters before the words that were dropped, by which a name is known again."""


def _in_text(draft: Draft) -> Iterator[tuple[Name, Name]]:
    """Names that no list of the compiler holds: the same four characters and the same head noun,
    once with two or three characters between them and once without."""
    runs = [
        (tail[0], len(match[0]), line.part(match.end() - len(tail[0]), match.end()))
        for line in draft.written
        for match in _HEADS.finditer(line.words)
        if (tail := re.search(r"[\u4e00-\u9fff]{5,14}$", line.words[: match.end()][-14:]))
    ]
    ends: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for run, head, place in runs:
        ends[run[-_BEFORE - head :]].append((run, place))
    for run, head, place in runs:
        for size in (2, 3):
            before, dropped = run[: -head - size], run[-head - size : -head]
            key = before[-_BEFORE:] + run[-head:]
            if len(before) < _BEFORE or key not in ends or _TWO_THINGS.search(dropped):
                continue
            if (leftover(before) and leftover(key[:_BEFORE])) or _ONE_OF_A_KIND.search(key):
                other, other_place = ends[key][0]
                pairs = zip(reversed(before), reversed(other[:-head]), strict=False)
                shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
                short = other[-shared - head :]
                long = before[-shared:] + dropped + run[-head:]
                yield Name(long, (place,)), Name(short, (other_place,))


@check(
    "LT-N04", "企业名称不一", "one firm under two names", Severity.WARNING,
    "同一企业前后名称差一两个字，读者会当成两家；企业名称应与登记的一致。",
)  # fmt: skip
def firms(draft: Draft) -> Iterable[Hit]:
    found = [
        Name(actor.name, actor.spans) for actor in draft.package.actors if actor.kind == "firm"
    ]
    for index, first in enumerate(found):
        for second in found[index + 1 :]:
            if _one_firm(first.form, second.form):
                yield _hit(draft, first, second, "疑为同一企业的两种写法")


_TRADE = re.compile(
    "(?:软件|科技|装备|设备|机械|集团|公司|股份|有限|实业|纸业|电子|材料|能源|热电|环保|物流|食品|医药|制药|工贸|振动|重工|智能)+$"
)


def _one_firm(first: str, second: str) -> bool:
    """Whether two names of firms are too near: one character apart, or 新甲乙 beside 甲乙软件."""
    if len(first) == len(second) >= 4:
        return sum(a != b for a, b in zip(first, second, strict=True)) == 1
    one, two = (re.sub(_TRADE, "", name) for name in (first, second))
    short, long = sorted((one, two), key=len)
    return len(short) >= 2 and len(long) - len(short) == 1 and long.endswith(short)


_SETTLEMENTS = ("street_office", "street", "community", "town", "township", "village")


@check(
    "LT-N01", "地名与区划名录不符", "place that is not in the area register", Severity.WARNING,
    "街道、社区、乡镇的名称应与区划名录一致；只在给出名录（--areas）时检查。",
)  # fmt: skip
def places(draft: Draft) -> Iterable[Hit]:
    known: dict[str, str] = {}
    for area in draft.areas:
        known[_core(area.name)] = area.name
    if not known:
        return
    near = _wildcards(known)
    for place in draft.package.places:
        if place.kind not in _SETTLEMENTS:
            continue
        core = _core(place.name)
        if core in known or place.area or len(core) < 2:
            continue
        like = sorted({known[c] for key in _blanked(core) for c in near.get(key, ())})
        hint = f"，名录中有“{like[0]}”" if like else ""
        yield Hit(
            place.spans[0],
            f"“{place.name}”不在区划名录中{hint}（{len(place.spans)} 处）。",
            f"核对是否为“{like[0]}”" if like else "核对名称，或更新名录。",
        )


_ENDS = re.compile(
    r"(?:街道办事处|街道|办事处|社区居民委员会|社区居委会|社区|居民委员会|居委会|村民委员会|村委会|村|镇|乡)$"
)


def _core(name: str) -> str:
    """The proper part of the name of a street office, community or village."""
    return _ENDS.sub("", name)


def _blanked(core: str) -> Iterator[str]:
    """`core` with each of its characters blanked in turn."""
    return (core[:at] + "*" + core[at + 1 :] for at in range(len(core)))


def _wildcards(cores: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for core in cores:
        for key in _blanked(core):
            if len(core) > 1:
                found[key].append(core)
    return found
