"""Finds the contents list (目录), before or after the body, so that each heading counts once.

An entry is told by page numbers and dot leaders, or by standing in a run of headings with nothing
between them that occur once more elsewhere. A lone heading without body stays a heading.
"""

import re
from collections import Counter
from itertools import pairwise

from lantu.engines.plan.structure.headings import Style
from lantu.engines.plan.structure.lines import Line, Role

_TITLE = re.compile(r"目\s*[录錄次]|[【\[]?目\s*录[】\]]?")
_LEADER = re.compile(
    r"(?:(?:…\s*){2,}|(?:[.．。·…‥・_]\s*){3,})\s*[-—（(]*\s*[\dIVXivx]{0,4}\s*[)）—-]*$"
)
_PAGE = re.compile(r"[\t \u3000\xa0]+[-—（(]?\d{1,3}[)）—-]?$|(?<=[^\d\s.％%〕\]）)-])\d{1,3}$")
_LIKE_ENTRY = re.compile(r"附\s*[件表录图]|专栏|[表图]\s*\d|前\s*言|序\s*言|引\s*言|结\s*[语束]")


def mark_contents(lines: list[Line]) -> None:
    """Sets the role CONTENTS on every line of a contents list, its title line included."""
    seen = Counter(_key(line) for line in lines if _is_candidate(line))
    for run in _runs(lines):
        if _is_list(lines, run, seen):
            for index in run:
                lines[index].role = Role.CONTENTS
    for line in lines:
        led = len(line.words) < 90 and _LEADER.search(line.words)
        if line.role is Role.BODY and (led or _TITLE.fullmatch(line.words)):
            line.role = Role.CONTENTS


def _is_candidate(line: Line) -> bool:
    heading = line.heading
    return line.role is Role.BODY and (
        (heading is not None and not heading.run_in) or bool(_LIKE_ENTRY.match(line.words))
    )


def _is_entry(line: Line) -> bool:
    return (
        _is_candidate(line)
        or bool(_LEADER.search(line.words))
        or bool(_TITLE.fullmatch(line.words))
    )


def _key(line: Line) -> str:
    """A heading without white space, leaders and page number: equal in list and body."""
    return re.sub(r"\s", "", _PAGE.sub("", _LEADER.sub("", line.words)))


def _runs(lines: list[Line]) -> list[list[int]]:
    """Line numbers of each run of entries; blank lines and furniture do not break a run. A run
    that opens with 目录 ends where its first entry comes again: there the body begins."""
    runs: list[list[int]] = [[]]
    keys: set[str] = set()
    for index, line in enumerate(lines):
        if line.role in (Role.BLANK, Role.FURNITURE, Role.CONTENTS):
            continue
        if line.role is not Role.BODY or not _is_entry(line):
            runs.append([])
            keys = set()
            continue
        key = _key(line)
        if key in keys or _TITLE.fullmatch(line.words):
            runs.append([])
            keys = set()
        keys.add(key)
        runs[-1].append(index)
    return [kept for run in runs if (kept := _without_preface(lines, run))]


def _without_preface(lines: list[Line], run: list[int]) -> list[int]:
    """A preface that closes a run opens the body."""
    heading = lines[run[-1]].heading if run else None
    return run[:-1] if heading and heading.style is Style.PREFACE else run


def _is_list(lines: list[Line], run: list[int], seen: Counter[str]) -> bool:
    entries = [lines[i] for i in run]
    titled = bool(_TITLE.fullmatch(entries[0].words))
    if titled:
        return len(entries) > 1
    paged = sum(1 for e in entries if _LEADER.search(e.words) or _PAGE.search(e.words))
    if len(entries) >= 2 and paged * 2 > len(entries):
        return True
    twins = sum(1 for e in entries if seen[_key(e)] > 1)
    return len(entries) >= 3 and twins * 2 > len(entries) and _goes_level(entries)


def _goes_level(entries: list[Line]) -> bool:
    """Whether some entry is followed by one that is not deeper: a body would stand between."""
    styles = [e.heading.style if e.heading else Style.LEAD for e in entries]
    return any(b <= a for a, b in pairwise(styles))
