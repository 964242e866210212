"""The sentence that a promise stands in, for showing it in its context. Pure: a text and a span in,
words out; export noise of word processors is left out.
"""

import re
from dataclasses import dataclass

from lantu.engines.plan.structure.passages import NOISE, strip_noise
from lantu.kernel.spans import Span

_END = re.compile(r"[。！？；\n]")
FAR = 160
"""Characters of a long sentence that are shown on either side."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """before and after are "" where the words are a whole line, as the row of a table."""

    before: str
    words: str
    after: str


def sentence_around(text: str, span: Span) -> Sentence:
    """The words of `span` with the sentence that holds them, its end mark included.

    >>> sentence_around("一是修路。二是建成公园三处，并开放。三是植树。", Span(7, 13))
    Sentence(before='二是', words='建成公园三处', after='，并开放。')
    >>> sentence_around("甲\\n1\\t绿地\\t12\\n乙", Span(2, 9)).words
    '1 · 绿地 · 12'
    """
    left = text[max(0, span.start - FAR) : span.start]
    right = text[span.end : span.end + FAR]
    begin = max((match.end() for match in _END.finditer(left)), default=0)
    close = _END.search(right)
    end = close.end() if close else len(right)
    return Sentence(_plain(left[begin:]), _cells(strip_noise(text, span)[0]), _plain(right[:end]))


def _plain(words: str) -> str:
    return "".join(NOISE.sub("", words).split())


def _cells(words: str) -> str:
    """A row's cells parted by a dot; running text without its line breaks."""
    if "\t" not in words:
        return "".join(words.split())
    return " · ".join("".join(cell.split()) for cell in words.split("\t") if cell.strip())
