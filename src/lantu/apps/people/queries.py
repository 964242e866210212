"""Accounts, organisations and tokens as pages and endpoints show them: always through a scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lantu.apps.people.actor import Actor
from lantu.apps.people.leaving import Leaving, leaving
from lantu.apps.people.models import (
    ApiToken,
    Membership,
    Organisation,
    Succession,
    User,
    day_of_today,
    valid_on,
)
from lantu.apps.people.permissions import ROLES, Permission, Role
from lantu.apps.people.scope import scope
from lantu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PostLine:
    """A membership in words. current: whether it holds today."""

    id: int
    version: int
    role: Role
    organisation: str
    area: str
    serves: str
    since: date | None
    until: date | None
    current: bool


@dataclass(frozen=True, slots=True)
class AccountLine:
    """posts: those that the actor may see. left: since when it serves nothing, and when its
    personal data is erased; None while it is in use. erased: when that was done."""

    id: int
    version: int
    username: str
    name: str
    active: bool
    posts: tuple[PostLine, ...]
    left: Leaving | None
    erased: date | None

    @property
    def roles(self) -> str:
        return "、".join(str(post.role.label) for post in self.posts if post.current)


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """contact: "" where the actor may not see it."""

    id: int
    name: str
    short_name: str
    uscc: str
    area: str
    parent: str
    contact: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    line: OrganisationLine
    row: Organisation
    before: tuple[tuple[str, date, str], ...]
    after: tuple[tuple[str, date, str], ...]


@dataclass(frozen=True, slots=True)
class TokenLine:
    id: int
    name: str
    start: str
    organisation: str
    role: Role
    may: tuple[str, ...]
    until: date | None
    used_at: datetime | None
    valid: bool


def accounts(actor: Actor, query: str = "") -> tuple[AccountLine, ...]:
    """Accounts that the actor may see, by name."""
    rows = User.objects.visible_to(actor)
    if query:
        rows = rows.filter(Q(username__icontains=query) | Q(display_name__icontains=query))
    found = list(rows.order_by("username"))
    posts: dict[int, list[PostLine]] = {}
    held = Membership.objects.visible_to(actor).filter(user__in=[user.pk for user in found])
    for row in held.select_related("organisation", "area", "serves").order_by("pk"):
        posts.setdefault(row.user_id, []).append(_post(row))
    left = leaving(found)
    return tuple(
        AccountLine(
            u.pk, u.row_version, u.username, u.display_name, u.is_active,
            tuple(posts.get(u.pk, ())), left.get(u.pk), u.erased_on,
        )
        for u in found
    )  # fmt: skip


def account_line(actor: Actor, pk: int) -> AccountLine:
    """NotFound when there is none, or the actor may not know of it."""
    found = [line for line in accounts(actor) if line.id == pk]
    if not found:
        raise NotFound("people.account.missing", "没有这个账号。", "请从账号清单进入。")
    return found[0]


def _post(row: Membership) -> PostLine:
    today = day_of_today()
    return PostLine(
        row.pk,
        row.row_version,
        Role(row.role),
        str(row.organisation or ""),
        str(row.area or ""),
        str(row.serves or ""),
        row.valid_from,
        row.valid_to,
        (row.valid_from is None or row.valid_from <= today)
        and (row.valid_to is None or row.valid_to > today),
    )


def membership_of(actor: Actor, pk: int) -> Membership:
    """The row itself, for an action."""
    found: Membership | None = Membership.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("people.membership.missing", "没有这项任职。", "请刷新页面再看。")
    return found


def organisations(actor: Actor, query: str = "") -> tuple[OrganisationLine, ...]:
    """Organisations that stand today, by name."""
    rows = Organisation.objects.visible_to(actor).filter(valid_on(day_of_today()))
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(short_name__icontains=query))
    mask = scope(actor, "people.organisation").mask
    return tuple(_organisation(row, mask) for row in _with_places(rows).order_by("name"))


def organisation_of(actor: Actor, pk: int) -> Organisation:
    """The row itself, for an action. NotFound when the actor may not know of it."""
    rows = _with_places(Organisation.objects.visible_to(actor))
    found: Organisation | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("people.organisation.missing", "没有这个单位。", "请从单位目录进入。")
    return found


def organisation_detail(actor: Actor, pk: int) -> OrganisationDetail:
    row = organisation_of(actor, pk)
    mask = scope(actor, "people.organisation").mask
    before = Succession.objects.filter(new=row).values_list("old__name", "day", "document")
    after = Succession.objects.filter(old=row).values_list("new__name", "day", "document")
    return OrganisationDetail(_organisation(row, mask), row, tuple(before), tuple(after))


def _with_places(rows: Any) -> Any:
    return rows.select_related("area", "parent")


def _organisation(row: Organisation, mask: Any) -> OrganisationLine:
    shown: Mapping[str, str] = mask({"contact": row.contact})
    return OrganisationLine(
        row.pk,
        row.name,
        row.short_name,
        row.uscc,
        str(row.area or ""),
        str(row.parent or ""),
        shown.get("contact", ""),
        row.valid_from,
        row.valid_to,
    )


def tokens(actor: Actor) -> tuple[TokenLine, ...]:
    """Tokens of the organisations that the actor administers, the newest first."""
    today = day_of_today()
    rows: Iterable[ApiToken] = ApiToken.objects.visible_to(actor).select_related("organisation")
    return tuple(
        TokenLine(
            row.pk,
            row.name,
            row.start,
            str(row.organisation),
            Role(row.role),
            tuple(str(Permission(word).label) for word in row.may),
            row.valid_to,
            row.used_at,
            row.revoked_at is None and (row.valid_to is None or row.valid_to > today),
        )
        for row in sorted(rows, key=lambda row: -row.pk)
    )


def leaders(actor: Actor) -> tuple[AccountLine, ...]:
    """Whom a secretary can serve."""
    return tuple(
        line
        for line in accounts(actor)
        if any(post.role is Role.LEADER and post.current for post in line.posts)
    )


def own_organisations(actor: Actor) -> frozenset[int]:
    """Those that the actor's posts name."""
    return frozenset(post.organisation for post in actor.posts if post.organisation is not None)


def role_cards() -> tuple[tuple[Role, str, str], ...]:
    """Roles with what they do, as roles.toml says it."""
    return tuple((role, card.title, card.does) for role, card in ROLES.items())
