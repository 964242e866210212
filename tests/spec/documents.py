"""Annotated test documents: Markdown pages that teach the plan package and test the compiler.

A page holds prose, invented plans in fences (```plan txt) and, below each, what the package must
say about it: one Markdown table per list, and lines of words that must *not* be found. The
notation is explained in `plan/README.md`. Nothing here compiles anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lantu.engines.plan.package import LISTS

PAGES = Path(__file__).parent / "plan"

_FENCE = re.compile(r"^```(?P<kind>plan|edit|areas)(?: (?P<format>txt|md|html))?$")
_HEADER = re.compile(rf"^\| (?P<all>all )?(?P<list>{'|'.join((*LISTS, 'document'))}) \|")
_ABSENCE = re.compile(r"^No (?P<lists>[a-z, ]+)(?:: (?P<words>.+)|\.)$")
_OCCURRENCE = re.compile(r"^(?P<words>.+?) \((?P<n>\d+)\)$")


@dataclass(frozen=True, slots=True)
class Row:
    """One expected item. fields: column -> cell as written; cells left empty are not checked."""

    quote: str
    fields: dict[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Expected:
    """A table. exact: the list holds these items and no others."""

    list: str
    exact: bool
    rows: tuple[Row, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Absent:
    """Words that no item of `lists` may quote; without words, the lists are empty."""

    lists: tuple[str, ...]
    words: tuple[str, ...]
    line: int


@dataclass(slots=True)
class Example:
    """One invented plan with its expectations. edits: (old, new) that must change no id.
    areas: the rows of an area register, header first."""

    page: str
    line: int
    format: str
    text: str
    checks: list[Expected | Absent] = field(default_factory=list)
    edits: list[tuple[str, str]] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.page}-{self.line}.{self.format}"


class BadPage(Exception):
    """The page breaks its own notation; the message names the line."""


def pages() -> list[Path]:
    """The pages in reading order."""
    return sorted(p for p in PAGES.glob("*.md") if p.name != "README.md")


def examples(page: Path) -> list[Example]:
    """The plans of one page, each with what is expected of it."""
    lines = list(enumerate(page.read_text("utf-8").splitlines(), start=1))
    found: list[Example] = []
    rest = iter(lines)
    for number, line in rest:
        if fence := _FENCE.match(line):
            _take_fence(page.stem, number, fence, _until_fence(rest, number), found)
        elif line.startswith("```"):
            list(_until_fence(rest, number))
        elif header := _HEADER.match(line):
            table = _table(header, line, number, rest)
            _last(found, number).checks.append(table)
        elif absence := _ABSENCE.match(line):
            _last(found, number).checks.append(_absent(absence, number))
    return found


def locate(text: str, quote: str) -> tuple[int, int]:
    """Where a quote of a page stands. `…` stands for any words; `(2)` asks for the second place.

    >>> locate("甲路、乙路、甲路", "甲路 (2)")
    (6, 8)
    """
    place = _OCCURRENCE.match(quote)
    words, n = (place["words"], int(place["n"])) if place else (quote, 1)
    pattern = ".*?".join(re.escape(part.strip()) for part in words.split("…"))
    spots = list(re.finditer(pattern, text, re.DOTALL))
    if len(spots) < n:
        raise BadPage(f"the text does not hold {quote!r}")
    return spots[n - 1].span()


def cells(line: str) -> list[str]:
    """The cells of a Markdown table row; `\\|` is a bar."""
    return [c.strip().replace(r"\|", "|") for c in re.split(r"(?<!\\)\|", line.strip()[1:-1])]


def _take_fence(
    page: str, number: int, fence: re.Match[str], body: list[str], found: list[Example]
) -> None:
    if fence["kind"] == "plan":
        text = "\n".join(body).replace("⇥", "\t") + "\n"
        found.append(Example(page, number, fence["format"] or "txt", text))
    elif fence["kind"] == "areas":
        _last(found, number).areas = body
    else:
        for line in body:
            old, arrow, new = line.partition(" => ")
            if not arrow:
                raise BadPage(f"line {number}: an edit reads `old => new`, not {line!r}")
            _last(found, number).edits.append((old, new.replace("⏎", "\n")))


def _until_fence(rest: Iterator[tuple[int, str]], opened: int) -> list[str]:
    body: list[str] = []
    for _, line in rest:
        if line == "```":
            return body
        body.append(line)
    raise BadPage(f"line {opened}: the fence is never closed")


def _table(
    header: re.Match[str], line: str, number: int, rest: Iterator[tuple[int, str]]
) -> Expected:
    columns = cells(line)[1:]
    next(rest)  # the rule under the header
    rows = []
    for at, row in rest:
        if not row.startswith("|"):
            break
        quote, *values = cells(row)
        if len(values) != len(columns):
            raise BadPage(f"line {at}: {len(values) + 1} cells under {len(columns) + 1} columns")
        rows.append(Row(quote, {c: v for c, v in zip(columns, values, strict=True) if v}, at))
    return Expected(header["list"], bool(header["all"]), tuple(rows), number)


def _absent(match: re.Match[str], number: int) -> Absent:
    lists = tuple(name.strip() for name in match["lists"].split(","))
    if unknown := set(lists) - set(LISTS):
        raise BadPage(f"line {number}: no such list: {', '.join(sorted(unknown))}")
    words = (match["words"] or "").removesuffix(".")
    return Absent(lists, tuple(w for w in re.split(r"\s*;\s*", words) if w), number)


def _last(found: list[Example], number: int) -> Example:
    if not found:
        raise BadPage(f"line {number}: an expectation without a plan above it")
    return found[-1]
