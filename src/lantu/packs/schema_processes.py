"""The schema of roles, time limits, processes, rounds and papers.

Closed models: a key that is not here is a fault. A time limit is said once, under `limits`, and
called by its name everywhere else.
"""

from pydantic import Field

from lantu.engines.cases.process import Flow, Join, MeasureKind, Milestone, StateKind
from lantu.engines.cases.rounds import Every
from lantu.kernel.workdays import Unit
from lantu.packs.schema_registers import Closed, Day, Name, Words
from lantu.packs.words import Level, Post, Which


class RolePart(Closed):
    """流程里的一种岗位：角色 × 区域 × 单位"""

    title: Words = Field(description="岗位的名称")
    post: Post = Field(description="由系统的哪种角色担任")
    level: Level | None = Field(
        None, description="哪一级区域的人，不写就是管辖案件所在地的任何一级"
    )
    organisation: Which = Field(Which.ANY, description="哪个单位的人")


class LimitPart(Closed):
    """一个时限"""

    title: Words = Field(description="名称，例如处置时限")
    amount: int = Field(ge=1, description="多少")
    unit: Unit = Field(Unit.WORKING_DAYS, description="单位：工作日、天、小时")
    by: Name | None = Field(None, description="按哪个栏目分类；该栏目的选项要取自一张表")
    amount_column: Name | None = Field(None, description="那张表里写多少的列")
    unit_column: Name | None = Field(None, description="那张表里写单位的列（工作日、天、小时）")
    source: Words = Field(description="依据，或由谁确定")
    valid_from: Day | None = Field(None, description="自哪天起")
    valid_to: Day | None = Field(None, description="到哪天为止（含）")


class StepPart(Closed):
    """一步：谁在这个环节可以做什么，做完到哪里"""

    title: Words = Field(description="按钮上的词")
    to: Name = Field(description="到哪个环节")
    who: tuple[Name, ...] = Field(min_length=1, description="哪些岗位可以办；reporter 是上报人")
    needs: tuple[Name, ...] = Field((), description="办这一步时必须填的栏目")
    asks: tuple[Name, ...] = Field((), description="办这一步时可以填、也可以不填的栏目")
    papers: tuple[Name, ...] = Field((), description="出哪些文书")
    flow: Flow = Field(Flow.FORWARD, description="前进、退回或返工")


class ForkPart(Closed):
    """并联：几个分支同时办"""

    branches: dict[Name, Name] = Field(description="分支的名称和它的第一个环节")
    then: Name = Field(description="汇合后到哪个环节")
    join: Join = Field(Join.ALL, description="怎样汇合：全部、任一、达到几个")
    quorum: int = Field(0, ge=0, description="达到几个（join: quorum）")
    otherwise: Name | None = Field(None, description="作废太多、不能汇合时到哪个环节")


class StatePart(Closed):
    """一个环节"""

    title: Words = Field(description="名称")
    kind: StateKind = Field(StateKind.OPEN, description="待办、分支办完、结案或作废")
    duty: Name | None = Field(None, description="轮到哪个岗位")
    own: bool = Field(False, description="是否只有所派给的单位能办")
    limit: Name | None = Field(None, description="时限的名称（limits）")
    milestone: Milestone | None = Field(None, description="进入这里算立案还是派遣")
    steps: dict[Name, StepPart] = Field({}, description="从这里能走的步骤")
    fork: ForkPart | None = Field(None, description="并联的分支")


class MeasurePart(Closed):
    """步骤以外的措施：延期、缓办、督办等"""

    who: tuple[Name, ...] = Field(description="谁可以提出")
    approve: tuple[Name, ...] = Field((), description="由谁批准，不写就当场生效")
    states: tuple[Name, ...] = Field((), description="在哪些环节可以，不写就是任何环节")
    to: Name | None = Field(None, description="重办、申诉转到哪个环节")
    needs: tuple[Name, ...] = Field((), description="必须填的栏目")
    papers: tuple[Name, ...] = Field((), description="出哪些文书")
    times: int = Field(0, ge=0, description="一案最多几次，0 为不限")
    most: int = Field(0, ge=0, description="一次最多延多少，0 为不限")
    within: int = Field(0, ge=0, description="办结后几天内可以重办，0 为不限")


class ProcessPart(Closed):
    """流程"""

    title: Words = Field(description="名称")
    register_name: Name = Field(alias="register", description="办的是哪个登记簿的记录")
    start: Name = Field(description="第一个环节")
    limit: Name | None = Field(None, description="整个案件的时限（limits）")
    category: Name | None = Field(None, description="值班表按哪个栏目分派")
    duties: Name | None = Field(None, description="哪个登记簿是值班表，案件照它自动分派")
    source: Name | None = Field(None, description="哪个栏目说明由谁上报")
    states: dict[Name, StatePart] = Field(min_length=2, description="环节")
    measures: dict[MeasureKind, MeasurePart] = Field({}, description="措施")


class RoundPart(Closed):
    """轮次：每到时候，登记簿里的每一条都办一次"""

    title: Words = Field(description="名称")
    every: Every = Field(description="多久一次")
    register_name: Name = Field(alias="register", description="对哪个登记簿的记录")
    view: Name | None = Field(None, description="只对其中哪一部分（views）")
    responsible: Name = Field(description="由哪一栏的单位来办")
    process: Name = Field(description="按哪个流程办")
    limit: Name = Field(description="从开始到截止的时限（limits）")
    opens_after: int = Field(1, ge=-366, le=366, description="一期过后第几天开始，负数为提前")
    remind: tuple[int, ...] = Field((3, 1, 0), description="截止前几天催报")


class DocumentPart(Closed):
    """文书"""

    title: Words = Field(description="名称")
    number: Words = Field(description="字号，例如 巡〔{year}〕{n}号")
    body: Words = Field(description="正文，用 {栏目} 填入内容")
