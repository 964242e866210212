"""What the English words of a pack mean, in Chinese: for the reference page and for messages.

Words that carry their own label (posts, levels, pages) are asked themselves. Refuses nothing.
"""

from collections.abc import Sequence
from enum import StrEnum

from lantu.engines.cases.process import Flow, Join, MeasureKind, Milestone, StateKind
from lantu.engines.cases.rounds import Every
from lantu.engines.registers.conditions import Op
from lantu.engines.registers.fields import Kind, Mask
from lantu.kernel.workdays import Unit
from lantu.packs.words import Column, FigureKind, Layer, Level, PageKind, Post, Which, Word

LABELS: dict[type[StrEnum], dict[str, str]] = {
    Kind: {
        "text": "文字", "number": "数", "money": "金额（不写单位就是元）", "date": "日期",
        "choice": "选项", "area": "区域", "organisation": "单位", "person": "责任人",
        "uscc": "统一社会信用代码", "project_code": "项目代码", "id_number": "身份证号",
        "point": "位置（经度,纬度）", "file": "文件、照片", "reference": "引用另一条记录",
    },
    Mask: {
        "name": "只留姓", "phone": "留前三后四", "id_number": "留前三后四",
        "address": "留前六字", "hidden": "全部遮住",
    },
    Op: {
        "eq": "等于", "in": "是其中之一", "ge": "不小于", "le": "不大于",
        "between": "在两者之间（含）",
        "empty": "true 必须为空，false 必须填写", "before": "早于某日，或早于今天之前几天（负数）",
        "within_days": "今后几天之内，负数为最近几天",
    },
    Unit: {"working_days": "工作日", "days": "天", "hours": "小时"},
    StateKind: {
        "open": "待办", "fork": "并联（写了 fork 就是）", "done": "分支办完", "closed": "结案",
        "void": "作废",
    },
    Join: {"all": "全部办完", "any": "任一办完", "quorum": "达到几个"},
    Flow: {"forward": "前进", "return": "退回：不归我办或不清楚", "rework": "返工：办了没办好"},
    Milestone: {"filed": "立案", "dispatched": "派遣"},
    Every: {
        "week": "每周", "month": "每月", "quarter": "每季度", "half": "每半年", "year": "每年",
        "trigger": "有事才启动",
    },
    MeasureKind: {kind.value: kind.label for kind in MeasureKind},
}  # fmt: skip

_OWN: tuple[type[Word], ...] = (Column, FigureKind, Layer, Level, PageKind, Post, Which)
_SHORTEST = 2
"""Letters that a word must have to be found inside a label."""


def meanings(options: Sequence[str]) -> dict[str, str]:
    """word -> meaning, for the words of one list; empty for a list that is not known here."""
    tables = [*LABELS.values(), *({w.value: w.label for w in kind} for kind in _OWN)]
    return next((table for table in tables if set(table) == set(options)), {})


def meant(given: str, options: Sequence[str]) -> str:
    """The word that somebody meant who wrote its Chinese; "" when it cannot be told.

    >>> meant("照片", ("text", "number", "money", "date", "choice", "area", "organisation",
    ...     "person", "uscc", "project_code", "id_number", "point", "file", "reference"))
    'file'
    """
    known = meanings(options).items()
    exact = [word for word, label in known if label == given]
    near = [w for w, label in known if len(given) >= _SHORTEST and (given in label)]
    found = exact or near
    return found[0] if len(found) == 1 else ""


def listed(options: Sequence[str]) -> str:
    """The words with their meanings, for a message."""
    known = meanings(options)
    return "、".join(f"{w}（{known[w]}）" if w in known else w for w in options)
