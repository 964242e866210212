"""What waits for an actor: himself, his posts, and those whose inbox was lent to him."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from lantu.apps.people.actor import Actor
from lantu.apps.people.inbox.models import Contact, Delegation, InboxItem, Notice
from lantu.apps.people.models import Membership, User, day_of_today, valid_on

MOST = 500
"""Items of one page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the inbox. giver: whose it is, when it is not the reader's own."""

    title: str
    kind: str
    object_kind: str
    object_id: str
    due: date | None
    created_at: datetime
    giver: str
    late: int

    @property
    def is_late(self) -> bool:
        return self.late > 0


@dataclass(frozen=True, slots=True)
class Lent:
    """A delegation as its giver sees it."""

    id: int
    taker: str
    first: date
    last: date


def _for(actor: Actor) -> Q:
    """The items addressed to the actor or to one of his posts."""
    found = Q(user=actor.user) if actor.user else Q(pk__in=())
    for post in actor.posts:
        organisation = Q(organisation=None)
        if post.organisation is not None:
            organisation |= Q(organisation=post.organisation)
        found |= Q(user=None) & organisation & Q(role__in=("", post.role))
    return found


def _lenders(actor: Actor, today: date) -> list[User]:
    lent = Delegation.objects.filter(
        taker=actor.user, first__lte=today, last__gte=today, withdrawn_at=None
    )
    return list(User.objects.filter(pk__in=lent.values("giver"), is_active=True))


def waiting(actor: Actor, today: date) -> tuple[Waiting, ...]:
    """Open items, the most pressing first, those without a day last."""
    if actor.user is None:
        return ()
    found: dict[tuple[str, str, str], Waiting] = {}
    own = [(actor, "")] + [(user.actor(), str(user)) for user in _lenders(actor, today)]
    for whose, giver in own:
        for item in _open(whose)[:MOST]:
            found.setdefault(_matter(item), _row(item, giver, today))
    return tuple(sorted(found.values(), key=lambda row: (row.due or date.max, row.created_at)))


def _matter(item: InboxItem) -> tuple[str, str, str]:
    """What waits once for a person, of however many of his posts it was asked."""
    return item.kind, item.object_kind, item.object_id


def _open(actor: Actor) -> QuerySet[InboxItem]:
    return InboxItem.objects.filter(_for(actor), done_at=None).order_by(
        F("due").asc(nulls_last=True), "pk"
    )


def _row(item: InboxItem, giver: str, today: date) -> Waiting:
    late = (today - item.due).days if item.due else 0
    return Waiting(
        item.title, item.kind, item.object_kind, item.object_id, item.due, item.created_at,
        giver, late,
    )  # fmt: skip


def count(actor: Actor, today: date) -> int:
    """What the masthead shows: items of one's own and of those one stands in for."""
    if actor.user is None:
        return 0
    found = _for(actor)
    for user in _lenders(actor, today):
        found |= _for(user.actor())
    rows = InboxItem.objects.filter(found, done_at=None)
    return rows.values("kind", "object_kind", "object_id").distinct().count()


def done_lately(actor: Actor, most: int = 20) -> tuple[InboxItem, ...]:
    """What the actor himself has closed, newest first."""
    mine = InboxItem.objects.filter(done_by=actor.user).exclude(done_at=None)
    return tuple(mine.order_by("-done_at")[:most]) if actor.user else ()


def notices(actor: Actor, most: int = 50) -> tuple[Notice, ...]:
    """What the actor was told, newest first."""
    mine = Notice.objects.filter(user=actor.user).order_by("-pk")
    return tuple(mine[:most]) if actor.user else ()


def lent_by(actor: Actor, today: date) -> tuple[Lent, ...]:
    """Delegations that the actor has given and that are not over."""
    rows = Delegation.objects.filter(giver=actor.user, last__gte=today, withdrawn_at=None)
    return tuple(
        Lent(row.pk, str(row.taker), row.first, row.last)
        for row in rows.select_related("taker").order_by("first", "pk")
    )


def takers(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Accounts that an inbox may be lent to. For a choice, not a directory: names only."""
    users = colleagues(actor).order_by("display_name")
    return tuple((user.pk, str(user)) for user in users[:MOST])


def colleagues(actor: Actor) -> QuerySet[User]:
    """Those of the same organisations, or, of who belongs to none, those with the same role; and
    one's secretaries: by the posts that they hold today."""
    posts = [post.organisation for post in actor.posts if post.organisation is not None]
    roles = [post.role for post in actor.posts if post.organisation is None]
    near = Q(organisation__in=posts) | Q(serves=actor.user)
    near |= Q(organisation=None, role__in=roles)
    held = Membership.objects.filter(near, valid_on(day_of_today()))
    users = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return users.exclude(pk=actor.user or 0)


def email_of(actor: Actor) -> str:
    return Contact.objects.filter(user=actor.user).values_list("email", flat=True).first() or ""
