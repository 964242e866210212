"""What pages and endpoints share about a request: who asks, and which HTTP status an error has.

Each edge says errors in its own form; the table from the families to HTTP stands here once.
"""

from django.http import HttpRequest

from lantu.apps.people.actor import PUBLIC, Actor
from lantu.apps.people.models import User
from lantu.kernel.errors import Conflict, Forbidden, Invalid, LantuError, NotFound, Unavailable

STATUS: dict[type[LantuError], int] = {
    Invalid: 400,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
}


def status_of(error: LantuError) -> int:
    """The HTTP status of the error's family."""
    return next((code for family, code in STATUS.items() if isinstance(error, family)), 500)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks by the session's account, else the public; made once per request."""
    known = getattr(request, "lantu_actor", None)
    if isinstance(known, Actor):
        return known
    user = getattr(request, "user", None)
    actor = user.actor(_verified(user)) if isinstance(user, User) else PUBLIC
    request.lantu_actor = actor  # type: ignore[attr-defined]
    return actor


def _verified(user: User) -> bool:
    """Whether django-otp has seen a second factor in this session."""
    return bool(user.is_verified())  # type: ignore[attr-defined]
