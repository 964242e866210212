"""Change history and retention."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.engines.registers.fields import Field, Kind, Register, Retention, Value
from lantu.engines.registers.history import (
    Change,
    Difference,
    as_of,
    diff,
    due_for_erasure,
    erase_on,
    trail,
)
from lantu.kernel.workdays import midnight

START = midnight(date(2026, 1, 1))


def _change(seq: int, days: int, **values: Value) -> Change:
    return Change(seq, START + timedelta(days=days), "张三", values)


CHANGES = [
    _change(1, 0, name="甲厂", tier="seed"),
    _change(2, 10, tier="grown"),
    _change(3, 20, name="甲机械厂", tier=None),
]


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-1, None),
        (0, {"name": "甲厂", "tier": "seed"}),
        (19, {"name": "甲厂", "tier": "grown"}),
        (20, {"name": "甲机械厂", "tier": None}),
    ],
)
def test_a_record_as_of_a_day(days: int, state: dict[str, Value] | None) -> None:
    assert as_of(reversed(CHANGES), START + timedelta(days=days)) == state


def test_the_trail_of_one_field() -> None:
    steps = [(c.seq, d.before, d.after) for c, d in trail(CHANGES, "tier")]
    assert steps == [(1, None, "seed"), (2, "seed", "grown"), (3, "grown", None)]


def test_diff_names_the_fields_that_differ() -> None:
    assert diff({"a": "1", "b": "2"}, {"b": "2", "c": "3"}) == (
        Difference("a", "1", None),
        Difference("c", None, "3"),
    )


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.none() | st.text(max_size=2))))
def test_differences_lead_from_state_to_state(steps: list[dict[str, Value]]) -> None:
    changes = [Change(n, START + timedelta(days=n), "x", s) for n, s in enumerate(steps)]
    walked: dict[str, Value] = {}
    for before, after in zip([None, *changes], changes, strict=False):
        old = as_of(changes, before.at) if before else None
        new = as_of(changes, after.at)
        assert new is not None
        for step in diff(old or {}, new):
            assert walked.get(step.field) == step.before
            walked[step.field] = step.after
        assert {k: v for k, v in walked.items() if v is not None} == {
            k: v for k, v in new.items() if v is not None
        }


VISITS = Register(
    name="visits",
    title="走访",
    fields=(
        Field(name="ended", title="结束日期", kind=Kind.DATE),
        Field(name="phone", title="电话"),
    ),
    retention=Retention(since="ended", years=3, erases=("phone",), source="示例办法第九条"),
)


def test_records_whose_retention_has_ended() -> None:
    records: dict[str, dict[str, Value]] = {
        "a": {"ended": date(2023, 6, 2)},
        "b": {"ended": date(2023, 6, 1)},
        "c": {"ended": date(2020, 1, 1)},
        "d": {"ended": None},
    }
    found = due_for_erasure(VISITS, records, date(2026, 6, 1))
    assert [erasure.key for erasure in found] == ["c", "b"]
    assert found[1].fields == ("phone",)
    assert found[1].reason == "结束日期 2023-06-01，保存期到 2026-06-01（示例办法第九条）"


def test_leap_day() -> None:
    assert erase_on(Retention(since="x", years=1), date(2024, 2, 29)) == date(2025, 3, 1)
    assert erase_on(Retention(since="x", days=30), date(2026, 1, 1)) == date(2026, 1, 31)
