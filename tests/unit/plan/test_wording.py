"""What two wordings share and what only one of them has."""

from hypothesis import given
from hypothesis import strategies as st

from lantu.engines.plan.comparison.wording import MOST, Run, mark_differences

words = st.text("甲乙丙丁到达95%以上", max_size=40)


@given(words, words)
def test_the_runs_are_the_wordings(old: str, new: str) -> None:
    first, second = mark_differences(old, new)
    assert "".join(run.words for run in first) == old
    assert "".join(run.words for run in second) == new
    shared = ["".join(run.words for run in side if not run.own) for side in (first, second)]
    assert shared[0] == shared[1]


def test_equal_wordings_have_one_run() -> None:
    assert mark_differences("建成三个园区", "建成三个园区") == ((Run("建成三个园区", False),),) * 2


def test_a_stray_character_between_changes_is_shown_as_changed() -> None:
    old, new = mark_differences("绿化的步道", "绿植与的水渠")
    assert [run.words for run in old if not run.own] == ["绿"]
    assert [run.words for run in new if not run.own] == ["绿"]


def test_long_texts_are_compared_at_their_ends() -> None:
    length = int(MOST**0.5) + 10
    old, new = mark_differences("甲" * length + "乙", "甲" * length + "丙")
    assert old[-1] == Run("乙", True)
    assert new[-1] == Run("丙", True)
