"""The concrete projects that a plan names, in boxes and in running text.

One entry per mention; mentions of one real project share `cluster`. Status is given only when the
plan says 新建 or 续建.
"""

from collections.abc import Iterable, Iterator

from lantu.engines.plan.model import Mint, Project
from lantu.engines.plan.named.clusters import cluster
from lantu.engines.plan.named.project_boxes import box_mentions
from lantu.engines.plan.named.project_text import Mention, mentions
from lantu.engines.plan.structure.passages import Passage
from lantu.kernel.spans import Span


def find_projects(passages: Iterable[Passage]) -> list[Project]:
    """Every mention of a project, in the order of the text.

    passages: of one document, in order. `quote` holds the words without export noise.
    """
    found = [(passage, mention) for passage in passages for mention in _of(passage)]
    spans = [passage.span(*mention.span) for passage, mention in found]
    quotes = [mention.span.of(passage.text) for passage, mention in found]
    mint = Mint(Project)
    ids = [mint(quote) for quote in quotes]
    works = [mention.works for _, mention in found]
    firsts = cluster(list(zip(quotes, works, strict=True)))
    wholes = dict(zip(spans, ids, strict=True))
    return [
        Project(
            id=ids[i],
            span=spans[i],
            quote=quotes[i],
            section=passage.section,
            name=quotes[i],
            box=passage.box or None,
            status=mention.status,
            origin="text" if passage.box is None else "box",
            parent=wholes[passage.span(*mention.part_of)] if mention.part_of else None,
            cluster=ids[firsts[i]],
        )
        for i, (passage, mention) in enumerate(found)
    ]


def _of(passage: Passage) -> Iterator[Mention]:
    if passage.box is not None:
        return box_mentions(passage.text)
    return mentions(passage.text, Span(0, len(passage.text)))
