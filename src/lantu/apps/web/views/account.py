"""Signing in and out, second factor, one's own password, and the switch of language."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_otp import login as verify

from lantu.apps.people.actions import note_sign_in, set_password, sign_out_everywhere
from lantu.apps.people.actor import Actor
from lantu.apps.people.demonstration import ACCOUNTS, PASSWORD, current_code
from lantu.apps.people.models import User
from lantu.apps.people.permissions import Permission
from lantu.apps.people.second_factor_actions import confirm, device_of, enrol
from lantu.apps.web.answers import error_page
from lantu.apps.web.pages import page
from lantu.apps.web.pictures import qr_code
from lantu.kernel.errors import Forbidden, LantuError, Unavailable

BOTH = ("GET", "HEAD", "POST")


@page(Permission.SIGN_IN, methods=BOTH)
def sign_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)
        note_sign_in(by=user.actor(verified=False))
        if user.needs_second_factor() or device_of(user):
            return redirect(f"/second-factor/?next={_next(request)}")
        return redirect(_next(request))
    status = 400 if form.is_bound else 200
    context = {
        "form": form,
        "next": _next(request),
        "why": _why(request),
        "demo_accounts": ACCOUNTS,
        "demo_password": PASSWORD,
    }
    return render(request, "lantu/sign_in.html", context, status=status)


def _why(request: HttpRequest) -> str:
    """Why somebody who was signed in stands here again."""
    minutes = int(settings.IDLE.total_seconds() // 60)
    return {
        "idle": _("%(minutes)s 分钟没有操作，已自动退出。") % {"minutes": minutes},
        "password": _("密码已改。请用新密码登录；其他设备上的登录也已退出。"),
        "everywhere": _("所有设备上的登录都已退出。"),
    }.get(request.GET.get("why", ""), "")


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What django-axes answers after too many wrong passwords."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    error = Unavailable(
        "web.locked_out",
        _("密码连续输错，这个账号暂时锁定。"),
        _("请过 %(minutes)s 分钟再试，或请系统管理员重设密码。") % {"minutes": minutes},
    )
    return error_page(request, error, 429)


@page(Permission.SIGN_IN, methods=BOTH)
def second_factor(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give the code of the moment; the first time, bind the telephone to the account."""
    user = _own(request)
    device = device_of(user)
    waiting = device or enrol(user=user)
    fault = None
    if request.method == "POST":
        try:
            verify(request, confirm(by=actor, user=user, code=request.POST.get("code", "").strip()))
            return redirect(_next(request))
        except LantuError as error:
            fault = error
    context = {
        "fault": fault,
        "next": _next(request),
        "secret": "" if device else waiting.config_url.split("secret=")[1].split("&")[0],
        "picture": "" if device else qr_code(waiting.config_url),
        "code": current_code(user.username) if settings.DEMO else "",
    }
    return render(request, "lantu/second_factor.html", context, status=400 if fault else 200)


@page(Permission.SIGN_IN, methods=BOTH)
def password(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own password; the other sessions end."""
    user = _own(request)
    fault = None
    if request.method == "POST":
        given = request.POST
        try:
            if not user.check_password(given.get("old", "")):
                raise Forbidden("web.password.old", _("原密码不对。"), _("请再试一次。"))
            set_password(by=actor, user=user, password=given.get("new", ""))
            logout(request)
            return redirect(f"{reverse('sign-in')}?why=password")
        except LantuError as error:
            fault = error
    context = {"fault": fault, "user": user}
    return render(request, "lantu/password.html", context, status=400 if fault else 200)


@page(Permission.SIGN_IN, methods=("POST",))
def everywhere(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sign out every session of one's own account."""
    sign_out_everywhere(by=actor, user=_own(request))
    logout(request)
    return redirect(f"{reverse('sign-in')}?why=everywhere")


@page(Permission.SIGN_IN, methods=("POST",))
def sign_out(request: HttpRequest, actor: Actor) -> HttpResponse:
    logout(request)
    return redirect("overview")


@page(Permission.SIGN_IN, methods=("POST",))
def language(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Remember the language in a cookie; an unknown one changes nothing."""
    response = redirect(_next(request))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _own(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Forbidden("web.sign_in", _("请先登录。"), _("登录后再打开这一页。"))
    return request.user


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of ours, or the overview."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"
