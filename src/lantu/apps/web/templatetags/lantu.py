"""The small parts of pages: marks, statuses, strips, numbers. Loaded in every template."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.words import PromiseKind, Status
from lantu.apps.web.frame import Elapsed
from lantu.apps.web.mapping import Basemap
from lantu.apps.web.mapping import basemap as base_map
from lantu.engines.plan.comparison.wording import Run

register = template.Library()

THIN = "\u2009"
STRIP = 236
"""Width of an outline's strip in pixels."""


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html('<svg aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def mark(status: str) -> SafeString:
    """The shape of a status; the word must stand beside it."""
    return format_html('<svg class="mark" aria-hidden="true"><use href="#m-{}"/></svg>', status)


@register.simple_tag
def status(word: str, block: bool = False) -> SafeString:
    """Shape and word of a status, in its colour."""
    return format_html(
        '<span class="status{}" data-status="{}">{}{}</span>',
        " status-block" if block else "",
        word,
        mark(word),
        Status(word).label,
    )


@register.simple_tag
def tally(counts: Mapping[str, int]) -> SafeString:
    """Counts by status, those that are not zero."""
    return format_html(
        '<span class="tally">{}</span>',
        format_html_join(
            "",
            '<span data-status="{}" title="{}">{}<span class="hidden">{}</span>{}</span>',
            ((s.value, s.label, mark(s), s.label, counts[s]) for s in Status if counts.get(s)),
        ),
    )


@register.simple_tag
def strip(counts: Mapping[str, int]) -> SafeString:
    """A bar of one line: each status's share of the promises."""
    total = sum(counts.values())
    if not total:
        return SafeString("")
    parts, x = [], 0.0
    for word in reversed(Status):
        if counts.get(word):
            width = STRIP * counts[word] / total
            hollow = word in (Status.NOT_STARTED, Status.AWAITING)
            parts.append((word.value, *_bar(x, width, hollow)))
            x += width
    return format_html(
        '<svg class="strip" width="{0}" height="5" viewBox="0 0 {0} 5" '
        'aria-hidden="true">{1}</svg>',
        STRIP,
        format_html_join(
            "",
            '<g data-status="{}"><rect class="{}" x="{}" y="{}" width="{}" height="{}"/></g>',
            parts,
        ),
    )


def _bar(x: float, width: float, hollow: bool) -> tuple[str, str, float, str, int]:
    if hollow:
        return "hollow", f"{x + 0.5:.1f}", 0.5, f"{max(width - 2, 0.5):.1f}", 4
    return "", f"{x:.1f}", 0, f"{max(width - 1, 1):.1f}", 5


FIELD_WIDTH, FIELD_HEIGHT = 446, 46
"""The room on the wall screen for a chapter's marks, in pixels."""


@register.simple_tag
def marks(counts: Mapping[str, int], largest: int, name: str) -> SafeString:
    """Every promise of a chapter as one mark, all chapters in marks of one size.

    largest: promises of the chapter that has most.
    """
    cell, rows = max(
        (min(FIELD_HEIGHT / n, FIELD_WIDTH / max(1, -(-largest // n)), 15.0), n)
        for n in range(3, 30)
    )
    words = [word for word in Status for _ in range(counts.get(word, 0))]
    uses = format_html_join(
        "",
        '<use data-status="{0}" href="#m-{0}" x="{1}" y="{2}" width="{3}" height="{3}"/>',
        (
            (word.value, f"{at // rows * cell:.1f}", f"{at % rows * cell:.1f}", f"{cell * 0.8:.1f}")
            for at, word in enumerate(words)
        ),
    )
    return format_html(
        '<svg class="marks" viewBox="0 0 {} {}" preserveAspectRatio="xMinYMid meet" role="img" '
        'aria-label="{} {}">{}</svg>',
        FIELD_WIDTH, FIELD_HEIGHT, name, len(words), uses,
    )  # fmt: skip


@register.simple_tag
def months(elapsed: Elapsed) -> SafeString:
    """A stroke for each month of the plan's period, those gone filled; years parted."""
    strokes = [
        (f"{at * 5 + at // 12 * 5}", "gone" if at < elapsed.gone else "")
        for at in range(elapsed.total)
    ]
    return format_html(
        '<svg class="months" width="{}" height="16" aria-hidden="true">{}</svg>',
        elapsed.total * 5 + elapsed.total // 12 * 5,
        format_html_join("", '<rect x="{}" y="0" width="3.5" height="16" class="{}"/>', strokes),
    )


@register.filter
def kind_label(word: str) -> str:
    """What people call a kind of promise."""
    return str(PromiseKind(word).label)


@register.simple_tag
def sort_state(order: str, column: str) -> str:
    """aria-sort of a column."""
    return {column: "ascending", f"-{column}": "descending"}.get(order, "none")


@register.filter
def digits(value: Decimal | int | None) -> str:
    """A number as people read it: thin spaces between thousands, a true minus, — for none."""
    if value is None:
        return "—"
    plain = f"{Decimal(value).normalize():,f}"
    return plain.replace(",", THIN).replace("-", "\u2212")


COMPARATORS = {">=": "≥", "<=": "≤", "~": "约", "=": "", "range": ""}


@register.simple_tag
def amount(target: object) -> str:
    """A promised value in one line: comparator, value or range, unit; else what it refers to."""
    value, high = getattr(target, "value", None), getattr(target, "value_high", None)
    if value is None:
        return str(getattr(target, "reference", "") or "—")
    sign = getattr(target, "comparator", "")
    words = COMPARATORS.get(sign, sign) + digits(value)
    if high is not None:
        words += f"—{digits(high)}"
    return f"{words} {getattr(target, 'unit', '')}".strip()


@register.filter
def at(mapping: Mapping[str, int], key: str) -> int:
    """The count under `key`, 0 when there is none."""
    return mapping.get(key, 0)


@register.filter
def column(columns: Mapping[str, int], field: str) -> int:
    """Where a field stands in a table; -1 when nowhere."""
    return columns.get(field, -1)


RELATIONS = {
    "same_as": (gettext_lazy("同一事项"), gettext_lazy("同一事项")),
    "measures": (gettext_lazy("衡量"), gettext_lazy("由其衡量")),
    "part_of": (gettext_lazy("属于"), gettext_lazy("包含")),
    "implements": (gettext_lazy("落实"), gettext_lazy("由其落实")),
    "led_by": (gettext_lazy("牵头"), gettext_lazy("由其牵头")),
    "explains": (gettext_lazy("说明"), gettext_lazy("由其说明")),
}


@register.filter
def relation(kind: str, outward: bool) -> str:
    """What one promise is to another, in words."""
    words = RELATIONS.get(kind)
    return str(words[0 if outward else 1]) if words else kind


@register.filter
def deed(action: str) -> str:
    """What was done, in words."""
    known = action in Permission.values
    return str(Permission(action).label) if known else action


@register.filter
def pages(count: int) -> range:
    """The numbers of `count` pages."""
    return range(1, count + 1)


AROUND = 60
"""Characters of a long paragraph shown before and after the first hit."""


@register.filter
def marked(words: str, query: str) -> SafeString:
    """`words` around the first hit, with every part of the query marked."""
    parts = sorted({part for part in query.split() if part}, key=len, reverse=True)
    if not parts:
        return format_html("{}", words)
    pattern = re.compile("|".join(map(re.escape, parts)), re.IGNORECASE)
    first = pattern.search(words)
    start = max(0, first.start() - AROUND) if first else 0
    end = (first.end() if first else 0) + 2 * AROUND
    shown = words[start:end]
    pieces, at = [], 0
    for hit in pattern.finditer(shown):
        pieces.append((shown[at : hit.start()], hit.group()))
        at = hit.end()
    return format_html(
        "{}{}{}{}",
        "…" if start else "",
        format_html_join("", "{}<mark>{}</mark>", pieces),
        shown[at:],
        "…" if end < len(words) else "",
    )


@register.simple_tag
def basemap() -> Basemap:
    """What lies under the maps of this deployment."""
    return base_map()


@register.simple_tag
def runs(wording: Iterable[Run], tag: str) -> SafeString:
    """A wording with what only it has in <del> or <ins>."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<{0}>{1}</{0}>", SafeString(tag), run.words) if run.own else run.words,)
            for run in wording
        ),
    )


@register.filter
def may(actor: Actor, permission: str) -> bool:
    """Whether a link or form that needs `permission` is to be shown."""
    return actor.may(Permission(permission))


SEVERITY_STATUS = {"error": "lagging", "warning": "awaiting", "info": "not_started"}


@register.filter
def severity_status(severity: str) -> str:
    """The status in whose colour a finding stands."""
    return SEVERITY_STATUS[severity]


@register.filter
def word(words: Mapping[str, str], key: str) -> str:
    """The word under `key`, `key` itself when there is none."""
    return words.get(key, key)


@register.filter
def list_label(name: str) -> str:
    """What a package's list of promises is called."""
    return str(PromiseKind(name.removesuffix("s")).label)
