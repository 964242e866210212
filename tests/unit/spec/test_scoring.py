"""The scorer: what counts as found, missed and spurious."""

from typing import Any

from spec.scoring import report, score


def gold(start: int, end: int, **fields: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "quote": "云溪区智慧平台", **fields}


def item(start: int, end: int, **fields: Any) -> dict[str, Any]:
    return {"span": [start, end], "quote": "云溪区智慧平台", **fields}


def test_half_of_the_shorter_is_found_and_a_long_span_is_not() -> None:
    wanted = [gold(0, 4), gold(20, 24)]
    result = score("systems", [item(2, 8), item(15, 26)], wanted)
    assert [entry["start"] for entry in result.missed] == [20]
    assert [entry["span"] for entry in result.spurious] == [[15, 26]]
    assert (result.precision, result.recall, result.f1) == (0.5, 0.5, 0.5)


def test_two_values_of_one_clause_are_two_entries() -> None:
    wanted = [gold(0, 9, value=7, unit="个"), gold(0, 9, value=15, unit="个")]
    found = [item(0, 9, value="15", unit="个"), item(0, 9, value="8", unit="个")]
    result = score("facts", found, wanted)
    assert [entry["value"] for entry in result.missed] == [7]
    assert len(result.spurious) == 1


def test_myriads_and_full_width_percent_are_one_value() -> None:
    wanted = [gold(0, 5, value="3.2", unit="亿元"), gold(6, 9, value=7, unit="%")]
    found = [item(0, 5, value="32000", unit="万元"), item(6, 9, value="7.0", unit="％")]
    assert score("facts", found, wanted).f1 == 1


def test_a_doubtful_entry_neither_rewards_nor_punishes() -> None:
    wanted = [gold(0, 4), gold(10, 14, doubtful=True), gold(20, 24, doubtful=True)]
    result = score("programmes", [item(0, 4), item(10, 14)], wanted)
    assert (len(result.matched), result.missed, result.spurious) == (1, [], [])
    assert [entry["span"] for entry in result.forgiven] == [[10, 14]]


def test_alternative_values_and_spans_are_as_good() -> None:
    wanted = [gold(4, 6, value=[0, None], unit=None, spans=[[0, 30]])]
    result = score("targets", [item(0, 40, value=None, unit=None)], wanted)
    assert len(result.matched) == 1


def test_a_unit_of_the_outline_is_found_by_its_heading() -> None:
    wanted = [gold(0, 8, level="chapter", title="推进 创新")]
    unit = item(0, 900, heading_span=[0, 20], level="chapter", title="推进创新")
    assert score("outline", [unit], wanted).f1 == 1
    assert score("outline", [unit | {"level": "section"}], wanted).f1 == 0


def test_the_report_tells_wrong_fields_on_request() -> None:
    wanted = [gold(0, 4, kind="platform"), gold(8, 12)]
    result = score("systems", [item(0, 4, kind="list")], wanted)
    lines = list(report("systems", result, verbose=True))
    assert "    kind: 0 of 1" in lines
    assert any(line.startswith("  ~ ") and "wanted platform" in line for line in lines)
    assert any(line.startswith("  - [8]") for line in lines)
