"""Numbering of chapters, sections, boxes, tables and items: gaps, repeats, mixed styles.

Reads the outline that the document itself shows. It does not judge how deep an outline should be.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from lantu.engines.plan.lint.draft import Draft
from lantu.engines.plan.lint.registry import Hit, check
from lantu.engines.plan.model import Unit
from lantu.kernel.findings import Severity
from lantu.kernel.numerals import number, say
from lantu.kernel.spans import Span

_LEVEL = {"part": "篇", "chapter": "章", "section": "节"}
_ITEM = re.compile(r"(?:(?P<n>[0-9０-９]{1,2})\s*[、.．](?!\d)|[（(](?P<p>[0-9]{1,2})[）)])")


def _ordinal(written: str | None) -> int | None:
    """第十一章 is 11, （三） is 3."""
    digits = re.sub(r"[第章节篇编部分（）()、.．\s]", "", written or "")
    value = number(digits.replace("○", "〇"))
    return None if value is None else int(value)


def _families(draft: Draft) -> Iterator[tuple[str, list[tuple[int, Unit]]]]:
    """Numbered units that should count on from each other, with the word for their level."""
    rows: dict[tuple[str, str | None, str], list[tuple[int, Unit]]] = {}
    for unit in draft.package.outline:
        value = _ordinal(unit.number)
        if unit.level not in _LEVEL or value is None:
            continue
        shape = re.sub(r"[0-9０-９一二三四五六七八九十百零〇○\s]+", "", unit.number or "")
        parent = unit.parent if unit.level == "section" else None
        rows.setdefault((unit.level, parent, shape), []).append((value, unit))
    for (level, _, _), found in rows.items():
        yield _LEVEL[level], found


@check(
    "LT-S01", "章节编号缺漏", "chapter or section number left out", Severity.ERROR,
    "编号跳号，读者会以为少了一章或一节；往往是删改后没有重新编号。",
)  # fmt: skip
def gaps(draft: Draft) -> Iterable[Hit]:
    for level, units in _families(draft):
        before = 0
        for value, unit in units:
            if value > before + 1:
                missing = f"第{say(Decimal(before + 1))}{level}"
                place = f"第{say(Decimal(before))}{level}之后" if before else "开头"
                yield Hit(
                    unit.heading_span,
                    f"缺{missing}：{place}就是“{unit.number} {unit.title}”。",
                    f"补上{missing}，或顺次重新编号。",
                )
            before = value


@check(
    "LT-S02", "章节编号重复", "chapter or section number used twice", Severity.ERROR,
    "两处同号，引用“第几章第几节”时无从分辨。",
)  # fmt: skip
def repeats(draft: Draft) -> Iterable[Hit]:
    for _, units in _families(draft):
        first: dict[int, Unit] = {}
        restarts = [value for value, _ in units].count(1) > 1
        for value, unit in units:
            if value in first and not (restarts and unit.level == "chapter"):
                yield Hit(
                    unit.heading_span,
                    f"“{unit.number}”用了两次：“{first[value].title}”和“{unit.title}”。",
                    "顺次重新编号。",
                )
            first.setdefault(value, unit)


@check(
    "LT-S03", "编号写法混用", "two styles of numbering on one level", Severity.WARNING,
    "同一层级的编号应只用一种写法。",
)  # fmt: skip
def mixed_styles(draft: Draft) -> Iterable[Hit]:
    for level in _LEVEL:
        units = [u for u in draft.package.outline if u.level == level and u.number]
        arabic = [u for u in units if re.fullmatch(r"第\s*[0-9０-９]+\s*.+", u.number or "")]
        han = [u for u in units if re.fullmatch(r"第\s*[^0-9０-９\s]+", u.number or "")]
        if not arabic or not han:
            continue
        fewer, more = sorted((arabic, han), key=len)
        example = fewer[0].number
        yield Hit(
            fewer[0].heading_span,
            f"{_LEVEL[level]}的编号两种写法：“{more[0].number}”一类 {len(more)} 处，“{example}”一类"
            f" {len(fewer)} 处（{'、'.join(_where(draft, fewer))}）。",
            f"统一写作“{more[0].number}”一类。",
        )


def _where(draft: Draft, units: list[Unit]) -> list[str]:
    chapters = [draft.chapter_of(unit.id) for unit in units]
    names = [c.number or c.title for c in chapters if c]
    return [f"{name} {n} 处" for name, n in Counter(names).items()]


@check(
    "LT-S04", "专栏编号有误", "box number left out or used twice", Severity.ERROR,
    "专栏跳号或重号，多是有一个专栏被删去或漏排。",
)  # fmt: skip
def box_numbers(draft: Draft) -> Iterable[Hit]:
    rows = [(b.number, _first_line(draft, b.span), b.title) for b in draft.package.boxes]
    yield from _counted("专栏", rows)


@check(
    "LT-S05", "表号有误", "table number left out or used twice", Severity.ERROR,
    "表格跳号或重号，正文中的“见表几”会落空。",
)  # fmt: skip
def table_numbers(draft: Draft) -> Iterable[Hit]:
    rows = [(t.number, _first_line(draft, t.span), t.caption or "") for t in draft.package.tables]
    yield from _counted("表", rows)


def _counted(word: str, rows: list[tuple[str | None, Span, str]]) -> Iterator[Hit]:
    """Gaps and repeats of numbers that run through the whole document; 1-1 and A are left out."""
    known = [(int(n), span, title) for n, span, title in rows if n and n.isdigit()]
    seen: dict[int, str] = {}
    before = 0
    for value, span, title in known:
        if value in seen:
            yield Hit(span, f"“{word}{value}”用了两次：“{seen[value]}”和“{title}”。", "重新编号。")
        elif value > before + 1:
            missing = "、".join(f"{word}{n}" for n in range(before + 1, value) if n not in seen)
            if missing:
                where = f"{word}{before}之后是{word}{value}" if before else f"从{word}{value}开始"
                yield Hit(
                    span, f"缺{missing}（{where}“{title}”）。", f"补上{missing}，或重新编号。"
                )
        seen.setdefault(value, title)
        before = max(before, value)
    numberless = [row for row in rows if row[0] is None]
    if known and numberless and word == "专栏":
        yield Hit(numberless[0][1], f"“{numberless[0][2]}”没有编号，其他{word}都有。", "补上编号。")


def _first_line(draft: Draft, span: Span) -> Span:
    end = draft.text.find("\n", span.start, span.end)
    return Span(span.start, end if end > span.start else span.end)


@check(
    "LT-S06", "条目编号有误", "item number left out or used twice", Severity.WARNING,
    "1、2、4 一类的跳号，说明漏排了一条或没有重新编号。",
)  # fmt: skip
def item_numbers(draft: Draft) -> Iterable[Hit]:
    before, place = 0, None
    for passage in draft.passages:
        match = _ITEM.match(passage.text)
        here = (passage.section, passage.box, bool(match and match["n"]))
        value = int(number(match["n"] or match["p"]) or 0) if match else 0
        if not match or value == 1 or here != place:
            before, place = value, here
            continue
        if value != before + 1 and before:
            what = "重复" if value == before else f"之前是 {before}"
            yield Hit(
                passage.span(0, match.end()),
                f"条目编号“{match.group().strip()}”{what}：“{passage.text[:18]}…”。",
                f"改为 {before + 1}，或补上缺少的条目。",
            )
        before = value


_REFERENCE = re.compile(
    r"(?:见|详见|如|参见|列入|附后?的?)\s*[（(]?(?P<word>专栏|表|附表)\s*(?P<n>[0-9０-９]{1,2})(?![-.\d年])"
)


@check(
    "LT-S07", "引用的专栏或表不存在", "reference to a box or table that is not there",
    Severity.ERROR, "“见专栏几”“见表几”指向全文没有的编号。",
)  # fmt: skip
def dead_references(draft: Draft) -> Iterable[Hit]:
    known = {"专栏": {b.number for b in draft.package.boxes}}
    known["表"] = {t.number for t in draft.package.tables}
    for passage in draft.passages:
        for match in _REFERENCE.finditer(passage.text):
            numbers = known.get(match["word"])
            value = str(number(match["n"]))
            if numbers and value not in numbers:
                yield Hit(
                    passage.span(*match.span()),
                    f"“{match.group()}”：全文没有{match['word']}{value}。",
                    "核对编号。",
                )


@check(
    "LT-S08", "标题下没有内容", "heading with nothing under it", Severity.WARNING,
    "章或节只有标题，没有正文，也没有下级标题。",
)  # fmt: skip
def empty_units(draft: Draft) -> Iterable[Hit]:
    parents = {unit.parent for unit in draft.package.outline}
    for unit in draft.package.outline:
        rest = draft.text[unit.heading_span.end : unit.span.end].strip()
        if unit.level in _LEVEL and unit.id not in parents and not rest:
            yield Hit(
                unit.heading_span, f"“{unit.number or ''}{unit.title}”下没有内容。", "补写或删去。"
            )


@check(
    "LT-S09", "标题格式不一", "headings of one level look different", Severity.INFO,
    "编号与标题之间的空格应统一；标题上下句之间，或用逗号，或用空格，不宜混用。",
)  # fmt: skip
def heading_format(draft: Draft) -> Iterable[Hit]:
    units = [u for u in draft.package.outline if u.level in ("chapter", "section") and u.number]
    spacings = Counter(_gap(unit) for unit in units)
    if len(spacings) > 1:
        usual, _ = spacings.most_common(1)[0]
        odd = next(unit for unit in units if _gap(unit) != usual)
        counts = "，".join(f"{gap or '不空'} {n} 处" for gap, n in spacings.most_common())
        yield Hit(odd.heading_span, f"章节编号与标题之间的空格不一：{counts}。", "统一为一种。")
    chapters = [u for u in units if u.level == "chapter"]
    joints = [
        (u, re.search(r"(?<=[一-龥”])(，|[ \u3000]+)(?=[一-龥“])", u.title)) for u in chapters
    ]
    spaced = [u for u, joint in joints if joint and joint[1] != "，"]
    commas = [u for u, joint in joints if joint and joint[1] == "，"]
    if spaced and commas:
        few = min(spaced, commas, key=len)
        yield Hit(
            few[0].heading_span,
            f"章标题上下句之间，{len(commas)} 处用逗号，{len(spaced)} 处用空格"
            f"（“{few[0].title}”）。",
            "统一为同一种写法。",
        )


def _gap(unit: Unit) -> str:
    """The white space between number and title, in words."""
    match = re.search(r"[章节篇编分]([ \t\u3000\xa0]*)\S", unit.quote)
    blank = match[1] if match else ""
    wide = "全角" if "\u3000" in blank else "半角"
    return f"空{len(blank)}个{wide}" if blank else ""
