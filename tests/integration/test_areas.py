"""Importing areas from any table: all rows or none, faults by row, hierarchies, vintages."""

import io
import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from integration.packages import AREAS
from lantu.apps.people.actions import import_areas
from lantu.apps.people.actor import PUBLIC, SYSTEM
from lantu.apps.people.change_actions import record_changes
from lantu.apps.people.models import AuditEvent
from lantu.apps.people.place_actions import load_known_calendar
from lantu.apps.places.calendar import working_calendar
from lantu.apps.places.columns import propose
from lantu.apps.places.models import Area, Hierarchy, ImportLayout, Population, Shape, Standing
from lantu.apps.places.queries import area_detail, find_areas
from lantu.apps.places.register import Told
from lantu.apps.places.vintages import paths_of
from lantu.formats.sheets import read_sheets
from lantu.kernel.errors import Forbidden, Invalid

STREETS = "代码,名称\n990102001,溪口街道\n990102002,云门街道\n"


def put(data: str, vintage: str = "2025", **more: object) -> tuple[str, ...]:
    found = import_areas(by=SYSTEM, vintage=vintage, data=data.encode(), **more)  # type: ignore[arg-type]
    return tuple(f"{fault.message}{fault.fix}" for fault in found)


@pytest.mark.django_db
def test_areas_are_a_tree_and_a_second_import_changes_nothing() -> None:
    for _ in range(2):
        assert put(AREAS) == ()
    street = Area.objects.get(code="990102001")
    assert street.path == "2025/99/9901/990102/990102001/"
    assert street.parent is not None
    assert street.parent.name == "云溪区"
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_one_fault_stops_all_rows() -> None:
    faults = put(AREAS + "990103,溪北区,street,9901\n990104,,county,9902\n")
    assert [fault[:5] for fault in faults] == ["第 6 行", "第 7 行"]
    assert not Area.objects.exists()


FAULTY = [
    ("99010x,溪北区\n", "级别"),
    ("990104,\n", "没有名称"),
    ("990102,云溪区\n990102,云溪区\n", "已有一行"),
    ("990199001,无名街道\n", "找不到"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "word"), FAULTY)
def test_each_fault_is_named_with_its_row(rows: str, word: str) -> None:
    put(AREAS)
    faults = put("代码,名称\n" + rows)
    assert faults
    assert word in faults[0]
    assert "请" in faults[0]


@pytest.mark.django_db
def test_the_public_imports_nothing() -> None:
    with pytest.raises(Forbidden):
        import_areas(by=PUBLIC, vintage="2025", data=AREAS.encode())


@pytest.mark.django_db
def test_a_dry_run_writes_nothing() -> None:
    assert put(AREAS, dry_run=True) == ()
    assert not Area.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xff\xff", b"\x00" * 9, b"PK\x03\x04broken", b'{"a": 1}']
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        import_areas(by=SYSTEM, vintage="2025", data=data)


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"code,names\n1,2\n", b"code,name\n", "代码\n99\n".encode()])
def test_a_table_without_the_columns_or_rows_is_one_fault(data: bytes) -> None:
    assert len(import_areas(by=SYSTEM, vintage="2025", data=data)) == 1


@pytest.mark.django_db
def test_padded_codes_and_chinese_headers_under_a_title_are_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["青川省区划一览表"], [], ["序号", "区划名称", "统计用区划代码", "常住人口（人）"],
                [1, "青川省", "990000000000", 1000], [2, "青川市", "990100000000", None],
                [3, "云溪区", 990102000000, "12,345"]):  # fmt: skip
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    faults = import_areas(
        by=SYSTEM, vintage="2025", data=written.getvalue(), name="区划.xlsx", told=Told(year=2024)
    )
    assert faults == ()
    county = Area.objects.get(code="990102")
    assert county.parent is not None
    assert county.parent.code == "9901"
    population = Population.objects.get(area=county)
    assert (population.year, population.persons) == (2024, 12345)


@pytest.mark.django_db
def test_a_register_saved_by_a_chinese_spreadsheet_is_read() -> None:
    assert import_areas(by=SYSTEM, vintage="2025", data=AREAS.encode("gb18030")) == ()
    assert Area.objects.get(code="99").name == "青川省"


@pytest.mark.django_db
def test_a_confirmed_layout_is_remembered_for_its_sender() -> None:
    data = "片,码\n青川省,99\n"
    sheet = read_sheets("a.csv", data.encode())[0]
    guess = propose(sheet, "统计局")
    assert guess.missing == ("code", "name")
    confirmed = type(guess)(0, ("片", "码"), {"name": 0, "code": 1})
    assert put(data, layout=confirmed, sender="统计局") == ()
    again = propose(sheet, "统计局")
    assert again.remembered
    assert again.columns == {"name": 0, "code": 1}
    assert ImportLayout.objects.count() == 1


@pytest.mark.django_db
def test_outlines_come_from_geojson_in_any_datum() -> None:
    put(AREAS)
    shape = {"type": "Polygon", "coordinates": [[[113.806, 34.0285], [113.9, 34.0], [113.8, 34.1]]]}
    features = {
        "type": "FeatureCollection",
        "features": [
            {"properties": {"adcode": 990102, "name": "云溪区"}, "geometry": shape},
        ],
    }
    assert put(json.dumps(features), name="a.geojson", told=Told(datum="gcj02")) == ()
    stored = Shape.objects.get()
    assert stored.declared == "gcj02"
    assert stored.geometry["coordinates"][0][0] == pytest.approx([113.8, 34.03], abs=1e-4)
    assert area_detail("2025", "990102").shape == stored.geometry


@pytest.mark.django_db
def test_streets_stand_in_a_zone_beside_their_county() -> None:
    put(AREAS)
    put(STREETS)
    zone = "编码,名称,上级\nZONE-1,青云产业园,\n990102002,云门街道,ZONE-1\n"
    assert put(zone, told=Told(hierarchy=Hierarchy.FUNCTIONAL)) == ()
    area = Area.objects.get(code="ZONE-1")
    assert Standing.objects.get().area.code == "990102002"
    assert paths_of(area, Hierarchy.FUNCTIONAL) == {
        "2025/ZONE-1/", "2025/99/9901/990102/990102002/",
    }  # fmt: skip
    faults = put("编码,名称,上级\nA,甲,B\nB,乙,A\n", told=Told(hierarchy=Hierarchy.FUNCTIONAL))
    assert "绕回" in faults[0]


@pytest.mark.django_db
def test_a_code_means_an_area_only_with_its_vintage() -> None:
    put(AREAS, "2024")
    put(STREETS, "2024")
    put(AREAS, "2025")
    put("代码,名称\n990102001,云门街道\n990102003,溪口街道\n", "2025")
    record_changes(
        by=SYSTEM,
        from_vintage="2024",
        to_vintage="2025",
        changes=[("990102001", "990102003"), ("990102002", "990102001")],
    )
    old = Area.objects.get(vintage="2024", code="990102001")
    new = Area.objects.get(vintage="2025", code="990102001")
    assert [p[-10:] for p in sorted(paths_of(old))] == ["990102001/", "990102003/"]
    assert sorted(paths_of(new)) == [
        "2024/99/9901/990102/990102002/", "2025/99/9901/990102/990102001/",
    ]  # fmt: skip
    county = Area.objects.get(vintage="2024", code="990102")
    assert len(paths_of(county)) == 2
    with pytest.raises(Invalid):
        record_changes(
            by=SYSTEM, from_vintage="2024", to_vintage="2025", changes=[("98", "990102")]
        )


@pytest.mark.django_db
def test_a_moved_county_takes_its_streets_along() -> None:
    put(AREAS)
    put(STREETS)
    put("code,name,kind\n9902,西川市,city\n")
    county = Area.objects.get(code="990102")
    Area.objects.filter(pk=county.pk).update(path="2025/99/9902/990102/")
    Area.objects.filter(code__startswith="990102", kind="street").update(
        path="2025/99/9902/990102/990102001/"
    )
    put(AREAS)
    assert Area.objects.under("2025/99/9901/990102/").count() >= 2


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["溪口", "xkjd", "xk", "溪", "口街"])
def test_an_area_is_found_by_its_characters_or_initials(query: str) -> None:
    put(AREAS)
    put(STREETS)
    found = find_areas(query)
    assert "溪口街道" in [line.name for line in found]
    assert found[-1].within.startswith("青川省")


@pytest.mark.django_db
def test_many_rows_are_found_and_the_index_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    put(AREAS)
    streets = "".join(f"990102{n:03},街道{n}\n" for n in range(100, 200))
    monkeypatch.setattr("lantu.apps.people.place_actions.BATCH", 50)
    assert put(f"代码,名称\n{streets}990102998,云顶街道\n") == ()
    assert [line.code for line in find_areas("云顶")] == ["990102998"]
    assert put("代码,名称\n990102999,云端街道\n") == ()
    assert [line.code for line in find_areas("云端")] == ["990102999"]

    def fails(*given: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("lantu.apps.places.loading._insert", fails)
    with pytest.raises(RuntimeError):
        put(f"代码,名称\n{streets.replace('街道', '小镇')}990102997,云底街道\n")
    monkeypatch.undo()
    assert find_areas("小镇") == find_areas("云底") == ()
    assert put("代码,名称\n990102996,云间街道\n") == ()
    assert [line.code for line in find_areas("云间")] == ["990102996"]


@pytest.mark.django_db
def test_the_calendar_is_loaded_once_and_dated() -> None:
    years = load_known_calendar(by=SYSTEM)
    assert years[-1] >= 2026
    assert load_known_calendar(by=SYSTEM) == ()
    calendar = working_calendar()
    assert not calendar.is_workday(date(2026, 2, 16))
    assert calendar.is_workday(date(2026, 2, 14))
    days = (date(2026, 1, 1).toordinal(), date(2026, 12, 31).toordinal() + 1)
    assert sum(calendar.is_workday(date.fromordinal(d)) for d in range(*days)) == 248
    assert not calendar.knows(date(years[-1] + 1, 1, 4))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(cells, cells, cells, cells), max_size=6))
def test_no_table_crashes_the_import(rows: list[tuple[str, ...]]) -> None:
    from django.db import transaction

    body = "\n".join(",".join(row) for row in [("代码", "名称", "上级", "人口"), *rows])
    with transaction.atomic():
        put(body, dry_run=True)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reading(data: bytes) -> None:
    with suppress(Invalid):
        assert import_areas(by=SYSTEM, vintage="2025", data=data, dry_run=True)
