"""The concrete projects that a plan names, in boxes and in running text.

One entry per mention; mentions of one real project share `cluster`. Status is given only when the
plan says 新建 or 续建.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lantu.engines.plan.model import Box, Mint, Project
from lantu.engines.plan.named.clusters import cluster
from lantu.engines.plan.named.project_boxes import box_mentions
from lantu.engines.plan.named.project_tables import table_mentions
from lantu.engines.plan.named.project_text import Mention, mentions
from lantu.engines.plan.structure.passages import Passage
from lantu.engines.plan.structure.tables import TableRead
from lantu.kernel.spans import Span


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention with its place in the document. box: as in `Project`; boxed: told by a box, or by
    a row of a table, which may stand outside boxes."""

    span: Span
    name: str
    section: str | None
    box: str | None
    boxed: bool
    mention: Mention
    part_of: Span | None = None


def find_projects(
    passages: Iterable[Passage],
    tables: Sequence[TableRead] = (),
    boxes: Sequence[Box] = (),
) -> list[Project]:
    """Every mention of a project, in the order of the text.

    passages: of one document, in order. tables: its tables, whose rows may be projects; boxes: its
    boxes, to tell in which a table stands. `quote` holds the words without export noise.
    """
    told = [*_of_passages(passages), *_of_tables(tables, boxes)]
    found = sorted(told, key=lambda named: named.span)
    mint = Mint(Project)
    ids = [mint(named.name) for named in found]
    firsts = cluster([(named.name, named.mention.works) for named in found])
    wholes = {named.span: id_ for named, id_ in zip(found, ids, strict=True)}
    return [
        Project(
            id=ids[i],
            span=named.span,
            quote=named.name,
            section=named.section,
            name=named.name,
            box=named.box,
            status=named.mention.status,
            origin="box" if named.boxed else "text",
            parent=wholes[named.part_of] if named.part_of else None,
            cluster=ids[firsts[i]],
        )
        for i, named in enumerate(found)
    ]


def _of_passages(passages: Iterable[Passage]) -> Iterator[_Named]:
    for passage in passages:
        boxed = passage.box is not None
        if boxed:
            found = box_mentions(passage.text)
        else:
            found = mentions(passage.text, Span(0, len(passage.text)))
        for mention in found:
            yield _Named(
                span=passage.span(*mention.span),
                name=mention.span.of(passage.text),
                section=passage.section,
                box=passage.box or None,
                boxed=boxed,
                mention=mention,
                part_of=passage.span(*mention.part_of) if mention.part_of else None,
            )


def _of_tables(tables: Sequence[TableRead], boxes: Sequence[Box]) -> Iterator[_Named]:
    for read in tables:
        around = next((box.number for box in boxes if box.span.meets(read.table.span)), None)
        for name, mention in table_mentions(read):
            yield _Named(mention.span, name, None, around, True, mention)
