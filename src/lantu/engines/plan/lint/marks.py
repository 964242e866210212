"""Marks and format: half-width marks, doubled and unclosed marks, stray spaces, missing stops.

Looks at characters only, line by line. One finding tells all places of one fault in one paragraph,
so that a careless paragraph is one thing to mend.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.structure.lines import Line, Role
from lantu.kernel.findings import Severity

_HAN = r"[\u4e00-\u9fff]"
_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_HALF = re.compile(
    rf"(?<={_HAN}|[”’）》％%])[,;?!](?=\s*(?:{_HAN}|[“‘（《]|$))|(?<={_HAN}):(?={_HAN}|“)"
    rf"|(?<={_HAN})\.(?=\s*{_HAN}|$)"
)
_PAIRS = {"（": "）", "“": "”", "《": "》", "〔": "〕", "【": "】", "‘": "’", "「": "」"}
_CLOSERS = {close: open_ for open_, close in _PAIRS.items()}
_DOUBLED = re.compile(
    r"[，、；：,][。，、；：,]|。[，。、；]|，{2,}|。{2}(?!。)|[（“《][，。、；：]"
)
_SPACE = re.compile(
    r"(?<=[\u4e00-\u9fff，。、；：”）])[ \u3000\xa0]+(?=[\u4e00-\u9fff，。、；：“（\d])"
    r"|(?<=[，。、；：])[ \u3000\xa0]+(?=[\dA-Za-z])|(?<=\d)[ \u3000]+(?=[%％])"
)
_ITEM = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]")
_DASH = re.compile(r"(?<=[\u4e00-\u9fff）”])(?:--|——?－|－－|-{2,})(?=[\u4e00-\u9fff（“])")
_LETTER_O = re.compile(
    r"[一二三四五六七八九][OoＯｏ0０][一二三四五六七八九〇OoＯｏ0０]{1,2}(?![0-9])|[一二][〇零][OoＯ0０][一-九〇]"
)


def _around(words: str, start: int, end: int, width: int = 6) -> str:
    """The words at [start, end) with a few before and after."""
    return words[max(0, start - width) : end + width]


def _each_line(
    draft: Draft, pattern: re.Pattern[str], what: str, fix: Callable[[str], str | None]
) -> Iterator[Hit]:
    """One hit a line for all matches in it. fix: from the first match to its replacement."""
    for line in draft.written:
        if line.role is Role.TABLE:
            continue
        found = list(pattern.finditer(line.words))
        if not found:
            continue
        first = found[0]
        quotes = "、".join(f"“{_around(line.words, *m.span())}”" for m in found[:3])
        more = f"等 {len(found)} 处" if len(found) > 3 else ""
        yield Hit(line.part(*first.span()), f"{what}：{quotes}{more}。", fix(first.group()))


@check(
    "LT-M01", "半角标点", "half-width mark in Chinese text", Severity.WARNING,
    "中文文字之间应使用全角标点。",
)  # fmt: skip
def half_width(draft: Draft) -> Iterable[Hit]:
    return _each_line(draft, _HALF, "中文里用了半角标点", lambda m: f"改为“{_WIDE[m]}”")


@check(
    "LT-M02", "括号不配对", "bracket of two widths or without its fellow", Severity.WARNING,
    "括号一边全角一边半角，或只有一边。",
)  # fmt: skip
def brackets(draft: Draft) -> Iterable[Hit]:
    for line in draft.written:
        words = line.words
        for match in re.finditer(r"（[^（）()]*\)|\([^（）()]*）", words):
            inner = match.group()[1:-1]
            yield Hit(
                line.part(*match.span()),
                f"括号一边全角一边半角：“{match.group()}”。",
                f"（{inner}）",
            )


@check(
    "LT-M03", "标点重叠", "two marks that do not go together", Severity.ERROR,
    "“，。”一类两个标点相连，多是删字后没有收拾干净，也可能漏了后半句。",
)  # fmt: skip
def doubled(draft: Draft) -> Iterable[Hit]:
    return _each_line(
        draft, _DOUBLED, "标点相连，可能漏了文字", lambda m: "核对是否缺字，删去多余的标点"
    )


@check(
    "LT-M04", "引号、括号、书名号不成对", "quotation mark or bracket not closed", Severity.ERROR,
    "引号、括号、书名号缺一边，后文都会被读成引文。",
)  # fmt: skip
def unclosed(draft: Draft) -> Iterable[Hit]:
    for passage in draft.passages:
        words, open_marks = passage.text, list[tuple[str, int]]()
        faults: list[tuple[int, str]] = []
        narrow = _without_mixed(words)
        for at, char in enumerate(narrow):
            if char in _PAIRS:
                open_marks.append((char, at))
            elif char in _CLOSERS:
                if open_marks and open_marks[-1][0] == _CLOSERS[char]:
                    open_marks.pop()
                else:
                    faults.append((at, f"“{char}”前面没有“{_CLOSERS[char]}”"))
        faults += [(at, f"“{char}”没有“{_PAIRS[char]}”") for char, at in open_marks]
        if faults:
            at, what = min(faults)
            yield Hit(
                passage.span(at, at + 1), f"{what}：“{_around(words, at, at + 1, 10)}”。", "补全。"
            )


def _without_mixed(words: str) -> str:
    """`words` with half-width brackets widened (LT-M02 tells those) and item marks such as 1）
    taken out; the length stays the same."""
    words = words.replace("(", "（").replace(")", "）")
    return re.sub(r"(?:(?<=^)|(?<=[。；：]))(\s*[0-9一二三四五六七八九十]{1,3})）", r"\1 ", words)


@check(
    "LT-M05", "多余的空格", "stray space", Severity.INFO,
    "中文文字、标点之间不空格；多由转换格式或粘贴带入。",
)  # fmt: skip
def spaces(draft: Draft) -> Iterable[Hit]:
    for line in draft.written:
        if line.role is Role.TABLE or (line.heading and not line.heading.run_in):
            continue
        if _is_caption(line) or len(line.words) < 12 or not re.search("[，。、；]", line.words):
            continue
        found = [
            m for m in _SPACE.finditer(line.words) if not _ITEM.fullmatch(line.words, 0, m.start())
        ]
        if found:
            quotes = "、".join(f"“{_around(line.words, *m.span(), 4)}”" for m in found[:3])
            yield Hit(line.part(*found[0].span()), f"多余的空格：{quotes}。", "删去空格")


def _is_caption(line: Line) -> bool:
    return bool(re.match(r"(?:专栏|表|附表|图)\s*\d", line.words))


@check(
    "LT-M06", "段末缺句号", "paragraph without a full stop", Severity.WARNING,
    "段落最后没有句号，可能只是漏了标点，也可能后面还有文字没有排进来。",
)  # fmt: skip
def no_stop(draft: Draft) -> Iterable[Hit]:
    boxes = Counter(p.box for p in draft.passages if p.box is not None)
    stopped = Counter(
        p.box for p in draft.passages if p.box is not None and p.text.rstrip()[-1:] in "。；"
    )
    boxed = sum(boxes.values())
    rule = bool(boxed) and sum(stopped.values()) * 2 > boxed
    for passage in draft.passages:
        words = passage.text.rstrip()
        if re.search(r"[。！？；：:…]$|[。！？；][”’）)]$", words) or (
            "。" not in words and len(words) < 30
        ):
            continue
        if passage.box is not None and not rule:
            continue
        at = len(words)
        yield Hit(passage.span(at - 1, at), f"段末没有句号：“…{words[-14:]}”。", "补上“。”")


@check(
    "LT-M07", "连接号用了半角短横", "two hyphens where a dash belongs", Severity.INFO,
    "表示起止用“—”或“至”，破折号用“——”，不用“--”。",
)  # fmt: skip
def dashes(draft: Draft) -> Iterable[Hit]:
    return _each_line(draft, _DASH, "用了半角短横", lambda m: "改为“—”或“至”")


@check(
    "LT-M08", "年份里的字母", "letter or digit in a year of Chinese numerals", Severity.ERROR,
    "汉字年份里的“〇”写成了字母 O 或数字 0，检索不到，也不规范。",
)  # fmt: skip
def letters_for_zero(draft: Draft) -> Iterable[Hit]:
    for line in draft.written:
        for match in _LETTER_O.finditer(line.words):
            right = re.sub("[OoＯｏ0０]", "〇", match.group())
            yield Hit(
                line.part(*match.span()), f"“{match.group()}”里的“〇”写成了字母或数字。", right
            )


_PAIRED_FORMS = (
    ("百分号", re.compile("(?<=[0-9])％"), re.compile("(?<=[0-9])%")),
    ("加号", re.compile(r"(?<=[一-龥”A-Za-z])＋"), re.compile(r"(?<=[一-龥”A-Za-z])\+")),
    ("数字", re.compile(r"[０-９]+"), re.compile(r"(?<![0-9])[0-9]+")),
)


@check(
    "LT-M09", "全角半角混用", "one sign in two widths", Severity.INFO,
    "同一符号在全文应只用一种宽度，否则检索和统计会漏。",
)  # fmt: skip
def widths(draft: Draft) -> Iterable[Hit]:
    for what, wide, narrow in _PAIRED_FORMS:
        rows = [(line, form, m) for line in draft.written for form in (wide, narrow)
                for m in form.finditer(line.words)]  # fmt: skip
        wides = [row for row in rows if row[1] is wide]
        narrows = [row for row in rows if row[1] is narrow]
        if wides and narrows:
            few = min(wides, narrows, key=len)
            line, _, match = few[0]
            yield Hit(
                line.part(*match.span()),
                f"{what}全角 {len(wides)} 处、半角 {len(narrows)} 处，如"
                f"“{_around(line.words, *match.span())}”。",
                f"统一用{'半' if few is wides else '全'}角",
            )


_PLAN_WORD = re.compile(
    "(?<![“第个])(十[一二三四五六]五)(?!年|[十百千万亿]|个)(?=末|期|时|规|以|，|发|我|全|）|的)"
)


@check(
    "LT-M10", "规划期缺引号", "plan period without quotation marks", Severity.INFO,
    "“十四五”一类的简称应加引号，全文一致。",
)  # fmt: skip
def unquoted_period(draft: Draft) -> Iterable[Hit]:
    found = [(p, m) for p in draft.passages for m in _PLAN_WORD.finditer(p.text)]
    quoted = len(re.findall("“十[一二三四五六]五”", draft.text))
    if found and quoted:
        passage, match = found[0]
        quotes = "、".join(f"“{_around(p.text, *m.span(), 3)}”" for p, m in found[:3])
        yield Hit(
            passage.span(*match.span()),
            f"有 {len(found)} 处没有加引号（{quotes}），其余 {quoted} 处都加了。",
            f"“{match.group()}”",
        )
