"""The plan linter: what a careful editor would mark in a draft, with codes, places and fixes.

`lint` takes a document and returns findings; `CHECKS` says what each code means. It is pure: no
clock, file or network, and the same document gives the same list.
"""

from lantu.engines.plan.lint import (  # noqa: F401  (each registers its checks)
    enumerations,
    figures,
    leftovers,
    marks,
    names,
    promises,
    structure,
    tables,
    targets,
    wording,
)
from lantu.engines.plan.lint.draft import Draft, read_draft
from lantu.engines.plan.lint.registry import CHECKS, LETTERS, Check, Hit
from lantu.engines.plan.lint.run import lint, lint_draft

__all__ = ["CHECKS", "LETTERS", "Check", "Draft", "Hit", "lint", "lint_draft", "read_draft"]
