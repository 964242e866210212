"""A fault found in somebody's document or data: where, what, and what to do.

Compilers and imports return lists of these; they do not stop at the first.
"""

from dataclasses import dataclass
from enum import StrEnum

from lantu.kernel.spans import Span


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """code: stable, documented. span: place in the text, None when it concerns the whole.
    fix: the replacement or the next step, None when none is certain.
    place: where it is when the fault is in data: a field, or a path such as states.handling."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    fix: str | None = None
    place: str | None = None
