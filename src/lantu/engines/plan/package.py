"""The compiled plan as a value, and its three files as bytes.

`plan.json`, `findings.json` and `text.txt` are written and read by whoever may touch files (the
command line, an action); this module only turns a Package into bytes and back. The same package
always gives the same bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from lantu.engines.plan.model import (
    SCHEMA,
    Actor,
    Box,
    Fact,
    Indicator,
    Item,
    Link,
    Place,
    Programme,
    Project,
    System,
    Table,
    Target,
    Task,
    Unit,
)
from lantu.kernel.errors import Invalid
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.spans import Lines, Span


@dataclass(frozen=True, slots=True)
class Source:
    """The document that was read. characters: of its text."""

    name: str
    format: str
    sha256: str
    characters: int


@dataclass(frozen=True, slots=True)
class Period:
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Everything that the compiler found in one document. Spans index into `text`."""

    source: Source
    title: str | None
    kind: str
    status: str | None
    area_name: str | None
    issuer: str | None
    document_number: str | None
    adopted_on: str | None
    period: Period | None
    language: str
    outline: tuple[Unit, ...] = ()
    tables: tuple[Table, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    facts: tuple[Fact, ...] = ()
    targets: tuple[Target, ...] = ()
    projects: tuple[Project, ...] = ()
    boxes: tuple[Box, ...] = ()
    programmes: tuple[Programme, ...] = ()
    systems: tuple[System, ...] = ()
    tasks: tuple[Task, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    links: tuple[Link, ...] = ()
    text: str = ""
    findings: tuple[Finding, ...] = ()


LISTS: dict[str, type[Item]] = {
    "outline": Unit, "tables": Table, "indicators": Indicator, "facts": Fact, "targets": Target,
    "projects": Project, "boxes": Box, "programmes": Programme, "systems": System, "tasks": Task,
    "actors": Actor, "places": Place, "links": Link,
}  # fmt: skip
"""The lists of a package by name, in the order of plan.json."""


LIST_WORDS = {
    "outline": "提纲", "tables": "表", "indicators": "指标", "facts": "事实", "targets": "目标",
    "projects": "项目", "boxes": "专栏", "programmes": "行动计划", "systems": "系统",
    "tasks": "任务", "actors": "主体", "places": "地点", "links": "关联",
}  # fmt: skip
"""What each list is called in Chinese."""


def to_files(package: Package) -> dict[str, bytes]:
    """The package's files by name, UTF-8, ending in a line feed where they are JSON."""
    plan = {"schema": SCHEMA} | {
        f.name: _plain(getattr(package, f.name))
        for f in fields(package)
        if f.name not in ("text", "findings")
    }
    return {
        "text.txt": package.text.encode(),
        "plan.json": _json(plan),
        "findings.json": _json(finding_rows(package)),
    }


def from_files(files: Mapping[str, bytes]) -> Package:
    """The package whose files these are. Invalid when they are none, or of another schema."""
    try:
        plan = json.loads(files["plan.json"], parse_float=Decimal)
        rows = json.loads(files["findings.json"])
        if plan.pop("schema") != SCHEMA:
            raise ValueError("schema")
        package = Package(
            **{name: _typed(_hints(Package)[name], value) for name, value in plan.items()},
            text=files["text.txt"].decode(),
            findings=tuple(
                Finding(
                    row["code"],
                    Severity(row["severity"]),
                    row["message"],
                    Span(*row["span"]) if row["span"] else None,
                    row["fix"],
                )
                for row in rows
            ),
        )
        if missing := LISTS.keys() - plan.keys():
            raise KeyError(*missing)
        _check_quotes(package)
        return package
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid(
            "plan.package.unreadable",
            "这不是完整的规划包。",
            f"需要 text.txt、plan.json、findings.json 三个文件，格式为 {SCHEMA}；"
            "请用 lantu compile 重新生成。",
        ) from error


def _check_quotes(package: Package) -> None:
    for name in LISTS:
        for item in getattr(package, name):
            span = item.heading_span if isinstance(item, Unit) else item.span
            if item.quote != span.of(package.text):
                raise ValueError(f"{item.id} does not quote the text")


def finding_rows(package: Package) -> list[dict[str, object]]:
    """The findings as findings.json has them, with line and column (from 1)."""
    lines = Lines(package.text)
    rows: list[dict[str, object]] = []
    for finding in package.findings:
        line, column = lines.at(finding.span.start) if finding.span else (None, None)
        rows.append(
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "message": finding.message,
                "span": list(finding.span) if finding.span else None,
                "line": line,
                "column": column,
                "fix": finding.fix,
            }
        )
    return rows


def item_row(item: Item) -> dict[str, Any]:
    """One entry as plan.json has it."""
    return cast(dict[str, Any], _plain(item))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(value: Any) -> Any:
    """JSON's own types; a whole Decimal becomes an int, others a float of the same digits."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name.rstrip("_"): _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(hint: Any, value: Any) -> Any:
    """`value` from JSON as the type that a field of a dataclass declares."""
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _typed(next(a for a in get_args(hint) if a is not type(None)), value)
    if origin is tuple:
        return tuple(_typed(get_args(hint)[0], entry) for entry in value)
    if origin is dict:
        return {key: _typed(get_args(hint)[1], entry) for key, entry in value.items()}
    if hint is Span:
        return Span(*value)
    if hint is Decimal:
        return Decimal(value)
    if is_dataclass(hint):
        return _record(cast(type, hint), value)
    return value


def _record(kind: type, row: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    known = {f.name: f for f in fields(kind)}
    given = {name: row[name.rstrip("_")] for name in known if name.rstrip("_") in row}
    missing = [n for n, f in known.items() if n not in given and f.default is MISSING]
    if missing:
        raise KeyError(missing[0])
    return kind(**{name: _typed(hints[name], value) for name, value in given.items()})
