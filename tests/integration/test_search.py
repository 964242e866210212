"""Search in Chinese, on whichever database these tests run."""

import pytest

from lantu.apps.people.actor import PUBLIC, Actor
from lantu.apps.registry.actions import open_plan
from lantu.apps.registry.models import PlanVersion
from lantu.apps.registry.models.search import SearchEntry
from lantu.apps.registry.queries.search import search
from lantu.kernel.bigrams import index_text, phrases


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("河湖巡查台账", True),
        ("台账 步道", False),
        ("湿地 科普", True),
        ("桥", False),
        ("溪", True),
        ("９５", True),
        ("巡查河湖", False),
        ("到2030年河湖", True),
        ("' OR 1=1 --", False),
        ('"*()', False),
    ],
)
def test_phrases_are_found_in_their_order(version: PlanVersion, query: str, found: bool) -> None:
    hits, more = search(PUBLIC, query)
    assert bool(hits) is found
    assert not more


def test_promises_come_before_paragraphs(version: PlanVersion) -> None:
    hits, _ = search(PUBLIC, "湿地公园")
    assert [hit.promise is None for hit in hits] == [False, False, True, True]


def test_a_visitor_finds_nothing_in_a_closed_plan(version: PlanVersion, officer: Actor) -> None:
    open_plan(by=officer, plan=version.plan, public=False)
    assert search(PUBLIC, "河湖")[0] == ()
    assert search(officer, "河湖")[0]


@pytest.mark.parametrize("code", ["1e23abc", "12e5", "3f2e1甲7", "0x1f", "5e8412栋b"])
def test_codes_that_look_like_numbers_are_found(version: PlanVersion, code: str) -> None:
    """PostgreSQL's parser takes numbers out of them."""
    entry = SearchEntry.objects.filter(version=version).first()
    assert entry is not None
    entry.pk, entry.words, entry.grams = None, code, index_text(f"仓库{code}号")
    entry.save(force_insert=True)
    for query in (code, f"仓库{code}", code[:3]):
        assert SearchEntry.objects.saying(phrases(query)).filter(words=code).exists(), query
