"""The schema of registers, their fields, conditions, views and ladders, and of tables.

Closed models: a key that is not here is a fault. Refuses nothing about meaning; `check` does that.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from lantu.engines.registers.conditions import Op
from lantu.engines.registers.fields import Kind, Mask
from lantu.packs.words import Column

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""Names are keys in records and parts of addresses."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _spelt(raw: object) -> object:
    """Only 2026-03-01 is a day; a bare number would be taken for seconds since 1970."""
    if isinstance(raw, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        raise PydanticCustomError("date_parsing", "not a day")
    return raw


Day = Annotated[date, BeforeValidator(_spelt)]


class Closed(BaseModel):
    """A part of a pack: no key but those named, and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ConditionRow(Closed):
    """一行条件"""

    field: Name = Field(description="登记簿的栏目")
    op: Op = Field(description="怎样比较")
    value: Words | tuple[Words, ...] = Field(description="比较的值；in 和 between 写一列")
    valid_from: Day | None = Field(None, description="自哪天起生效")
    valid_to: Day | None = Field(None, description="到哪天为止（含）")
    source: Words | None = Field(None, description="依据的法律、标准或决定")


class Conditions(Closed):
    """一组条件：all（全部满足）和 any（满足一条）写其中一个"""

    all: tuple[ConditionRow, ...] | None = Field(None, description="全部满足才算满足")
    any: tuple[ConditionRow, ...] | None = Field(None, description="满足其中一条就算满足")


class OptionsFrom(Closed):
    """选项取自一张表的一列"""

    table: Name = Field(description="tables 里的表")
    column: Name = Field(description="表里的列")


class FieldPart(Closed):
    """一个栏目"""

    title: Words = Field(description="表单和表头上的名称")
    kind: Kind = Field(Kind.TEXT, description="内容的类型，不写就是文字")
    unit: Words | None = Field(None, description="数的单位")
    required: bool = Field(False, description="是否必填")
    unique: bool = Field(False, description="是否不许重复")
    index: bool = Field(False, description="是否用来筛选和排序")
    many: bool = Field(False, description="一格是否可填几个值")
    sensitive: Mask | None = Field(None, description="敏感内容怎样遮盖")
    options: tuple[Words, ...] = Field((), description="选项（kind: choice）")
    options_from: OptionsFrom | None = Field(None, description="选项取自哪张表的哪一列")
    register_name: Name | None = Field(
        None, alias="register", description="引用哪个登记簿（kind: reference）"
    )
    least: Decimal | None = Field(None, description="下限（含）")
    most: Decimal | None = Field(None, description="上限（含）")
    owner: Words | None = Field(None, description="谁对这一栏的数据负责，不写就随登记簿")
    note: Words | None = Field(None, description="填写说明")
    public: bool = Field(False, description="是否向社会公开")
    blur: int = Field(
        0,
        ge=0,
        le=10_000,
        description="公开位置时挪到多少米见方的格子中央，0 为原样（kind: point）",
    )
    function: Name | None = Field(None, description="由 rules.py 里的哪个函数算出，不用人填")


class RetentionPart(Closed):
    """保存期限"""

    since: Name = Field(description="从哪个日期栏目算起")
    years: int = Field(0, ge=0, description="保存几年")
    days: int = Field(0, ge=0, description="再加几天")
    erases: tuple[Name, ...] = Field((), description="到期清空哪些栏目，不写就是整条")
    source: Words | None = Field(None, description="依据")


class TierPart(Closed):
    """梯度的一档"""

    title: Words = Field(description="档次的名称")
    entry: Conditions = Field(description="进入的条件")
    stay: Conditions | None = Field(None, description="保留的条件，不写就同进入")


class LadderPart(Closed):
    """梯度：由低到高的档次"""

    title: Words = Field(description="梯度的名称")
    stepwise: bool = Field(True, description="是否只能一档一档地升")
    tiers: dict[Name, TierPart] = Field(min_length=1, description="档次，由低到高")


class ViewPart(Closed):
    """登记簿的一部分"""

    title: Words = Field(description="名称")
    where: Conditions | None = Field(None, description="哪些记录，不写就是全部")


class RegisterPart(Closed):
    """登记簿"""

    title: Words = Field(description="名称")
    owner: Words = Field(description="谁对它的数据负责（科室、岗位）")
    fields: dict[Name, FieldPart] = Field(min_length=1, description="栏目，按顺序")
    key: Name | None = Field(None, description="用哪一栏来称呼一条记录")
    purpose: Words | None = Field(None, description="为什么收集个人信息（有敏感栏目时必写）")
    retention: RetentionPart | None = Field(None, description="保存期限（有敏感栏目时必写）")
    columns: dict[Column, Name] = Field(
        {}, description="列表的固定列取自哪一栏，不写就取同类的第一栏"
    )
    views: dict[Name, ViewPart] = Field({}, description="常用的部分，例如在册的、到期的")
    ladder: LadderPart | None = Field(None, description="梯度")
    checks: tuple[Name, ...] = Field((), description="每条记录都要通过的 rules.py 函数")


class TablePart(Closed):
    """一张表：tables/名称.csv，第一行是列的名称"""

    title: Words = Field(description="名称")
    source: Words = Field(description="依据，或由谁确定")
    key: Name = Field(description="哪一列不重复")
    columns: dict[Name, FieldPart] = Field(min_length=1, description="列，写法同栏目")
