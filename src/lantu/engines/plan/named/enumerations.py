"""Enumerations: where one name ends and the next begins.

Splits at 、 outside brackets and quotation marks, and keeps together what only shares a head
(东、北护城河; 一、二期). It does not judge whether a part is a name.
"""

import re
from collections.abc import Iterator

from lantu.kernel.spans import Span, trim

_OPEN, _CLOSE = "（(“《〔[「", "）)”》〕]」"
_PREFIX = re.compile(
    r"[东南西北中上下左右前后内外高低大小新老主次城乡]|[东南西北]{2}"
    r"|[一-龥]{0,12}[一二三四五六七八九十]|.*[和及与][东南西北中上下]"
)
_SHARED = re.compile(
    r"[东南西北中上下左右前后内外高低大小新老主次城乡]|[一二三四五六七八九十]+(?:期|号|中|小)"
)


def separators(text: str, span: Span, marks: str = "、") -> Iterator[int]:
    """Where a mark of `marks` stands in `span` outside brackets and quotation marks."""
    depth = 0
    for at in range(span.start, span.end):
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in marks:
            yield at


def split(text: str, span: Span, marks: str = "、") -> list[Span]:
    """The parts of an enumeration, trimmed; empty ones are left out.

    >>> text = "甲路、乙（东、西）街、东、北护城河"
    >>> [part.of(text) for part in split(text, Span(0, len(text)))]
    ['甲路', '乙（东、西）街', '东、北护城河']
    """
    parts: list[Span] = []
    begin = span.start
    for at in [*separators(text, span, marks), span.end]:
        piece = trim(text, Span(begin, at))
        begin = at + 1
        if piece.start == piece.end:
            continue
        if parts and _joined(parts[-1].of(text), piece.of(text)):
            piece = Span(parts.pop().start, piece.end)
        parts.append(piece)
    return parts


def _joined(left: str, right: str) -> bool:
    """Whether `left` is only the first half of a name that `right` completes."""
    return bool(_PREFIX.fullmatch(left) and _SHARED.match(right))
