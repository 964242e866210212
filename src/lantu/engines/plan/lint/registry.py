"""The list of all checks: each has one stable code, a title, a severity and the reason why it is
there. A check is a function from a `Draft` to `Hit`s; `@check` registers it.

Letters of the codes: S numbering, B tables, N names, E enumerations, X figures, T targets,
P promises, M marks, W wording, R remains of other documents. A code is never used again for
something else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lantu.engines.plan.lint.draft import Draft
from lantu.kernel.findings import Severity
from lantu.kernel.spans import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a check objects to. fix: the words to put there, or what to do."""

    span: Span | None
    message: str
    fix: str | None = None


Run = Callable[[Draft], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """code: stable. title: Chinese, english: English. why: what goes wrong when it is left."""

    code: str
    title: str
    english: str
    severity: Severity
    why: str
    run: Run


CHECKS: dict[str, Check] = {}
"""All checks by code, in the order of the codes once `lint` is imported."""

LETTERS = {
    "S": ("编号与结构", "numbering and structure"),
    "B": ("表格", "tables"),
    "N": ("名称", "names"),
    "E": ("列举", "enumerations"),
    "X": ("数据", "figures"),
    "T": ("目标", "targets"),
    "P": ("承诺", "promises"),
    "M": ("标点与格式", "marks and format"),
    "W": ("用词", "wording"),
    "R": ("遗留文字", "remains of other documents"),
}
"""What the letter of a code stands for: Chinese, English."""


def check(
    code: str, title: str, english: str, severity: Severity, why: str
) -> Callable[[Run], Run]:
    """Registers the function below it as the check `code`."""

    def register(run: Run) -> Run:
        if code in CHECKS:
            raise ValueError(f"{code} is taken")
        CHECKS[code] = Check(code, title, english, severity, why, run)
        return run

    return register
