"""The notation of the pages and the span rule, on a plan written by hand."""

from pathlib import Path
from typing import Any

import pytest

from spec.documents import BadPage, Example, examples, locate
from spec.matching import faults, overlaps, show

TEXT = "甲街道改造甲街道老厂房，新增车位200个、绿地3公顷。\n"
FENCE = f"# 页\n\n```plan txt\n{TEXT}```\n\n"


def item(id_: str, start: int, end: int, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "span": [start, end], "quote": TEXT[start:end], **fields}


PLAN = {
    "targets": [
        item("g1", 12, 20, value=200, unit="个", subject="车位"),
        item("g2", 21, 26, value=3, unit="公顷", subject="绿地"),
    ],
    "projects": [item("p1", 5, 11, name="甲街道老厂房", section=None)],
    "boxes": [],
}


def page(tmp_path: Path, expectations: str) -> Example:
    file = tmp_path / "page.md"
    file.write_text(FENCE + expectations + "\n", "utf-8")
    return examples(file)[0]


def faults_of(tmp_path: Path, expectations: str) -> list[str]:
    example = page(tmp_path, expectations)
    return [fault for check in example.checks for fault in faults(check, PLAN, TEXT)]


@pytest.mark.parametrize(
    "expectations",
    [
        "| targets | value | unit |\n|---|---|---|\n| 车位200个 | 200.0 | 个 |",
        "| all projects | name |\n|---|---|\n| 甲街道 (2) | 甲街道老厂房 |",
        "| targets | subject |\n|---|---|\n| 新增 … 200个 | 新增车位 |",
        "No projects: 车位; 绿地.",
        "No boxes.",
    ],
)
def test_what_holds_gives_no_fault(tmp_path: Path, expectations: str) -> None:
    assert faults_of(tmp_path, expectations) == []


@pytest.mark.parametrize(
    ("expectations", "fault"),
    [
        (
            "| targets | value | unit |\n|---|---|---|\n| 车位200个 | 300 | 个 |",
            "- line 9: 车位200个  {'value': '300', 'unit': '个'}\n"
            "    ~ 新增车位200个  value: wanted 300, found 200",
        ),
        ("| all targets | unit |\n|---|---|\n| 绿地3公顷 | |", "+ 新增车位200个  is no target"),
        ("No targets: 200个.", "+ 新增车位200个  is no target (200个)"),
        (
            "| targets | |\n|---|---|\n| 200 | |",
            "- line 9: 200\n    ~ 新增车位200个  its span is too long",
        ),
    ],
)
def test_a_fault_says_what_differs(tmp_path: Path, expectations: str, fault: str) -> None:
    assert faults_of(tmp_path, expectations) == [fault]


def test_two_rows_need_two_items(tmp_path: Path) -> None:
    rows = "| targets | value |\n|---|---|\n| 车位200个 | |\n| 车位200个 | |"
    assert len(faults_of(tmp_path, rows)) == 1


@pytest.mark.parametrize(
    ("expectations", "message"),
    [
        ("| targets | value |\n|---|---|\n| 车位 |", "line 9: 1 cells under 2 columns"),
        ("No wishes: 车位.", "line 7: no such list: wishes"),
        ("```edit\n甲 → 乙\n```", "line 7: an edit reads `old => new`"),
        ("```edit\n甲 => 乙", "line 7: the fence is never closed"),
    ],
)
def test_a_bad_page_names_its_line(tmp_path: Path, expectations: str, message: str) -> None:
    with pytest.raises(BadPage, match=message):
        page(tmp_path, expectations)


def test_a_quote_must_stand_in_the_plan() -> None:
    with pytest.raises(BadPage, match="does not hold '乙街道'"):
        locate(TEXT, "乙街道")


def test_null_is_not_an_empty_word() -> None:
    assert show("section", PLAN["projects"][0], PLAN, TEXT) == "–"
    assert overlaps((0, 2), (1, 9)) is True
