"""The commands: exit codes, what is written, what a person reads."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lantu.cli import app, main
from tests.unit.plan.small import PLAN

NOVEL = "第一章 雨夜\n" + "他推开门，雨水顺着屋檐落下来，院子里没有一个人。" * 40


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "云溪 规划.md"
    path.write_text(PLAN, encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def run_main(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """Through main(), where errors become exit codes."""
    monkeypatch.setattr("sys.argv", ["lantu", *map(str, words)])
    with pytest.raises(SystemExit) as stop:
        main()
    return int(stop.value.code or 0)


def test_compile_then_show(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "package"
    first = run("compile", plan, "--out", out)
    assert first.exit_code == 0, first.output
    assert "云溪县" in first.output
    assert sorted(p.name for p in out.iterdir()) == ["findings.json", "plan.json", "text.txt"]
    shown = run("show", out, "--kind", "targets", "--json")
    rows = [json.loads(line) for line in shown.output.splitlines()]
    assert {row["value"] for row in rows} >= {45, 6}
    assert run("show", out, "--kind", "systems").output.count("河湖长制") == 1


def test_compile_again_replaces_its_package(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "package"
    for _ in range(2):
        assert run("compile", plan, "--out", out).exit_code == 0


def test_compile_never_overwrites_other_files(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "mine"
    kept.mkdir()
    (kept / "notes.txt").write_text("不能丢")
    assert run_main(monkeypatch, "compile", plan, "--out", kept) == 2
    assert (kept / "notes.txt").read_text() == "不能丢"
    assert "换一个新的文件夹名" in capsys.readouterr().err


def test_names_that_look_like_markup_are_printed_as_they_are(plan: Path, tmp_path: Path) -> None:
    draft = plan.rename(tmp_path / "草案[red].md")
    said = run("compile", draft, "--out", tmp_path / "包[" / "b]").output
    assert "包[/b]" in said.replace("\n", "")
    assert "草案[red].md" in run("lint", draft).output


def test_fail_on(tmp_path: Path) -> None:
    path = tmp_path / "无标题.md"
    path.write_text("加快推进产业发展，完善基础设施建设，建立健全管理机制。" * 5, encoding="utf-8")
    out = tmp_path / "package"
    assert run("compile", path, "--out", out).exit_code == 0
    assert run("compile", path, "--out", out, "--fail-on", "warning").exit_code == 1


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.txt", b"", "没有文字"),
        ("图.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "图"),
        ("旧.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "docx"),
        ("扫描.pdf", b"%PDF-1.4\n%...", "PDF"),
        ("坏.docx", b"PK\x03\x04broken", "docx"),
        ("小说.txt", NOVEL.encode(), "规划的结构"),
    ],
)
def test_unusable_input_says_what_to_do_and_writes_nothing(
    name: str,
    data: bytes,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    out = tmp_path / "package"
    assert run_main(monkeypatch, "compile", path, "--out", out) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "Traceback" not in said
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_missing_files_and_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_main(monkeypatch, "compile", tmp_path / "无.docx", "--out", tmp_path / "o") == 2
    assert "找不到文件" in capsys.readouterr().err
    assert run_main(monkeypatch, "show", tmp_path) == 2
    assert "lantu compile" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_diff_and_align(plan: Path, tmp_path: Path, form: str) -> None:
    other = tmp_path / "新.md"
    other.write_text(PLAN.replace("6家", "4家"), encoding="utf-8")
    shown = run("diff", plan, other, "--format", form)
    assert shown.exit_code == 0
    assert ("weakened" if form == "json" else "弱化") in shown.output
    assert run("align", plan, plan, "--format", form).exit_code == 0
