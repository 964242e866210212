"""Erasure when the retention of people's own data ends: of accounts, sign-ins and messages.

The trail keeps digests and the name that an official act was signed with, so its chain stays whole;
that something was erased is an event itself. Run again, it finds nothing. Accounts in use stay.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django_otp import devices_for_user

from lantu.apps.people.acting import Deed
from lantu.apps.people.actions import held_account
from lantu.apps.people.actor import Actor
from lantu.apps.people.background.models import OutboxRow
from lantu.apps.people.confidential import salted
from lantu.apps.people.duties import Duty, doing
from lantu.apps.people.holdings import tied
from lantu.apps.people.inbox.models import Contact
from lantu.apps.people.leaving import Terms, end_of, leaving
from lantu.apps.people.models import User

ERASED = "（已清除）"
SIGN_INS: tuple[type[Model], ...] = (AccessAttempt, AccessLog, AccessFailureLog)
MAIL = "people.mail"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Erased:
    accounts: int
    sign_ins: int
    messages: int


def erase_due(*, by: Actor, today: date) -> Erased:
    """Everything whose term has ended by `today`."""
    keys = list(User.objects.filter(erased_on=None).order_by("pk").values_list("pk", flat=True))
    gone = 0
    for start in range(0, len(keys), BATCH):
        users = User.objects.filter(pk__in=keys[start : start + BATCH])
        for pk, left in leaving(users).items():
            if left.erase_on <= today:
                gone += _erase_account(by, pk, today)
    return Erased(gone, _erase_sign_ins(by, today), _erase_messages(by, today))


def _erase_account(by: Actor, pk: int, today: date) -> bool:
    """False: it has come into use since it was listed, as is seen once nobody can change it."""
    with doing(Duty.ERASE_ACCOUNT, by=by) as deed:
        user = held_account(by, User(pk=pk))
        left = leaving([user]).get(pk)
        if left is None or left.erase_on > today:
            return False
        told = {"username": salted(user.username), "display_name": salted(user.display_name)}
        for model in SIGN_INS:
            model._default_manager.filter(username=user.username).delete()
        _erase_mails(user)
        for model, tie in tied():
            if tie.personal is not None:
                model._default_manager.filter(tie.personal, **{tie.account: pk}).delete()
        for device in devices_for_user(user, confirmed=None):
            device.delete()
        user.username, user.display_name = f"erased-{pk}", ERASED
        user.set_unusable_password()
        user.is_active, user.must_change, user.last_login = False, False, None
        user.closed_on = user.closed_on or left.since
        user.erased_on = today
        user.sign_ins += 1
        user.save()
        deed.record(user, since=str(left.since), due=str(left.erase_on), **told)
    return True


def _erase_mails(user: User) -> None:
    """What was sent, or could not be sent, to the account's address."""
    address = Contact.objects.filter(user=user).values_list("email", flat=True).first()
    if address:
        OutboxRow.objects.filter(kind=MAIL, payload__to=address).delete()


def _erase_sign_ins(by: Actor, today: date) -> int:
    before = _kept_since(settings.KEEP_SIGN_INS, today)
    with doing(Duty.ERASE_SIGN_INS, by=by) as deed:
        return sum(_erase_rows(deed, model, today, attempt_time__lt=before) for model in SIGN_INS)


def _erase_messages(by: Actor, today: date) -> int:
    before = _kept_since(settings.KEEP_MESSAGES, today)
    with doing(Duty.ERASE_MESSAGES, by=by) as deed:
        return _erase_rows(deed, OutboxRow, today, done_at__lt=before)


def _erase_rows(deed: Deed, model: type[Model], today: date, **old: datetime) -> int:
    """Remove rows; the event names the last of them and tells how many."""
    rows = model._default_manager.filter(**old)
    last = rows.order_by("pk").last()
    if last is None:
        return 0
    deed.note(last, erased=rows.count(), until=str(today))
    removed, _ = rows.delete()
    return removed


def _kept_since(terms: Terms, today: date) -> datetime:
    """Midnight before which everything's term has ended."""
    day = today
    while end_of(terms, day) > today:
        day = date.fromordinal(day.toordinal() - 1)
    return timezone.make_aware(datetime.combine(date.fromordinal(day.toordinal() + 1), time.min))
