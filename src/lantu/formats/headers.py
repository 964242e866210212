"""Which row of a sheet is its header, and which column holds which field: a proposal.

People send tables under a merged title, with notes in brackets and a column of serial numbers.
Refuses to decide: what is proposed here a person confirms.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

LOOKED_AT = 20
"""Rows from the top among which the header is looked for."""
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Header:
    """row: from 0. cells: as they stand. columns: field -> column; fields that none holds miss."""

    row: int
    cells: tuple[str, ...]
    columns: Mapping[str, int]


def propose(
    rows: Iterable[Sequence[str]], titles: Mapping[str, Sequence[str]], row: int | None = None
) -> Header:
    """The likeliest header. titles: what each field may be called, the likeliest first.

    row: where a person has pointed at it.

    >>> sheet = [["青川县网格表", "", ""], ["序号", "网格名称（全称）", "户数/户"]]
    >>> found = propose(sheet, {"name": ["网格名称"], "homes": ["户数"]})
    >>> found.row, dict(found.columns)
    (1, {'name': 1, 'homes': 2})
    """
    top = [tuple(cells) for cells in islice(rows, LOOKED_AT)]
    guesses = [Header(at, cells, match(cells, titles)) for at, cells in enumerate(top)]
    if row is not None and 0 <= row < len(guesses):
        return guesses[row]
    return max(guesses, key=_merit, default=Header(0, (), {}))


def match(cells: Sequence[str], titles: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Field -> column: words that are equal first, then words that are nearly so."""
    plain = [_plain(cell) for cell in cells]
    found: dict[str, int] = {}
    for field, words in titles.items():
        known = [_plain(word) for word in words]
        at = next((plain.index(word) for word in known if word in plain), None)
        if at is not None and at not in found.values():
            found[field] = at
    for field, words in titles.items():
        free = [at for at, cell in enumerate(plain) if cell and at not in found.values()]
        if field not in found and free:
            likeness, at = max((_likeness(plain[at], words), -at) for at in free)
            if likeness >= _ALIKE:
                found[field] = -at
    return found


def _merit(header: Header) -> tuple[int, int, int]:
    """Known columns first; of rows that know none, the first of the fullest."""
    return len(header.columns), sum(map(bool, header.cells)), -header.row


def _likeness(cell: str, words: Sequence[str]) -> float:
    return max(SequenceMatcher(None, cell, _plain(word)).ratio() for word in words)


def _plain(words: str) -> str:
    return re.sub(r"[（(].*?[)）]|/.*$|[\s_\-*：:]", "", words).lower()
