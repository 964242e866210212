"""The five families of errors that Lantu raises on purpose.

An edge (page, endpoint, command line) turns each family into one kind of answer. Faults in a
user's data are not exceptions: they are returned as `Finding` lists (see `findings.py`).
"""

from collections.abc import Mapping


class LantuError(Exception):
    """An error with a stable code and a message that says what to do.

    code: dotted lower-case words, documented in docs/reference/errors.md.
    title: one short sentence. detail: what happened and what to do. data: facts for programs.
    """

    def __init__(
        self, code: str, title: str, detail: str = "", data: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(title)
        self.code = code
        self.title = title
        self.detail = detail
        self.data = dict(data or {})

    def __str__(self) -> str:
        return f"{self.title} {self.detail}".strip()


class Invalid(LantuError):
    """What was given cannot be used as it is."""


class NotFound(LantuError):
    """What was asked for is not there, or the asker may not know that it is."""


class Forbidden(LantuError):
    """The actor may not do this."""


class Conflict(LantuError):
    """Somebody else changed it, or the state does not allow it now."""


class Unavailable(LantuError):
    """Something that Lantu depends on does not answer."""
