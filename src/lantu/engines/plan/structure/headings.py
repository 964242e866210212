"""Which line is a heading by its own words: 第一章, 第1节, 一、, （一）, 1. or a lead phrase.

Looks at one line only; whether it stands in a contents list, a table or a box is decided
elsewhere. A sentence that merely begins like a heading (第一章提出…, 一、二、三产业) is refused.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

_HAN = "一二三四五六七八九十百零〇○"
_NUMBER = rf"(?:[{_HAN}]\s*){{1,4}}|(?:[0-9０-９]\s*){{1,3}}"


class Style(IntEnum):
    """How a heading is numbered, outermost first. A smaller value holds a greater one."""

    PREFACE = 0
    ANNEX = 1
    PART = 2
    CHAPTER = 3
    SECTION = 4
    HAN = 5
    HAN_PAREN = 6
    ARABIC = 7
    ARABIC_PAREN = 8
    LEAD = 9


_NUMBERED = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        (Style.PART, rf"第\s*(?:{_NUMBER})(?:篇|编|部\s*分)(?!章)"),
        (Style.CHAPTER, rf"第\s*(?:{_NUMBER})章(?!节)"),
        (Style.SECTION, rf"第\s*(?:{_NUMBER})节"),
        (Style.HAN, r"[一二三四五六七八九十]{1,3}\s*[、．.](?![一二三四五六七八九十]{1,2}、)"),
        (Style.HAN_PAREN, r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]\s*、?|[㈠-㈩]"),
        (Style.ARABIC, r"[0-9０-９]{1,2}\s*(?:[．、]|\.(?![0-9]))"),
        (Style.ARABIC_PAREN, r"[（(]\s*[0-9０-９]{1,2}\s*[）)]\s*、?|[0-9]{1,2}[）)]|[①-⑳]"),
    )
)
_DASH = re.compile(r"[—―－─–-]{1,4}\s*(?=[^\d\s—-])")
_PREFACE = re.compile(r"(?:前|序|引|导|绪)\s*[言论]|序|前\s*序")

LONGEST_HEADING = 45
LONGEST_LEAD = 26
LONGEST_NUMBERED_LEAD = 40

_REFERENCE = re.compile(
    r"(?:[和与及至到]第|所|提出|明确|规定|指出|强调|中的|的(?:内容|要求|规定|任务)|、第|主要(?:介绍|阐述))"
)
"""What follows a chapter number in running text."""

_SENTENCE_OPENING = re.compile(
    r"本(?:规划|纲要|方案|计划|[省市县区])|该|其中|到\d|截至|根据|按照|现将|会议|这[是一些]"
    r"|我们|我[国省市县区州]|全[国省市县区州]|预计|[0-9０-９]{4}年|(?:责任|牵头|配合)单位|注[：:0-9]"
)
_SENTENCE_INSIDE = re.compile(
    r"达到(?!新)|为\d|必须|如下|以下|下列|分别|已经|我们|(?<!求)是(?!非)|了$"
    r"|[0-9０-９.]+\s*(?:[%％‰万亿个家项处座条名人所套件米吨亩元倍岁]|公[里顷]|平方)"
)
_LABEL = re.compile(
    r"联系|[上下]一篇|责任编辑|单位|部门|时[限间]|注$|来源|附[件表]|电话|地址|其中|如下|以下|主要|内容|项目|方面|目标是|指标"
    r"|资金|投资|地点|期限|牵头|责任|配合|包括|专栏|例如|要求$|原则$"
)
"""Words of a label before a colon (责任单位：…), which is not a run-in title."""

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」")


@dataclass(frozen=True, slots=True)
class Heading:
    """What one line says: `number` as written, and where in the line's words the whole heading
    and its title stand. `run_in`: the paragraph goes on behind the title in the same line."""

    style: Style
    number: str | None
    start: int
    title_start: int
    end: int
    run_in: bool = False


def read_heading(words: str) -> Heading | None:
    """The heading that a line of words (noise and outer white space removed) opens with.

    >>> read_heading("第1节  建设健康青川").number
    '第1节'
    >>> read_heading("第一章提出的任务已经完成。") is None
    True
    >>> read_heading("壮大特色产业。做优茶叶、核桃。").run_in
    True
    """
    if _PREFACE.fullmatch(words):
        return Heading(Style.PREFACE, None, 0, 0, len(words))
    for style, pattern in _NUMBERED:
        match = pattern.match(words)
        if match:
            return numbered(words, style, match.group().strip(), match.end())
    return _lead(words)


def numbered(words: str, style: Style, number: str, after: int) -> Heading | None:
    """The heading in `words` whose number ends at `after`; None when the rest is running text."""
    start = after + len(words[after:]) - len(words[after:].lstrip(" \t\u3000\xa0：:、.．"))
    title = words[start:]
    if style <= Style.SECTION:
        if (
            _REFERENCE.match(words, after)
            or _REFERENCE.match(title)
            or len(title) > LONGEST_HEADING
            or _is_prose(title)
        ):
            return None
        return Heading(style, number, 0, start, _without_stop(words, start))
    if not title or title[0] in "，。；）":
        return None
    if len(title) <= LONGEST_HEADING and not _is_prose(title) and _may_stand_alone(title, style):
        return Heading(style, number, 0, start, _without_stop(words, start))
    end = _phrase_end(words, start, LONGEST_NUMBERED_LEAD)
    if end is None or _is_sentence(words[start:end]):
        return None
    return Heading(style, number, 0, start, end, run_in=True)


def _lead(words: str) -> Heading | None:
    dash = _DASH.match(words)
    start = dash.end() if dash else 0
    end = _phrase_end(words, start, LONGEST_NUMBERED_LEAD if dash else LONGEST_LEAD)
    if end is None or len(words) <= end + 1:
        return None
    phrase = words[start:end]
    if (not dash and "，" in phrase and not _is_pair(phrase)) or _is_sentence(phrase):
        return None
    colon = words[end:].lstrip()[0] in "：:"
    if colon and not dash and (end - start > 12 or len(words) - end < 12):
        return None
    return Heading(Style.LEAD, None, start, start, end, run_in=True)


def _is_pair(phrase: str) -> bool:
    """Two short halves (坚持人民至上，共享发展成果): a lead phrase when it has fellows."""
    halves = phrase.split("，")
    return len(halves) == 2 and all(3 <= len(half) <= 12 for half in halves)


def _phrase_end(words: str, start: int, longest: int) -> int | None:
    """Where the phrase that opens at `start` ends, when a full stop or colon ends it soon."""
    match = re.compile(r"[。！；]|[：:](?!\d)").search(words, start, start + longest + 1)
    if match is None or match.group() == "；" or match.start() - start < 2:
        return None
    phrase = words[start : match.start()]
    if match.group() in "：:" and _LABEL.search(phrase):
        return None
    if phrase.count("“") != phrase.count("”") or phrase.count("（") != phrase.count("）"):
        return None
    return start + len(phrase.rstrip())


def _is_sentence(phrase: str) -> bool:
    bare = _QUOTED.sub("“”", phrase)
    return bool(_SENTENCE_OPENING.match(bare) or _SENTENCE_INSIDE.search(bare))


def _is_prose(title: str) -> bool:
    """A stop inside, or a colon at the end, makes a line running text. A comma at the end may be a
    title that goes on in the next line."""
    return bool(re.search(r"[。；！？](?=.)|[；：:]$", title))


def _may_stand_alone(title: str, style: Style) -> bool:
    """A whole line numbered 一、 or 1. is a heading unless it reads as a sentence of its own."""
    if not title.endswith(("。", "！")):
        longest = 40 if style <= Style.HAN_PAREN else 30
        return len(title) <= longest and not re.search(r"[：:]|[，、；]$", title)
    return style <= Style.HAN_PAREN and len(title) <= 20 and not _is_sentence(title[:-1])


def _without_stop(words: str, start: int) -> int:
    return start + len(words[start:].rstrip("。 \t\u3000"))
