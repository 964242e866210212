"""Tells a passage that looks back on what was achieved from one that promises."""

import re

_LOOKS_BACK = re.compile(
    r"“?十[一二三四五]五”?(?:期间|时期|末|以来)|荣获|顺利通过|成功(?:入选|创建|引进)|建成投用|已[经占达建]|"
    r"达到\d|逐步形成|涌现|[立成现用]了|日益完善|得到[^，。]{0,8}肯定|稳健|圆满|突破性"
)
_LOOKS_AHEAD = re.compile(
    r"加快|力争|到20\d\d|到二[〇○O0]|推进|完善|健全|强化|鼓励|支持|探索|加强|要|争创|开展|提升"
)


def is_review(text: str) -> bool:
    """Whether `text`, one paragraph, tells what has been done.

    >>> is_review("五年来，建成投用学校三所，成功创建卫生县城，荣获省级表彰。")
    True
    >>> is_review("加快建设学校三所，争创卫生县城。")
    False
    """
    back, ahead = len(_LOOKS_BACK.findall(text)), len(_LOOKS_AHEAD.findall(text))
    return back >= 2 and back * 2 >= ahead
