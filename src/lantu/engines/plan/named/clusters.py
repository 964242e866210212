"""Which mentions speak of one real project: equal or near-equal names, and equal works.

Confusable characters count as equal, 工程 and 改造 do not count, 应急物资储备库 is
应急救灾物资储备库; phases (二期) and compass points keep projects apart.
"""

import re
from collections.abc import Sequence

CONFUSABLE = str.maketrans("颖頴灞覇淸靑戸圜徳於髙ＡＢ—－―–~", "颍颍霸霸清青户圆德于高AB-----")
_SUFFIX = re.compile(
    r"(?:工程|项目|建设|续建|新建|改造|提升|提标|扩建|改扩建|迁建|综合|整治|治理|修复|开发|清淤|绿化提升|棚户区|流域生态|生态系统|生态|系统|及|和|的)+$"
)
_MARK = re.compile(r"[一二三四五六七八九十\d]+|[东西南北中上下]")
_AREA = re.compile(r"[一-龥]{2,4}?([省市县区][一-龥]{4,})")
_SHORTEST_NEAR = 5


def core(name: str) -> str:
    """`name` without quotation marks, spaces and words of work.

    >>> core("颖水水库除险加固工程") == core("颍水水库除险加固")
    True
    """
    plain = re.sub(r"[“”\"《》\s]", "", name).translate(CONFUSABLE)
    return _SUFFIX.sub("", plain) or plain


def cluster(names: Sequence[tuple[str, str]]) -> list[int]:
    """For each (name, works) the index of the first mention of the same project."""
    firsts: dict[tuple[str, str], int] = {}
    short: dict[tuple[str, str], int] = {}
    buckets: dict[tuple[str, str], list[tuple[str, int]]] = {}
    out: list[int] = []
    for index, (name, works) in enumerate(names):
        bare = core(name)
        if (bare, works) not in firsts:
            bucket = buckets.setdefault((bare[:2], works), [])
            near = next((i for other, i in bucket if near_equal(other, bare)), None)
            if near is None:
                near = _with_or_without_area(bare, works, short, index)
            firsts[bare, works] = near
            bucket.append((bare, near))
        out.append(firsts[bare, works])
    return out


def _with_or_without_area(
    bare: str, works: str, seen: dict[tuple[str, str], int], index: int
) -> int:
    """The mention that says 县展示中心 for 云溪县展示中心, or the reverse; else `index`.

    Two areas' buildings stay apart: a full name looks for short ones only.
    """
    full = _AREA.fullmatch(bare)
    if full:
        seen.setdefault((full[1], "full" + works), index)
        return seen.get((full[1], works), index)
    seen.setdefault((bare, works), index)
    return seen.get((bare, "full" + works), index)


def near_equal(one: str, other: str) -> bool:
    """Whether two cores differ by a few letters only, and not in number or compass point.

    >>> near_equal("云溪县应急物资储备库", "云溪县应急救灾物资储备库")
    True
    >>> near_equal("云溪产业园一期标准厂房", "云溪产业园二期标准厂房")
    False
    """
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_NEAR or _MARK.findall(one) != _MARK.findall(other):
        return False
    if len(short) * 3 < len(long) * 2 or short[-1] != long[-1]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)
