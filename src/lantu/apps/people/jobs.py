"""The periodic jobs of people: reminders, old sessions, rows and files, the nightly check."""

from datetime import date, time, timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.audit.verifying import verify
from lantu.apps.people.background import channels as channels  # registers its handlers
from lantu.apps.people.background.schedule import daily
from lantu.apps.people.files.actions import clear_uncited
from lantu.apps.people.inbox.reminding import remind_of
from lantu.apps.people.limits.counting import clear_ended
from lantu.apps.people.retention_actions import erase_due
from lantu.kernel.errors import Conflict

AHEAD = timedelta(days=1)


@daily("people.remind", at=time(7, 30), label=_("提醒将到期和已逾期的待办"))
def remind(day: date) -> str:
    return f"{remind_of(day, day + AHEAD)}"


@daily("people.sessions", at=time(3), label=_("清除过期的登录"))
def clear_sessions(day: date) -> str:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return f"{clear_ended()}"


@daily("people.retention", at=time(3, 10), label=_("清除保存期满的人员资料、登录记录和消息"))
def erase_personal_data(day: date) -> str:
    gone = erase_due(by=SYSTEM, today=day)
    return f"{gone.accounts}, {gone.sign_ins}, {gone.messages}"


@daily("people.files", at=time(3, 20), label=_("清除没有引用的文件"))
def clear_files(day: date) -> str:
    return f"{clear_uncited(by=SYSTEM)}"


@daily("people.verify", at=time(4), label=_("核验审计记录"))
def verify_trail(day: date) -> str:
    """Fails, and so stands on the page, when anything is wrong with the trail."""
    verdict = verify(timezone.now(), settings.SEAL_HEAD)
    if verdict.faults:
        first = verdict.faults[0]
        raise Conflict("people.audit.broken", first.message, first.fix or "请运行 lantu verify。")
    return f"{verdict.events}"
