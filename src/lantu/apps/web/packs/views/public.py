"""For residents without an account: report, receipt, follow, say how it went, have it reopened.

The follow-up code travels in forms only, never in an address. Each visitor's address is held to
`PUBLIC_LIMIT`, counted for all processes together.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.limits.counting import visits
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.words import Status
from lantu.apps.tracking.cases import public
from lantu.apps.tracking.cases.public import PUBLIC_LIMIT, PublicCase
from lantu.apps.tracking.enabling.offering import asked_outside, known_outside
from lantu.apps.web.answers import too_many
from lantu.apps.web.frame import today
from lantu.apps.web.guarding import address_of
from lantu.apps.web.packs.choosing import communities
from lantu.apps.web.packs.inputs import findings_of, inputs, posted, words_of
from lantu.apps.web.packs.rows import ratings
from lantu.apps.web.packs.subjects import Subject, declared, subject
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.engines.cases.case import Outcome
from lantu.kernel.errors import Invalid, LantuError, NotFound
from lantu.packs.words import PageKind

BOTH = ("GET", "HEAD", "POST")
_HOUR, _DAY = 3600, 86_400


@page(Permission.READ_PLANS, methods=BOTH)
def report(request: HttpRequest, actor: Actor, pack: str, of: str) -> HttpResponse:
    """The public form; NotFound where the pack has no public page."""
    about = subject(pack, of)
    if about.process is None or declared(about.pack, PageKind.PUBLIC, about.of) is None:
        raise NotFound(
            "web.public.closed", _("这里不接受公众上报。"), _("请拨打 12345 或到社区反映。")
        )
    names, fault = _asked(about), None
    given: Mapping[str, str] = {}
    read: Mapping[str, str] = {}
    if request.method == "POST":
        if _over(request, "report"):
            return too_many(request, _HOUR)
        try:
            read = posted(request, about.register, names, SYSTEM)
            kept = public.report(process=about.kind, values=_values(about, read))
        except Invalid as error:
            fault, given = error, words_of(request, about.register, names, read)
        else:
            sent = {"number": kept.number, "code": kept.code, "draft": _draft(about)}
            return render(request, "lantu/packs/receipt.html", sent, status=201)
    fields = inputs(
        about.register, names, given=given, findings=findings_of(fault), choices=communities()
    )
    context = {
        "title": _("反映问题"), "hint": about.pack.title, "inputs": fields, "fault": fault,
        "draft": _draft(about), "send": _("提交"), "privacy": _privacy(about),
    }  # fmt: skip
    return render(request, "lantu/packs/form.html", context, status=400 if fault else 200)


def _draft(about: Subject) -> str:
    return f"public-{about.kind}"


def _asked(about: Subject) -> tuple[str, ...]:
    """What a resident is asked: neither the day nor the source, which are known."""
    assert about.process is not None  # the view has seen to it
    return asked_outside(about.register, about.process)


def _values(about: Subject, given: Mapping[str, str]) -> dict[str, object]:
    assert about.process is not None  # the view has seen to it
    known = known_outside(about.register, about.process, today().isoformat())
    return {name: words for name, words in given.items() if words} | known


def _privacy(about: Subject) -> str:
    purpose = about.register.register.purpose
    if not purpose:
        return ""
    words = _("姓名和电话可以不填；填写的只用于%(purpose)s，公开的内容不含这些。")
    return words % {"purpose": purpose.rstrip("。").replace("；", "，")}


def _over(request: HttpRequest, what: str) -> bool:
    """Whether this address has done it too often within the hour or the day."""
    limit, who = PUBLIC_LIMIT[what], address_of(request)
    spans = ((_HOUR, limit.per_hour), (_DAY, limit.per_day))
    return sum(visits(f"public.{what}.{span}", who, span) > most for span, most in spans) > 0


@page(Permission.READ_PLANS, methods=BOTH)
def follow(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Asks for the code, and shows its case."""
    if request.method != "POST":
        return render(request, "lantu/packs/follow.html", {})
    return _followed(request)


@page(Permission.READ_PLANS, methods=("POST",))
def rate(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Solved or not, and how satisfied."""
    solved = {"yes": True, "no": False}.get(request.POST.get("solved", ""))
    stars = whole(request.POST.get("satisfaction"))
    comment = request.POST.get("comment", "")
    return _followed(
        request,
        lambda code: public.give_feedback(
            code=code, solved=solved, satisfaction=stars, comment=comment
        ),
    )


@page(Permission.READ_PLANS, methods=("POST",))
def reopen(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Closed is not solved."""
    reason = request.POST.get("reason", "")
    return _followed(request, lambda code: public.reopen(code=code, reason=reason))


@page(Permission.READ_PLANS, methods=("POST",))
def urge(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _followed(request, lambda code: public.urge(code=code))


def _followed(request: HttpRequest, act: Any = None) -> HttpResponse:
    """The case of the posted code, after `act` when there is one."""
    if _over(request, "follow"):
        return too_many(request, _HOUR)
    code = request.POST.get("code", "")[:60]
    fault: LantuError | None = None
    case: PublicCase | None
    try:
        public.follow(code)
        if act is not None:
            act(code)
        case = public.follow(code)
    except LantuError as error:
        fault = error
        case = None if isinstance(error, NotFound) else public.follow(code)
    context = {"code": code, "fault": fault, "case": case, "done": act is not None and not fault}
    status = 200 if fault is None else 404 if case is None else 409
    shown = context | (_case(case) if case else {})
    return render(request, "lantu/packs/follow.html", shown, status=status)


def _case(case: PublicCase) -> dict[str, Any]:
    closed = case.outcome == Outcome.CLOSED.label
    ended = Status.DONE if closed else Status.TERMINATED
    return {
        "status": (ended if case.outcome else Status.UNDER_WAY).value,
        "state": case.outcome or case.state,
        "timeline": [
            {"at": at, "did": did, "status": Status.DONE.value} for at, did in reversed(case.steps)
        ],
        "facts": [{"title": t, "words": w} for t, w in case.values],
        "may_rate": "feedback" in case.may,
        "may_reopen": "reopen" in case.may,
        "may_urge": "urge" in case.may,
        "ratings": ratings(),
    }  # fmt: skip
