"""Errors as problem+json (RFC 9457): one table from the families of errors to HTTP."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from lantu.apps.people.asking import status_of
from lantu.kernel.errors import LantuError


class Problem(Schema):
    """type: the stable code, documented in docs/reference/codes.md. detail: what to do."""

    type: str
    title: str
    status: int
    detail: str


PROBLEM_TYPE = "application/problem+json"


class Interface(NinjaAPI):
    """Its document says that errors are problems, which Ninja cannot be told."""

    def get_openapi_schema(self, **more: Any) -> Any:
        document = super().get_openapi_schema(**more)
        for path in document["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {PROBLEM_TYPE: answer["content"]["application/json"]}
        return document


def problem(
    api: NinjaAPI, request: HttpRequest, status: int, code: str, title: str, detail: str
) -> HttpResponse:
    body = {"type": code, "title": title, "status": status, "detail": detail}
    response = api.create_response(request, body, status=status)
    response.headers["Content-Type"] = PROBLEM_TYPE
    return response


def install(api: NinjaAPI) -> None:
    """Every error of `api` leaves as a problem."""

    def lantu(request: HttpRequest, error: Any) -> HttpResponse:
        status = status_of(error)
        return problem(api, request, status, error.code, error.title, error.detail)

    def unprocessable(request: HttpRequest, error: Any) -> HttpResponse:
        words = "；".join(
            f"{'.'.join(map(str, entry['loc'][1:]))}：{entry['msg']}" for entry in error.errors
        )
        return problem(api, request, 422, "api.request", "请求的参数不对。", words)

    def http(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(api, request, error.status_code, "api.request", "请求不能理解。", str(error))

    api.add_exception_handler(LantuError, lantu)
    api.add_exception_handler(ValidationError, unprocessable)
    api.add_exception_handler(HttpError, http)
