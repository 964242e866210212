"""API tokens: made, used, revoked. The secret is shown once; only its digest is kept."""

import secrets
from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256

from django.utils import timezone

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.models import ApiToken, Organisation, day_of_today, valid_on
from lantu.apps.people.permissions import ADMINISTRATORS, GRANTS, Permission, Role
from lantu.apps.places.models import Area
from lantu.kernel.errors import Forbidden, Invalid, NotFound

PREFIX = "lantu_"
_NOTED_EVERY = timedelta(hours=1)
_LONGEST = timedelta(days=366)


def make_token(
    *, by: Actor, organisation: Organisation, name: str, role: Role, may: Collection[Permission],
    until: date, area: Area | None = None,
) -> tuple[ApiToken, str]:  # fmt: skip
    """The token and its secret, which nobody can read again.

    Invalid: an administrator's or the public's role, a permission that the role has not, no end
    within a year. Forbidden: another organisation than the one that `by` administers.
    """
    with acting(Permission.KEEP_TOKENS, by=by) as deed:
        _may_keep(by, organisation)
        if role in ADMINISTRATORS | {Role.PUBLIC, Role.SYSTEM, Role.ORGANISATION_ADMIN}:
            raise Invalid("people.token.role", f"令牌不能任{role.label}。", "请选择业务角色。")
        beyond = sorted(str(p.label) for p in set(may) - GRANTS[role])
        if beyond or not may or not name.strip():
            raise Invalid(
                "people.token.may",
                f"{role.label}没有这些权限：{'、'.join(beyond) or '（未选）'}，或没有写名称。",
                "请写明用途，并只选所任角色有的权限。",
            )
        today = day_of_today()
        if not today < until <= today + _LONGEST:
            raise Invalid("people.token.until", "令牌的止日不对。", "请填写一年以内的日期。")
        secret = PREFIX + secrets.token_urlsafe(32)
        token = ApiToken.objects.create(
            organisation=organisation, name=name.strip()[:60], role=role, area=area,
            start=secret[len(PREFIX) :][:6], digest=digest(secret),
            may=sorted(p.value for p in may), valid_from=today, valid_to=until, made_by_id=by.user,
        )  # fmt: skip
        deed.record(token, name=token.name, organisation=organisation.name, may=token.may)
    return token, secret


def revoke_token(*, by: Actor, token: int) -> None:
    """The token is refused from now on."""
    with acting(Permission.KEEP_TOKENS, by=by) as deed:
        found = ApiToken.objects.visible_to(by).select_for_update().filter(pk=token).first()
        if found is None:
            raise NotFound("people.token.missing", "没有这个令牌。", "请刷新页面再看。")
        if found.revoked_at is None:
            found.revoked_at = timezone.now()
            found.save(update_fields=["revoked_at"])
            deed.record(found, revoked=True)


def token_actor(secret: str) -> Actor | None:
    """Who acts with this secret; None when it is unknown, not yet or no longer valid.

    Whether it is valid is asked each time; what it may reach, every ten seconds and process.
    """
    kept = digest(secret)
    rows = ApiToken.objects.filter(valid_on(day_of_today()), digest=kept, revoked_at=None)
    found = rows.values_list("pk", "used_at").first()
    if found is None:
        return None
    pk, used = found
    now = timezone.now()
    if used is None or now - used > _NOTED_EVERY:
        ApiToken.objects.filter(pk=pk).update(used_at=now)
    return _actor_of(kept, int(now.timestamp()) // 10)


@lru_cache(maxsize=512)
def _actor_of(kept: str, moment: int) -> Actor:
    rows = ApiToken.objects.select_related("area", "organisation__area")
    found: ApiToken = rows.get(digest=kept)
    return found.actor()


def digest(secret: str) -> str:
    """Secrets are long and random: a plain hash keeps them."""
    return sha256(secret.encode()).hexdigest()


def _may_keep(by: Actor, organisation: Organisation) -> None:
    own = {post.organisation for post in by.posts if post.role == Role.ORGANISATION_ADMIN}
    if not by.may(Permission.GRANT_ALL_ROLES) and organisation.pk not in own:
        raise Forbidden("people.token.beyond", "只能为本单位开设令牌。", "请安全管理员办理。")
