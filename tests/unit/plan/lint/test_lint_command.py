"""`lantu lint` on the command line: formats, choice, exit codes, files."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from lantu.cli import app
from lantu.kernel.errors import Invalid

FAULTY = "第一章 产业发展\n加快产业发展,推进项目建设，。完善服务机制。\n"
CLEAN = "第一章 产业发展\n加快产业发展，推进项目建设，完善服务机制。\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "云溪.txt"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["lint", *map(str, words)])
    return result.exit_code, result.output


def test_text_names_place_code_and_fix(plan: Path) -> None:
    code, said = run(plan)
    assert code == 1
    assert "2:7 警告 LT-M01" in said
    assert "建议：" in said


def test_json_is_one_finding_a_line(plan: Path) -> None:
    _, said = run(plan, "--format", "json")
    rows = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [row["code"] for row in rows] == ["LT-M01", "LT-M03"]
    assert (rows[0]["line"], rows[0]["column"], rows[0]["span"]) == (2, 7, [15, 16])


def test_exit_code_follows_severity(plan: Path) -> None:
    assert run(plan, "--ignore", "M03")[0] == 0
    assert run(plan, "--ignore", "M03", "--fail-on", "warning")[0] == 1
    assert run(plan, "--fail-on", "never")[0] == 0
    plan.write_text(CLEAN, encoding="utf-8")
    assert run(plan, "--fail-on", "info")[0] == 0


def test_the_list_as_excel(plan: Path, tmp_path: Path) -> None:
    run(plan, "--excel", tmp_path / "list.xlsx")
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:4] == [2, 7, "LT-M01", "警告"]


@pytest.mark.parametrize("option", ["--excel", "--word"])
@pytest.mark.parametrize("name", ["draft.docx", "./draft.docx", "清单.txt"])
def test_no_option_overwrites_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("draft.docx").write_bytes(FAULTY.encode())
    result = CliRunner().invoke(app, ["lint", "draft.docx", option, name])
    assert isinstance(result.exception, Invalid)
    assert result.exception.code in ("cli.lint.suffix", "cli.lint.itself")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "draft.docx": FAULTY.encode()
    }
