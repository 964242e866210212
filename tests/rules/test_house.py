"""The project keeps the rules of the house, and each rule sees a planted violation."""

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules import codes, house

ROOT = Path(__file__).parents[2]
REAL_PLAN = ROOT.parent / "shared/plans"


@pytest.fixture(scope="module")
def files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return listed.stdout.splitlines()


@pytest.mark.parametrize(
    "rule",
    [
        house.oversized,
        house.speechless,
        house.nameless,
        house.foreign_kernel,
        house.addresses_in_locks,
        house.unpinned,
        codes.helpless,
    ],
)
def test_project_keeps(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT) == []


def test_no_local_names_in_code() -> None:
    with (ROOT / "examples/weidu/areas.csv").open(encoding="utf-8") as rows:
        names = {row["name"] for row in csv.DictReader(rows) if row["level"] != "province"}
    stems = {name[:2] for name in names if name.endswith(("市", "区")) and len(name) == 3}
    assert stems, "the register names no city and no district"
    assert house.local_names(ROOT, sorted(stems)) == []


def test_page_of_codes_is_up_to_date() -> None:
    kept = (ROOT / codes.PAGE).read_text(encoding="utf-8")
    assert kept == codes.page(ROOT), "run: python -m tests.rules.codes"


def test_no_path_of_a_machine(files: list[str]) -> None:
    assert house.machine_paths(ROOT, files) == []


def test_no_prose_of_the_real_plan(files: list[str]) -> None:
    plans = sorted(REAL_PLAN.glob("*.txt"))
    if not plans:
        pytest.skip("the real plan is not on this machine (../shared/plans)")
    for plan in plans:
        assert house.copied_prose(ROOT, files, plan.read_text(encoding="utf-8")) == []


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A house that keeps every rule, to plant one violation in."""
    (tmp_path / "src/lantu/kernel").mkdir(parents=True)
    (tmp_path / "src/lantu/kernel/spans.py").write_text('"""Places."""\nimport re\n')
    (tmp_path / "requirements.txt").write_text("rich==1 \\\n    --hash=sha256:ab\n")
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["rich"]\n')
    return tmp_path


PLANTS: list[tuple[Callable[[Path], list[str]], str, str]] = [
    (house.oversized, "src/lantu/long.py", '"""Long."""\n' + "x = 1\n" * 501),
    (house.oversized, "src/lantu/tall.py", '"""Tall."""\ndef f():\n' + "    x = 1\n" * 61),
    (house.speechless, "src/lantu/mute.py", "x = 1\n"),
    (house.nameless, "src/lantu/helpers.py", '"""Helps."""\n'),
    (house.foreign_kernel, "src/lantu/kernel/web.py", '"""Web."""\nimport django\n'),
    (house.foreign_kernel, "src/lantu/kernel/up.py", '"""Up."""\nfrom lantu.engines import plan\n'),
    (codes.helpless, "src/lantu/bad.py", '"""Bad."""\nInvalid("plan.unknown", "不行。")\n'),
    (house.addresses_in_locks, "requirements-dev.txt", "--index-url https://example.org/simple\n"),
    (house.unpinned, "pyproject.toml", '[project]\ndependencies = ["rich", "loose>=1"]\n'),
    (lambda r: house.local_names(r, ["云溪"]), "src/lantu/place.py", '"""P."""\nX = "云溪区"\n'),
    (lambda r: house.machine_paths(r, ["notes.md"]), "notes.md", "see /ro" + "ot/notes\n"),
    (
        lambda r: house.copied_prose(r, ["copy.md"], "甲" * 30 + "。"),
        "copy.md",
        "引自：" + "甲" * 30 + "，完。",
    ),
]


@pytest.mark.parametrize(("rule", "path", "words"), PLANTS)
def test_rule_sees_a_planted_violation(
    planted: Path, rule: Callable[[Path], list[str]], path: str, words: str
) -> None:
    (planted / "notes.md").touch()
    (planted / "copy.md").touch()
    assert rule(planted) == []
    (planted / path).write_text(words, encoding="utf-8")
    assert rule(planted)


IMPORT_PLANTS = [
    ("kernel/wrong.py", "import lantu.engines.plan"),
    ("engines/plan/wrong.py", "import lantu.cli"),
    ("engines/plan/frame.py", "import typer"),
    ("stray/__init__.py", ""),
]


@pytest.mark.parametrize(("path", "line"), IMPORT_PLANTS)
def test_import_linter_sees_a_planted_violation(tmp_path: Path, path: str, line: str) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    wrong = tmp_path / "src/lantu" / path
    wrong.parent.mkdir(exist_ok=True)
    wrong.write_text(f'"""Planted."""\n{line}\n')
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    run = subprocess.run(
        [*command, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(tmp_path / "src"), "PATH": ""},
    )  # fmt: skip
    assert run.returncode == 1, run.stdout + run.stderr
    assert "BROKEN" in run.stdout


@pytest.mark.parametrize(
    "line", ["import os\nhome = os.environ['HOME']", "import datetime\nd = datetime.date.today()"]
)
def test_ruff_bans_clock_and_environment_in_engines(tmp_path: Path, line: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder, faults in (("engines", True), ("cli", False)):
        module = tmp_path / f"src/lantu/{folder}/wrong.py"
        module.parent.mkdir(parents=True)
        module.write_text(f'"""Planted."""\n{line}\n')
        run = subprocess.run(
            [sys.executable, "-m", "ruff", "check", "--select", "TID251", str(module)],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ("TID251" in run.stdout) is faults, run.stdout + run.stderr
