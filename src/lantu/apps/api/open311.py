"""Open311 GeoReport v2 under /open311/v2/, over the public cases of every pack that takes reports.

Service codes are categories of the cases; what is shown is what the pack marks as public. Reading
is for everybody; a report needs an api_key, which is an interface token. Positions are WGS-84.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from lantu.apps.api.open311_cases import definition_of, open_from, service_of, services, shown
from lantu.apps.people.permissions import Permission
from lantu.apps.people.token_actions import token_actor
from lantu.apps.tracking.cases.queries.published import (
    Wanted,
    published,
    published_case,
    steps_between,
)
from lantu.apps.tracking.moments import moment
from lantu.formats import open311
from lantu.formats.open311 import Error, Form, Receipt, Shape, Token, Update
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError, NotFound, Unavailable

STATUS = {Invalid: 400, Forbidden: 403, NotFound: 404, Conflict: 409, Unavailable: 503}
PROCESS = "grid_governance.handling"
"""The process whose cases are offered: the standard has one list of requests for a jurisdiction."""

View = Callable[..., tuple[Shape, list[Any]] | HttpResponse]


def answered(
    permission: Permission, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[View], Callable[..., HttpResponse]]:
    """A view that gives its list in the asked form; errors leave in the same form."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, form: str, **parts: Any) -> HttpResponse:
            written = Form(form)
            try:
                if request.method not in methods:
                    return _written(Shape.ERRORS, [_wrong_method()], written, 405)
                found = view(request, form=written, **parts)
            except LantuError as error:
                status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
                fault = Error(code=status, description=str(error))
                return _written(Shape.ERRORS, [fault], written, status)
            if isinstance(found, HttpResponse):
                return found
            status = 201 if request.method == "POST" else 200
            return _written(*found, written, status)

        marked = csrf_exempt(guarded)
        marked.permission = permission  # type: ignore[attr-defined]
        return marked

    return decorate


def _wrong_method() -> Error:
    return Error(code=405, description="这个地址不接受这种请求。")


def _written(shape: Shape, entries: list[Any], form: Form, status: int) -> HttpResponse:
    body = open311.write(shape, entries, form)
    response = HttpResponse(body, content_type=form.media_type, status=status)
    if status < 400:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@answered(Permission.READ_PLANS)
def service_list(request: HttpRequest, form: Form) -> tuple[Shape, list[Any]]:
    return Shape.SERVICES, list(services(PROCESS))


@answered(Permission.READ_PLANS)
def service_definition(request: HttpRequest, form: Form, code: str) -> HttpResponse:
    body = open311.write_definition(definition_of(PROCESS, code), form)
    return HttpResponse(body, content_type=form.media_type)


@answered(Permission.READ_PLANS, methods=("GET", "HEAD", "POST"))
def requests(request: HttpRequest, form: Form) -> tuple[Shape, list[Any]]:
    """GET lists, newest first; POST reports."""
    if request.method == "POST":
        return _report(request)
    asked = open311.read_query(request.GET.dict(), moment())
    opened = {"open": True, "closed": False}
    statuses = set(asked.statuses)
    wanted = Wanted(
        process=PROCESS,
        numbers=asked.numbers,
        categories=tuple(service_of(PROCESS, code) for code in asked.services),
        open=opened[statuses.pop()] if len(statuses) == 1 else None,
        since=asked.start,
        until=asked.end,
    )
    start = (asked.page - 1) * asked.page_size
    found = published(wanted, start=start, size=asked.page_size)
    return Shape.REQUESTS, [shown(case) for case in found]


def _report(request: HttpRequest) -> tuple[Shape, list[Any]]:
    key = request.POST.get("api_key") or request.GET.get("api_key") or ""
    actor = token_actor(key) if key else None
    if actor is None:
        raise Forbidden(
            "open311.key", "api_key 没有给出，或已失效。", "请向本单位管理员索取接口令牌。"
        )
    given = open311.read_submission(request.POST.dict())
    attributes = open311.read_attributes(dict(request.POST.lists()))
    case = open_from(actor, PROCESS, given, attributes)
    notice = "已受理，请凭编号查询进展。"
    return Shape.REQUESTS, [Receipt(service_request_id=case.number, service_notice=notice)]


@answered(Permission.READ_PLANS)
def one_request(request: HttpRequest, form: Form, number: str) -> tuple[Shape, list[Any]]:
    return Shape.REQUESTS, [shown(published_case(PROCESS, number))]


@answered(Permission.READ_PLANS)
def token(request: HttpRequest, form: Form, token: str) -> tuple[Shape, list[Any]]:
    """Numbers are given at once here, so that a token is the number itself."""
    found = published_case(PROCESS, token)
    return Shape.REQUESTS, [Token(service_request_id=found.number, token=token)]


@answered(Permission.READ_PLANS)
def updates(request: HttpRequest, form: Form) -> tuple[Shape, list[Any]]:
    """Steps of public cases in a span of time, for those who keep a copy."""
    asked = open311.read_query(request.GET.dict(), moment())
    return Shape.UPDATES, [
        Update(
            update_id=str(step.id),
            service_request_id=step.number,
            status="closed" if step.outcome else "open",
            updated_datetime=timezone.localtime(step.at),
            description=step.did,
        )
        for step in steps_between(PROCESS, asked.start, asked.end)
    ]


@answered(Permission.READ_PLANS)
def discovery(request: HttpRequest, form: Form) -> HttpResponse:
    """Where the interface is, for programs that know the host alone."""
    address = request.build_absolute_uri("/open311/v2/")
    kind = "test" if settings.DEMO else "production"
    body = open311.write_discovery(address, kind, form)
    return HttpResponse(body, content_type=form.media_type)
