"""The periodic jobs of tracking: rounds, deadlines, reminders, erasure, counting, statuses.

Deadlines are looked at every ten minutes as well, because some are hours: the sweep leaves the next
one in the outbox. Every job may run twice without harm.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.background.models import OutboxRow
from lantu.apps.people.background.outbox import handles, send, send_later
from lantu.apps.people.background.schedule import daily
from lantu.apps.tracking.cases import overdue
from lantu.apps.tracking.cases.models import Case, CaseTask
from lantu.apps.tracking.cases.tallying import count_cases_now, tally_month
from lantu.apps.tracking.cases.telling import turn_of
from lantu.apps.tracking.enabling.actions import link_systems
from lantu.apps.tracking.moments import moment
from lantu.apps.tracking.records.retention import erase_due
from lantu.apps.tracking.rounds.actions import remind_of_round, run_all_rounds
from lantu.apps.tracking.rounds.models import RoundRun

SWEEP = "tracking.sweep"
AGAIN = timedelta(minutes=10)
LATE_CLOSINGS = 3
"""Months back for which figures are counted again."""


@daily("tracking.rounds", at=time(0, 20), label=_("开展到期的填报轮次"), each_day=True)
def run_rounds(day: date) -> str:
    return f"{run_all_rounds(by=SYSTEM, today=day)}"


@daily("tracking.deadlines", at=time(0, 40), label=_("逾期案件升级"))
def raise_overdue(day: date) -> str:
    """Also starts the sweep every ten minutes, when it is not under way."""
    if not OutboxRow.objects.waiting().filter(kind=SWEEP).exists():
        send(SWEEP)
    return f"{overdue.raise_overdue(moment())}"


@handles(SWEEP)
def sweep(payload: Mapping[str, Any]) -> None:
    overdue.raise_overdue(moment())
    overdue.pass_to_successors(timezone.localdate())
    send_later(SWEEP, timezone.now() + AGAIN)


@daily("tracking.remind", at=time(7, 40), label=_("提醒将到期和逾期的案件，催报"))
def remind(day: date) -> str:
    """One notice a person for all that is due within a day."""
    lines: dict[int, list[str]] = defaultdict(list)
    until = moment() + timedelta(days=1)
    tasks = CaseTask.objects.filter(due__lte=until)
    people: dict[tuple[object, ...], list[int]] = {}
    for task in tasks.select_related("case").defer("case__sealed").order_by("due").iterator():
        unit = (task.organisation_id, task.post, task.post_area or task.area_path)
        if unit not in people:
            people[unit] = turn_of(task, day)
        for user in people[unit]:
            lines[user].append(f"{timezone.localtime(task.due):%m-%d %H:%M}　{task.case}")
    for user, said in lines.items():
        send("people.tell", users=[user], source=f"cases:{day}",
             title=f"{len(said)} 件案件将到期或已逾期", text="\n".join(said[:50]))  # fmt: skip
    open_runs = RoundRun.objects.filter(opens__lte=day, due_day__gte=day - timedelta(days=90))
    owing = sum(remind_of_round(by=SYSTEM, run=pk) for pk in open_runs.values_list("pk", flat=True))
    return f"{len(lines)}, {owing}"


@daily("tracking.retention", at=time(2, 30), label=_("清除保存期满的内容"))
def erase_what_is_due(day: date) -> str:
    return f"{erase_due(by=SYSTEM, today=day)}"


@daily("tracking.counts", at=time(1, 30), label=_("统计案件总数和考核指标"))
def count(day: date) -> str:
    rows = count_cases_now(moment())
    processes = Case.objects.order_by().values_list("process", flat=True).distinct()
    for process in processes:
        month = day.replace(day=1)
        for _back in range(LATE_CLOSINGS):
            rows += tally_month(process, month, moment())
            month = (month - timedelta(days=1)).replace(day=1)
    return f"{rows}"


@daily("tracking.systems", at=time(5, 30), label=_("更新系统运行状态"))
def refresh(day: date) -> str:
    """Also after a new version of the software, whose packs may serve more."""
    return f"{link_systems(by=SYSTEM)}"


@handles("registry.systems_named")
def link_named(payload: Mapping[str, Any]) -> None:
    """A version was registered: its systems look for their packs."""
    link_systems(by=SYSTEM)
