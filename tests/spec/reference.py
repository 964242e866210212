"""Writes docs/reference/plan-package.md: all fields of all items, then the annotated pages.

Run `python -m spec.reference` in tests/ after changing a page or a field; a test compares the
result with the committed file. A field without a note here is an error: none goes undocumented.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from lantu.engines.plan.model import KIND_LETTERS, SCHEMA, CellValue, Column, Item
from lantu.engines.plan.package import LISTS, Package, Period, Source
from spec.documents import pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "plan-package.md"

INTRODUCTION = f"""# The plan package

*Made by `tests/spec/reference.py` from the model and from the pages in `tests/spec/plan`; every
example is also a test of the compiler.*

`lantu compile PLAN --out DIR` reads one document and writes a folder that is complete in itself:

| file | holds |
|---|---|
| `text.txt` | what all spans index into, UTF-8; for a .txt plan exactly its decoded text |
| `plan.json` | the items below, schema `{SCHEMA}` |
| `findings.json` | faults of the document: code, severity, message, span, line, column, fix |

The same input gives the same bytes. A span is `[start, end]` in characters of `text.txt`, the end
not included. For every item `quote` is the text at its span, except for outline units: their span
is the whole unit and `quote` is the text at `heading_span`. What the text does not say is `null`.

## Fields
"""

EXAMPLES = """
## How to read the examples

Under each plan, a table named by its first column says which items of that list the package holds.
The first column is the item's quote: `…` stands for words left out, `(2)` for the second place. `–`
is null, an empty cell is not discussed. “all” means that the list holds nothing else. “No targets:”
names words that are no item of the list. `⇥` is a tab. Indicator columns named by a role (`base`,
`target`) show the value in that column, `[16]` being cumulative; `mentions` counts `spans`; equal
labels under `cluster` mean one real project.
"""

KINDS = (
    "register, list, platform, mechanism, evaluation, accreditation, process, network, fund, "
    "benefit, standard, programme, other"
)
FAMILIES = (
    "plan_indicators, projects_pipeline, cases_grid, approvals_lists, registries_ladders, "
    "scoring_credit, inspection_enforcement, monitoring_alerts, emergency_safety, smart_ops, "
    "quota_ledgers, spatial_access, funds_finance, benefits_care, data_open, matching_talent"
)

PURPOSE = {
    "outline": "Preface, part (篇), chapter, section, and paragraph with a lead phrase.",
    "tables": "A table.",
    "indicators": "A leaf row of an indicator table; the span is the row, first cell to last.",
    "facts": "A quantified statement about what has been achieved or is.",
    "targets": "A quantified commitment for the plan period or later, in running text.",
    "projects": "One mention of a concrete thing to build; the span is its name.",
    "boxes": "A 专栏, from its title line to its last line.",
    "programmes": "A numbered or quoted name for a set of actions.",
    "systems": "An arrangement that somebody keeps running: members, rules, records, a cycle.",
    "tasks": "An action clause (verb and object) that is none of the above.",
    "actors": "An organisation, firm, park or department; the span is the first mention.",
    "places": "A street office, community, road, river or scenic spot; the first mention.",
    "links": "A relation between two items.",
}

NOTES = {
    "id": "kind letter, 12 hex digits of SHA-256 over kind, quote, ordinal among equal quotes",
    "span": "where it stands",
    "quote": "the words that stand there",
    "section": "id of the innermost outline unit",
    "inferred": "why a value was inferred; null when all is from the text",
    "Unit.level": "preface, part, chapter, section, paragraph",
    "Unit.number": "as written: 第一章",
    "Unit.title": "without number and export noise",
    "Unit.parent": "id of the unit around it",
    "Unit.heading_span": "where the heading stands",
    "Table.number": '"1" for 表1',
    "Table.caption": "title without the number",
    "Table.columns": "columns, left to right",
    "Table.notes": "the notes under the table",
    "Column.name": "header cell; key of an indicator's `cells`",
    "Column.role": "number, name, unit, base, target, actual, growth, cumulative, nature, scope, "
    "responsible, other",
    "Column.year": "the year that the header names",
    "CellValue.raw": "as written",
    "CellValue.value": "the number; the lower end of a range",
    "CellValue.value_high": "the upper end of a range",
    "CellValue.comparator": ">= > <= < = ~ range",
    "CellValue.reference": "words, when the cell refers to something else",
    "CellValue.bracketed": "written in [ ] or 〔 〕: cumulative over the plan",
    "Indicator.table": "the table's number",
    "Indicator.table_id": "the table's id",
    "Indicator.number": "of the row",
    "Indicator.name": "without the unit",
    "Indicator.unit": "from the name's brackets or a unit column",
    "Indicator.group": "the group row above",
    "Indicator.parent": "name of the row that this one is part of (其中, sub-rows)",
    "Indicator.nature": "binding, anticipated",
    "Indicator.scope": "as written: 国家, 河南",
    "Indicator.cells": "column name → value",
    "Indicator.target_kind": "level, growth, cumulative, ceiling, floor, assigned, qualitative",
    "subject": "what is counted",
    "comparator": ">= > <= < = ~ range",
    "value": "the number, without sign; the lower end of a range",
    "value_high": "the upper end of a range",
    "unit": "as written, 万 and 亿 included",
    "direction": "up, down; null when the text gives none",
    "basis": "level, change, annual_average, per_year, cumulative",
    "Fact.period": "the time that the statement is about, as written",
    "Target.reference": "words, when compared with something else",
    "Target.base_year": "year of the comparison",
    "Target.base_value": "value that the text starts from",
    "Target.due": "year",
    "Target.kind": "level, count, growth, share, multiple, coverage, time, rank, zero, relative",
    "modality": "how firmly: 实现, 力争, 确保 …",
    "name": "as written",
    "Project.box": "number of the 专栏",
    "Project.status": "新建, 续建",
    "Project.origin": "box, text",
    "Project.parent": "id of the project that it is part of",
    "Project.cluster": "the same for all mentions of one real project",
    "Box.number": "as written in the title",
    "Box.title": "without 专栏 and number",
    "Programme.explained_at": "where the document says what it means",
    "System.kind": KINDS,
    "System.family": FAMILIES,
    "System.pack": "the pack that serves it; null until linked",
    "System.existing": "already running, says the text",
    "System.led_by": "who else runs it, e.g. the city",
    "Task.action": "the verb",
    "Task.object": "what is acted on",
    "Actor.kind": "what sort of organisation",
    "Place.kind": "what sort of place",
    "spans": "all mentions",
    "Place.area": "12-digit code; only with an area register and a certain match",
    "Link.from_": "id of an item",
    "Link.to": "id of an item",
    "Link.kind": "same_as, measures, part_of, implements, led_by, explains",
    "Link.why": "what in the text says so",
    "Source.name": "file name as given",
    "Source.format": "txt, docx, html, md",
    "Source.sha256": "of the bytes",
    "Source.characters": "length of the text",
    "Period.first_year": "first year of the plan",
    "Period.last_year": "last year of the plan",
    "Package.source": "the document that was read",
    "Package.title": "of the document",
    "Package.kind": "outline, special, action, annual, report, other",
    "Package.status": "draft, adopted, adjusted",
    "Package.area_name": "whose plan it is",
    "Package.issuer": "who issued it",
    "Package.document_number": "as written: 云政〔2026〕3号",
    "Package.adopted_on": "YYYY-MM-DD",
    "Package.period": "the years it plans for",
    "Package.language": "of the text",
}


def reference() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *_package(), *_lists(), *_parts(), EXAMPLES]
    parts += [_example(page.read_text("utf-8")) for page in pages()]
    return "\n".join(parts).rstrip() + "\n"


def _package() -> Iterator[str]:
    yield "### The document\n"
    own = [f.name for f in fields(Package) if f.name not in (*LISTS, "text", "findings")]
    yield from _rows(Package, own)
    yield "\n### Every item\n"
    yield from _rows(Item, [f.name for f in fields(Item)])


def _lists() -> Iterator[str]:
    shared = {f.name for f in fields(Item)}
    for name, kind in LISTS.items():
        yield f"\n### `{name}`\n\n{PURPOSE[name]} Ids begin with `{KIND_LETTERS[kind]}`.\n"
        yield from _rows(kind, [f.name for f in fields(kind) if f.name not in shared])


def _parts() -> Iterator[str]:
    titles = {"`source`": Source, "`period`": Period, "A column": Column, "A cell": CellValue}
    for title, kind in titles.items():
        yield f"\n### {title}\n"
        yield from _rows(kind, [f.name for f in fields(kind)])


def _rows(kind: type[Any], names: list[str]) -> Iterator[str]:
    hints = get_type_hints(kind)
    yield "| field | type | meaning |\n|---|---|---|"
    for name in names:
        note = NOTES.get(f"{kind.__name__}.{name}") or NOTES[name]
        yield f"| `{name.rstrip('_')}` | {_type(hints[name])} | {note} |"


def _type(hint: Any) -> str:
    """A type as a reader of JSON sees it."""
    plain = re.sub(r"[\w.]+\.(\w+)", r"\1", str(hint)).replace("<class '", "").removesuffix("'>")
    plain = plain.replace(" | None", "?")
    named = {
        "str": "text", "int": "integer", "bool": "true or false", "Decimal": "number",
        "tuple[Span, ...]": "list of spans", "tuple[Column, ...]": "list of columns",
        "dict[str, CellValue]": "cells by column name",
    }  # fmt: skip
    base = plain.rstrip("?")
    return named.get(base, base.lower()) + (" or null" if plain.endswith("?") else "")


def _example(page: str) -> str:
    """A page as a chapter of the reference: headings one deeper, fences of known languages."""
    lines, fenced = [], False
    for line in page.splitlines():
        if line.startswith("```"):
            fenced = not fenced
            line = "```text" if fenced else line
        elif not fenced and line.startswith("#"):
            line = f"#{line}"
        lines.append(line)
    return "\n".join(["", *lines])


if __name__ == "__main__":
    REFERENCE.parent.mkdir(parents=True, exist_ok=True)
    REFERENCE.write_text(reference(), "utf-8")
