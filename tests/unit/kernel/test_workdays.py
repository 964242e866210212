"""Working days against the published calendar of 2026 and the vectors of domain.md §11."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.kernel.errors import Invalid
from lantu.kernel.workdays import BEIJING, Calendar, Pause, Unit, days_of, midnight


def _days(*spans: tuple[int, int, int, int]) -> frozenset[date]:
    return frozenset(
        day for a, b, c, d in spans for day in days_of(date(2026, a, b), date(2026, c, d))
    )


# 国办发明电〔2025〕7号
OFF = _days(
    (1, 1, 1, 3), (2, 15, 2, 23), (4, 4, 4, 6), (5, 1, 5, 5), (6, 19, 6, 21), (9, 25, 9, 27),
    (10, 1, 10, 7),
)  # fmt: skip
WORK = frozenset(date(2026, m, d) for m, d in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)))
YEAR_2026 = Calendar(OFF, WORK, 2026, 2026)
MOMENTS = st.datetimes(
    datetime.fromisoformat("2026-01-01"),
    datetime.fromisoformat("2026-07-01"),
    timezones=st.just(BEIJING),
)


def _at(day: date, hour: int = 10) -> datetime:
    return midnight(day) + timedelta(hours=hour)


def test_2026_has_248_working_days() -> None:
    assert YEAR_2026.between(date(2025, 12, 31), date(2026, 12, 31)).amount == 248


@pytest.mark.parametrize(
    ("accepted", "amount", "due"),
    [
        (date(2026, 2, 13), 5, date(2026, 2, 27)),  # 2.14 counts
        (date(2026, 4, 30), 5, date(2026, 5, 11)),
        (date(2026, 9, 18), 5, date(2026, 9, 24)),
        (date(2026, 9, 18), 20, date(2026, 10, 22)),
    ],
)
def test_due_vectors_of_domain_11(accepted: date, amount: int, due: date) -> None:
    found = YEAR_2026.due(_at(accepted), amount, Unit.WORKING_DAYS)
    assert found
    assert not found.provisional
    assert found.at == midnight(due + timedelta(days=1))
    assert str(found) == due.isoformat()


def test_beyond_the_calendar_is_provisional() -> None:
    found = YEAR_2026.due(_at(date(2026, 12, 25)), 5, Unit.WORKING_DAYS)
    assert found
    assert found.provisional
    assert str(found).endswith("（暂定）")
    inside = YEAR_2026.due(_at(date(2026, 12, 25)), 4, Unit.WORKING_DAYS)
    assert inside
    assert not inside.provisional


def test_a_count_that_leaves_the_calendar_is_provisional() -> None:
    spent = YEAR_2026.between(date(2026, 12, 25), date(2027, 1, 4))
    assert (spent.amount, spent.provisional) == (6, True)
    assert not YEAR_2026.between(date(2026, 12, 25), date(2026, 12, 31)).provisional
    assert YEAR_2026.between(date(2026, 3, 3), date(2026, 3, 2)).amount == 0


def test_calendar_days_need_no_table() -> None:
    found = YEAR_2026.due(_at(date(2026, 12, 25)), 10, Unit.DAYS)
    assert found
    assert found.day == date(2027, 1, 4)
    assert not found.provisional


def test_excluded_hearing_moves_the_deadline() -> None:
    hearing = Pause.of_days(date(2026, 3, 4), date(2026, 3, 5))  # Wednesday, Thursday
    found = YEAR_2026.due(_at(date(2026, 3, 2)), 3, Unit.WORKING_DAYS, [hearing])
    assert found
    assert found.day == date(2026, 3, 9)


def test_a_pause_within_one_day_excludes_nothing() -> None:
    pause = Pause(_at(date(2026, 3, 3), 9), _at(date(2026, 3, 3), 17))
    found = YEAR_2026.due(_at(date(2026, 3, 2)), 1, Unit.WORKING_DAYS, [pause])
    assert found
    assert found.day == date(2026, 3, 3)


def test_no_due_date_while_paused() -> None:
    pause = Pause(_at(date(2026, 3, 3)))
    start = _at(date(2026, 3, 2))
    assert YEAR_2026.due(start, 5, Unit.WORKING_DAYS, [pause]) is None
    assert YEAR_2026.due(start, 60, Unit.HOURS, [pause]) is None
    due = YEAR_2026.due(start, 1, Unit.WORKING_DAYS, [pause])
    assert due
    assert due.day == date(2026, 3, 3)  # it fell due on the day the pause began


def test_hours_run_round_the_clock_and_stop_in_a_pause() -> None:
    start = _at(date(2026, 3, 6), 20)
    pause = Pause(start + timedelta(hours=1), start + timedelta(hours=11))
    found = YEAR_2026.due(start, 2, Unit.HOURS, [pause])
    assert found
    assert found.at == start + timedelta(hours=12)
    assert found.day == date(2026, 3, 7)
    assert YEAR_2026.used(start, found.at, Unit.HOURS, [pause]).amount == 2


def test_a_moment_in_another_zone_is_a_beijing_day() -> None:
    late = datetime.fromisoformat("2026-03-02T17:00:00+00:00")  # 01:00 of 3 March in Beijing
    found = YEAR_2026.due(late, 1, Unit.WORKING_DAYS)
    assert found
    assert found.day == date(2026, 3, 4)


@pytest.mark.parametrize("amount", [-1, 10_001])
def test_absurd_limits_are_refused(amount: int) -> None:
    with pytest.raises(Invalid, match="期限"):
        YEAR_2026.due(_at(date(2026, 3, 2)), amount, Unit.DAYS)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(Invalid, match="时区"):
        YEAR_2026.due(datetime.fromisoformat("2026-03-02"), 1, Unit.DAYS)


def test_a_day_cannot_be_off_and_worked() -> None:
    with pytest.raises(Invalid, match="2026-02-14"):
        Calendar(OFF | WORK, WORK & {date(2026, 2, 14)}, 2026, 2026)


@given(
    MOMENTS,
    st.integers(1, 40),
    st.sampled_from(Unit),
    st.lists(st.tuples(MOMENTS, st.timedeltas(timedelta(), timedelta(days=12))), max_size=3),
)
def test_a_limit_is_used_up_exactly_at_its_due_time(
    start: datetime, amount: int, unit: Unit, spans: list[tuple[datetime, timedelta]]
) -> None:
    pauses = [Pause(begin, begin + length) for begin, length in spans]
    due = YEAR_2026.due(start, amount, unit, pauses)
    assert due is not None
    if unit is Unit.HOURS:
        assert abs(YEAR_2026.used(start, due.at, unit, pauses).amount - amount) <= Decimal(1) / 60
        return
    last = due.at - timedelta(seconds=1)
    assert YEAR_2026.used(start, last, unit, pauses).amount == amount
    assert YEAR_2026.used(start, midnight(due.day) - timedelta(seconds=1), unit, pauses).amount < (
        amount
    )
