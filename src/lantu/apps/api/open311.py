"""Open311 GeoReport v2 under /open311/v2/, over the public cases of every pack that takes reports.

Service codes are categories of the cases; what is shown is what the pack marks as public. Reading
is for everybody; a report needs an api_key, which is an interface token. A jurisdiction is an area
by its code. Positions are WGS-84.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from lantu.apps.api.open311_cases import open_from, shower
from lantu.apps.api.open311_services import (
    definition,
    jurisdiction_path,
    service,
    services,
    wanted,
)
from lantu.apps.people.permissions import Permission
from lantu.apps.people.token_actions import token_actor
from lantu.apps.tracking.cases.queries.published import (
    Published,
    published,
    published_case,
    published_photo,
    steps_between,
)
from lantu.apps.tracking.moments import moment
from lantu.formats import open311
from lantu.formats.open311 import Error, Form, Receipt, Request, Shape, Token, Update
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError, NotFound, Unavailable

STATUS = {Invalid: 400, Forbidden: 403, NotFound: 404, Conflict: 409, Unavailable: 503}
OPEN = {"Access-Control-Allow-Origin": "*"}
"""What everybody may read, other sites' pages may read."""
SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=300",
}

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
        for name, value in OPEN.items():
            response.headers[name] = value
    return response


@answered(Permission.READ_PLANS)
def service_list(request: HttpRequest, form: Form) -> tuple[Shape, list[Any]]:
    jurisdiction_path(_jurisdiction(request))
    return Shape.SERVICES, list(services())


@answered(Permission.READ_PLANS)
def service_definition(request: HttpRequest, form: Form, code: str) -> HttpResponse:
    jurisdiction_path(_jurisdiction(request))
    body = open311.write_definition(definition(code), form)
    return HttpResponse(body, content_type=form.media_type, headers=OPEN)


@answered(Permission.READ_PLANS, methods=("GET", "HEAD", "POST"))
def requests(request: HttpRequest, form: Form) -> tuple[Shape, list[Any]]:
    """GET lists, newest first; POST reports."""
    if request.method == "POST":
        return _report(request)
    asked = open311.read_query(request.GET.dict(), moment())
    opened = {"open": True, "closed": False}
    statuses = set(asked.statuses)
    chosen = replace(
        wanted(_jurisdiction(request), asked.services),
        numbers=asked.numbers,
        open=opened[statuses.pop()] if len(statuses) == 1 else None,
        since=asked.start,
        until=asked.end,
    )
    start = (asked.page - 1) * asked.page_size
    found = published(chosen, start=start, size=asked.page_size)
    return Shape.REQUESTS, list(map(_shower(request, form), found))


def _report(request: HttpRequest) -> tuple[Shape, list[Any]]:
    key = request.POST.get("api_key") or request.GET.get("api_key") or ""
    actor = token_actor(key) if key else None
    if actor is None:
        raise Forbidden(
            "open311.key", "api_key 没有给出，或已失效。", "请向本单位管理员索取接口令牌。"
        )
    given = open311.read_submission(request.POST.dict())
    jurisdiction_path(given.jurisdiction_id)
    attributes = open311.read_attributes(dict(request.POST.lists()))
    media = [file for name in ("media", "media[]") for file in request.FILES.getlist(name)]
    case = open_from(actor, service(given.service_code), given, attributes, media)
    notice = "已收到，请凭编号查询进展。"
    if given.media_url:
        notice += "media_url 的图片没有抓取，请用 media 上传。"
    return Shape.REQUESTS, [Receipt(service_request_id=case.number, service_notice=notice)]


def _jurisdiction(request: HttpRequest) -> str:
    return request.GET.get("jurisdiction_id", "").strip()


def _shower(request: HttpRequest, form: Form) -> Callable[[Published], Request]:
    def media(number: str) -> str:
        address = reverse("open311-media", args=[number, 1])
        return request.build_absolute_uri(address)

    return shower(media)


@answered(Permission.READ_PLANS)
def one_request(request: HttpRequest, form: Form, number: str) -> tuple[Shape, list[Any]]:
    found = published_case(wanted(_jurisdiction(request)), number)
    return Shape.REQUESTS, [_shower(request, form)(found)]


def media(request: HttpRequest, number: str, place: int) -> HttpResponseBase:
    """A public picture, without what the camera wrote into it; 404 for any other."""
    try:
        path = published_photo(wanted(""), number, place)
    except LantuError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=404)
    return FileResponse(path.open("rb"), content_type="image/jpeg", headers=OPEN | SAFE)


media.permission = Permission.READ_PLANS  # type: ignore[attr-defined]


@answered(Permission.READ_PLANS)
def token(request: HttpRequest, form: Form, token: str) -> tuple[Shape, list[Any]]:
    """Numbers are given at once here, so that a token is the number itself."""
    found = published_case(wanted(_jurisdiction(request)), token)
    return Shape.REQUESTS, [Token(service_request_id=found.number, token=token)]


@answered(Permission.READ_PLANS)
def updates(request: HttpRequest, form: Form) -> tuple[Shape, list[Any]]:
    """Steps of public cases in a span of time, for those who keep a copy."""
    asked = open311.read_query(request.GET.dict(), moment())
    chosen = wanted(_jurisdiction(request), asked.services)
    return Shape.UPDATES, [
        Update(
            update_id=str(step.id),
            service_request_id=step.number,
            status="closed" if step.outcome else "open",
            updated_datetime=timezone.localtime(step.at),
            description=step.did,
        )
        for step in steps_between(chosen, asked.start, asked.end)
    ]


@answered(Permission.READ_PLANS)
def discovery(request: HttpRequest, form: Form) -> HttpResponse:
    """Where the interface is, for programs that know the host alone."""
    address = request.build_absolute_uri("/open311/v2/")
    kind = "test" if settings.DEMO else "production"
    body = open311.write_discovery(address, kind, form)
    return HttpResponse(body, content_type=form.media_type, headers=OPEN)
