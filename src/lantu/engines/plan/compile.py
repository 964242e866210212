"""From a document to its package: runs the readers of each kind in order and joins what they found.

The order is the way of the data: layout, outline, tables, boxes, passages, then the kinds of item.
It says so, as findings, when the document holds no plan; it never stops at a fault.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from lantu.engines.plan.areas import Area
from lantu.engines.plan.document import Document
from lantu.engines.plan.links import find_links
from lantu.engines.plan.model import Item, Unit
from lantu.engines.plan.named.actors import find_actors
from lantu.engines.plan.named.places import find_places
from lantu.engines.plan.named.projects import find_projects
from lantu.engines.plan.package import Package, Period, Source
from lantu.engines.plan.statements.find import find_statements
from lantu.engines.plan.structure.boxes import find_boxes
from lantu.engines.plan.structure.indicators import find_indicators
from lantu.engines.plan.structure.layout import read_layout
from lantu.engines.plan.structure.outline import find_outline
from lantu.engines.plan.structure.passages import unmarked_notes
from lantu.engines.plan.structure.reading import Sections, passages_of
from lantu.engines.plan.structure.tables import read_tables
from lantu.engines.plan.systems.find import find_systems
from lantu.engines.plan.systems.programmes import find_programmes
from lantu.engines.plan.systems.reviews import deedless_units, past_units
from lantu.engines.plan.systems.tasks import find_tasks
from lantu.engines.plan.titles import read_titles
from lantu.kernel.errors import Invalid
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.spans import Span

T = TypeVar("T", bound=Item)

_OFFICIAL = re.compile(
    "发展|建设|推进|完善|加强|实施|提升|健全|机制|规划|项目|工程|目标|服务|管理|产业|指标|改造|落实"
)
_LEAST_OFFICIAL = 250
"""Least density of a plan: one of the words above in so many characters. Plans have one in 15 to
40; novels and news one in some hundreds."""


def compile_document(document: Document, areas: Sequence[Area] = ()) -> Package:
    """The package of `document`. areas: a register to look place names up in.

    Invalid when the text is no plan: hardly any of the words that all plans are made of.
    """
    text, layout = document.text, read_layout(document)
    units = find_outline(layout)
    tables = read_tables(layout)
    boxes = find_boxes(layout)
    findings = _about_structure(document, units)
    titles = read_titles(layout)
    passages = passages_of(layout, units, boxes)
    indicators = find_indicators(tables, text)
    facts, targets = find_statements(passages, titles.period, unmarked_notes(text), units)
    projects = find_projects(passages, tables, boxes)
    programmes = find_programmes(passages)
    past = past_units(units)
    systems = find_systems(passages, past)
    taken = _spans(facts, targets, projects, programmes, systems)
    tasks = find_tasks(passages, taken, past | deedless_units(units))
    actors = find_actors(passages)
    sections = Sections(units)
    return Package(
        source=Source(document.name, document.format, document.sha256, len(document.text)),
        title=titles.title,
        kind=titles.kind,
        status=titles.status,
        area_name=titles.area_name,
        issuer=titles.issuer,
        document_number=titles.document_number,
        adopted_on=titles.adopted_on,
        period=Period(*titles.period) if titles.period else None,
        language="zh",
        outline=tuple(replace(unit, section=unit.parent) for unit in units),
        tables=_placed((read.table for read in tables), sections, text),
        indicators=_placed(indicators, sections, text),
        facts=_placed(facts, sections, text),
        targets=_placed(targets, sections, text),
        projects=_placed(projects, sections, text),
        boxes=_placed(boxes, sections, text),
        programmes=_placed(programmes, sections, text),
        systems=_placed(systems, sections, text),
        tasks=_placed(tasks, sections, text),
        actors=_placed(actors, sections, text),
        places=_placed(find_places(passages, areas), sections, text),
        links=_placed(
            find_links(text, units, indicators, targets, projects, programmes, systems, actors),
            sections,
            text,
        ),
        text=text,
        findings=(*document.findings, *findings, *(f for read in tables for f in read.findings)),
    )


def _about_structure(document: Document, units: Sequence[Unit]) -> list[Finding]:
    """A warning when nothing is headed; Invalid when the words are not those of a plan."""
    words = len(_OFFICIAL.findall(document.text))
    if words * _LEAST_OFFICIAL < len(document.text):
        raise Invalid(
            "plan.compile.no_structure",
            f"{document.name} 中没有找到规划的结构。",
            "全文几乎没有目标、任务、项目、制度一类的表述，不像规划文件；请确认选对了文件。",
        )
    if any(unit.level in ("part", "chapter", "section") for unit in units):
        return []
    return [
        Finding(
            "plan.compile.no_outline",
            Severity.WARNING,
            "没有认出章节标题，全部条目都未归入章节。",
            fix="给各章标题加上“第一章”“一、”一类的编号，或在 Word 中套用标题样式后重新编译。",
        )
    ]


def _spans(*lists: Sequence[Item]) -> list[Span]:
    return sorted(item.span for items in lists for item in items)


def _placed(items: Iterable[T], sections: Sections, text: str) -> tuple[T, ...]:
    """The items in the order of the document, each with its very words in `text` (export noise
    included) and the innermost unit it stands in."""
    placed = (
        replace(item, quote=item.span.of(text), section=sections.innermost(item.span.start))
        for item in items
    )
    return tuple(sorted(placed, key=lambda item: (item.span, item.id)))
