"""Tables of every kind as rows; coordinates there and back."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lantu.formats.datums import convert, from_gcj02, to_gcj02
from lantu.formats.sheets import read_sheets
from lantu.kernel.errors import Invalid

# Made with gcoord 1.0.7, another author's implementation of the published formula.
VECTORS = [
    ((116.39123, 39.90722), (116.39747110915702, 39.908621230339016)),
    ((113.8, 34.03), (113.8060225466449, 34.0285343737188)),
    ((121.4737, 31.2304), (121.47822305927693, 31.22845773757727)),
]


@pytest.mark.parametrize(("wgs84", "gcj02"), VECTORS)
def test_the_offset_agrees_with_an_independent_implementation(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    assert to_gcj02(wgs84) == pytest.approx(gcj02, abs=1e-10)
    assert from_gcj02(gcj02) == pytest.approx(wgs84, abs=1e-8)


@given(st.floats(74, 134), st.floats(4, 53))
def test_there_and_back_is_the_same_point(east: float, north: float) -> None:
    assert from_gcj02(to_gcj02((east, north))) == pytest.approx((east, north), abs=1e-7)


def test_points_outside_china_stay() -> None:
    assert to_gcj02((2.35, 48.86)) == (2.35, 48.86)
    line = {"type": "LineString", "coordinates": [[2.35, 48.86, 30], [2.36, 48.87, 30]]}
    assert convert(line, to_gcj02)["coordinates"] == [[2.35, 48.86], [2.36, 48.87]]


def test_numbers_that_a_spreadsheet_made_of_codes_are_codes_again() -> None:
    book, written = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["代码", "名称"])
    sheet.append([990102.0, " 云溪区 "])
    book.save(written)
    assert list(read_sheets("a.xlsx", written.getvalue())[0].rows())[1] == ["990102", "云溪区"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_the_encodings_of_chinese_offices(encoding: str, delimiter: str) -> None:
    data = f"代码{delimiter}名称\n99{delimiter}青川省\n".encode(encoding)
    sheet = read_sheets("a.csv", data)[0]
    assert list(sheet.rows()) == [["代码", "名称"], ["99", "青川省"]]
    assert list(sheet.rows()) == list(sheet.rows())


def test_features_are_rows() -> None:
    feature = {"type": "Feature", "properties": {"code": 99, "up": {"adcode": 9}}, "geometry": None}
    rows = list(read_sheets("a.json", json.dumps(feature).encode())[0].rows())
    assert rows == [["code", "up", "geometry"], ["99", "9", ""]]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"{", b'{"type": 1}', b"\xff\xff", b"a\x00b"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        read_sheets("a", data)
