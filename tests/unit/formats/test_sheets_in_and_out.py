"""Headers are found under titles; bad rows go back with the fault in their cell."""

import io

import pytest
from openpyxl import load_workbook

from lantu.formats.headers import propose
from lantu.formats.xlsx import neutral, return_sheet

TITLES = {"name": ["网格名称"], "unit": ["管理单位"], "since": ["启用日期"]}


def test_header_below_a_merged_title_and_in_any_order() -> None:
    rows = [
        ["云溪区网格基本情况表", "", "", ""],
        ["填报单位：某街道", "", "", "2026年3月"],
        ["序号", "启用日期", "管理单位", "网格名称*"],
        ["1", "2026-01-01", "某街道", "一网格"],
    ]
    found = propose(rows, TITLES)
    assert found.row == 2
    assert dict(found.columns) == {"name": 3, "unit": 2, "since": 1}


def test_nearly_the_same_word_is_proposed_and_a_strange_one_is_not() -> None:
    found = propose([["网格的名称", "负责人", "启用时日期"]], TITLES)
    assert dict(found.columns) == {"name": 0, "since": 2}


def test_a_row_that_a_person_has_pointed_at() -> None:
    rows = [["网格名称"], ["名字"]]
    assert propose(rows, TITLES, 1).row == 1
    assert propose([], TITLES).cells == ()


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_a_return_sheet_is_a_formula(start: str) -> None:
    written = return_sheet("退回", ["网格名称"], [(4, [f"{start}1+1"], {0: "重复。"})], "错误")
    sheet = load_workbook(io.BytesIO(written)).active
    assert sheet["A2"].value == f"'{start}1+1" == neutral(f"{start}1+1")
    assert sheet["A2"].comment.text == "重复。"
    assert sheet["A2"].fill.fgColor.rgb.endswith("F6DADA")
    assert sheet["B2"].value == "4: 重复。"


def test_short_rows_are_filled_up() -> None:
    written = return_sheet("退回", ["甲", "乙"], [(2, ["一"], {1: "没有填写。", -1: "缺。"})], "错")
    sheet = load_workbook(io.BytesIO(written)).active
    assert sheet["B2"].comment.text == "没有填写。"
    assert "缺。" in sheet["C2"].value
