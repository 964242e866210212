"""The concrete projects that a plan names, in boxes and in running text.

One entry per mention; mentions of one real project share `cluster`. Status is given only when the
plan says 新建 or 续建.
"""

from collections.abc import Iterable, Iterator

from lantu.engines.plan.clusters import cluster
from lantu.engines.plan.model import Mint, Project
from lantu.engines.plan.passages import Passage
from lantu.engines.plan.project_boxes import BoxMention, box_mentions
from lantu.engines.plan.project_text import mentions
from lantu.kernel.spans import Span


def find_projects(passages: Iterable[Passage]) -> list[Project]:
    """Every mention of a project, in the order of the text.

    passages: of one document, in order. `quote` holds the words without export noise.
    """
    found = [(passage, each) for passage in passages for each in _of(passage)]
    mint = Mint(Project)
    quotes = [each.mention.span.of(passage.text) for passage, each in found]
    ids = [mint(quote) for quote in quotes]
    firsts = cluster(
        [(quote, each.mention.works) for quote, (_, each) in zip(quotes, found, strict=True)]
    )
    wholes = {(id(passage), each.mention): ids[i] for i, (passage, each) in enumerate(found)}
    return [
        Project(
            id=ids[i],
            span=passage.span(*each.mention.span),
            quote=quotes[i],
            section=passage.section,
            name=quotes[i],
            box=passage.box or None,
            status=each.mention.status,
            origin="text" if passage.box is None else "box",
            parent=wholes[id(passage), each.whole] if each.whole else None,
            cluster=ids[firsts[i]],
        )
        for i, (passage, each) in enumerate(found)
    ]


def _of(passage: Passage) -> Iterator[BoxMention]:
    if passage.box is not None:
        yield from box_mentions(passage.text)
        return
    for mention in mentions(passage.text, Span(0, len(passage.text))):
        yield BoxMention(mention)
