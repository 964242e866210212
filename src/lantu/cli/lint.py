"""`lantu lint`: what an editor would mark in a draft; as text, JSON, Excel, or Word comments.

The libraries of Excel and Word are loaded when asked for: they take longer than the check.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from lantu.cli.compile import FailOn, reaches
from lantu.cli.console import STYLES, out, progress
from lantu.cli.folders import read_bytes
from lantu.engines.plan.areas import read_areas
from lantu.engines.plan.document import Document
from lantu.engines.plan.lint import CHECKS, lint
from lantu.engines.plan.readers import read
from lantu.kernel.errors import Invalid
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.spans import Lines

WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_HEADER = ("行", "列", "代码", "级别", "问题", "内容", "建议")


class Format(StrEnum):
    """How the findings are written."""

    TEXT = "text"
    JSON = "json"


def lint_plan(
    plan: Annotated[Path, typer.Argument(help="The plan: .docx, .txt, .html or .md.")],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="text, or json (one finding a line).")
    ] = Format.TEXT,
    areas: Annotated[
        Path | None, typer.Option(help="Area register (CSV: code,name,level,parent).")
    ] = None,
    select: Annotated[
        str, typer.Option(help="Only these codes or beginnings of codes: LT-S03,M.")
    ] = "",
    ignore: Annotated[str, typer.Option(help="Not these codes or beginnings of codes.")] = "",
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit 1 when a finding is this severe or worse.")
    ] = FailOn.ERROR,
    excel: Annotated[Path | None, typer.Option(help="Also write the list as .xlsx.")] = None,
    word: Annotated[
        Path | None, typer.Option(help="Also write a copy of the .docx with comments.")
    ] = None,
) -> None:
    """Check a draft as a careful editor would: numbering, names, figures, wording, marks."""
    _spares_the_plan(plan, {".xlsx": excel, ".docx": word})
    with progress(f"校核 {plan.name}"):
        data = read_bytes(plan)
        document = read(plan.name, data)
        register = read_areas(read_bytes(areas)) if areas else ()
        found = lint(document, register, select=_codes(select), ignore=_codes(ignore))
        rows = finding_rows(document, found)
        if excel:
            _write(excel, list_workbook(rows))
        if word:
            _write(word, _commented(plan, data, document, found))
    if form is Format.JSON:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        _print(plan, rows)
    if reaches(tuple(found), fail_on):
        raise typer.Exit(1)


def finding_rows(document: Document, found: list[Finding]) -> list[dict[str, object]]:
    """The findings as plain values, with line and column from 1."""
    lines = Lines(document.text)
    rows: list[dict[str, object]] = []
    for finding in found:
        line, column = lines.at(finding.span.start) if finding.span else (None, None)
        rows.append(
            {
                "code": finding.code,
                "title": CHECKS[finding.code].title,
                "severity": finding.severity.value,
                "line": line,
                "column": column,
                "span": list(finding.span) if finding.span else None,
                "message": finding.message,
                "fix": finding.fix,
            }
        )
    return rows


def list_workbook(rows: list[dict[str, object]]) -> bytes:
    """The list as an Excel workbook."""
    from lantu.formats.xlsx import workbook

    names = ("line", "column", "code", "severity", "title", "message", "fix")
    table = [
        [WORDS[Severity(str(v))] if n == "severity" else _cell(v) for n in names for v in (row[n],)]
        for row in rows
    ]
    return workbook("校核清单", _HEADER, table, (7, 6, 10, 8, 24, 80, 40))


def _cell(value: object) -> str | int | None:
    return value if isinstance(value, int) or value is None else str(value)


def _codes(given: str) -> tuple[str, ...]:
    return tuple(code for code in given.replace("，", ",").split(",") if code.strip())


def _commented(plan: Path, data: bytes, document: Document, found: list[Finding]) -> bytes:
    if document.format != "docx":
        raise Invalid(
            "cli.lint.not_word",
            f"{plan.name} 不是 .docx 文件，不能加批注。",
            "请对 .docx 文件使用 --word。",
        )
    from lantu.formats.docx_comments import comments_of, with_comments

    comments = comments_of(document.text, found)
    return with_comments(data, comments, "蓝图校核", datetime.now(UTC))


def _spares_the_plan(plan: Path, written: Mapping[str, Path | None]) -> None:
    """Invalid when a file to write is the plan, or ends in another way than Excel or Word asks."""
    for suffix, path in written.items():
        if path and path.suffix.lower() != suffix:
            raise Invalid(
                "cli.lint.suffix",
                f"{path} 的扩展名不是 {suffix}。",
                f"请写一个以 {suffix} 结尾的新文件名。",
            )
        if path and path.resolve() == plan.resolve():
            raise Invalid(
                "cli.lint.itself",
                f"{path} 就是要校核的规划。",
                "为避免覆盖原稿，请换一个新的文件名。",
            )


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Invalid(
            "cli.lint.unwritable",
            f"无法写入 {path}。",
            f"系统答复：{error.strerror}；请换一个路径。",
        ) from error


def _print(plan: Path, rows: list[dict[str, object]]) -> None:
    for row in rows:
        severity = Severity(str(row["severity"]))
        place = f"{row['line']}:{row['column']}" if row["line"] else "全文"
        out.print(
            f"[dim]{escape(plan.name)}:{place}[/] [{STYLES[severity]}]{WORDS[severity]}[/]"
            f" {row['code']} {escape(str(row['message']))}"
        )
        if row["fix"]:
            out.print(f"    [dim]建议：{escape(str(row['fix']))}[/]")
    counts = Counter(Severity(str(row["severity"])) for row in rows)
    said = "，".join(f"{WORDS[s]} {counts[s]}" for s in Severity if counts[s])
    out.print(f"[bold]{escape(plan.name)}：{said or '没有发现问题'}[/]")
