"""Names found from their last word backwards: …在|青石路, 推进|青石路, 、|青石路.

Gives the shortest stretch before a head that reads like a name; it does not say what it names.
"""

import re

from lantu.engines.plan.named import official_words as official
from lantu.engines.plan.named.proper import any_of

_EDGE = re.compile(
    r"[^一-龥A-Za-z0-9]|(?<!、)[的了与及在对以等至将为是从把由使让并或到于被跨段]|沿(?![江河湖海])|(?<=[一-龥])[和向](?=[一-龥]{2})"
)
_LEADING_WORDS = f"{official.GENERAL} {official.ACTIONS} {official.VERBS}".split()
_LEADING = re.compile(any_of(" ".join(w for w in _LEADING_WORDS if len(w) > 1)))
_AREA = re.compile(r"[一-龥]{2,3}(?:省|市|县|区)(?=[一-龥]{2})")


def start_of_name(text: str, head: int, longest: int, *, keep_area: bool = False) -> int | None:
    """Where the name begins whose head word begins at `head`; None when nothing fits.

    longest: letters before the head at most. keep_area: an area before it belongs to the name.

    >>> text = "完成云溪县青石路"
    >>> start_of_name(text, 7, 5)
    5
    """
    window = max(0, head - longest - 6)
    start = max((m.end() for m in _EDGE.finditer(text, window, head)), default=window)
    first = start
    while (lead := _LEADING.match(text, start, head)) and _leaves_name(text, lead.end(), head):
        start = lead.end()
    if head - start > longest or not keep_area:
        ends = [m.end() for m in _LEADING.finditer(text, first, head)]
        start = max((end for end in ends if _leaves_name(text, end, head)), default=start)
    if not keep_area:
        area = _AREA.match(text, start, head + 1)
        if area and area.end() < head:
            start = area.end()
    return start if 1 <= head - start <= longest else None


def _leaves_name(text: str, end: int, head: int) -> bool:
    """Whether a name may begin at `end`: more than the compass point of a road (滨河|东路)."""
    between = text[end:head]
    return bool(between.strip("东西南北中") if text[head] in "路街大" else between)
