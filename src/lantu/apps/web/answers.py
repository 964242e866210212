"""Errors as pages: one table from the families of errors to HTTP, and Django's own cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError, NotFound, Unavailable

STATUS: dict[type[LantuError], int] = {
    Invalid: 400,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
}


def answer(request: HttpRequest, error: LantuError) -> HttpResponse:
    """The page that says what happened and what to do."""
    status = next((code for family, code in STATUS.items() if isinstance(error, family)), 500)
    return render(request, "lantu/error.html", {"error": error, "status": status}, status=status)


def not_this_way(request: HttpRequest, allowed: tuple[str, ...]) -> HttpResponse:
    """405: an address that only forms lead to was opened as a page."""
    error = Invalid("web.method", _("这个地址不能直接打开。"), _("请返回上一页，用页面上的按钮。"))
    response = render(request, "lantu/error.html", {"error": error, "status": 405}, status=405)
    response.headers["Allow"] = ", ".join(allowed)
    return response


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: forms faster than a person fills them in."""
    error = Unavailable("web.too_many", _("提交得太快了。"), _("请等一分钟再试。"))
    response = render(request, "lantu/error.html", {"error": error, "status": 429}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 404: no such address."""
    return answer(
        request,
        NotFound("web.address", _("没有这个网页。"), _("请检查网址，或从上方的导航进入。")),
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's 400: a request that no browser sends by itself."""
    return answer(request, Invalid("web.request", _("请求不能理解。"), _("请返回上一页再试。")))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or that came from elsewhere."""
    return answer(
        request,
        Forbidden("web.form", _("这张表单已过期。"), _("请返回上一页，刷新后重新提交。")),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Django's 500: our fault. Needs nothing but the template."""
    return render(request, "lantu/broken.html", status=500)
