"""Chinese text as tokens that any word index can hold: overlapping pairs of characters.

规划纲要 becomes 规划 划纲 纲要 and the last character 要, so that a phrase of the text is a phrase
of the index; Latin letters and digits stay whole words. Knows no dictionary and no database.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUN = re.compile(f"[{_HAN}]+|[0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must follow each other. prefix: the last one may be the start of a token."""

    tokens: tuple[str, ...]
    prefix: bool = False


def index_text(text: str) -> str:
    """The tokens of `text`, parted by spaces, as they go into the index.

    >>> index_text("５Ｇ基站覆盖")
    '5g 基站 站覆 覆盖 盖'
    """
    return " ".join(token for run in _runs(text) for token in _tokens(run, ends=True))


def phrases(query: str) -> tuple[Phrase, ...]:
    """What to look for: one phrase for each part of `query` between spaces or marks.

    >>> phrases("养老 服务网")
    (Phrase(tokens=('养老',), prefix=False), Phrase(tokens=('服务', '务网'), prefix=False))
    >>> phrases("桥")
    (Phrase(tokens=('桥',), prefix=True),)
    """
    return tuple(phrase for part in re.split(r"\s+", query) if (phrase := _phrase(part)))


def _phrase(part: str) -> Phrase | None:
    runs = _runs(part)
    if not runs:
        return None
    tokens = [token for run in runs[:-1] for token in _tokens(run, ends=True)]
    last = runs[-1]
    # The end of a query is seldom the end of a run: its last character alone proves nothing.
    return Phrase((*tokens, *_tokens(last, ends=False)), prefix=len(last) == 1 or last.isascii())


def _runs(text: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower())


def _tokens(run: str, ends: bool) -> list[str]:
    if run.isascii():
        return [run]
    pairs = [a + b for a, b in pairwise(run)]
    return [*pairs, run[-1]] if ends or not pairs else pairs
