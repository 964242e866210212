"""Form fields out of a register's declaration, and what a browser sends as the engine reads it.

One kind of field, one kind of input: the template asks nothing else. Computed fields have none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.actions import keep_file
from lantu.engines.registers.fields import MEASURED, Field, Kind
from lantu.kernel.errors import Invalid, LantuError
from lantu.kernel.findings import Finding, Severity
from lantu.packs.snapshot import PackRegister

LONG = frozenset({"note", "text"})
"""Ends of names whose words are more than a line."""
MOST_FILES = 9
"""Files of one field."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a list; group: what it stands under, "" for nothing."""

    value: str
    title: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form. value: as last given, in words. fault, fix: what is wrong with it."""

    field: Field
    note: str
    required: bool
    value: str
    fault: str = ""
    fix: str = ""
    choices: tuple[Choice, ...] = ()

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values of a field that takes several."""
        return tuple(part for part in self.value.split("、") if part)

    @property
    def kept(self) -> tuple[str, ...]:
        """Files that came before, as the form sends them again: signed, so that a form can name no
        file but those that it was given."""
        return tuple(_SIGNER.sign(sha) for sha in self.chosen)

    @property
    def widget(self) -> str:
        """Which part of the template draws it."""
        kind = self.field.kind
        if kind in MEASURED:
            return "number"
        if kind is Kind.TEXT and self.name.split("_")[-1] in LONG:
            return "long"
        if self.choices:
            return "many" if self.field.many else "choice"
        return kind.value if kind in (Kind.DATE, Kind.POINT, Kind.FILE) else "text"


_SIGNER = Signer(salt="lantu.kept-file")
Choices = Mapping[Kind, Sequence[Choice]]
"""What areas, organisations and persons may be chosen."""


def inputs(
    register: PackRegister,
    names: Iterable[str],
    *,
    given: Mapping[str, str] | None = None,
    findings: Iterable[Finding] = (),
    choices: Choices | None = None,
    needed: Iterable[str] = (),
) -> tuple[Input, ...]:
    """The inputs of the named fields. needed: required here, whatever the register says."""
    faults = {finding.place: finding for finding in findings}
    must, made = set(needed), []
    for name in names:
        field, note = register.register.by_name[name], register.notes[name]
        if note.function:
            continue
        fault = faults.get(name)
        options = tuple(Choice(option, option) for option in field.options)
        made.append(
            Input(
                field,
                note.note,
                field.required or name in must,
                (given or {}).get(name, ""),
                fault.message if fault else "",
                (fault.fix or "") if fault else "",
                options or tuple((choices or {}).get(field.kind, ())),
            )
        )
    return tuple(made)


def posted(
    request: HttpRequest, register: PackRegister, names: Iterable[str], actor: Actor
) -> dict[str, str]:
    """What the form says, by field.

    Files are kept at once, outside any transaction; the step that follows cites them.
    """
    raw: dict[str, str] = {}
    for name in names:
        field = register.register.by_name[name]
        if field.kind is Kind.FILE:
            kept = _kept(request, name)
            if len(request.FILES.getlist(name)) + len(kept) > MOST_FILES:
                raise Invalid(
                    "web.files",
                    f"“{field.title}”一次最多 {MOST_FILES} 个文件。",
                    "请选最要紧的几个再提交。",
                )
            for file in request.FILES.getlist(name):
                row = keep_file(by=actor, name=file.name or name, data=file.read())
                kept.append(row.sha256)
            raw[name] = "、".join(kept)
        else:
            values = [value.strip() for value in request.POST.getlist(name)]
            raw[name] = "、".join(value for value in values if value)
    return raw


def _kept(request: HttpRequest, name: str) -> list[str]:
    """The files of a form that came before; what nobody here has signed is left out."""
    found = []
    for signed in request.POST.getlist(name):
        try:
            found.append(_SIGNER.unsign(signed))
        except BadSignature:
            continue
    return found


def words_of(
    request: HttpRequest,
    register: PackRegister,
    names: Iterable[str],
    read: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """What was typed, to be shown again. read: what `posted` made of it, whose files are kept."""
    found = {}
    for name in names:
        if register.register.by_name[name].kind is Kind.FILE:
            found[name] = (read or {}).get(name, "") or "、".join(_kept(request, name))
        else:
            found[name] = "、".join(value for value in request.POST.getlist(name) if value)
    return found


def findings_of(fault: LantuError | None) -> tuple[Finding, ...]:
    """The faults of fields that an action's error carries."""
    found = fault.data.get("findings", ()) if fault else ()
    return tuple(
        Finding("tracking.values", Severity.ERROR, message, fix=fix, place=place)
        for place, message, fix in found  # type: ignore[attr-defined]
    )
