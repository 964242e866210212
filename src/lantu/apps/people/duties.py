"""Deeds of inbox, files and background: their names in the audit trail and what each needs.

Several deeds may need one permission: whoever signs in may hand in a file and lend out an inbox;
what keeps the system running needs the permission to keep the background.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lantu.apps.people.acting import Deed, acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission, Role
from lantu.kernel.errors import Forbidden


class Duty(TextChoices):
    """The code names the application and the deed, like a permission's."""

    HAND_IN_FILE = "people.hand_in_file", _("交存文件")
    REMOVE_FILE = "people.remove_file", _("清除文件")
    CLOSE_ITEM = "people.close_item", _("办结待办")
    LEND_INBOX = "people.lend_inbox", _("委托待办")
    SET_CONTACT = "people.set_contact", _("登记联系方式")
    EXPORT_AUDIT = "people.export_audit", _("导出审计记录")
    FIRST_VERSION = "people.first_version", _("开始记录版本")
    ERASE_ACCOUNT = "people.erase_account", _("清除离任账号的资料")
    ERASE_SIGN_INS = "people.erase_sign_ins", _("清除到期的登录记录")
    ERASE_MESSAGES = "people.erase_messages", _("清除到期的消息")


OWN_INBOX = Permission.SIGN_IN
NEEDS: dict[Duty, Permission] = {
    Duty.EXPORT_AUDIT: Permission.READ_AUDIT,
    Duty.REMOVE_FILE: Permission.KEEP_BACKGROUND,
    Duty.ERASE_ACCOUNT: Permission.KEEP_BACKGROUND,
    Duty.ERASE_SIGN_INS: Permission.KEEP_BACKGROUND,
    Duty.ERASE_MESSAGES: Permission.KEEP_BACKGROUND,
}


def account_of(by: Actor) -> int:
    """The actor's account. Forbidden to who has none: the public, tokens, the system."""
    if by.user is None:
        raise Forbidden("people.own_account", "须用自己的账号办理。", "请登录后再试。")
    return by.user


def name_of(action: str) -> str:
    """A deed of the trail in words."""
    for known in (Permission, Duty):
        if action in known.values:
            return str(known(action).label)
    return action


@contextmanager
def doing(duty: Duty, *, by: Actor) -> Iterator[Deed]:
    """`acting`, for a duty. Forbidden to the public, who has no inbox and no name to sign with."""
    if by.user is None and Role.SYSTEM not in by.roles:
        raise Forbidden("people.account_needed", f"{duty.label}须先登录。", "请登录后再试。")
    with acting(NEEDS.get(duty, OWN_INBOX), by=by, what=duty.value) as deed:
        yield deed
