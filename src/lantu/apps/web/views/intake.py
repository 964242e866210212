"""Registering a plan in the browser: send a document, look at what was read in it, confirm.

Nothing is written to the registry before the confirmation; a document that cannot be read is not
even kept.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lantu.apps.people.actor import Actor
from lantu.apps.people.asking import status_of
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.actions import register_document
from lantu.apps.registry.deciding import Decided
from lantu.apps.registry.documents import Upload, discard, held, hold
from lantu.apps.registry.models import Plan, PlanVersion
from lantu.apps.registry.queries.plans import plan_of
from lantu.apps.registry.queries.preview import preview
from lantu.apps.registry.reading import area_of, area_register, read_plan
from lantu.apps.registry.words import PlanKind, PromiseKind, VersionStatus
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import one_of, page
from lantu.engines.plan.package import Package, Period
from lantu.engines.plan.readers.refusals import MOST_BYTES, refuse
from lantu.kernel.errors import Invalid, LantuError

BOTH = ("GET", "HEAD", "POST")
NEW = ""
"""The value of a choice that means a plan of its own."""


@page(Permission.LOAD_VERSION, methods=BOTH)
def send(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a document, or say why it cannot be used."""
    if request.method != "POST":
        return render(request, "lantu/intake.html")
    try:
        name, data = _document(request.FILES.get("document"))
        digest = hold(data, read_plan(name, data, area_register()))
    except LantuError as error:
        context = {"fault": error, "name": _name(request.FILES.get("document"))}
        return render(request, "lantu/intake.html", context, status=status_of(error))
    return redirect("confirm-document", digest=digest)


def _name(sent: object) -> str:
    return (sent.name or "") if isinstance(sent, UploadedFile) else ""


def _document(sent: object) -> tuple[str, bytes]:
    if not isinstance(sent, UploadedFile):
        raise Invalid(
            "web.intake.missing", "没有选择文件。", "请选择规划正文（.docx、.txt、.html 或 .md）。"
        )
    if (sent.size or 0) > MOST_BYTES:
        refuse("too_large")
    return _name(sent)[:255], sent.read()


@page(Permission.LOAD_VERSION, methods=BOTH)
def confirm(request: HttpRequest, actor: Actor, digest: str) -> HttpResponse:
    """Show what was read; on POST, register it as the form says, or forget it."""
    upload = held(digest)
    fault: LantuError | None = None
    if request.method == "POST":
        if request.POST.get("act") == "discard":
            discard(digest)
            return redirect("send-document")
        try:
            version = _register(actor, upload, request.POST)
        except LantuError as error:
            fault = error
        else:
            discard(digest)
            page_name = "matches" if version.number > 1 else "living-plan"
            return redirect(page_name, key=version.plan.key, number=version.number)
    found = preview(actor, upload.package)
    context = {
        "upload": upload,
        "package": upload.package,
        "preview": found,
        "entered": request.POST if fault else _proposed(upload.package, found.plan, found.upper),
        "fault": fault,
        "kinds": PlanKind,
        "promise_kinds": [kind for kind in PromiseKind if kind in found.kinds],
        "statuses": VersionStatus,
    }
    return render(request, "lantu/confirm.html", context, status=status_of(fault) if fault else 200)


def _proposed(package: Package, plan: str, upper: str) -> dict[str, object]:
    return {
        "plan": plan,
        "upper": upper,
        "title": package.title or package.source.name,
        "kind": package.kind,
        "first_year": package.period.first_year if package.period else "",
        "last_year": package.period.last_year if package.period else "",
        "status": package.status or VersionStatus.DRAFT,
        "document_number": package.document_number or "",
        "adopted_on": package.adopted_on or "",
    }


def _register(actor: Actor, upload: Upload, entered: Mapping[str, str]) -> PlanVersion:
    key, upper = entered.get("plan", NEW), entered.get("upper", NEW)
    plan = plan_of(actor, key) if key else None
    if plan and entered.get("other_area") != key:
        _must_be_of_the_area(package=upload.package, plan=plan)
    return register_document(
        by=actor,
        package=upload.package,
        document=upload.data,
        decided=Decided(
            VersionStatus(one_of(entered.get("status"), VersionStatus.values) or "draft"),
            entered.get("document_number", "").strip(),
            entered.get("adopted_on", "").strip(),
        ),
        plan=plan,
        named=_named(upload.package, entered),
        area=area_of(upload.package),
        upper=plan_of(actor, upper) if upper else None,
    )


def _must_be_of_the_area(package: Package, plan: Plan) -> None:
    """Invalid when the document names another area than the plan; sent again, it is meant so."""
    said, registered = package.area_name, plan.area_name
    if said and registered and said != registered:
        raise Invalid(
            "web.intake.area",
            f"正文写的是{said}，所选的是{registered}的规划。",
            "请改选“新的规划”；区划更名等确属同一规划的，再点一次“确认登记”。",
        )


def _named(package: Package, entered: Mapping[str, str]) -> Package:
    """The package as the form calls it."""
    years = [entered.get(name, "").strip() for name in ("first_year", "last_year")]
    first, last = map(whole, years)
    if any(years) and not (first and last and 1949 <= first <= last <= 2200):
        raise Invalid(
            "web.intake.period",
            "规划期不能用。",
            "请填起止年份，例如 2026 和 2030；不知道的都不填。",
        )
    return replace(
        package,
        title=entered.get("title", "").strip() or package.title,
        kind=one_of(entered.get("kind"), PlanKind.values) or package.kind,
        period=Period(first, last) if first and last else None,
    )
