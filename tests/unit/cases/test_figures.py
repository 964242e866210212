"""Service figures against the published vectors of domain.md §4, and counted from cases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lantu.engines.cases.counting import Span, tally
from lantu.engines.cases.figures import (
    HotlineTally,
    Tally,
    hotline_figures,
    service_figures,
    weighted,
)
from unit.cases.processes import CALENDAR, GRID, MONDAY, Story, process

# 天门 2016-12
TIANMEN = Tally(
    filed=996, due=972, closed=911, closed_on_time=737, by_source={"监督员": 953, "公众": 43}
)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("closed", "93.72"),
        ("closed_on_time", "75.82"),
        ("reported_by.监督员", "95.68"),
        ("reported_by.公众", "4.32"),
    ],
)
def test_vectors_of_domain_4(code: str, value: str) -> None:
    figures = {figure.code: figure for figure in service_figures(TIANMEN)}
    assert figures[code].value == Decimal(value)


def test_every_figure_says_how_we_know() -> None:
    figures = {figure.code: figure for figure in service_figures(TIANMEN)}
    assert str(figures["closed"]) == "结案率 93.72 %（911 ÷ 972，结案 ÷ 应结案）"


def test_the_variant_without_deferred_cases() -> None:
    counted = replace(TIANMEN, deferred=22)
    figures = {f.code: f for f in service_figures(counted, without_deferred=True)}
    assert figures["closed"].denominator == 950
    assert figures["closed"].value == Decimal("95.89")
    assert "缓办" in figures["closed"].formula


def test_the_other_formulas() -> None:
    counted = Tally(filed=200, filed_on_time=190, void=8, dispatched=180, dispatched_well=171,
                    due=150, closed=140, reworked=6)  # fmt: skip
    values = {figure.code: figure.value for figure in service_figures(counted)}
    assert values == {
        "filed_on_time": Decimal("95.00"),
        "filed_well": Decimal("96.00"),
        "dispatched_well": Decimal("95.00"),
        "closed": Decimal("93.33"),
        "closed_on_time": Decimal("0.00"),
        "reworked": Decimal("4.00"),
    }


def test_nothing_divided_by_nothing_is_no_figure() -> None:
    assert {figure.value for figure in service_figures(Tally())} == {None}
    assert "无数据" in str(service_figures(Tally())[0])


def test_three_rates_of_the_hotline() -> None:
    counted = HotlineTally(
        should_answer=110, answered_in_time=95, should_solve=110, solved=80, ratings=90,
        satisfied=81, invalid=6, out_of_duty=4,
    )  # fmt: skip
    values = {figure.code: figure.value for figure in hotline_figures(counted)}
    assert values == {
        "answered": Decimal("95.00"), "solved": Decimal("80.00"), "satisfied": Decimal("90.00"),
    }  # fmt: skip
    weights = {"answered": Decimal(30), "solved": Decimal(35), "satisfied": Decimal(35)}  # 准格尔旗
    assert weighted(values, weights) == Decimal("88.00")
    assert weighted({**values, "solved": None}, weights) is None


def _closed(source: str, days: int, rework: bool = False) -> Story:
    """A case filed on the spot that is closed after `days` days."""
    story = Story(process(GRID), source=source)
    story.step("file", "acceptor", values={"category": "路面破损"}).step("dispatch", "dispatcher")
    story.later(days=days).step("reply", "handler", values={"after": "b.jpg"}).went()
    if rework:
        story.step("redo", "checker", reason="没修平")
        story.step("reply", "handler", values={"after": "c.jpg"})
    return story.step("close", "checker").went()


def test_cases_counted_in_a_month() -> None:
    late_to_file = Story(process(GRID), source="公众").later(hours=3)
    late_to_file.step("file", "acceptor", values={"category": "x"}).went()
    late_to_file.step("dispatch", "dispatcher").step("send_back", "handler", reason="不归我管")
    late_to_file.step("dispatch", "dispatcher").went()
    deferred = Story(process(GRID), source="公众")
    deferred.step("file", "acceptor", values={"category": "x"}).step("dispatch", "dispatcher")
    deferred.measure("suspend", "handler", reason="等材料")
    deferred.answer(True, "leader", deferred.case.requests[0].seq).went()
    voided = Story(process(GRID), source="监督员")
    voided.step("file", "acceptor", values={"category": "x"}).measure(
        "void", "leader", reason="误报"
    )
    merged = Story(process(GRID)).measure("merge", "dispatcher", reason="同一处", target="案-0")
    unfiled = Story(process(GRID)).step("reject", "acceptor", reason="不属实").went()
    stories = [
        _closed("监督员", 1), _closed("监督员", 1, rework=True), _closed("公众", 16), late_to_file,
        deferred, voided.went(), merged.went(), unfiled,
    ]  # fmt: skip
    march = Span(date(2026, 3, 1), date(2026, 3, 31), MONDAY.replace(month=4))
    found = tally(process(GRID), [s.case for s in stories], CALENDAR, march, source="source")
    assert found == Tally(
        filed=6, filed_on_time=5, void=1, dispatched=6, dispatched_well=5, due=5, closed=3,
        closed_on_time=2, reworked=1, deferred=1, by_source={"监督员": 3, "公众": 3},
    )  # fmt: skip
    april = Span(date(2026, 4, 1), date(2026, 4, 30), march.now)
    assert tally(process(GRID), [s.case for s in stories], CALENDAR, april) == Tally()
