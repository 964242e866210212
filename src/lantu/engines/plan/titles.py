"""What the document says about itself: title, kind, status, area, issuer, number, date, period.

Read from the lines before the outline, else from the plan's own name in its preface (编制《…》),
else from the file name. Nothing is guessed: what none of them says is None.
"""

import re
from dataclasses import dataclass
from datetime import date

from lantu.engines.plan.statements.voice import heading_voice
from lantu.engines.plan.structure.lines import Layout, Line, Role
from lantu.engines.plan.structure.outline import find_outline
from lantu.kernel.numerals import number
from lantu.kernel.periods import find as find_periods
from lantu.kernel.periods import plan_period

_END = r"(?:规划|纲要|方案|计划|报告|意见|要点|规划纲要)(?:\s*[（(][^（）()]{1,24}[）)])?"
_TITLE = re.compile(rf"[^。，；：！？]{{4,90}}{_END}")
_NAMED = re.compile(r"《([^《》]{4,80}?)》")
_OWN_NAME = re.compile(r"(?:编制|制定|形成|起草|编写|拟定|制订)[^。《》]{0,8}《([^《》]{4,80})》")
_NOTICE = re.compile(
    r"(?:(?P<issuer>[一-龥]{4,40}?)\s*)?关于(?:印发|公布|下达|发布|批转|转发)\s*(?P<title>.{4,90}?)\s*的通知"
)
_NUMBER = re.compile(r"[一-龥]{1,10}\s*[〔\[［（(【]\s*20\d\d\s*[〕\]］）)】]\s*第?\s*\d{1,4}\s*号")
_DRAFT = re.compile(
    r"草案|征求意见|讨论稿|送审|审议稿|评审稿|初稿|论证稿|修改稿|报批稿|建议稿|代拟稿|未定稿"
)
_ADJUSTED = re.compile(
    r"[（(][^（）()]*(?:调整|修订)[^（）()]*[）)]|修订[版稿本]|调整方案|修编|中期调整"
)
_APPROVED = re.compile(
    r"(?:会议|大会|常务会|常委会|人民政府)[^。，；]{0,12}?(?:审议)?(?:通过|批准)"
)
_DATE = re.compile(
    r"(?P<year>20\d\d|二[〇○零OＯ][一二三四五六七八九〇○零OＯ]{2})\s*年\s*"
    r"(?P<month>[0-9一二三四五六七八九十]{1,2})\s*月\s*(?P<day>[0-9一二三四五六七八九十]{1,3})\s*日"
)
_NOT_AREA = (
    "示范|开发|园|高新|功能|社|新|城|试验|集聚|保护|产业|工业|景|灌|片|库|牧|林|老|山|全|我|本"
    "|小|街|湾|校|辖|厂|矿|港|合作|贸易|保税|度假|先行|核心|[部山边]地"
)
_RANK = (
    "(?:特别行政区|自治[区州县旗]|省|(?<![城都超集夜上股楼门])市|县|区|旗|州|盟|街道"
    "|(?<![城集村小])镇|(?<![城下返家故])乡)"
)
_PARTY = re.compile(r"中共[一-龥]{2,12}?委(?:员会)?\s*(?=[一-龥]{2,12}人民政府)")
_AREA_NAME = rf"(?:(?!(?:{_NOT_AREA})区)[一-龥])"
_AREA = re.compile(
    rf"(?:关于)?(?:中共)?(?P<area>{_AREA_NAME}{{2,10}}?{_RANK}(?:{_AREA_NAME}{{2,5}}?{_RANK})*)"
    r"(?=$|\d|“|国民|经济|第[一二三]?十|十[一二三四五六]五|二|政府|人民|发展"
    r"|[一-龥“”、]{0,30}(?:规划|方案|计划|纲要|报告|意见|要点))"
)
_FURNITURE = re.compile(
    r"首\s*页|[>＞»]|(?:发布|发文|成文|更新)(?:时间|日期|机构)|浏览|字号|来源[：:]|打印"
)
"""What a web page puts above the title."""
_TERM = re.compile(
    r"规划(?:期限?|时限|期间|年限)[^。；]{0,8}?(20\d\d)\s*年?\s*[-—–~至到]+\s*(20\d\d)"
)
_ABOUT = re.compile(r"规划|纲要|方案|计划|报告|意见|要点")
_ISSUER = re.compile(
    r"(?:编制|发布|印发|起草|承办)?(?:单位|机关|部门)?\s*[：:]?\s*([一-龥]{2,24}(?:人民政府(?:办公室)?|委员会|办公室|管委会|局|厅))"
)
_KINDS = (
    ("report", r"报告"),
    (
        "annual",
        r"20\d\d年.*国民经济和社会发展计划|年度.*计划|20\d\d年(?:度)?[^—\-–至]*(?:计划|要点)",
    ),
    (
        "outline",
        r"国民经济和社会发展.*(?:规划|纲要)|五年规划.*纲要|五年规划和.*远景目标"
        r"|[省市县区州旗][“\"]?十[一二三四五六]五[”\"]?(?:时期)?(?:发展)?规划(?:纲要|$|[（(]|终稿|摘编|解读)",
    ),
    ("action", r"行动|实施方案|工作方案|(?:方案|意见|要点)(?:$|[（(])|三年.*计划"),
    ("special", r"规划"),
)
_TITLE_LINES = 8
_FRONT_LINES = 60
_OPENING = 4000


@dataclass(frozen=True, slots=True)
class Titles:
    """adopted_on: ISO date. period: first and last year."""

    title: str | None
    kind: str
    status: str | None
    area_name: str | None
    issuer: str | None
    document_number: str | None
    adopted_on: str | None
    period: tuple[int, int] | None


def read_titles(layout: Layout) -> Titles:
    """The document's words about itself."""
    front = _front(layout)
    words = [line.words for line in front]
    text = "\n".join(words)
    notice = _NOTICE.search(re.sub(r"\s+", "", text))
    title = _title(layout, front, notice)
    status = _status(title, text, layout.document.name, notice)
    issuer = _issuer(words, notice)
    named = _NUMBER.search(text)
    kind = _kind(title or _stem(layout.document.name))
    return Titles(
        title=title,
        kind=kind,
        status=status,
        area_name=_area(title) or _area(issuer) or _area_of_congress(text),
        issuer=issuer,
        document_number=re.sub(r"\s+", "", named.group()) if named else None,
        adopted_on=_adopted(text) if status in ("adopted", "adjusted") else None,
        period=_period(title)
        or _period(_stem(layout.document.name))
        or _stated_period(layout)
        or (_period_of_headings(layout) if kind in ("report", "annual") else None),
    )


def _front(layout: Layout) -> list[Line]:
    """The lines before the outline begins; page furniture that repeats the title counts too.

    A page's data above the title (索引号：…) read as run-in headings, and begin no outline.
    """
    units = [unit for unit in find_outline(layout) if unit.number or unit.level != "paragraph"]
    end = units[0].span.start if units else min(len(layout.document.text), _OPENING)
    return [
        line
        for line in layout.lines[:_FRONT_LINES]
        if line.words and line.span.start < end and line.role in (Role.BODY, Role.FURNITURE)
    ]


def _title(layout: Layout, front: list[Line], notice: re.Match[str] | None) -> str | None:
    if notice:
        return notice["title"].strip("《》")
    words = [line.words for line in front]
    marked = [w for line in front if line.level is not None and _may_be_title(w := line.words)]
    return (marked[0] if marked else None) or _joined_title(words) or _named_title(layout, words)


def _may_be_title(words: str) -> bool:
    """Whether a line that the format marks as a heading names a plan (…规划摘编)."""
    return len(words) <= 60 and bool(_ABOUT.search(words)) and not _is_no_title(words)


def _joined_title(words: list[str]) -> str | None:
    """The first lines, up to four together, that read as the name of a plan."""
    for index in range(len(words)):
        for size in range(4, 0, -1):
            group = words[index : index + size]
            if len(group) < size or any(len(w) > 60 or _is_no_title(w) for w in group):
                continue
            joined = re.sub(r"\s+", "", "".join(group)).strip("《》")
            if _TITLE.fullmatch(joined):
                return joined
    return None


def _named_title(layout: Layout, words: list[str]) -> str | None:
    """The plan's own name in its preface, else the file's name, else a line that speaks of one."""
    opening = layout.document.text[:_OPENING]
    own = _OWN_NAME.search(opening)
    if own:
        return re.sub(r"\s+", "", own.group(1))
    stem = _stem(layout.document.name)
    if re.search(r"[一-龥]{4}", stem) and re.search(_END, stem):
        return stem
    return next((w for w in words[:_TITLE_LINES] if len(w) >= 8 and _may_be_title(w)), None)


def _is_no_title(words: str) -> bool:
    return bool(
        _NUMBER.search(words)
        or _DATE.search(words)
        or _FURNITURE.search(words)
        or re.search("[。；：:]", words)
        or re.match(r"[（(]?附件", words)
    )


def _stem(name: str) -> str:
    return re.sub(r"\.\w{1,5}$", "", name.replace("\\", "/").rsplit("/", 1)[-1])


def _kind(title: str) -> str:
    for kind, pattern in _KINDS:
        if re.search(pattern, title):
            return kind
    return "other"


def _status(title: str | None, text: str, name: str, notice: re.Match[str] | None) -> str | None:
    if _DRAFT.search(f"{title or ''}\n{text[:600]}\n{name}"):
        return "draft"
    if _ADJUSTED.search(title or "") or _ADJUSTED.search(name):
        return "adjusted"
    if (notice and _NUMBER.search(text)) or _APPROVED.search(text):
        return "adopted"
    return None


def _issuer(words: list[str], notice: re.Match[str] | None) -> str | None:
    if notice and notice["issuer"]:
        issuer = re.sub(r"^.*号", "", notice["issuer"])
        found = re.search(r"[一-龥]{2,24}(?:人民政府(?:办公室)?|委员会|办公室|局|厅|委)$", issuer)
        if found:
            return found.group()
    for line in words:
        match = _ISSUER.fullmatch(re.sub(r"\s+", "", line))
        if match:
            return match.group(1)
    return None


def _area(words: str | None) -> str | None:
    """The last area of a chain (青川市云溪区 -> 云溪区)."""
    match = _AREA.match(_PARTY.sub("", words or ""))
    if match is None:
        return None
    parts = re.findall(rf"[一-龥]{{2,10}}?{_RANK}", match["area"])
    return str(parts[-1]) if parts else None


def _area_of_congress(text: str) -> str | None:
    match = re.search(r"([一-龥]{2,12})第[一二三四五六七八九十]{1,4}届人民代表大会", text)
    return _area(re.sub(r"^.*在", "", match.group(1))) if match else None


def _adopted(text: str) -> str | None:
    """The day of the meeting that approved the plan, else the last day that is named."""
    dates = [(match.start(), d) for match in _DATE.finditer(text) if (d := _date(match))]
    for approval in _APPROVED.finditer(text):
        start = max(text.rfind(stop, 0, approval.start()) for stop in "。\n")
        for at, day in reversed(dates):
            if start < at < approval.end():
                return day
    return dates[-1][1] if dates else None


def _date(match: re.Match[str]) -> str | None:
    year, month, day = (number(match[part]) for part in ("year", "month", "day"))
    if year is None or month is None or day is None:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _stated_period(layout: Layout) -> tuple[int, int] | None:
    """The years that the opening gives (规划期限为2021—2025年)."""
    match = _TERM.search(layout.document.text[:_OPENING])
    return (int(match[1]), int(match[2])) if match and match[1] <= match[2] else None


def _period_of_headings(layout: Layout) -> tuple[int, int] | None:
    """The year that a report plans, by its chapter (二、2026年工作安排)."""
    for unit in find_outline(layout):
        if unit.level == "chapter" and heading_voice([unit.title]) > 0:
            years = [p for p in find_periods(unit.title) if p.kind == "years"]
            if years and years[-1].first_year and years[-1].last_year:
                return years[-1].first_year, years[-1].last_year
    return None


def _period(words: str | None) -> tuple[int, int] | None:
    """Years of the plan: a range of years when named, else the five-year plan, else one year."""
    if not words:
        return None
    span = re.search(r"(20\d\d)\s*年?\s*[-—–~至]+\s*(20\d\d)", words)
    if span and span.group(1) <= span.group(2):
        return int(span.group(1)), int(span.group(2))
    ordinal = re.search(r"第(?:[一二三四五六七八九十]{1,3})个五年(?:规划|计划)", words)
    if ordinal and (years := plan_period(ordinal.group())):
        return years
    for wanted in ("plan", "years"):
        for period in reversed(find_periods(words)):
            if period.kind == wanted and period.first_year and period.last_year:
                return period.first_year, period.last_year
    return None
