"""Who has left, since when, and the day on which the account's personal data is to be erased.

An account in use has no such day: with a post now or later, or with an open task. Terms are dated
settings; a term that begins later reaches what is still kept on its first day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone

from lantu.apps.people.holdings import tied
from lantu.apps.people.models import Membership, User, day_of_today

Terms = Sequence[tuple[date | None, int]]


@dataclass(frozen=True, slots=True)
class Leaving:
    """since: the day after which the account served nothing. erase_on: when its data goes."""

    since: date
    erase_on: date


def end_of(terms: Terms, since: date) -> date:
    """The first day on which a term that holds then has passed since `since`.

    >>> end_of(((None, 730), (date(2028, 1, 1), 365)), date(2026, 6, 1))
    datetime.date(2028, 1, 1)
    >>> end_of(((None, 30), (date(2028, 1, 1), 365)), date(2026, 6, 1))
    datetime.date(2026, 7, 1)
    """
    ends = [begins for begins, _ in terms[1:]] + [None]
    for (begins, days), until in zip(terms, ends, strict=True):
        day = max(since + timedelta(days=days), begins or date.min)
        if until is None or day < until:
            return day
    raise ValueError("no terms")


def days_on(terms: Terms, day: date) -> int:
    """The term that holds on `day`."""
    return [days for begins, days in terms if begins is None or begins <= day][-1]


def leaving(users: Iterable[User]) -> dict[int, Leaving]:
    """By account; who is in use, or already erased, is not in it."""
    chosen = {user.pk: user for user in users if user.erased_on is None}
    posts = Membership.objects.filter(user__in=chosen)
    running = Q(valid_to=None) | Q(valid_to__gt=day_of_today())
    busy = set(posts.filter(running).values_list("user", flat=True)) | _with_open_tasks(
        chosen.values()
    )
    ended = dict(posts.values_list("user").annotate(Max("valid_to")))
    found = {}
    for pk, user in chosen.items():
        since = _since(user, ended.get(pk))
        if pk not in busy and since is not None:
            found[pk] = Leaving(since, end_of(settings.KEEP_ACCOUNTS, since))
    return found


def _with_open_tasks(users: Iterable[User]) -> set[int]:
    busy = set()
    for model, tie in tied():
        if tie.open is not None:
            keys = {str(getattr(user, tie.by)) for user in users}
            rows = model._default_manager.filter(tie.open, **{f"{tie.account}__in": keys})
            held = {str(key) for key in rows.values_list(tie.account, flat=True).distinct()}
            busy |= {user.pk for user in users if str(getattr(user, tie.by)) in held}
    return busy


def _since(user: User, last_post: date | None) -> date | None:
    """None of an open account that never had a post: it waits for its first."""
    if user.is_active and last_post is None:
        return None
    signed_in = timezone.localdate(user.last_login) if user.last_login else None
    return max((day for day in (last_post, user.closed_on, signed_in) if day), default=None)
