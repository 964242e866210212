"""What makes a function a page: it declares the permission that it needs.

    @page(Permission.READ_PLANS)
    def plans(request, actor): ...

Every route is made this way (a test walks them all). The public is asked to sign in where it lacks
the permission, an administrator for the second factor; others get the page that says so.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from lantu.apps.people.asking import actor_of
from lantu.apps.people.models import User
from lantu.apps.people.permissions import Permission
from lantu.apps.web.answers import not_this_way

View = Callable[..., HttpResponseBase]


def page(
    permission: Permission, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[View], View]:
    """The decorated view takes (request, actor, …)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            if request.method not in methods:
                return not_this_way(request, methods)
            actor = actor_of(request)
            if actor.user is None and not actor.may(permission):
                return _to_sign_in(request)
            if not actor.may(permission) and _sleeps(request, permission):
                return redirect(_with_next("second-factor", request))
            actor.must(permission)
            return view(request, actor, **parts)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _sleeps(request: HttpRequest, permission: Permission) -> bool:
    """Whether only the second factor is missing: an administrator's roles sleep without it."""
    user = getattr(request, "user", None)
    return isinstance(user, User) and user.actor().may(permission)


def _with_next(name: str, request: HttpRequest) -> str:
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """With a word why, when the session has just ended by itself."""
    why = "&why=idle" if getattr(request, "lantu_idle", False) else ""
    return redirect(_with_next("sign-in", request) + why)


def number(given: str | None) -> int | None:
    """A whole number from a query string; None when it is none."""
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 10 else None


def one_of(given: str | None, known: object) -> str:
    """`given` when it is one of the known words, else ""."""
    return given if given and given in known else ""  # type: ignore[operator]
