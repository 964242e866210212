"""Runs the checks over a draft and returns their findings in the order of the document."""

from collections.abc import Collection, Sequence

from lantu.engines.plan.areas import Area
from lantu.engines.plan.document import Document
from lantu.engines.plan.lint.draft import Draft, read_draft
from lantu.engines.plan.lint.registry import CHECKS, Check
from lantu.kernel.errors import Invalid
from lantu.kernel.findings import Finding


def lint(
    document: Document,
    areas: Sequence[Area] = (),
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> list[Finding]:
    """The findings of `document`, in the order of their places.

    areas: a register to look place names up in. select, ignore: codes or beginnings of codes
    (LT-S03, LT-S, S); all checks when `select` is empty. Invalid when a code is unknown, or when
    the document is no plan.
    """
    chosen = _chosen(select, ignore)
    return lint_draft(read_draft(document, areas), chosen)


def lint_draft(draft: Draft, checks: Sequence[Check] | None = None) -> list[Finding]:
    """The findings of a draft that was read before. checks: all when None."""
    found = [
        Finding(check.code, check.severity, nested(hit.message), hit.span, hit.fix)
        for check in (CHECKS.values() if checks is None else checks)
        for hit in check.run(draft)
    ]
    return sorted(dict.fromkeys(found), key=lambda f: (f.span or (0, 0), f.severity.rank, f.code))


def nested(words: str) -> str:
    """`words` with the marks of a quotation inside a quotation made single; left as they are when
    some quotation is not closed.

    >>> nested("正文““十四五”末达到9%”")
    '正文“‘十四五’末达到9%”'
    """
    depth, out = 0, []
    for char in words:
        if char == "“":
            depth += 1
            out.append("“" if depth % 2 else "‘")
        elif char == "”":
            if depth == 0:
                return words
            out.append("”" if depth % 2 else "’")
            depth -= 1
        else:
            out.append(char)
    return "".join(out) if depth == 0 else words


def _chosen(select: Collection[str], ignore: Collection[str]) -> list[Check]:
    wanted = _codes(select) if select else set(CHECKS)
    return [CHECKS[code] for code in sorted(wanted - _codes(ignore))]


def _codes(given: Collection[str]) -> set[str]:
    """The codes that begin as given."""
    found: set[str] = set()
    for word in given:
        stem = word.strip().upper().removeprefix("LT-")
        matching = {code for code in CHECKS if code.removeprefix("LT-").startswith(stem)}
        if not stem or not matching:
            known = "、".join(sorted(CHECKS))
            raise Invalid("plan.lint.code", f"没有校核代码 {word}。", f"可用的代码：{known}。")
        found |= matching
    return found
