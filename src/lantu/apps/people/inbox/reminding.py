"""Tells people what falls due tomorrow and what is late; once a day, item and person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from lantu.apps.people.background.outbox import send
from lantu.apps.people.inbox.models import InboxItem
from lantu.apps.people.models import Membership, valid_on


def remind_of(day: date, until: date) -> int:
    """One notice a person for all that is due by `until`; how many persons."""
    titles: dict[int, dict[str, None]] = defaultdict(dict)
    due = InboxItem.objects.filter(done_at=None, due__lte=until).order_by("due", "pk")
    for item in due.iterator():
        for user in _addressees(item, day):
            titles[user][f"{item.due}　{item.title}"] = None
    for user, lines in titles.items():
        send(
            "people.tell",
            users=[user],
            source=f"remind:{day}",
            title=f"{len(lines)} 件待办将到期或已逾期",
            text="\n".join(list(lines)[:50]),
        )
    return len(titles)


def _addressees(item: InboxItem, day: date) -> Iterable[int]:
    if item.user_id is not None:
        return (item.user_id,)
    posts = Membership.objects.filter(valid_on(day), user__is_active=True)
    if item.organisation_id is not None:
        posts = posts.filter(organisation=item.organisation_id)
    if item.role:
        posts = posts.filter(role=item.role)
    return posts.values_list("user", flat=True).distinct()
