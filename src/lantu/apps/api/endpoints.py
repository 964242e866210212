"""What makes a function an endpoint: it declares the permission that it needs.

    @api.get("/plans", response=...)
    @endpoint(Permission.READ_PLANS)
    def plans(request): actor = actor_of(request)

Who asks: a bearer token, else the session's account, else the public. Writes need a token, so that
no page of another site can send them with a visitor's cookie.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest

from lantu.apps.people import asking
from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.people.token_actions import token_actor
from lantu.kernel.errors import Forbidden, LantuError

Endpoint = Callable[..., Any]
DECLARED: dict[str, Permission] = {}
"""The permission of each endpoint by its function's name, which is its route's name."""


class Unauthorised(LantuError):
    """A token that is not, or no longer, valid."""


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, made once per request."""
    known = getattr(request, "lantu_api_actor", None)
    if isinstance(known, Actor):
        return known
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        actor = token_actor(secret.strip())
        if actor is None:
            raise Unauthorised(
                "api.token", "令牌无效。", "令牌可能已到期或吊销，请向本单位管理员索取新的。"
            )
    else:
        actor = asking.actor_of(request)
    request.lantu_api_actor = actor  # type: ignore[attr-defined]
    return actor


def endpoint(permission: Permission, *, writes: bool = False) -> Callable[[Endpoint], Endpoint]:
    def decorate(view: Endpoint) -> Endpoint:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **parts: Any) -> Any:
            actor = actor_of(request)
            if writes and actor.only is None:
                raise Forbidden(
                    "api.session", "写入须用接口令牌。", "请在请求头写 Authorization: Bearer 令牌。"
                )
            actor.must(permission)
            return view(request, *args, **parts)

        DECLARED[view.__name__] = permission
        return guarded

    return decorate
