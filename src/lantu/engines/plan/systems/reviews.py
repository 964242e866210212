"""Tells what looks back on what was achieved from what promises, by words and by headings."""

import re
from collections.abc import Callable, Iterable, Iterator

from lantu.engines.plan.model import Unit

_LOOKS_BACK = re.compile(
    r"“?十[一二三四五]五”?(?:期间|时期|末|以来)|[一二三四五近]年来|荣获|顺利完成|顺利通过|成功(?:入选|创建|引进)|建成投用|已[经占达建]|"
    r"逐步形成|涌现|[\u4e00-\u9fff]了(?!解|望|然|却)|日益完善|得到[^，。]{0,8}肯定|稳健|圆满|突破性"
)
_VALUE = re.compile(r"达到\d")
_LOOKS_AHEAD = re.compile(
    r"加快|力争|到20\d\d|到二[〇○O0]|推进|完善(?!了)|健全(?!了)|强化|鼓励|支持|探索|加强(?!了)|要|争创|"
    r"开展(?!了)|提升(?!了)"
)
_PAST_TITLE = re.compile("成就|成效|成绩|回顾|发展基础|工作基础|现状|完成情况|实施情况")
_NO_DEED_TITLE = re.compile(
    "指导思想|基本原则|总体要求|总体思路|发展环境|面临形势|发展形势|机遇|挑战|愿景|战略定位"
)
_DEEDS = re.compile("目标|任务|举措|措施|环境")


def is_review(text: str) -> bool:
    """Whether `text`, one paragraph, tells what has been done.

    >>> is_review("五年来，建成投用学校三所，成功创建卫生县城，荣获省级表彰。")
    True
    >>> is_review("加快建设学校三所，争创卫生县城。")
    False
    """
    back = len(_LOOKS_BACK.findall(text))
    back += len(_VALUE.findall(text)) if back else 0
    return back >= 2 and back * 2 >= len(_LOOKS_AHEAD.findall(text))


def reviews(texts: Iterable[str]) -> Iterator[bool]:
    """For each paragraph whether it looks back: by its words, or since the one before it did and it
    promises nothing."""
    past = False
    for text in texts:
        past = is_review(text) or (past and not _LOOKS_AHEAD.search(text))
        yield past


def past_units(units: Iterable[Unit]) -> frozenset[str]:
    """Ids of the units that look back by their heading (发展成就), and of all units in them."""
    return _under(units, lambda title: bool(_PAST_TITLE.search(title) and not _DEEDS.search(title)))


def deedless_units(units: Iterable[Unit]) -> frozenset[str]:
    """Ids of the units whose heading announces no deed (指导思想, 发展环境), and of all in them."""
    return _under(units, lambda title: bool(_NO_DEED_TITLE.search(title)))


def _under(units: Iterable[Unit], tells: Callable[[str], bool]) -> frozenset[str]:
    found: set[str] = set()
    for unit in units:
        if unit.parent in found or tells(unit.title):
            found.add(unit.id)
    return frozenset(found)
