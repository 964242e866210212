"""Whether more of a thing is better, as far as its name tells.

Used to call one target weaker than another. Refuses to guess: None when the name does not tell.
"""

import re
from enum import IntEnum


class Polarity(IntEnum):
    """HIGHER: more is better. LOWER: less is better."""

    HIGHER = 1
    LOWER = -1


_FALLS = re.compile(r"(?:降低|下降|减少|降幅|削减|压减|压降)(?:率|幅度?|比例)?$|^(?:降低|减少)")
_LESS = re.compile(
    r"失业率|浓度|排放量?$|能耗|消耗|用水量|用地规模|死亡|事故|发病率|患病率|辍学率|发案|差距|收入比|"
    r"劣Ⅴ类|劣V类|漏损率|负债率|不良率|投诉|信访|时限|时间$|杠杆率|赤字|债务|污染天数|重污染"
)
_MORE = re.compile(
    r"生产总值|增加值|收入|支出|投资|零售|进出口|总额|覆盖率|普及率|参保率|处理率|利用率|达标率|优良|"
    r"比重|占比|比例|贡献率|强度|预期寿命|受教育年限|专利|医师|床位|托位|面积|绿地|入学率|巩固率|"
    r"城镇化率|满意度|劳动生产率|就业人数|企业|数量|里程|增长"
)


def polarity(name: str) -> Polarity | None:
    """The polarity of an indicator or subject called `name`.

    A name that already says that something falls (能耗降低) is better when it is higher.

    >>> polarity("城镇调查失业率").name, polarity("单位GDP能耗降低").name, polarity("人口")
    ('LOWER', 'HIGHER', None)
    """
    if _FALLS.search(name):
        return Polarity.HIGHER
    if _LESS.search(name):
        return Polarity.LOWER
    if _MORE.search(name):
        return Polarity.HIGHER
    return None
