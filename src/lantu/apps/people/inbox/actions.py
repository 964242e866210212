"""Putting something into an inbox, taking it out, lending the inbox, saying where mail goes.

`ask` and `settle` are parts of other actions and stand or fall with them. Lending shows what waits;
it grants nothing: who stands in still needs the permission for what he does.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone

from lantu.apps.people.acting import Deed
from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.versions import renew
from lantu.apps.people.duties import Duty, account_of, doing
from lantu.apps.people.inbox.models import Contact, Delegation, InboxItem, Notice
from lantu.apps.people.inbox.queries import colleagues
from lantu.kernel.errors import Forbidden, Invalid, NotFound


def ask(
    deed: Deed,
    row: models.Model,
    kind: str,
    *,
    title: str,
    user: int | None = None,
    organisation: int | None = None,
    role: str = "",
    due: date | None = None,
) -> InboxItem:
    """`row` waits for somebody. Asked again while it is open: title and day are renewed."""
    addressee = f"user:{user}" if user else f"post:{organisation or ''}:{role}"
    item, fresh = InboxItem.objects.get_or_create(
        kind=kind,
        object_kind=row._meta.label_lower,
        object_id=str(row.pk),
        addressee=addressee,
        done_at=None,
        defaults={
            "title": title[:200], "due": due, "user_id": user,
            "organisation_id": organisation, "role": role,
        },
    )  # fmt: skip
    if not fresh and (item.title, item.due) != (title[:200], due):
        item.title, item.due = title[:200], due
        item.save(update_fields=["title", "due"])
    deed.note(row, asked=kind, of=addressee, due=due.isoformat() if due else None)
    return item


def settle(deed: Deed, row: models.Model, kind: str) -> int:
    """`row` waits no longer, for anybody; how many inboxes it leaves."""
    waiting = InboxItem.objects.filter(
        kind=kind, object_kind=row._meta.label_lower, object_id=str(row.pk), done_at=None
    )
    return waiting.update(done_at=timezone.now(), done_by_id=deed.by.user)


def lend_inbox(*, by: Actor, taker: int, first: date, last: date, today: date) -> Delegation:
    """Let a colleague see what waits for `by`, from first to last day. Forbidden to others."""
    if last < first or last < today:
        raise Invalid("people.inbox.dates", "委托的日期不对。", "结束日期不能早于开始日期和今天。")
    giver = account_of(by)
    if taker == giver:
        raise Invalid("people.inbox.self", "不能委托给自己。", "请选择另一个账号。")
    if not colleagues(by).filter(pk=taker).exists():
        raise Forbidden(
            "people.inbox.taker",
            "只能委托给本单位的同事，或没有单位的同岗位的人，或自己的联络员。",
            "请从名单中选一位同事。",
        )
    with doing(Duty.LEND_INBOX, by=by) as deed:
        lent = Delegation.objects.create(giver_id=giver, taker_id=taker, first=first, last=last)
        deed.record(lent, taker=taker, first=first.isoformat(), last=last.isoformat())
    return lent


def take_back_inbox(*, by: Actor, delegation: int) -> None:
    """End a delegation of one's own."""
    with doing(Duty.LEND_INBOX, by=by) as deed:
        lent = Delegation.objects.filter(pk=delegation, giver=by.user, withdrawn_at=None).first()
        if lent is None:
            raise NotFound("people.inbox.lent", "没有这项委托。", "请刷新页面再看。")
        renew(lent)
        lent.withdrawn_at = timezone.now()
        lent.save()
        deed.record(lent, withdrawn=True)


def read_notices(*, by: Actor) -> int:
    """Mark one's notices as read; a matter of the reader alone, hence no event."""
    return Notice.objects.filter(user=account_of(by), read_at=None).update(read_at=timezone.now())


def set_contact(*, by: Actor, email: str) -> None:
    """Where one's mail goes; "" for nowhere."""
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Invalid(
                "people.inbox.email", "邮箱地址不对。", "请按 name@example.gov.cn 的样子填写。"
            ) from error
    with doing(Duty.SET_CONTACT, by=by) as deed:
        contact, fresh = Contact.objects.get_or_create(user_id=account_of(by))
        if not fresh:
            renew(contact)
        contact.email = email
        contact.save()
        deed.record(contact, has_email=bool(email))
