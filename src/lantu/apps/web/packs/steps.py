"""What a person may do to a case as forms, and a sent form as the act of `cases.actions.step`.

The engine says what may be done; nothing is decided here. Merging and sub-cases have forms of their
own and are left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.tracking.cases.actions import Act
from lantu.apps.web.packs.inputs import Choices, Input, inputs, posted
from lantu.apps.web.pages import number as whole
from lantu.engines.cases.apply import Choice
from lantu.engines.cases.case import EventKind
from lantu.engines.cases.process import MeasureKind
from lantu.engines.registers.fields import Kind
from lantu.kernel.errors import Conflict
from lantu.kernel.findings import Finding
from lantu.packs.snapshot import PackRegister

K = MeasureKind
REASONED = frozenset({K.EXTEND, K.SUSPEND, K.EXCLUDE, K.VOID, K.REOPEN, K.APPEAL, K.ESCALATE,
                      K.SUPERVISE, K.NOTE})  # fmt: skip
APART = frozenset({K.MERGE, K.SUBCASE, K.ABSORB, K.SUBCASE_ENDED, K.FEEDBACK})
"""Measures that this form does not take."""


@dataclass(frozen=True, slots=True)
class Step:
    """One form. amount, target: whether it asks for them. open: shown first."""

    key: str
    title: str
    inputs: tuple[Input, ...]
    measure: bool
    amount: bool
    target: str
    targets: tuple[tuple[str, str], ...]
    reasoned: bool
    open: bool = False


def key_of(choice: Choice) -> str:
    """How a form says which choice it is.

    >>> from lantu.engines.cases.apply import Choice
    >>> from lantu.engines.cases.case import EventKind
    >>> key_of(Choice(EventKind.STEP, "dispatch", "任务派遣"))
    'step.dispatch.main.0'
    """
    branch = choice.branch.replace("/", "-")
    return f"{choice.kind.value}.{choice.action}.{branch}.{choice.request}"


def steps_of(
    found: Iterable[Choice],
    register: PackRegister,
    *,
    given: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
    findings: Sequence[Finding] = (),
    choices: Choices | None = None,
    chosen: str = "",
    branches: Mapping[str, str] | None = None,
) -> tuple[Step, ...]:
    """The forms, steps first. values: what the case says now. chosen: the form that came back.
    branches: what the parallel branches are called."""
    made = []
    for choice in sorted(found, key=_rank):
        kind = choice.action if choice.kind is EventKind.MEASURE else ""
        if kind in APART:
            continue
        branch = (branches or {}).get(choice.branch, "")
        title = f"{choice.title}（{branch}）" if branch else choice.title
        key = key_of(choice)
        back = key == chosen
        fields = inputs(
            register,
            (*choice.needs, *choice.asks),
            given=given if back else values,
            findings=findings if back else (),
            choices=choices,
            needed=choice.needs,
        )
        assigns = kind == K.ASSIGN
        units = tuple((c.value, c.title) for c in (choices or {}).get(Kind.ORGANISATION, ()))
        made.append(
            Step(
                key, title, fields, choice.kind is not EventKind.STEP, kind == K.EXTEND,
                _("派给哪个单位") if assigns else "", units if assigns else (),
                kind in REASONED or choice.kind is EventKind.DENY, back,
            )
        )  # fmt: skip
    return tuple(made)


def _rank(choice: Choice) -> int:
    """Steps, then what waits for the reader's answer, then what he could do besides."""
    answers = (EventKind.GRANT, EventKind.DENY)
    return 0 if choice.kind is EventKind.STEP else 1 if choice.kind in answers else 2


def act_of(
    request: HttpRequest, found: Iterable[Choice], register: PackRegister, actor: Actor
) -> tuple[Act, Mapping[str, str]]:
    """The act that a form asks for, and its words by field. Conflict when it cannot be done now."""
    wanted = request.POST.get("choice", "")
    choice = next((choice for choice in found if key_of(choice) == wanted), None)
    if choice is None:
        raise Conflict(
            "web.case.step", _("这一步现在不能办。"), _("案件可能已有新进展，请刷新后再看。")
        )
    raw = posted(request, register, (*choice.needs, *choice.asks), actor)
    act = Act(
        kind=choice.kind,
        action=choice.action,
        branch=choice.branch,
        reason=request.POST.get("reason", "").strip()[:2000],
        values={name: words for name, words in raw.items() if words},
        target=whole(request.POST.get("target")),
        amount=whole(request.POST.get("amount")) or 0,
        request=choice.request,
    )
    return act, raw
