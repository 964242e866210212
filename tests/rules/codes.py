"""docs/reference/codes.md, made from the code: every error and finding with its message.

python -m tests.rules.codes      # writes the page again
"""

import ast
from pathlib import Path
from typing import NamedTuple

from tests.rules.house import modules

ERRORS = ("Invalid", "NotFound", "Forbidden", "Conflict", "Unavailable")
PAGE = "docs/reference/codes.md"


class Code(NamedTuple):
    """One code as the code gives it; words between braces are filled in when it happens."""

    code: str
    kind: str
    message: str
    remedy: str
    module: str


def codes(root: Path) -> list[Code]:
    """Every literal code in the package, in order."""
    found = {
        code
        for path in modules(root)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (code := _read(node, path.relative_to(root / "src").as_posix()))
    }
    return sorted(found)


def _read(node: ast.Call, module: str) -> Code | None:
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    given = dict(enumerate(node.args)) | {k.arg: k.value for k in node.keywords}

    def words(place: int, keyword: str) -> str:
        value = given.get(place, given.get(keyword))
        return _words(value) if value is not None else ""

    code = given.get(0, given.get("code"))
    if not (isinstance(code, ast.Constant) and isinstance(code.value, str)):
        return None
    if name in ERRORS:
        return Code(code.value, name, words(1, "title"), words(2, "detail"), module)
    if name == "Finding":
        return Code(code.value, "Finding", words(2, "message"), words(4, "fix"), module)
    return None


def _words(node: ast.expr) -> str:
    """The literal words of a string; what is filled in shows as {name}."""
    if isinstance(node, ast.Constant):
        return str(node.value or "")
    if isinstance(node, ast.JoinedStr):
        return "".join(
            f"{{{ast.unparse(part.value)}}}" if isinstance(part, ast.FormattedValue) else
            _words(part) for part in node.values
        )  # fmt: skip
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _words(node.left) + _words(node.right)
    return f"{{{ast.unparse(node)}}}"


def page(root: Path) -> str:
    """The reference page."""
    rows = [
        "# Codes of errors and findings",
        "",
        "Generated from the code (`python -m tests.rules.codes`); do not edit. An error ends what",
        "was asked (exit code 2, or a page that says so); a finding is a fault in somebody's",
        "document or data, listed with its place. Words in braces are filled in.",
        "",
        "| code | kind | message | what to do | module |",
        "|---|---|---|---|---|",
    ]
    for code in codes(root):
        cells = (f"`{code.code}`", code.kind, code.message, code.remedy, f"`{code.module}`")
        rows.append(
            "| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in cells) + " |"
        )
    return "\n".join(rows) + "\n"


def helpless(root: Path) -> list[str]:
    """Errors that do not say what to do."""
    return [
        f"{code.module}: {code.code} does not say what to do"
        for code in codes(root)
        if code.kind != "Finding" and not code.remedy
    ]


if __name__ == "__main__":
    root = Path(__file__).parents[2]
    (root / PAGE).write_text(page(root), encoding="utf-8")
