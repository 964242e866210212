"""Signing in and out, and the switch of language."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from lantu.apps.people.actions import note_sign_in
from lantu.apps.people.actor import Actor
from lantu.apps.people.demonstration import ACCOUNTS, PASSWORD
from lantu.apps.people.permissions import Permission
from lantu.apps.web.pages import page

BOTH = ("GET", "HEAD", "POST")


@page(Permission.SIGN_IN, methods=BOTH)
def sign_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)
        note_sign_in(by=user.actor())
        return redirect(_next(request))
    status = 400 if form.is_bound else 200
    context = {
        "form": form,
        "next": _next(request),
        "demo_accounts": [(name, role.label) for name, role in ACCOUNTS],
        "demo_password": PASSWORD,
    }
    return render(request, "lantu/sign_in.html", context, status=status)


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


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of ours, or the overview."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"
