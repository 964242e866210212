"""Reads the pages in tests/spec/lint: for each code a wrong text with the places to be found in
it, and a right text in which that code finds nothing.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "lint"
CLEAN = FOLDER / "clean.md"
_BLOCK = re.compile(r"^```(wrong|finds|right)(?: (md))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """code: of the finding. wrong, right: (file name, text). finds: the words at each place."""

    code: str
    wrong: tuple[str, str]
    finds: tuple[str, ...]
    right: tuple[str, str]


def examples() -> list[Example]:
    """All examples of all pages, in the order of the codes."""
    found = []
    for page in sorted(FOLDER.glob("*.md")):
        if page == CLEAN:
            continue
        for part in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            blocks = {kind: (form, text) for kind, form, text in _BLOCK.findall(part)}
            wrong, right = (_file(*blocks[kind]) for kind in ("wrong", "right"))
            finds = tuple(line for line in blocks["finds"][1].split("\n") if line)
            found.append(Example(part.split()[0], wrong, finds, right))
    return sorted(found, key=lambda example: example.code)


def _file(form: str, text: str) -> tuple[str, str]:
    return f"云溪.{form or 'txt'}", text
