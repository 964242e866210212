"""What stands between a visitor and the pages: idle time, rate limits, a password to be changed.

Limits count in the database, so that they hold for all server processes together; so does the
lock-out after wrong passwords.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lantu.apps.people.limits.counting import visits
from lantu.apps.people.models import User
from lantu.apps.web.answers import too_many

Answer = Callable[[HttpRequest], HttpResponse]

LIMITS = {"/sign-in/": 20, "/second-factor/": 20}
"""POSTs a minute from one address; all other forms of a visitor together: `FORMS`."""
FORMS = 60
PROGRAMS = "/api/v1/"
"""Not limited: whoever writes there shows a token, which can be revoked."""
_MINUTE = 60
SEEN = "lantu_seen"
_NOTED_EVERY = timedelta(minutes=1)
FREE = frozenset({"/password/", "/sign-out/", "/language/", "/second-factor/"})
"""Where an account whose password must be changed may still go."""


def idle(get_response: Answer) -> Answer:
    """Signs out an account that has asked for no page for `LANTU_IDLE_MINUTES`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = time.time()
            seen = request.session.get(SEEN, now)
            if now - seen > settings.IDLE.total_seconds():
                logout(request)
                request.lantu_idle = True  # type: ignore[attr-defined]
            elif now - seen >= _NOTED_EVERY.total_seconds() or SEEN not in request.session:
                request.session[SEEN] = now
        return get_response(request)

    return middleware


def limits(get_response: Answer) -> Answer:
    """429 to an address that sends more forms in a minute than a person does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        most = LIMITS.get(request.path)
        by_token = request.path.startswith(PROGRAMS)
        if most is None and not by_token and not request.user.is_authenticated:
            most = FORMS
        if request.method == "POST" and most and _count(request) > most:
            return too_many(request, _MINUTE)
        return get_response(request)

    return middleware


def _count(request: HttpRequest) -> int:
    deed = request.path if request.path in LIMITS else "forms"
    return visits(deed, address_of(request), _MINUTE)


def address_of(request: HttpRequest) -> str:
    """The visitor's address, of IPv6 the network of his line; behind our proxy as that one saw it.

    >>> from django.test import RequestFactory
    >>> address_of(RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6"))
    '2001:db8:1:2::/64'
    """
    given = str(request.META.get("REMOTE_ADDR", ""))
    if settings.HTTPS:
        given = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    try:
        address = ip_address(given)
    except ValueError:
        return given
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else given


def must_change(get_response: Answer) -> Answer:
    """An account whose password somebody else has set comes no further than changing it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        held = isinstance(user, User) and user.must_change and request.path not in FREE
        return redirect("password") if held else get_response(request)

    return middleware
