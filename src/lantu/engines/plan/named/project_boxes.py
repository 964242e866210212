"""Lines of a 专栏: list heads (新建项目：甲、乙), numbered items (1、甲工程：建设乙。), table rows.

An item's title is a project when it names one thing, or says 工程 or 项目 of something built; a
title that only sorts (道路绿化) hands its place to what its description names.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lantu.engines.plan.named.enumerations import separators, split
from lantu.engines.plan.named.project_text import (
    Mention,
    listed,
    mentions,
    physical,
    soft,
    starts_with_verb,
)
from lantu.engines.plan.named.proper import ACTIONS, CIVIC, HEAD, PHASE, WORKS, is_proper, leftover
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel.spans import Span, trim

_MARKER = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）、.．:：]|(?=\t))\s*|[①-⑳●■◆▲★·•◇○]\s*|[—－–-]{1,2}\s*|专项[一二三四五六七八九十\d]+[：:]?\s*)"
)
_STATUS_HEAD = re.compile(
    r"(?:(?P<status>新建|续建)|(?:拟建|在建|储备|前期|谋划|改扩建|改建|扩建|迁建|重点|重大|建成|竣工|投产|开工))(?:类|性)?(?:重[大点])?(?:项目|工程)?[：:。]"
)
_LISTED_STATUS = re.compile(r"(新建|续建|改扩建|扩建|改建|迁建)")
_END_STATUS = re.compile(r"[（(](新建|续建|改扩建|扩建|迁建)[）)]$")
_BARE_HEAD = re.compile(
    r"(?:重点|重大|骨干|主要|其他|大型|中型|小型|大中型|中小型)?[一-龥]{0,4}(?:工程|项目|建设|改造)"
)
_MAX_TITLE = 45
_SITE = re.compile(rf"(?:{CIVIC}|{WORKS})(?:{PHASE})?(?:{ACTIONS}|项目|工程)*$|项目$")


def box_mentions(text: str) -> Iterator[Mention]:
    """The projects of one line of a box, in order; parts follow their whole."""
    if "\t" in text or "|" in text:
        yield from _row(text)
        return
    marker = _MARKER.match(text)
    span = trim(text, Span(marker.end() if marker else 0, len(text)))
    if span.start == span.end:
        return
    if head := _STATUS_HEAD.match(text, span.start):
        yield from _entries(text, Span(head.end(), span.end), head["status"])
        return
    yield from _item(text, span)


def _item(text: str, span: Span) -> Iterator[Mention]:
    cut = next(separators(text, span, "：:。；"), span.end)
    title = trim(text, Span(span.start, cut))
    rest = Span(min(cut + 1, span.end), span.end)
    words = title.of(text)
    if starts_with_verb(words) or "，" in words or len(words) > _MAX_TITLE:
        yield from mentions(text, span)
        return
    titled = _titles(text, title)
    yield from titled
    if len(titled) != 1:
        yield from mentions(text, rest, bare=not titled)
        return
    parts = list(mentions(text, rest, within=True))
    if len(parts) == 1 and parts[0].span.of(text) in words:
        return
    yield from (replace(part, part_of=part.part_of or title) for part in parts)


def _titles(text: str, title: Span) -> list[Mention]:
    words = title.of(text)
    parts = split(text, title)
    if len(parts) > 1 and (found := listed(text, title)) and len(found) == len(parts):
        return found
    return [Mention(title)] if is_project_title(words) else []


def is_project_title(words: str) -> bool:
    """Whether the title of a box item names a project.

    >>> is_project_title("青石水库除险加固"), is_project_title("道路绿化")
    (True, False)
    """
    if len(words) < 4 or soft(words):
        return False
    works = bool(re.search(r"(?:工程|项目)(?:（.*）|[一二三]期)?$", words))
    if is_proper(re.sub(r"(?:工程|项目|建设)+$", "", words)):
        return works or physical(words)
    return works and physical(words) and not _BARE_HEAD.fullmatch(words)


def describes_site(passage: Passage, before: Passage | None) -> bool:
    """Whether a line of a box tells of one building, plant or park: what such a site will hold
    (厂房12万平方米) is its size.

    before: the passage before, which may be the title that this line describes.
    """
    if passage.box is None:
        return False
    text = passage.text
    cut = next(separators(text, Span(0, len(text)), "：:。；，,"), len(text))
    if _names_site(text[:cut]):
        return True
    return before is not None and before.box == passage.box and _names_site(before.text)


def _names_site(words: str) -> bool:
    marker = _MARKER.match(words)
    title = words[marker.end() :] if marker else words
    return bool(_SITE.search(title)) and not starts_with_verb(title) and is_project_title(title)


def _entries(text: str, span: Span, status: str | None) -> Iterator[Mention]:
    """The entries behind a list head; each is a project by the word of the plan."""
    marks = "；。" if any(separators(text, span, "；")) else "、，。"
    for part in split(text, span, marks):
        own = re.match(_MARKER, part.of(text))
        yield _entry(text, Span(part.start + (own.end() if own else 0), part.end), status)


def _entry(text: str, part: Span, status: str | None) -> Mention:
    words = part.of(text)
    if words.endswith("等"):
        part = Span(part.start, part.end - 1)
    if noted := _END_STATUS.search(part.of(text)):
        status = noted[1] if noted[1] in ("新建", "续建") else status
        part = Span(part.start, part.start + noted.start())
    return Mention(part, status=status)


def _row(text: str) -> Iterator[Mention]:
    """A row of a table in a box: the first cell that reads like a name, and a status cell."""
    cells = split(text, Span(0, len(text)), "\t|")
    stated = next((m[0] for c in cells if (m := _LISTED_STATUS.fullmatch(c.of(text)))), None)
    for cell in cells:
        words = cell.of(text)
        if len(words) > 3 and (
            is_project_title(words) or (HEAD.search(words) and is_proper(words) and leftover(words))
        ):
            status = stated if stated in ("新建", "续建") else None
            yield _entry(text, cell, status)
            return
