"""One instruction: the words, the paper, what happened, and the actor's step."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantu.apps.people.actor import Actor
from lantu.apps.people.asking import status_of
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.instructions import actions
from lantu.apps.tracking.instructions.giving import leader_behind, limits
from lantu.apps.tracking.instructions.queries import InstructionDetail, instruction_detail
from lantu.apps.tracking.instructions.words import InstructionState
from lantu.apps.web.instructions.inputs import kept_files, until_of
from lantu.apps.web.instructions.rows import mark_of, row_of
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError


@page(Permission.READ_INSTRUCTIONS)
def instruction_page(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    found = instruction_detail(actor, pk)
    return render(request, "lantu/instructions/detail.html", _context(found))


@page(Permission.REPLY_INSTRUCTION, methods=("POST",))
def answer(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What the lead unit, or one that helps, has done."""
    assists = request.POST.get("deed") == "assist"

    def do() -> None:
        act = actions.assist if assists else actions.reply
        act(
            by=actor, instruction=pk, seen=_version(request), text=request.POST.get("text", ""),
            files=kept_files(request, actor, "file"),
        )  # fmt: skip

    return _done(request, actor, pk, do)


@page(Permission.GIVE_INSTRUCTION, methods=("POST",))
def decide(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """What the leader, or the secretary for him, decides."""
    deed = one_of(request.POST.get("deed"), ("accept", "return", "urge", "withdraw"))

    def do() -> None:
        found = instruction_detail(actor, pk)
        behind = leader_behind(actor, found.for_whom) if found.for_whom else None
        text = request.POST.get("text", "")
        rest: dict[str, Any] = {
            "by": actor, "on_behalf_of": behind, "instruction": pk, "seen": _version(request),
        }  # fmt: skip
        if deed == "accept":
            actions.accept(**rest, text=text)
        elif deed == "return":
            actions.send_back(**rest, reason=text, until=until_of(request))
        elif deed == "urge":
            actions.urge(**rest, text=text)
        elif deed == "withdraw":
            actions.withdraw(**rest, reason=text)

    return _done(request, actor, pk, do)


def _version(request: HttpRequest) -> int:
    return whole(request.POST.get("version")) or 0


def _done(request: HttpRequest, actor: Actor, pk: int, do: Callable[[], None]) -> HttpResponse:
    """Back to the page, or the page again with what is wrong and what was typed."""
    try:
        do()
    except (Invalid, Conflict, Forbidden) as fault:
        context = _context(instruction_detail(actor, pk), request.POST, fault)
        template = "lantu/instructions/detail.html"
        return render(request, template, context, status=status_of(fault))
    return redirect("instruction", pk=pk)


def _context(
    found: InstructionDetail,
    entered: Mapping[str, str] | None = None,
    fault: LantuError | None = None,
) -> dict[str, Any]:
    return {
        "found": found,
        "row": row_of(found.line),
        "line": found.line,
        "timeline": [(step, mark_of(step.kind)) for step in reversed(found.steps)],
        "replied": found.line.state is InstructionState.REPLIED,
        "limits": limits(),
        "entered": entered or {},
        "fault": fault,
    }
