"""A small plan of an invented district as a package, and its next version."""

from decimal import Decimal

from lantu.engines.plan.model import (
    Actor,
    Box,
    CellValue,
    Column,
    Indicator,
    Link,
    Mint,
    Place,
    Programme,
    Project,
    System,
    Table,
    Target,
    Task,
    Unit,
)
from lantu.engines.plan.package import Package, Period, Source
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.spans import Span

FIRST = """云溪区国民经济和社会发展第十五个五年规划纲要
第一章　发展目标
第一节　主要指标
表1 主要指标
序号
指标
2025年
2030年
属性
1
森林覆盖率（%）
31.5
34
约束性
第二章　绿色云溪
第一节　治水护林
健全河湖管护。[bookmark: a1]区水利局牵头建立河湖巡查台账，到2030年河湖水质优良比例达到95%以上。
在溪口街道新建溪口湿地公园，实施“清溪行动”，加强湿地科普宣传。
专栏1 护水工程
溪口湿地公园：新建步道12公里。
"""
SECOND = FIRST.replace("河湖水质优良比例达到95%以上", "河湖水质优良比例稳定达到96%以上")


class Finder:
    """Spans of words in a text, and items' shared fields."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.mints: dict[type, Mint] = {}

    def span(self, words: str, end_words: str = "") -> Span:
        start = self.text.index(words)
        last = end_words or words
        return Span(start, self.text.index(last, start) + len(last))

    def item(self, kind: type, span: Span, section: str | None = None) -> dict[str, object]:
        quote = span.of(self.text)
        mint = self.mints.setdefault(kind, Mint(kind))
        return {"id": mint(quote), "span": span, "quote": quote, "section": section}


def _outline(find: Finder) -> list[Unit]:
    units: list[Unit] = []
    for level, number, title, above, last in (
        ("chapter", "第一章", "发展目标", None, "约束性"),
        ("section", "第一节", "主要指标", 0, "约束性"),
        ("chapter", "第二章", "绿色云溪", None, "12公里。"),
        ("section", "第一节", "治水护林", 2, "12公里。"),
    ):
        heading = find.span(f"{number}　{title}")
        parent = units[above].id if above is not None else None
        shared = find.item(Unit, heading, parent)
        units.append(
            Unit(
                **shared | {"span": Span(heading.start, find.span(title, last).end)},
                level=level, number=number, title=title, parent=parent, heading_span=heading,
            )
        )  # fmt: skip
    lead = find.span("健全河湖管护。")
    paragraph = find.span("健全河湖管护。", "以上。")
    units.append(
        Unit(
            **find.item(Unit, lead, units[3].id) | {"span": paragraph},
            level="paragraph", number=None, title="健全河湖管护", parent=units[3].id,
            heading_span=lead,
        )
    )  # fmt: skip
    return units


def outline_plan(text: str = FIRST, name: str = "云溪区纲要.txt") -> Package:
    """Two chapters, one indicator table, one box, and at least one promise of every kind."""
    find = Finder(text)
    units = _outline(find)
    section, lead = units[3].id, units[4].id
    table = Table(
        **find.item(Table, find.span("表1 主要指标", "约束性"), units[1].id),
        number="1", caption="主要指标", notes=None,
        columns=(
            Column(name="序号", role="number"), Column(name="指标", role="name"),
            Column(name="2025年", role="base", year=2025),
            Column(name="2030年", role="target", year=2030), Column(name="属性", role="nature"),
        ),
    )  # fmt: skip
    indicator = Indicator(
        **find.item(Indicator, find.span("森林覆盖率（%）", "34"), units[1].id),
        table="1", table_id=table.id, number="1", name="森林覆盖率", unit="%", group=None,
        parent=None, nature="binding", scope=None, target_kind="level",
        cells={
            "2025年": CellValue(raw="31.5", value=Decimal("31.5")),
            "2030年": CellValue(raw="34", value=Decimal(34)),
        },
    )  # fmt: skip
    quality = "到2030年河湖水质优良比例"
    value = "96" if "96%" in text else "95"
    target = Target(
        **find.item(Target, find.span(quality, "以上"), lead), subject="河湖水质优良比例",
        comparator=">=", value=Decimal(value), value_high=None, unit="%", reference=None,
        direction="up", basis="level", base_year=None, base_value=None, due=2030, kind="share",
        modality="达到",
    )  # fmt: skip
    task = Task(
        **find.item(Task, find.span("区水利局牵头建立河湖巡查台账"), lead),
        action="建立", object="河湖巡查台账", modality=None,
    )  # fmt: skip
    publicity = Task(
        **find.item(Task, find.span("加强湿地科普宣传"), section),
        action="加强", object="湿地科普宣传", modality=None,
    )  # fmt: skip
    system = System(
        **find.item(System, find.span("河湖巡查台账"), lead), name="河湖巡查台账",
        kind="register", family="registries_ladders",
    )  # fmt: skip
    park = find.span("溪口湿地公园")
    boxed = Span(text.rindex("溪口湿地公园"), text.rindex("溪口湿地公园") + 6)
    projects = tuple(
        Project(
            **find.item(Project, span, section), name="溪口湿地公园", box=box, status="新建",
            origin=origin, parent=None, cluster="c1",
        )
        for span, box, origin in ((park, None, "text"), (boxed, "1", "box"))
    )  # fmt: skip
    bureau = Actor(
        **find.item(Actor, find.span("区水利局"), lead), name="区水利局", kind="department",
        spans=(find.span("区水利局"),),
    )  # fmt: skip
    street = Place(
        **find.item(Place, find.span("溪口街道"), section), name="溪口街道", kind="street",
        spans=(find.span("溪口街道"),), area="990102001",
    )  # fmt: skip
    return Package(
        source=Source(name, "txt", "1" * 63 + str(len(text) % 10), len(text)),
        title="云溪区国民经济和社会发展第十五个五年规划纲要",
        kind="outline", status="draft", area_name="云溪区", issuer=None, document_number=None,
        adopted_on=None, period=Period(2026, 2030), language="zh",
        outline=tuple(units), tables=(table,), indicators=(indicator,), targets=(target,),
        projects=projects, systems=(system,), tasks=(task, publicity), actors=(bureau,),
        places=(street,),
        boxes=(
            Box(**find.item(Box, find.span("专栏1", "12公里。"), section), number="1",
                title="护水工程"),
        ),
        programmes=(
            Programme(**find.item(Programme, find.span("清溪行动"), section), name="清溪行动",
                      explained_at=None),
        ),
        links=(
            Link(**find.item(Link, task.span), from_=task.id, to=system.id, kind="implements",
                 why="同一分句"),
        ),
        findings=(
            Finding("plan.lint.target_year", Severity.WARNING, "目标没有年份。", target.span,
                    "补写年份"),
        ),
        text=text,
    )  # fmt: skip


AREAS = """code,name,level,parent
99,青川省,province,
9901,云水市,city,99
990102,云溪区,county,9901
990102001,溪口街道,street,990102
"""
