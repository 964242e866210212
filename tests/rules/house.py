"""The rules of the house that no linter knows, as functions from a source tree to violations.

Each returns lines for a person: where, and what to do. `test_house.py` runs them on the project and
on a small tree in which one violation is planted.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

MODULE_LINES = 500
FUNCTION_LINES = 60
KERNEL_LINES = 1000
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}
TEXT_FILES = {".py", ".md", ".txt", ".yaml", ".yml", ".json", ".csv", ".html", ".toml", ".po"}

EXEMPT: dict[str, str] = {}
"""Path (or path:function) -> name, reason, date: the only way past a cap on size."""


def modules(root: Path) -> Iterator[Path]:
    """Every Python module of the package, migrations left out."""
    return (p for p in sorted((root / "src").rglob("*.py")) if "migrations" not in p.parts)


def tracked_text(root: Path, files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(path, words) of the text files among `files`."""
    for name in files:
        path = root / name
        if path.suffix in TEXT_FILES and path.is_file():
            yield name, path.read_text(encoding="utf-8", errors="replace")


def oversized(root: Path) -> list[str]:
    """Modules and functions over the caps."""
    found = []
    for path in modules(root):
        name, source = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        lines = source.count("\n")
        if lines > MODULE_LINES and name not in EXEMPT:
            found.append(f"{name}: {lines} lines (cap {MODULE_LINES}); split it by concept")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > FUNCTION_LINES and f"{name}:{node.name}" not in EXEMPT:
                    found.append(f"{name}:{node.name}: {size} lines (cap {FUNCTION_LINES})")
    kernel = sum(
        p.read_text(encoding="utf-8").count("\n") for p in (root / "src/lantu/kernel").glob("*.py")
    )
    if kernel > KERNEL_LINES:
        found.append(f"src/lantu/kernel: {kernel} lines (cap {KERNEL_LINES})")
    return found


def speechless(root: Path) -> list[str]:
    """Modules that do not open with what they are for; an empty __init__ may be silent."""
    found = []
    for path in modules(root):
        source = path.read_text(encoding="utf-8")
        if source.strip() and not ast.get_docstring(ast.parse(source)):
            found.append(f"{path.relative_to(root)}: say in a docstring what it is for")
    return found


def nameless(root: Path) -> list[str]:
    """Modules named after nothing."""
    return [
        f"{path.relative_to(root)}: name it after its concept or its verb"
        for path in modules(root)
        if path.stem in NAMELESS
    ]


def foreign_kernel(root: Path) -> list[str]:
    """Imports of the kernel that are neither the standard library nor the kernel."""
    found = []
    for path in (root / "src/lantu/kernel").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or "."]
            for name in names:
                top = name.split(".")[0]
                if top not in sys.stdlib_module_names and not name.startswith("lantu.kernel"):
                    found.append(f"{path.relative_to(root)}: imports {name}")
    return found


def local_names(root: Path, names: Iterable[str]) -> list[str]:
    """Words of one place in code that is for every place."""
    pattern = re.compile("|".join(map(re.escape, names)))
    return [
        f"{path.relative_to(root)}:{number}: knows {match.group()}"
        for path in sorted((root / "src").rglob("*"))
        if path.suffix in TEXT_FILES | {".css", ".js"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := pattern.search(line))
    ]


_GIVES = (
    r'"url": "https://(github\.com/sponsors|opencollective\.com|github\.com/[\w./-]+\?sponsor=1")'
)
"""Where a package asks for gifts (its `funding`): an address from which nothing is fetched."""


def addresses_in_locks(root: Path) -> list[str]:
    """Lock files that name a registry."""
    return [
        f"{path.name}:{number}: holds an address"
        for path in [*root.glob("requirements*.txt"), *root.glob("package-lock.json")]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"https?://|--(extra-)?index-url|--find-links", line)
        and not re.search(_GIVES, line)
    ]


def machine_paths(root: Path, files: Iterable[str]) -> list[str]:
    """Absolute paths of somebody's machine in tracked files."""
    pattern = re.compile(r"(?<![\w.])/(?:work|home/\w+|root|Users/\w+)/[\w.-]+")
    return [
        f"{name}: names {match.group()}"
        for name, words in tracked_text(root, files)
        if (match := pattern.search(words))
    ]


def sentences_of(plan: str) -> set[str]:
    """Fragments of a plan that are its prose: 24 characters and more, 20 Chinese in a row."""
    pieces = re.split(r"[\s、，。；：！？,.;:!?（）()“”\"'|<>]+", plan)
    return {p for p in pieces if len(p) >= 24 and re.search(r"[\u4e00-\u9fff]{20}", p)}


def copied_prose(root: Path, files: Iterable[str], plan: str) -> list[str]:
    """Sentences of the real plan that stand in the project."""
    known = sentences_of(plan)
    return [
        f"{name}: {fragment[:30]}…"
        for name, words in tracked_text(root, files)
        for fragment in sorted(sentences_of(words) & known)
    ]


def unpinned(root: Path) -> list[str]:
    """Direct dependencies without a pin and a hash in the lock."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (root / "requirements.txt").read_text(encoding="utf-8")
    pinned = {
        re.sub(r"[-_.]+", "-", name).lower()
        for name in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==\S+.*\\\n\s+--hash=sha256:", lock, re.M)
    }
    names = [re.split(r"[\[<>=!~; ]", d)[0].lower() for d in project["project"]["dependencies"]]
    return [f"{name}: run make lock" for name in names if name not in pinned]
