"""The examples of a pack, examples/*.yaml, tried out: records, cases told step by step, links.

An example that does not come out as its author says is a fault of the pack or of the example.
Refuses to keep anything: an example touches no storage.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import Field, ValidationError

from lantu.engines.cases.apply import apply
from lantu.engines.cases.case import Actor, Case, Event, EventKind, Refusal
from lantu.engines.cases.process import MAIN, REPORTER, MeasureKind
from lantu.engines.plan.model import System
from lantu.engines.registers.reading import read_row
from lantu.kernel.spans import Span
from lantu.kernel.workdays import midnight
from lantu.packs.faults import Fault, Place, from_schema, misread
from lantu.packs.schema_registers import Closed, Name, Words
from lantu.packs.serving import link
from lantu.packs.snapshot import Pack
from lantu.packs.yaml_lines import Path, read_yaml

_START = midnight(date(2026, 3, 2)) + timedelta(hours=9)


class RecordExample(Closed):
    """一条记录"""

    title: Words = Field(description="说明什么")
    register_name: Name = Field(alias="register", description="登记簿")
    values: dict[str, str] = Field(description="栏目: 内容")
    faults: tuple[Name, ...] = Field((), description="应报错的栏目，不写就是没有错")


class StepExample(Closed):
    """一步"""

    by: Name = Field(description="哪个岗位；reporter 是上报人")
    action: Name = Field(description="步骤或措施；批准写 grant，不同意写 deny")
    values: dict[str, str] = Field({}, description="填的栏目")
    reason: str = Field("", description="理由")
    unit: str = Field("", description="经办人的单位")
    branch: str = Field(MAIN, description="在哪个并联的分支上，例如 main/fire；不写就是主线")
    to: str = Field("", description="派给哪个单位，或并入哪个案件")
    amount: int = Field(0, description="延长多少")
    refused: bool = Field(False, description="应被拒绝")


class StoryExample(Closed):
    """一个案件从头到尾"""

    title: Words = Field(description="说明什么")
    process: Name = Field(description="流程")
    values: dict[str, str] = Field({}, description="建案时已填的栏目")
    steps: tuple[StepExample, ...] = Field(description="一步一步")
    ends: Literal["closed", "void", "merged", "open"] = Field(description="最后怎样")
    papers: tuple[Name, ...] = Field((), description="出了哪些文书")


class LinkExample(Closed):
    """一个规划里的系统"""

    name: Words = Field(description="系统的名称")
    clause: Words | None = Field(None, description="原文的一句")
    kind: Words = Field("mechanism", description="形式")
    family: Words = Field("cases_grid", description="类别")
    linked: bool = Field(description="应不应由这个系统包承接")


class ExampleFile(Closed):
    """examples/*.yaml"""

    records: tuple[RecordExample, ...] = Field((), description="记录")
    stories: tuple[StoryExample, ...] = Field((), description="案件")
    links: tuple[LinkExample, ...] = Field((), description="承接")


def try_examples(pack: Pack, file: str, text: str) -> tuple[Fault, ...]:
    """What in one file of examples does not come out as it says."""
    read = read_yaml(text)
    if read.faults:
        return tuple(misread(file, *fault) for fault in read.faults)
    place = Place(file, read.lines)
    try:
        examples = ExampleFile.model_validate(read.data or {})
    except ValidationError as error:
        return tuple(from_schema(error, ExampleFile, place))
    found: list[Fault] = []
    for number, record in enumerate(examples.records):
        found += _record(pack, place, ("records", number), record)
    for number, story in enumerate(examples.stories):
        found += _story(pack, place, ("stories", number), story)
    for number, sentence in enumerate(examples.links):
        found += _link(pack, place, ("links", number), sentence)
    return tuple(found)


def _record(pack: Pack, place: Place, path: Path, example: RecordExample) -> Iterator[Fault]:
    if example.register_name not in pack.registers:
        known = pack.registers
        yield place.unknown((*path, "register"), example.register_name, "登记簿", known)
        return
    reading = read_row(pack.registers[example.register_name].register, example.values)
    told = {finding.place: finding for finding in reading.findings}
    for name, finding in told.items():
        if name not in example.faults:
            where = (*path, "values", str(name))
            yield place.wrong(
                where, finding.message.rstrip("。"), "请改正，或在 faults 里列出这一栏"
            )
    for name in example.faults:
        if name not in told:
            yield place.wrong((*path, "faults"), f"“{name}”没有报错", "请核对例子")


def _story(pack: Pack, place: Place, path: Path, story: StoryExample) -> Iterator[Fault]:
    if story.process not in pack.processes:
        yield place.unknown((*path, "process"), story.process, "流程", pack.processes)
        return
    process = pack.processes[story.process].process
    case: Case | None = None
    for number, event in enumerate(_events(story)):
        answer = apply(process, case, event)
        refused = isinstance(answer, Refusal)
        expected = number > 0 and story.steps[number - 1].refused
        if refused != expected:
            said = answer.reason.rstrip("。") if isinstance(answer, Refusal) else "这一步没有被拒绝"
            yield place.wrong((*path, "steps", number - 1), said, "请改正流程或例子")
            return
        case = case if isinstance(answer, Refusal) else answer
    assert case is not None  # the first event opens it
    ended = case.outcome.value if case.outcome else "open"
    if ended != story.ends:
        yield place.wrong((*path, "ends"), f"最后是 {ended}，不是 {story.ends}", "请改正流程或例子")
    issued = tuple(paper.template for paper in case.papers)
    if story.papers and issued != story.papers:
        said = "、".join(issued) or "没有"
        yield place.wrong((*path, "papers"), f"出的文书是：{said}", "请改正流程或例子")


def _events(story: StoryExample) -> Iterator[Event]:
    """The events of a story, an hour apart; a refused step leaves its number to the next."""
    moment: datetime = _START
    reporter = Actor("上报人", frozenset({REPORTER}))
    yield Event(
        seq=1, at=moment, by=reporter, kind=EventKind.OPEN, target="例-1",
        areas=("grid", "community", "street", "county"), values=story.values,
    )  # fmt: skip
    seq, asked = 1, 0
    for step in story.steps:
        moment += timedelta(hours=1)
        kind = _kind(step.action)
        event = Event(
            seq=seq + 1,
            at=moment,
            by=Actor(step.by, frozenset({step.by}), step.unit),
            kind=kind,
            action=step.action,
            branch=step.branch,
            reason=step.reason,
            values=step.values,
            target=step.to,
            amount=step.amount,
            request=asked if kind in (EventKind.GRANT, EventKind.DENY) else 0,
        )
        yield event
        if not step.refused:
            seq += 1
            asked = seq if kind is EventKind.MEASURE else asked


def _kind(action: str) -> EventKind:
    if action in (EventKind.GRANT, EventKind.DENY):
        return EventKind(action)
    return EventKind.MEASURE if action in set(MeasureKind) else EventKind.STEP


def _link(pack: Pack, place: Place, path: Path, example: LinkExample) -> Iterator[Fault]:
    clause = example.clause or example.name
    system = System(
        id="s", span=Span(0, len(clause)), quote=clause, name=example.name, kind=example.kind,
        family=example.family,
    )  # fmt: skip
    answer = link([system], [pack])[0]
    if (answer.pack is not None) != example.linked:
        wanted = "应承接而没有承接" if example.linked else f"不应承接（{answer.why}）"
        yield place.wrong(path, f"“{example.name}”{wanted}", "请改 serves 的词，或改例子")
