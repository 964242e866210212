"""Writes docs/reference/findings/: one page for each class of finding, from code and examples.

Run `python -m spec.lint_reference` in tests/ after changing a check or an example; a test compares
the result with the committed files.
"""

from pathlib import Path

from lantu.engines.plan.lint import CHECKS, LETTERS, Check
from lantu.kernel.findings import Severity
from spec.lint_pages import Example, examples

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "findings"
_MADE = """*Made by `tests/spec/lint_reference.py` from the checks and from `tests/spec/lint`; every
example is also a test.*"""
_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


def pages() -> dict[str, str]:
    """The pages by file name."""
    shown = {example.code: example for example in examples()}
    found = {"README.md": _index()}
    for letter, (title, english) in LETTERS.items():
        parts = [f"# {letter} {title}", f"{english.capitalize()}. {_MADE}"]
        for code, check in sorted(CHECKS.items()):
            if code[3] == letter:
                parts.append(_section(check, shown[code]))
        found[f"{letter}.md"] = "\n\n".join(parts) + "\n"
    return found


def _index() -> str:
    rows = [
        "# Findings of the plan linter",
        "",
        "`lantu lint PLAN` reads a draft and lists what a careful editor would mark. "
        "A code never changes its",
        "meaning; `--select` and `--ignore` take codes or their beginnings.",
        "",
        _MADE,
        "",
        "| code | severity | title | what it finds |",
        "|---|---|---|---|",
    ]
    for code, check in sorted(CHECKS.items()):
        link = f"[{code}]({code[3]}.md#{code.lower()})"
        rows.append(f"| {link} | {_WORDS[check.severity]} | {check.title} | {check.english} |")
    return "\n".join(rows) + "\n"


def _section(check: Check, example: Example) -> str:
    finds = "\n".join(f"- `{words}`" if words.strip() else "- a space" for words in example.finds)
    return "\n\n".join(
        (
            f"## {check.code}",
            f"**{check.title}** · {_WORDS[check.severity]} · {check.english}",
            check.why,
            f"```text\n{example.wrong[1].rstrip()}\n```",
            f"Found at:\n\n{finds}",
            f"Left alone:\n\n```text\n{example.right[1].rstrip()}\n```",
        )
    )


def write() -> None:
    """Writes all pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, words in pages().items():
        (FOLDER / name).write_text(words, encoding="utf-8")


if __name__ == "__main__":
    write()
