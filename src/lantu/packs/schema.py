"""The schema of a pack: what pack.yaml may say, with what each key means.

From these models come the check, docs/reference/packs.md and pack.schema.json for editors. Packs
hold names, numbers, dates, sources and references; refuses expressions and unknown keys.
"""

from pydantic import Field

from lantu.packs.schema_processes import DocumentPart, LimitPart, ProcessPart, RolePart, RoundPart
from lantu.packs.schema_registers import (
    Closed,
    Conditions,
    Day,
    Name,
    RegisterPart,
    TablePart,
    Words,
)
from lantu.packs.words import FigureKind, Layer, PageKind


class TitlePart(Closed):
    """中英文名称"""

    zh: Words = Field(description="中文")
    en: Words = Field(description="英文")


class SourcePart(Closed):
    """依据的法律或标准"""

    title: Words = Field(description="名称")
    number: Words = Field(description="文号或标准号")
    day: Day = Field(alias="date", description="施行日期，例如 2026-03-01")


class ServesPart(Closed):
    """凭哪些词认出规划里的系统"""

    all: tuple[Words, ...] = Field((), description="这些词原句里都要有，名称里至少有一个")
    any: tuple[Words, ...] = Field((), description="这些词原句里有一个就行；没写 all 时名称里要有")
    none: tuple[Words, ...] = Field((), alias="not", description="这些词名称里一个也不能有")
    families: tuple[Words, ...] = Field((), description="只认这些类别（编译器的 family）")
    kinds: tuple[Words, ...] = Field((), description="只认这些形式（编译器的 kind）")


class IndicatorPart(Closed):
    """一个数，可作规划指标的来源"""

    title: Words = Field(description="名称")
    unit: Words = Field(description="单位")
    figure: FigureKind = Field(description="怎样得出")
    of: Name = Field(description="哪个登记簿或流程")
    field: Name | None = Field(None, description="合计哪一栏（figure: sum）")
    where: Conditions | None = Field(None, description="只算哪些记录")
    feeds: tuple[Words, ...] = Field((), description="规划指标名称里的词")


class PagePart(Closed):
    """一个标准页面"""

    page: PageKind = Field(description="哪种页面")
    of: Name = Field(description="哪个登记簿或流程")
    title: Words | None = Field(None, description="页面的名称，不写就用登记簿或流程的名称")
    columns: tuple[Name, ...] = Field((), description="显示哪些栏目")
    by: Name | None = Field(None, description="看板、排名、图表按哪一栏分")


class MigrationPart(Closed):
    """新版改了名称时，旧记录怎样跟着改"""

    before: Words = Field(alias="from", description="从哪一版")
    after: Words = Field(alias="to", description="到哪一版")
    of: Name = Field(description="哪个登记簿或流程")
    fields: dict[Name, Name] = Field({}, description="栏目改名：旧名: 新名")
    states: dict[Name, Name] = Field({}, description="环节改名：旧名: 新名")
    defaults: dict[Name, Words] = Field({}, description="新栏目在旧记录里填什么")
    drop: tuple[Name, ...] = Field((), description="删去哪些旧栏目")


class PackFile(Closed):
    """pack.yaml"""

    pack: Name = Field(description="名称，与文件夹同名")
    title: TitlePart = Field(description="中英文名称")
    version: Words = Field(description="版本，改了内容就加一，例如 1.0")
    layer: Layer = Field(description="执行哪一级的规定")
    source: SourcePart = Field(description="依据的法律或标准")
    authored_by: Words = Field(description="谁写的")
    checked_by: Words = Field(description="谁核对过")
    review_by: Day = Field(description="最迟哪天重新核对")
    serves: tuple[ServesPart, ...] = Field(description="凭哪些词认出规划里的系统")
    roles: dict[Name, RolePart] = Field({}, description="流程里的岗位")
    limits: dict[Name, LimitPart] = Field({}, description="时限，只在这里写")
    tables: dict[Name, TablePart] = Field({}, description="tables 文件夹里的表")
    registers: dict[Name, RegisterPart] = Field(min_length=1, description="登记簿")
    processes: dict[Name, ProcessPart] = Field({}, description="流程")
    rounds: dict[Name, RoundPart] = Field({}, description="轮次")
    documents: dict[Name, DocumentPart] = Field({}, description="文书")
    indicators: dict[Name, IndicatorPart] = Field({}, description="可作规划指标来源的数")
    pages: tuple[PagePart, ...] = Field(min_length=1, description="页面，按顺序")
    migrations: tuple[MigrationPart, ...] = Field((), description="各版之间的改名")
