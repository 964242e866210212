"""The closed word lists of packs: what may stand where a declaration offers a choice.

Each word carries what people call it: messages, editors and the reference page say the same.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a pack with its Chinese label."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word


class Layer(Word):
    """Whose rule the pack carries out; at linking the more local pack goes first."""

    NATIONAL = "national", "国家"
    PROVINCIAL = "provincial", "省"
    MUNICIPAL = "municipal", "市"
    COUNTY = "county", "县区"


class Post(Word):
    """The role in the deployment behind a role of the pack (people/roles.toml)."""

    PLAN_OFFICER = "plan_officer", "规划科"
    REPORTER = "reporter", "填报员"
    REVIEWER = "reviewer", "审核员"
    LEADER = "leader", "领导"
    SECRETARY = "secretary", "联络员"
    GRID_WORKER = "grid_worker", "网格员"
    HANDLER = "handler", "承办人"
    ORGANISATION_ADMIN = "organisation_admin", "单位管理员"


class Level(Word):
    """Level of area (places.AreaKind)."""

    CITY = "city", "地级"
    COUNTY = "county", "县级"
    STREET = "street", "乡级"
    COMMUNITY = "community", "村级"
    GRID = "grid", "网格"


class Which(Word):
    """Which organisation's people hold a role in a case."""

    ANY = "any", "任何单位，只看区域"
    ASSIGNED = "assigned", "案件所派给的单位"
    RESPONSIBLE = "responsible", "记录所属的单位"
    KEEPER = "keeper", "主管这个系统包的单位，启用时指定"


class Column(Word):
    """Fixed columns of a record that lists, maps and deadlines are made from, and, from 地点 on,
    what reports from outside bring and get. Who reported is never guessed: a pack names it."""

    TITLE = "title", "名称"
    AREA = "area", "区域"
    ORGANISATION = "organisation", "单位"
    OWNER = "owner", "责任人"
    DUE = "due", "期限"
    AMOUNT = "amount", "金额"
    DATE = "date", "日期"
    POINT = "point", "位置"
    ADDRESS = "address", "地点"
    PHOTO = "photo", "照片"
    REPLY = "reply", "公开答复"
    REPORTER = "reporter", "上报人"
    PHONE = "phone", "上报人电话"
    EMAIL = "email", "上报人邮箱"


class PageKind(Word):
    """The standard pages, made from the declaration."""

    LIST = "list", "列表"
    FORM = "form", "填报"
    IMPORT = "import", "导入"
    INBOX = "inbox", "待办"
    CASE = "case", "案件"
    BOARD = "board", "看板"
    MAP = "map", "地图"
    LEAGUE = "league", "排名"
    CHART = "chart", "图表"
    PUBLIC = "public", "公开"


class FigureKind(Word):
    """What a figure of the pack is: a count or sum of records, or a service figure of cases."""

    COUNT = "count", "记录条数"
    SUM = "sum", "栏目合计"
    FILED_ON_TIME = "filed_on_time", "按时立案率"
    FILED_WELL = "filed_well", "准确立案率"
    DISPATCHED_WELL = "dispatched_well", "准确派遣率"
    CLOSED = "closed", "结案率"
    CLOSED_ON_TIME = "closed_on_time", "按期结案率"
    REWORKED = "reworked", "返工率"


OF_RECORDS = frozenset({FigureKind.COUNT, FigureKind.SUM})
"""Figures that are counted from a register; the others are counted from a process."""

LATER = {
    "scorecards": "评分表",
    "signals": "监测预警",
    "surveys": "调查问卷",
    "ledgers": "台账记账",
    "draws": "随机抽取",
    "reach": "服务半径",
}
"""Keys of the design whose engines are still to come."""
