"""Relations between items that the text itself states or that follow from equal names.

same_as: two mentions of one project. measures: an indicator row and a target about the same thing.
part_of: a project inside another. implements: a target or project announced under a programme, in
one sentence. led_by: a system and the actor who leads it. explains: the unit that explains a
programme. Refuses to guess: without equal names or one sentence there is no link.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lantu.engines.plan.model import (
    Actor,
    Indicator,
    Item,
    Link,
    Mint,
    Programme,
    Project,
    System,
    Target,
    Unit,
)
from lantu.engines.plan.structure.reading import Sections

_UNDER = re.compile(r"(?:实施|按照|围绕|落实|通过|推进|开展)[^，。；]{0,12}$")
_SENTENCE_END = re.compile(r"[。；\n]")
_WORDS_ONLY = re.compile(r"[^\w]|全区|全县|全市|全省|全社会|我[区县市省]|总?数量?$|年均")


def find_links(
    text: str,
    units: Sequence[Unit],
    indicators: Sequence[Indicator],
    targets: Sequence[Target],
    projects: Sequence[Project],
    programmes: Sequence[Programme],
    systems: Sequence[System],
    actors: Sequence[Actor],
) -> list[Link]:
    """All links, in the order of their first item."""
    mint = Mint(Link)
    pairs = [
        *_same_projects(projects),
        *_parts(projects),
        *_measures(indicators, targets),
        *_implements(text, programmes, [*targets, *projects]),
        *_led_by(systems, actors),
        *_explained(programmes, units),
    ]
    return [
        Link(
            id=mint(f"{kind} {first.id} {second.id}"),
            span=first.span,
            quote=first.quote,
            from_=first.id,
            to=second.id,
            kind=kind,
            why=why,
        )
        for kind, first, second, why in pairs
    ]


Pair = tuple[str, Item, Item, str]


def _same_projects(projects: Sequence[Project]) -> Iterator[Pair]:
    first = {project.id: project for project in projects}
    for project in projects:
        if project.cluster != project.id and project.cluster in first:
            yield "same_as", project, first[project.cluster], "名称相同或几乎相同"


def _parts(projects: Sequence[Project]) -> Iterator[Pair]:
    by_id = {project.id: project for project in projects}
    for project in projects:
        if project.parent in by_id:
            yield "part_of", project, by_id[project.parent], "列在该项目之下"


def _measures(indicators: Sequence[Indicator], targets: Sequence[Target]) -> Iterator[Pair]:
    subjects: dict[str, list[Target]] = {}
    for target in targets:
        subjects.setdefault(_bare(target.subject), []).append(target)
    for indicator in indicators:
        for target in subjects.get(_bare(indicator.name), ()):
            yield "measures", indicator, target, "指标名称与目标对象相同"


def _bare(name: str) -> str:
    return _WORDS_ONLY.sub("", name)


def _implements(
    text: str, programmes: Sequence[Programme], items: Iterable[Item]
) -> Iterator[Pair]:
    ordered = sorted(items, key=lambda item: item.span)
    index = 0
    for programme in sorted(programmes, key=lambda p: p.span):
        if not _UNDER.search(text, max(0, programme.span.start - 20), programme.span.start):
            continue
        end = _SENTENCE_END.search(text, programme.span.end)
        stop = end.start() if end else len(text)
        while index < len(ordered) and ordered[index].span.start < programme.span.end:
            index += 1
        for item in ordered[index:]:
            if item.span.start >= stop:
                break
            yield "implements", item, programme, "同一句中列在该计划之后"


def _led_by(systems: Sequence[System], actors: Sequence[Actor]) -> Iterator[Pair]:
    named = {actor.name: actor for actor in actors}
    for system in systems:
        if system.led_by and (leader := named.get(system.led_by)):
            yield "led_by", system, leader, "文中写明由其牵头或配合其实施"


def _explained(programmes: Sequence[Programme], units: Sequence[Unit]) -> Iterator[Pair]:
    sections = Sections(units)
    by_id = {unit.id: unit for unit in units}
    for programme in programmes:
        if programme.explained_at:
            section = sections.innermost(programme.explained_at.start)
            if section:
                yield "explains", by_id[section], programme, "文中此处解释该计划"
