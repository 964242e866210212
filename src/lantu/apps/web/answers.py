"""Errors as pages: one table from the families of errors to HTTP, and Django's own cases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lantu.apps.people.asking import status_of
from lantu.kernel.errors import Forbidden, Invalid, LantuError, NotFound, Unavailable

SAID = (
    gettext_noop("没有这个规划版本。"),
    gettext_noop("请检查网址，或从规划清单进入；草案须登录后查看。"),
    gettext_noop("没有这个规划。"),
    gettext_noop("请从规划清单进入。"),
    gettext_noop("还没有可以上墙的规划。"),
    gettext_noop("请先登记一份规划，或登录。"),
    gettext_noop("这个版本里没有这项承诺。"),
    gettext_noop("请从承诺清册中查找；它可能在别的版本里。"),
    gettext_noop("没有这一条比对。"),
    gettext_noop("这一条已有人确认。"),
    gettext_noop("请刷新页面再看。"),
    gettext_noop("请先撤销其责任单位和状态，再作确认。"),
    gettext_noop("请换一个有此权限的账号登录，或请安全管理员核对您的角色。"),
    gettext_noop("须用自己的账号办理。"),
    gettext_noop("请登录后再试。"),
    gettext_noop("没有这个账号。"),
    gettext_noop("请从账号清单进入。"),
    gettext_noop("没有这个文件。"),
    gettext_noop("请从引用它的页面进入。"),
    gettext_noop("没有这份待登记的文件。"),
    gettext_noop("它可能已经登记，或上传后超过七天没有确认；请重新上传。"),
    gettext_noop("没有选择文件。"),
    gettext_noop("请选择规划正文（.docx、.txt、.html 或 .md）。"),
    gettext_noop("没有选中校核意见。"),
    gettext_noop("请返回勾选要处理的意见，再点按钮。"),
    gettext_noop("没有写不采纳的理由。"),
    gettext_noop("请返回写一句理由，再点不采纳。"),
    gettext_noop("没有写明决定的文件或理由。"),
    gettext_noop("请填写文件名称或文号、日期和理由。"),
    gettext_noop("这一版没有保存原文件。"),
    gettext_noop("请刷新页面，选中后再确认。"),
    gettext_noop("动态口令不对。"),
    gettext_noop("刚才输错过，现在还不能输入。"),
    gettext_noop("密码不合要求。"),
)
"""What errors below say to readers of pages, for the catalogue; `answer` puts it into English."""


def answer(request: HttpRequest, error: LantuError) -> HttpResponse:
    """The page that says what happened and what to do."""
    return error_page(request, error, status_of(error))


def error_page(request: HttpRequest, error: LantuError, status: int) -> HttpResponse:
    """What happened and what to do, in the visitor's language as far as the catalogue knows it."""
    context = {
        "status": status,
        "code": error.code,
        "title": _(error.title),
        "detail": _(error.detail) if error.detail else "",
    }
    return render(request, "lantu/error.html", context, status=status)


def not_this_way(request: HttpRequest, allowed: tuple[str, ...]) -> HttpResponse:
    """405: an address that only forms lead to was opened as a page."""
    error = Invalid("web.method", _("这个地址不能直接打开。"), _("请返回上一页，用页面上的按钮。"))
    response = error_page(request, error, 405)
    response.headers["Allow"] = ", ".join(allowed)
    return response


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: forms faster than a person fills them in. seconds: the span that is counted."""
    if seconds > 60:
        detail = _(
            "同一个网络来的提交太多了。填的内容还在这台设备上，请过一小时再试，或拨打 12345。"
        )
    else:
        detail = _("请等一分钟再试。")
    error = Unavailable("web.too_many", _("提交得太快了。"), detail)
    response = error_page(request, error, 429)
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
