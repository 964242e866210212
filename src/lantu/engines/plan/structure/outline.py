"""The outline: preface, parts, chapters, sections and lead-phrase paragraphs of the body.

Levels follow the numbering that the document itself uses (篇 > 章 > 节 > 一、 > （一） > 1.).
Contents lists, covers, tables and boxes give no units; numbering faults are left as they stand.
"""

import re
from dataclasses import dataclass

from lantu.engines.plan.model import Mint, Unit
from lantu.engines.plan.structure.headings import Heading, Style
from lantu.engines.plan.structure.lines import Layout, Line, Role
from lantu.kernel.spans import Span, trim

_LEVELS = {
    Style.PREFACE: "preface",
    Style.ANNEX: "chapter",
    Style.PART: "part",
    Style.CHAPTER: "chapter",
    Style.SECTION: "section",
    Style.HAN: "section",
    Style.HAN_PAREN: "section",
    Style.ARABIC: "paragraph",
    Style.ARABIC_PAREN: "paragraph",
    Style.LEAD: "paragraph",
}
_SURE_LEAD = 10
"""Characters up to which a lead phrase needs no fellow beside it."""
_BETWEEN = (Role.BLANK, Role.FURNITURE, Role.CONTENTS)


@dataclass(slots=True)
class _Found:
    """A heading at a line; `last` is the line where its title ends, `depth` how deep it stands."""

    line: int
    last: int
    heading: Heading
    level: str
    number: str | None
    title: str
    depth: int


def find_outline(layout: Layout) -> list[Unit]:
    """The units of the outline, each before its children."""
    found = _headings(layout)
    mint = Mint(Unit)
    units: list[Unit] = []
    open_units: list[tuple[int, str]] = []
    for index, one in enumerate(found):
        while open_units and open_units[-1][0] >= one.depth:
            open_units.pop()
        span, heading_span = _spans(layout, found, index)
        quote = heading_span.of(layout.document.text)
        unit = Unit(
            id=mint(quote), span=span, quote=quote, level=one.level, number=one.number,
            title=one.title, parent=open_units[-1][1] if open_units else None,
            heading_span=heading_span,
        )  # fmt: skip
        units.append(unit)
        open_units.append((one.depth, unit.id))
    return units


def _headings(layout: Layout) -> list[_Found]:
    lines = layout.lines
    level_of = _levels(lines)
    found: list[_Found] = []
    current: dict[Style, str] = {}
    for index, line in enumerate(lines):
        heading = line.heading
        if line.role is not Role.BODY or heading is None or _is_list_item(lines, index):
            continue
        last, title = _title(lines, index, heading)
        if heading.style <= Style.SECTION:
            key = f"{heading.number}{title}"
            if not title or current.get(heading.style) == key:
                continue
            current = {s: t for s, t in current.items() if s < heading.style} | {heading.style: key}
        level = "paragraph" if heading.run_in else level_of[heading.style]
        found.append(_Found(index, last, heading, level, heading.number, title, int(heading.style)))
    return _with_outer_depth(_without_lone_leads(lines, found))


def _levels(lines: tuple[Line, ...]) -> dict[Style, str]:
    """The level of each style: without 篇 or 章, the outer of 一、 and （一） makes chapters."""
    levels = dict(_LEVELS)
    used = {line.heading.style for line in lines if _is_title(line) and line.heading}
    if not used & {Style.PART, Style.CHAPTER, Style.SECTION}:
        top = next((s for s in (Style.HAN, Style.HAN_PAREN) if s in used), Style.HAN)
        levels[top] = "chapter"
    return levels


def _without_lone_leads(lines: tuple[Line, ...], found: list[_Found]) -> list[_Found]:
    """Drops the first sentence of a unit's only paragraph, unless it is as short as a title: a
    run-in title has fellows."""
    kept = []
    for index, one in enumerate(found):
        if one.heading.style is Style.LEAD:
            start = found[index - 1].last + 1 if index else 0
            end = found[index + 1].line if index + 1 < len(found) else len(lines)
            others = any(
                line.role is Role.BODY
                for line in (*lines[start : one.line], *lines[one.line + 1 : end])
            )
            fellow = [f for f in found[max(index - 1, 0) : index + 2] if f is not one]
            alone = not others and not any(f.heading.run_in for f in fellow)
            if alone and len(one.title) > _SURE_LEAD:
                continue
            if "，" in one.title and not any(_is_fellow(f, one) for f in fellow):
                continue
        kept.append(one)
    return kept


def _is_fellow(other: _Found, one: _Found) -> bool:
    """Whether another lead phrase makes `one`, which has a comma, one too: 坚持… beside 坚持…."""
    alike = "，" not in other.title or other.title[:2] == one.title[:2]
    return other.heading.style is Style.LEAD and alike


def _with_outer_depth(found: list[_Found]) -> list[_Found]:
    """A preface and an annex stand beside the outermost units of the document, not above them."""
    depths = [f.depth for f in found if f.heading.style > Style.ANNEX]
    for one in found:
        if one.heading.style <= Style.ANNEX:
            one.depth = min(depths, default=1)
    return found


def _is_title(line: Line) -> bool:
    return line.role is Role.BODY and line.heading is not None and not line.heading.run_in


def _is_list_item(lines: tuple[Line, ...], index: int) -> bool:
    """Whole lines numbered 1. that follow each other without text between are a list."""
    heading = lines[index].heading
    if heading is None or heading.run_in or heading.style not in (Style.ARABIC, Style.ARABIC_PAREN):
        return False
    before = _nearest(lines, index, -1)
    after = _nearest(lines, index, 1)
    return after is None or any(
        other is not None
        and other.heading is not None
        and other.heading.style is heading.style
        and not other.heading.run_in
        for other in (before, after)
    )


def _nearest(lines: tuple[Line, ...], index: int, step: int) -> Line | None:
    """The next line with words from `index` on, downwards (1) or upwards (-1)."""
    index += step
    while 0 <= index < len(lines) and lines[index].role in _BETWEEN:
        index += step
    return lines[index] if 0 <= index < len(lines) else None


def _title(lines: tuple[Line, ...], index: int, heading: Heading) -> tuple[int, str]:
    """The title, which may stand or go on in the next line, and the line where it ends."""
    words = lines[index].words
    title = words[heading.title_start : heading.end]
    if heading.style is Style.PREFACE:
        return index, "".join(title.split())
    if heading.style > Style.SECTION:
        return index, title
    following = index + 1
    while following < len(lines) and not title and lines[following].role is Role.BLANK:
        following += 1
    level = lines[index].level
    split = following < len(lines) and (not title or lines[following].level == level)
    if split and _completes(lines, following, title, heading.style):
        more = lines[following].words.rstrip("。")
        joint = "" if not title or title.endswith(("，", "、")) else " "
        return following, f"{title}{joint}{more}"
    if not title and heading.style is Style.ANNEX:
        return index, heading.number or ""
    return index, title.rstrip("，、")


def _completes(lines: tuple[Line, ...], index: int, title: str, style: Style) -> bool:
    """Whether the line is the (rest of the) title of the heading above."""
    line = lines[index]
    words = line.words
    roles = (Role.BODY, Role.TABLE) if style is Style.ANNEX else (Role.BODY,)
    if line.role not in roles or line.heading is not None or line.tabbed or len(words) > 35:
        return False
    if not words or re.search(r"[。；：！？]", words):
        return False
    if not title or title.endswith(("，", "、")) or title.count("“") > title.count("”"):
        return True
    after = lines[index + 1] if index + 1 < len(lines) else None
    return (
        style <= Style.CHAPTER
        and len(words) <= 25
        and after is not None
        and after.role is not Role.FURNITURE
    )


def _spans(layout: Layout, found: list[_Found], index: int) -> tuple[Span, Span]:
    """The span of the whole unit and of its heading. A run-in paragraph without units below it
    ends with its line; every other unit goes on to the next unit that is not deeper."""
    lines, one = layout.lines, found[index]
    heading_line, last = lines[one.line], lines[one.last]
    begin = heading_line.offsets[one.heading.start]
    end_of_heading = (
        heading_line.offsets[one.heading.end - 1] + 1
        if one.last == one.line
        else last.offsets[len(last.words.rstrip("。")) - 1] + 1
    )
    later = range(index + 1, len(found))
    following = next((found[i].line for i in later if found[i].depth <= one.depth), len(lines))
    if one.heading.run_in and (index + 1 == len(found) or found[index + 1].depth <= one.depth):
        following = one.line + 1
    end = following - 1
    while end > one.last and lines[end].role in _BETWEEN:
        end -= 1
    text = layout.document.text
    return trim(text, Span(begin, max(lines[end].span.end, end_of_heading))), Span(
        begin, end_of_heading
    )
