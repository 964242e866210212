"""Two wordings of one thing, cut into what they share and what only one of them has.

By characters, because Chinese has no blanks between words. A short run that both share between two
changes is shown as changed: single characters that happen to agree help nobody to read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST = 2
"""Characters that a shared run between two changes must have."""
MOST = 4_000_000
"""Product of both lengths beyond which only beginning and end are compared."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters in a row. own: only this wording has them."""

    words: str
    own: bool


def mark_differences(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both wordings as runs.

    >>> old, new = mark_differences("达到95%以上", "稳定达到96%以上")
    >>> [run.words for run in old if run.own], [run.words for run in new if run.own]
    (['5'], ['稳定', '6'])
    """
    first, second = [], []
    for own, a, b in _steps(old, new):
        first.append(Run(a, own))
        second.append(Run(b, own))
    return _joined(first), _joined(second)


def _steps(old: str, new: str) -> Iterator[tuple[bool, str, str]]:
    if len(old) * len(new) > MOST:
        yield from _ends(old, new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        inside = a > 0 and b < len(old) and c > 0 and d < len(new)
        stray = tag == "equal" and inside and b - a < LEAST
        yield tag != "equal" or stray, old[a:b], new[c:d]


def _ends(old: str, new: str) -> Iterator[tuple[bool, str, str]]:
    """Shared beginning, everything between, shared end."""
    least = min(len(old), len(new))
    head = next((i for i in range(least) if old[i] != new[i]), least)
    tail = next((i for i in range(least - head) if old[-1 - i] != new[-1 - i]), least - head)
    yield False, old[:head], new[:head]
    yield True, old[head : len(old) - tail], new[head : len(new) - tail]
    yield False, old[len(old) - tail :], new[len(new) - tail :]


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours of one sort as one; empty ones left out."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1].own == run.own:
            found[-1] = Run(found[-1].words + run.words, run.own)
        elif run.words:
            found.append(run)
    return tuple(found)
