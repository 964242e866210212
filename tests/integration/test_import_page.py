"""A messy Excel as offices keep it: titles, hidden columns, dates as text, full-width digits."""

import io
import re

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from integration import grid_world
from integration.grid_world import signed_in
from lantu.apps.places.models import Area
from lantu.apps.tracking.records.models import Record

pytestmark = pytest.mark.django_db
ADDRESS = "/systems/grid_governance/grids/import/"
GRIDS = "grid_governance.grids"
HEADS = ("序号", "网格名称（全称）", "备注", "网格区域", "网格类型", "管理单位", "户数", "启用日期")
ROWS = (
    (1, "柳堤甲格", "x", "柳堤社区", "基础网格", "城市管理局", "３２０", "2025年3月1日"),
    (2, "柳堤乙格", "", "柳堤社区", "基础网格 ", "城市管理局", "1,200户", "2025.4.1"),
    (3, "柳堤丙格", "", "没有的社区", "专用网格", "城市管理局", "很多", "2025年13月1日"),
    (4, "柳堤甲格", "", "柳堤社区", "基础网格", "城市管理局", "８", 45717),
    ("", "合计", "", "", "", "", "1528", ""),
)


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Area:
    return grid_world.make(monkeypatch, cases=0)


def _messy() -> io.BytesIO:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "云溪区基础网格情况统计表（2026年）"
    sheet.merge_cells("A1:H1")
    sheet["A2"] = "填报单位：云溪街道"
    sheet.merge_cells("A2:D2")
    for line, row in enumerate((HEADS, *ROWS), 4):
        for at, value in enumerate(row, 1):
            sheet.cell(line, at, value)
    sheet.column_dimensions["C"].hidden = True
    written = io.BytesIO()
    book.save(written)
    written.seek(0)
    written.name = "网格 表（终稿）.xlsx"
    return written


def _columns(page: str) -> dict[str, str]:
    """What the form would send again: the chosen column of each field."""
    found = {}
    for select in re.finditer(r'<select[^>]*name="(column-\w+)">(.*?)</select>', page, re.S):
        chosen = re.search(r'value="(\d+)" selected', select[2])
        found[select[1]] = chosen[1] if chosen else ""
    return found


def _tried(client: Client) -> tuple[str, dict[str, str]]:
    page = client.post(ADDRESS, {"table": _messy()}).content.decode()
    token = re.search(r'name="upload" value="([^"]+)"', page)
    row = re.search(r'name="row"[^>]*value="(\d+)"', page)
    assert token is not None, page
    assert row is not None
    form = {"upload": token[1], "confirmed": "1", "row": row[1], **_columns(page)}
    return page, form


def test_the_header_is_found_and_every_fault_has_its_line(county: Area) -> None:
    page, form = _tried(signed_in("guihua"))
    assert form["row"] == "4"
    assert (form["column-name"], form["column-area"], form["column-since"]) == ("1", "3", "7")
    assert "2 行可以写入" in page
    told = re.findall(r"<li>(第 \d+ 行：.*?)</li>", page)
    assert [re.findall(r"第 (\d+) 行", line)[0] for line in told] == ["7", "8"], told
    assert "1 行是合计" in page
    assert "没有的社区" in told[0]
    assert "专用网格" in told[0]
    assert Record.objects.filter(register=GRIDS, title__startswith="柳堤甲").count() == 0


def test_good_rows_go_in_and_bad_ones_come_back_with_the_fault_in_the_cell(county: Area) -> None:
    client = signed_in("guihua")
    _page, form = _tried(client)
    done = client.post(ADDRESS, form | {"wish": "import"}).content.decode()
    assert "已写入 2 行" in done
    rows = {row.title: row.data for row in Record.objects.filter(register=GRIDS)}
    assert rows["柳堤甲格"]["households"] == "320"
    assert rows["柳堤甲格"]["since"] == "2025-03-01"
    assert rows["柳堤乙格"]["households"] == "1200"
    assert rows["柳堤乙格"]["since"] == "2025-04-01"
    sheet = load_workbook(
        io.BytesIO(client.post(ADDRESS, form | {"wish": "return"}).content)
    ).active
    head = [cell.value for cell in sheet[1]]
    assert head[:8] == list(HEADS)
    notes = {
        (line, head[at]): cell.comment.text
        for line, cells in enumerate(sheet.iter_rows(min_row=2), 2)
        for at, cell in enumerate(cells)
        if cell.comment
    }
    bad = next(line for line, _ in notes if sheet.cell(line, 2).value == "柳堤丙格")
    assert {key for key in notes if key[0] == bad} == {
        (bad, "网格区域"), (bad, "网格类型"), (bad, "户数"), (bad, "启用日期")
    }  # fmt: skip


def test_the_same_file_twice_adds_nothing(county: Area) -> None:
    client = signed_in("guihua")
    _page, form = _tried(client)
    client.post(ADDRESS, form | {"wish": "import"})
    before = Record.objects.filter(register=GRIDS).count()
    page, again = _tried(client)
    assert "0 行可以写入" in page
    client.post(ADDRESS, again | {"wish": "import"})
    assert Record.objects.filter(register=GRIDS).count() == before
