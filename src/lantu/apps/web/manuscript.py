"""The plan's text as HTML: headings, paragraphs with underlined promises, tables, margin notes.

Plain string building, because a plan has thousands of pieces. Everything from the document goes
through `escape`; addresses are relative to the living plan's own.
"""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lantu.apps.registry.manuscript import Block, BlockKind, Piece
from lantu.apps.registry.queries.living import LivingPlan, Note, PlanTable, TableRow, Unit
from lantu.apps.registry.words import Status
from lantu.apps.web.templatetags.lantu import SEVERITY_STATUS, tally


def manuscript_html(plan: LivingPlan, *, margin: bool = True) -> SafeString:
    """The article's content. margin: notes stand beside the text; else only their anchors."""
    return mark_safe("".join(_Writer(plan, margin).blocks()))  # escaped piece by piece


class _Writer:
    def __init__(self, plan: LivingPlan, margin: bool) -> None:
        self.plan = plan
        self.margin = margin
        self.labels = {status.value: escape(str(status.label)) for status in Status}
        self.severities = {"error": _("错误"), "warning": _("警告"), "info": _("提示")}
        self.named: set[int] = set()

    def blocks(self) -> Iterator[str]:
        before: BlockKind | None = None
        for block in self.plan.blocks:
            boxed = block.kind in (BlockKind.BOX_TITLE, BlockKind.BOX_LINE)
            if before is not None and block.kind is not BlockKind.BOX_LINE:
                yield "</div>"
                before = None
            if boxed and before is None:
                yield '<div class="box">'
                before = block.kind
            yield self.block(block)
        if before is not None:
            yield "</div>"

    def block(self, block: Block) -> str:
        if block.kind is BlockKind.HEADING:
            return self.heading(block, self.plan.sections[block.target])
        notes = self.notes(self.plan.notes.get(block.span.start, ()))
        if block.kind is BlockKind.TABLE:
            return (
                f'<div class="para wide">{self.table(self.plan.tables[block.target])}{notes}</div>'
            )
        words = "".join(self.piece(piece) for piece in block.pieces)
        tag = "h4" if block.kind is BlockKind.BOX_TITLE else "p"
        return (
            f'<div class="para" id="c-{block.span.start}"><span></span>'
            f"<{tag}>{words}</{tag}>{notes}</div>"
        )

    def heading(self, block: Block, unit: Unit) -> str:
        tag = {"section": "h3"}.get(unit.level, "h2")
        words = "".join(self.piece(piece) for piece in block.pieces)
        notes = self.notes(self.plan.notes.get(block.span.start, ()))
        counted = ""
        if self.margin and tag == "h2" and unit.total:
            label = _("本章 %(count)s 项承诺") % {"count": unit.total}
            counted = f'<p class="chapter-tally">{escape(label)} {tally(unit.counts)}</p>'
        return (
            f'<div class="para" id="s-{unit.id}"><span class="no">{unit.place}</span>'
            f"<div><{tag}>{words}</{tag}>{counted}</div>{notes}</div>"
        )

    def piece(self, piece: Piece) -> str:
        words = escape(piece.words)
        if "finding" in piece.tags:
            number = piece.tags["finding"]
            words = f'<span class="lint-mark" data-finding="{number}">{words}</span>'
        if "lead" in piece.tags:
            words = f"<b>{words}</b>"
        if not piece.inside:
            name = piece.tags.get("name")
            return f'<a class="name" href="promises/?name={name}">{words}</a>' if name else words
        inner = piece.inside[0]
        return self.promise(
            words,
            inner.promise,
            inner.status,
            last=piece.last,
            outer=[mark.promise for mark in piece.inside[1:]],
        )

    def promise(
        self, words: str, promise: int, status: str, *, last: bool, outer: list[int]
    ) -> str:
        more = ""
        if promise not in self.named:
            self.named.add(promise)
            more = f' id="p-{promise}"'
        else:
            more = ' tabindex="-1"'
        if outer:
            more += f' data-outer="{" ".join(map(str, outer))}"'
        end = f'<span class="hidden">（{self.labels[status]}）</span>' if last else ""
        kind = "promise" if last else "promise part"
        return (
            f'<a class="{kind}" data-status="{status}" data-promise="{promise}" '
            f'href="promises/{promise}/"{more}>{words}{end}</a>'
        )

    def table(self, table: PlanTable) -> str:
        if not table.rows:
            return f'<pre class="as-is">{escape(table.text)}</pre>'
        columns = (_("序号"), _("指标"), *table.columns)
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
        rows = "".join(self.row(row) for row in table.rows)
        notes = f'<p class="table-notes">{escape(table.notes)}</p>' if table.notes else ""
        return (
            f'<div class="table-wrap" tabindex="0"><table class="table">'
            f"<caption>{escape(table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{notes}</div>"
        )

    def row(self, row: TableRow) -> str:
        name = escape(row.name)
        if row.promise is not None and row.status is not None:
            name = self.promise(name, row.promise, row.status, last=True, outer=[])
        cells = "".join(
            f'<td class="{"num" if cell.numeric else "mid"}">{escape(cell.raw) or "—"}</td>'
            for cell in row.cells
        )
        deep = ' class="child"' if row.depth else ""
        return (
            f'<tr{deep}><td class="mid none">{escape(row.number)}</td>'
            f'<th scope="row">{name}</th>{cells}</tr>'
        )

    def notes(self, notes: tuple[Note, ...]) -> str:
        if not notes:
            return ""
        if not self.margin:
            anchors = "".join(f'<a id="f-{note.number}"></a>' for note in notes)
            return f"<span>{anchors}</span>"
        found = "".join(
            f'<div class="finding" data-status="{SEVERITY_STATUS[note.severity]}">'
            f'<span class="code">'
            f"{escape(note.code)} {self.severities[note.severity]}</span> {escape(note.message)}"
            + (f"<em>{escape(note.fix)}</em>" if note.fix else "")
            + "</div>"
            for note in notes
        )
        return f'<aside aria-label="{_("校核意见")}">{found}</aside>'
