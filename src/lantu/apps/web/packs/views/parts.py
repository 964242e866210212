"""What is done to a case beside its steps on pages of its own: merging it, a sub-case, rating the
result, showing sensitive values.

The engine says who may; a form that may not be sent is not shown, and is refused when it is.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.cases.actions import divide, merge, reveal
from lantu.apps.tracking.cases.queries.alike import case_numbered
from lantu.apps.tracking.cases.queries.detail import CaseDetail, case_detail
from lantu.apps.tracking.cases.reporter_actions import rate_case
from lantu.apps.tracking.enabling.snapshots import split
from lantu.apps.web.packs.choosing import choices_for
from lantu.apps.web.packs.inputs import findings_of, inputs, posted, words_of
from lantu.apps.web.packs.subjects import Subject, subject, tabs
from lantu.apps.web.packs.views.case import shown_again
from lantu.apps.web.packs.views.forms import reporting
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.engines.cases.process import MeasureKind
from lantu.engines.registers.fields import Kind, Point
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError

SAME = frozenset({Kind.AREA, Kind.CHOICE, Kind.POINT, Kind.ORGANISATION, Kind.PROJECT_CODE})
"""What a sub-case has from its case, to begin with."""


@page(Permission.STEP_CASE, methods=("POST",))
def merging(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Into one of the proposed cases, or one named by its number."""
    given = request.POST.get("number", "").strip()
    into = case_numbered(actor, given) if given else whole(request.POST.get("into"))
    try:
        if into is None:
            raise Invalid(
                "web.case.merge", _("没有选定并入哪个案件。"), _("请选一个，或填完整的 16 位案号。")
            )
        seen = whole(request.POST.get("version")) or 0
        merge(by=actor, case=pk, seen=seen, into=into, reason=request.POST.get("reason", "")[:500])
    except (Invalid, Conflict, Forbidden) as fault:
        return shown_again(request, actor, pk, fault, merging=True)
    return redirect("case", pk=into)


@page(Permission.STEP_CASE, methods=("GET", "HEAD", "POST"))
def subcase(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The form of a part that somebody else handles; the case cannot be closed before it."""
    upper = case_detail(actor, pk)
    if not any(choice.action == MeasureKind.SUBCASE for choice in upper.choices):
        raise Conflict(
            "web.case.subcase", _("这个案件现在不能设子案。"), _("请看清案件的状态和您的岗位。")
        )
    about = subject(*split(upper.line.process))
    names = [name for name in reporting(about) if _is_open(about, name)]
    given: Mapping[str, str] = _known(upper, about, names)
    fault: LantuError | None = None
    if request.method == "POST":
        try:
            given = posted(request, about.register, names, actor)
            values = {name: words for name, words in given.items() if words}
            seen = whole(request.POST.get("version")) or 0
            made = divide(by=actor, case=pk, seen=seen, process=about.kind, values=values)
        except (Invalid, Conflict, Forbidden) as error:
            fault, given = error, words_of(request, about.register, names, given)
        else:
            return redirect("case", pk=made.case.pk)
    return _form(request, actor, about, upper, names, given, fault)


def _form(
    request: HttpRequest, actor: Actor, about: Subject, upper: CaseDetail, names: list[str],
    given: Mapping[str, str], fault: LantuError | None,
) -> HttpResponse:  # fmt: skip
    fields = inputs(
        about.register, names, given=given, findings=findings_of(fault), choices=choices_for(actor)
    )
    context: dict[str, Any] = {
        "pack": about.pack, "tabs": tabs(about.pack), "of": about.of, "inputs": fields,
        "fault": fault, "title": _("设子案"), "version": upper.line.version,
        "hint": _("“%(case)s”要等这个子案办结才能结案。") % {"case": upper.line.title},
        "send": _("设子案"), "draft": f"subcase-{upper.line.id}",
    }  # fmt: skip
    return render(request, "lantu/packs/form.html", context, status=400 if fault else 200)


def _is_open(about: Subject, name: str) -> bool:
    """Who reported the whole is not asked for once more."""
    return about.register.register.by_name[name].sensitive is None


def _known(upper: CaseDetail, about: Subject, names: list[str]) -> dict[str, str]:
    """What the case already says, as a form would send it."""
    found = {}
    for name in names:
        field, value = about.register.register.by_name[name], upper.case.values.get(name)
        if value is not None and (field.kind in SAME or field.kind is Kind.DATE):
            found[name] = ",".join(map(str, value)) if isinstance(value, Point) else str(value)
    return found


@page(Permission.STEP_CASE, methods=("POST",))
def rate(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Solved or not, and how satisfied; for whoever reported it."""
    solved = {"yes": True, "no": False}.get(request.POST.get("solved", ""))
    try:
        rate_case(
            by=actor, case=pk, seen=whole(request.POST.get("version")) or 0, solved=solved,
            satisfaction=whole(request.POST.get("satisfaction")),
            comment=request.POST.get("comment", ""),
        )  # fmt: skip
    except (Invalid, Conflict, Forbidden) as fault:
        return shown_again(request, actor, pk, fault)
    return redirect("case", pk=pk)


@page(Permission.REVEAL, methods=("POST",))
def revealing(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The sensitive values once, on this answer only; reason and reader are in the trail."""
    detail = case_detail(actor, pk)
    titles = {shown.name: shown.title for shown in detail.values}
    try:
        found = reveal(by=actor, case=pk, reason=request.POST.get("reason", ""))
    except (Invalid, Conflict, Forbidden) as fault:
        return shown_again(request, actor, pk, fault)
    context = {
        "case": detail.line, "reason": request.POST.get("reason", "").strip(),
        "values": [(titles.get(name, name), value) for name, value in found.items()],
    }  # fmt: skip
    answer = render(request, "lantu/packs/revealed.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer
