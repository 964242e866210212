"""What can be done to accounts and to what they hold. Only actions write.

Whoever opens accounts does not grant roles, and nobody grants a role to themselves. Areas, the
calendar, organisations and tokens have their own modules beside this one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.versions import renew
from lantu.apps.people.models import Membership, Organisation, User, day_of_today
from lantu.apps.people.permissions import ADMINISTRATORS, ROLES, Permission, Role
from lantu.apps.people.place_actions import import_areas
from lantu.apps.places.models import Area, Hierarchy
from lantu.kernel.errors import Conflict, Forbidden, Invalid, NotFound

__all__ = [
    "Place",
    "close_account",
    "create_account",
    "end_membership",
    "grant_role",
    "import_areas",
    "note_sign_in",
    "set_password",
    "sign_out_everywhere",
]

BY_ORGANISATIONS = frozenset({Role.REPORTER, Role.REVIEWER, Role.HANDLER})
"""What an organisation's administrator may grant, in that organisation only."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a role is held; see `Membership`. until: the first day that it is not."""

    organisation: Organisation | None = None
    area: Area | None = None
    hierarchy: str = Hierarchy.ADMINISTRATIVE
    serves: User | None = None
    since: date | None = None
    until: date | None = None


def create_account(
    *, by: Actor, username: str, display_name: str, password: str, roles: Iterable[Role] = ()
) -> User:
    """A new account, with roles that hold everywhere. Conflict when the name is taken.

    The owner has to change a password that somebody else has set; the system's own are exempt.
    """
    roles = list(roles)
    with acting(Permission.KEEP_ACCOUNTS, by=by) as deed:
        if roles:
            by.must(Permission.GRANT_ALL_ROLES)
        if User.objects.filter(username=username).exists():
            raise Conflict("people.account.taken", f"账号 {username} 已有。", "请换一个账号名。")
        user = User(username=username, display_name=display_name, must_change=by.user is not None)
        _check_names(user)
        _give_password(user, password, checked=by.user is not None)
        user.save()
        deed.record(user, username=username, roles=[str(role) for role in roles])
        for role in roles:
            _separate(user, role, Place())
            deed.record(Membership.objects.create(user=user, role=role), user=user.pk, role=role)
    return user


def _check_names(user: User) -> None:
    if not user.username.strip() or len(user.username) > 60 or not user.username.isprintable():
        raise Invalid("people.account.name", "账号名不能用。", "请用不超过 60 个字符的账号名。")
    if not user.display_name.strip() or len(user.display_name) > 60:
        raise Invalid("people.account.display", "没有显示名称。", "请填写不超过 60 字的名称。")


def _give_password(user: User, password: str, *, checked: bool = True) -> None:
    if checked:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise Invalid(
                "people.password.weak", "密码不合要求。", "".join(error.messages)
            ) from error
    user.set_password(password)


def account(by: Actor, pk: int) -> User:
    """An account that `by` may see. NotFound for any other."""
    found = User.objects.visible_to(by).filter(pk=pk).first()
    if found is None:
        raise NotFound("people.account.missing", "没有这个账号。", "请从账号清单进入。")
    return found


def held_account(by: Actor, user: User, seen: int | None = None) -> User:
    """The account as it stands, locked, with its next version. Conflict: changed since `seen`.

    NotFound: erased, or not one that `by` may see.
    """
    if by.user != user.pk:
        account(by, user.pk)
    row = User.objects.select_for_update().filter(pk=user.pk, erased_on=None).first()
    if row is None:
        raise NotFound("people.account.erased", "这个账号的资料已清除。", "请另开一个账号。")
    renew(row, seen)
    return row


def close_account(*, by: Actor, user: User, closed: bool = True, seen: int | None = None) -> None:
    """Nobody can sign in to the account any more, and its sessions end; or it is opened again."""
    with acting(Permission.KEEP_ACCOUNTS, by=by) as deed:
        if user.pk == by.user:
            raise Conflict("people.account.own", "不能停用自己的账号。", "请另一位系统管理员办理。")
        user = held_account(by, user, seen)
        user.is_active = not closed
        user.closed_on = (user.closed_on or day_of_today()) if closed else None
        user.sign_ins += 1
        user.save()
        deed.record(user, closed=closed)


def set_password(*, by: Actor, user: User, password: str, seen: int | None = None) -> None:
    """One's own password, or with KEEP_ACCOUNTS somebody's: every session of it ends.

    A password that is set for somebody also lifts the lock after wrong ones.
    """
    own = by.user == user.pk
    with acting(Permission.SIGN_IN if own else Permission.KEEP_ACCOUNTS, by=by) as deed:
        user = held_account(by, user, seen)
        _give_password(user, password)
        user.must_change = not own
        user.sign_ins += 1
        user.save()
        if not own:
            AccessAttempt.objects.filter(username=user.username).delete()
        deed.record(user, password="changed")


def sign_out_everywhere(*, by: Actor, user: User) -> None:
    """End every session of one's own account, or with KEEP_ACCOUNTS of somebody's."""
    own = by.user == user.pk
    with acting(Permission.SIGN_IN if own else Permission.KEEP_ACCOUNTS, by=by) as deed:
        user = held_account(by, user)
        user.sign_ins += 1
        user.save()
        deed.record(user, sessions="ended")


def note_sign_in(*, by: Actor) -> None:
    """Leave in the audit trail that an account was signed in to."""
    with acting(Permission.SIGN_IN, by=by) as deed:
        deed.note(User(pk=by.user))


def grant_role(*, by: Actor, user: User, role: Role, place: Place | None = None) -> Membership:
    """Let `user` hold `role` at `place`.

    Invalid: the role needs something that the place does not name. Forbidden: one's own account, or
    beyond what `by` may grant. Conflict: another administration is held at the same time.
    """
    place = place or Place()
    with acting(Permission.GRANT_ROLES, by=by) as deed:
        user = User.objects.select_for_update().get(pk=user.pk)
        _may_grant(by, user, role, place)
        _must_name(role, place)
        _separate(user, role, place)
        held = Membership.objects.create(
            user=user,
            role=role,
            organisation=place.organisation,
            area=place.area,
            hierarchy=place.hierarchy,
            serves=place.serves,
            valid_from=place.since,
            valid_to=place.until,
        )
        deed.record(
            held,
            user=user.pk,
            role=str(role),
            organisation=str(place.organisation or ""),
            area=str(place.area or ""),
        )
    return held


def end_membership(*, by: Actor, membership: Membership, seen: int | None = None) -> None:
    """The role is held no longer, from today. What was done with it stays.

    Conflict: somebody has changed it since version `seen`.
    """
    with acting(Permission.GRANT_ROLES, by=by) as deed:
        found = Membership.objects.visible_to(by).select_for_update().filter(pk=membership.pk)
        held = found.first()
        if held is None:
            raise NotFound("people.membership.missing", "没有这项任职。", "请刷新页面再看。")
        _may_grant(by, held.user, Role(held.role), Place(held.organisation, held.area))
        renew(held, seen)
        held.valid_to = day_of_today()
        held.save()
        deed.record(held, ended=str(held.valid_to))


def _may_grant(by: Actor, user: User, role: Role, place: Place) -> None:
    if by.user == user.pk:
        raise Forbidden("people.grant.own", "不能给自己授予或收回角色。", "请另一位管理员办理。")
    if role not in ROLES or role is Role.PUBLIC:
        raise Invalid("people.grant.role", f"{role.label}不是可以授予的角色。", "请选择别的角色。")
    if by.may(Permission.GRANT_ALL_ROLES):
        return
    own = {post.organisation for post in by.posts if post.role == Role.ORGANISATION_ADMIN}
    inside = place.organisation is not None and place.organisation.pk in own
    if role not in BY_ORGANISATIONS or not inside:
        raise Forbidden(
            "people.grant.beyond",
            f"单位管理员不能授予“{role.label}”，或不是本单位。",
            "请安全管理员办理。",
        )
    account(by, user.pk)


def _must_name(role: Role, place: Place) -> None:
    named = {"area": place.area, "organisation": place.organisation, "leader": place.serves}
    words = {"area": "区域", "organisation": "单位", "leader": "所服务的领导"}
    missing = [words[need] for need in sorted(ROLES[role].needs) if named[need] is None]
    if missing:
        raise Invalid(
            "people.grant.place", f"“{role.label}”没有写明{'、'.join(missing)}。", "请补上再授予。"
        )
    if role in ADMINISTRATORS and (place.area or place.organisation):
        raise Invalid(
            "people.grant.everywhere",
            f"{role.label}管的是整个系统，不分区域和单位。",
            "请去掉区域和单位再授予。",
        )
    if place.since and place.until and place.until <= place.since:
        raise Invalid("people.grant.dates", "任职的止日不晚于起日。", "请更正日期。")


def _separate(user: User, role: Role, place: Place) -> None:
    """System, security and audit administration are never in one hand."""
    if role not in ADMINISTRATORS:
        return
    others = user.memberships.filter(role__in=ADMINISTRATORS)
    if place.since:
        others = others.filter(Q(valid_to=None) | Q(valid_to__gt=place.since))
    else:
        others = others.filter(Q(valid_to=None) | Q(valid_to__gt=day_of_today()))
    if place.until:
        others = others.filter(Q(valid_from=None) | Q(valid_from__lt=place.until))
    held = others.first()
    if held is not None:
        raise Conflict(
            "people.grant.separation",
            f"{user.display_name}已是{Role(held.role).label}，不能同时任{role.label}。",
            "系统管理、安全管理和审计三员必须分设；请先收回原角色，或授予另一个人。",
        )
