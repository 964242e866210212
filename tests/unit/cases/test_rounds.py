"""Rounds: windows, one case for each member, standing, reminders, summary."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from lantu.engines.cases.process import Limit
from lantu.engines.cases.rounds import (
    Every,
    Member,
    Round,
    Standing,
    plan,
    standings,
    summary,
    to_remind,
    triggered,
    windows,
)
from lantu.kernel.workdays import Unit, midnight
from unit.cases.processes import CALENDAR

QUARTERLY = Round(
    name="report", title="季度调度", process="report", every=Every.QUARTER, limit=Limit(5)
)
MEMBERS = [
    Member("p1", "云溪桥", "交通局"),
    Member("p2", "青川小学", "教育局"),
    Member("p3", "东关路", "交通局"),
    Member("p4", "文化馆", "文旅局"),
]


def test_the_windows_of_a_year() -> None:
    found = windows(QUARTERLY, CALENDAR, date(2026, 1, 1), date(2026, 12, 31))
    assert [(w.label, w.opens, w.due.day) for w in found] == [
        ("2025年第四季度", date(2026, 1, 1), date(2026, 1, 8)),
        ("2026年第一季度", date(2026, 4, 1), date(2026, 4, 8)),
        ("2026年第二季度", date(2026, 7, 1), date(2026, 7, 8)),
        ("2026年第三季度", date(2026, 10, 1), date(2026, 10, 8)),
    ]


@pytest.mark.parametrize(
    ("every", "opens_after", "labels"),
    [
        (Every.MONTH, 1, ["2026年5月", "2026年6月"]),
        (Every.HALF, 1, ["2026年上半年"]),
        (Every.YEAR, -170, ["2026年"]),
        (Every.TRIGGER, 1, []),
    ],
)
def test_calendars(every: Every, opens_after: int, labels: list[str]) -> None:
    each = Round(
        name="r", title="r", process="p", every=every, limit=Limit(10, Unit.DAYS),
        opens_after=opens_after,
    )  # fmt: skip
    found = windows(each, CALENDAR, date(2026, 6, 1), date(2026, 7, 31))
    assert [window.label for window in found] == labels


def test_each_member_gets_one_case_however_often_it_is_planned() -> None:
    (window,) = windows(QUARTERLY, CALENDAR, date(2026, 4, 1), date(2026, 4, 1))
    planned = plan(window, MEMBERS)
    assert len(planned) == len(MEMBERS)
    assert planned[0].key == "report:2026年第一季度:p1"
    existing = frozenset(p.key for p in planned[:3])
    assert [p.member.key for p in plan(window, [*MEMBERS, MEMBERS[3]], existing)] == ["p4"]


def test_a_trigger_opens_a_window() -> None:
    window = triggered(QUARTERLY, CALENDAR, "暴雨红色预警001", date(2026, 7, 20))
    assert (window.opens, window.due.day) == (date(2026, 7, 20), date(2026, 7, 27))


def test_standing_reminders_and_summary() -> None:
    (window,) = windows(QUARTERLY, CALENDAR, date(2026, 4, 1), date(2026, 4, 1))  # due 8 April
    answered = {
        "p1": midnight(date(2026, 4, 9)) - timedelta(seconds=1),
        "p2": midnight(date(2026, 4, 9)),
    }
    early = standings(window, MEMBERS, {}, midnight(date(2026, 4, 5)))
    assert {line.standing for line in early} == {Standing.WAITING}
    assert len(to_remind(QUARTERLY, early)) == 4  # three days before
    assert to_remind(QUARTERLY, standings(window, MEMBERS, {}, midnight(date(2026, 4, 6)))) == ()
    lines = standings(window, MEMBERS, answered, midnight(date(2026, 4, 10)))
    assert [line.standing.label for line in lines] == ["按时", "迟报", "逾期未报", "逾期未报"]
    assert [line.member.key for line in to_remind(QUARTERLY, lines)] == ["p3", "p4"]
    sums = {s.organisation: (s.expected, s.on_time, s.overdue, s.rate) for s in summary(lines)}
    assert sums == {
        "交通局": (2, 1, 1, Decimal("50.00")),
        "教育局": (1, 0, 0, Decimal("0.00")),
        "文旅局": (1, 0, 1, Decimal("0.00")),
    }


def test_a_weekly_patrol_opens_on_its_monday_and_weeks_do_not_stop_at_new_year() -> None:
    patrol = Round(
        name="patrol", title="每周巡查", process="patrol", every=Every.WEEK,
        limit=Limit(7, Unit.DAYS), opens_after=-6,
    )  # fmt: skip
    found = windows(patrol, CALENDAR, date(2026, 12, 21), date(2027, 1, 10))
    assert [(w.label, w.first, w.opens) for w in found] == [
        ("2026年第52周", date(2026, 12, 21), date(2026, 12, 21)),
        ("2026年第53周", date(2026, 12, 28), date(2026, 12, 28)),
        ("2027年第1周", date(2027, 1, 4), date(2027, 1, 4)),
    ]
