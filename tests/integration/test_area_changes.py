"""Codes through the vintages: kinds of change, from old to new, import, files, interface."""

import io
from collections.abc import Iterable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from integration.grid_world import signed_in
from lantu.apps.people.actions import import_areas
from lantu.apps.people.actor import PUBLIC, SYSTEM
from lantu.apps.people.change_actions import import_changes
from lantu.apps.people.models import AuditEvent
from lantu.apps.places.changes import ChangeKind, change_page, trails, translate
from lantu.apps.places.models import Area, AreaChange
from lantu.demo.accounts import open_accounts
from lantu.kernel.errors import Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db
HEAD = "99,青川省\n9901,青川市\n990102,云溪区\n"
OLD = {"001": "溪口街道", "002": "云门街道", "003": "柳堤镇", "004": "梨园乡", "005": "石桥乡",
       "006": "东关镇", "007": "西关镇"}  # fmt: skip
NEW = {"001": "云门街道", "010": "溪口东街道", "011": "溪口西街道", "012": "柳梨镇",
       "005": "石桥镇", "013": "东关街道"}  # fmt: skip
TABLE = (
    "旧代码,新代码,日期,依据\n"
    "990102001,990102010,2021-06-01,青政〔2021〕1号\n"  # split
    "990102001,990102011,,\n"
    "990102002,990102001,2021/6/1,\n"  # recoded; takes the code of another
    "990102003,990102012,,\n"  # merged
    "990102004,990102012,,\n"
    "990102005,990102005,,\n"  # renamed
    "990102006,990102013,2021年6月1日,\n"  # recoded and renamed
    "990102007,,,\n"  # ended
)


def put(vintage: str, streets: Iterable[tuple[str, str]]) -> None:
    rows = "".join(f"990102{code},{name}\n" for code, name in streets)
    data = f"代码,名称\n{HEAD}{rows}".encode()
    assert import_areas(by=SYSTEM, vintage=vintage, data=data) == ()


@pytest.fixture
def vintages() -> None:
    put("2020", OLD.items())
    put("2021", NEW.items())
    put("2022", NEW.items())


@pytest.fixture
def changes(vintages: None) -> None:
    done = import_changes(
        by=SYSTEM, from_vintage="2020", to_vintage="2021", data=TABLE.encode("gb18030")
    )
    assert (done.faults, done.added) == ((), 8)


def test_kinds_are_read_off_rows_and_names(changes: None) -> None:
    found = change_page(("2020", "2021"))
    kinds = {(line.old_code[-3:], line.new_code[-3:]): line.kind for line in found.lines}
    assert kinds == {
        ("001", "010"): ChangeKind.SPLIT, ("001", "011"): ChangeKind.SPLIT,
        ("002", "001"): ChangeKind.RECODED, ("003", "012"): ChangeKind.MERGED,
        ("004", "012"): ChangeKind.MERGED, ("005", "005"): ChangeKind.RENAMED,
        ("006", "013"): ChangeKind.BOTH, ("007", ""): ChangeKind.ENDED,
    }  # fmt: skip
    assert dict(found.counts)[ChangeKind.SPLIT] == 2
    assert len(change_page(("2020", "2021"), kind="merged").lines) == 2
    assert len(change_page(("2020", "2021"), code="990102001").lines) == 3
    first = change_page(("2020", "2021"), size=3)
    rest = change_page(("2020", "2021"), after=first.after or 0)
    assert [line.id for line in first.lines + rest.lines] == [line.id for line in found.lines]


def test_codes_go_from_one_vintage_to_another_and_back(changes: None) -> None:
    codes = [f"990102{code}" for code in OLD]
    now = translate(codes, "2020", "2022")
    assert {old[-3:]: [new[-3:] for new in found] for old, found in now.items()} == {
        "001": ["010", "011"], "002": ["001"], "003": ["012"], "004": ["012"], "005": ["005"],
        "006": ["013"], "007": [],
    }  # fmt: skip
    back = translate(["990102012", "990102001", "990102"], "2022", "2020")
    assert back == {
        "990102012": ("990102003", "990102004"), "990102001": ("990102002",),
        "990102": ("990102",),
    }  # fmt: skip
    assert translate(["990102001"], "2021", "2021") == {"990102001": ("990102001",)}
    assert translate(["123456"], "2020", "2022") == {"123456": ()}
    with pytest.raises(NotFound):
        translate([], "2020", "1999")


def test_a_table_by_old_codes_joins_areas_of_today(changes: None) -> None:
    """The same digits are two streets: only code and vintage together say which."""
    persons = {"990102001": 900, "990102002": 400, "990102003": 100, "990102004": 50}
    now = translate(persons, "2020", "2022")
    here = {area.code: area for area in Area.objects.filter(vintage="2022")}
    joined: dict[str, int] = {}
    for code, found in now.items():
        if len(found) == 1:  # a split needs a key that the table does not hold
            name = here[found[0]].name
            joined[name] = joined.get(name, 0) + persons[code]
    assert joined == {"云门街道": 400, "柳梨镇": 150}
    assert here["990102001"].name == "云门街道"
    assert Area.objects.get(vintage="2020", code="990102001").name == "溪口街道"


def test_every_fault_of_a_table_has_its_row(vintages: None) -> None:
    table = (
        "旧代码,新代码,日期\n,990102010,\n990102999,990102010,\n990102001,990102999,\n"
        "990102002,990102001,去年\n990102003,990102012,\n990102003,990102012,\n=1+1,990102001,\n"
    )
    done = import_changes(
        by=SYSTEM, from_vintage="2020", to_vintage="2021", data=table.encode()
    )  # fmt: skip
    assert [fault.message[:5].rstrip("：") for fault in done.faults] == [
        f"第 {line} 行" for line in (2, 3, 4, 5, 7, 8)
    ]
    assert all("请" in (fault.fix or "") for fault in done.faults)
    assert not AreaChange.objects.exists()
    done = import_changes(by=SYSTEM, from_vintage="2020", to_vintage="2021", data=b"a,b\n1,2\n")
    assert [fault.code for fault in done.faults] == ["places.changes.columns"]
    with pytest.raises(Invalid):
        import_changes(by=SYSTEM, from_vintage="2021", to_vintage="2020", data=b"a,b\n")
    with pytest.raises(Forbidden):
        import_changes(by=PUBLIC, from_vintage="2020", to_vintage="2021", data=TABLE.encode())


def test_a_second_import_changes_nothing(changes: None) -> None:
    events = AuditEvent.objects.count()
    done = import_changes(by=SYSTEM, from_vintage="2020", to_vintage="2021", data=TABLE.encode())
    assert done.added == 0
    assert AuditEvent.objects.count() == events


def test_the_page_searches_and_its_files_can_be_read_in_again(changes: None) -> None:
    page = Client().get("/areas/changes/?q=990102001").content.decode()
    assert "溪口东街道" in page
    assert "2022 年版" in page
    assert [t.old.vintage for t in trails("990102001")] == ["2020", "2021", "2022"]
    ended = Client().get("/areas/changes/?q=990102007").content.decode()
    assert "这个版本里没有对应的区划" in ended
    book = Client().get("/areas/changes.xlsx?pair=2020-2021").content
    rows = list(load_workbook(io.BytesIO(book), read_only=True).active.values)  # type: ignore[union-attr]
    assert len(rows) == 9
    written = b"".join(Client().get("/areas/changes.csv").streaming_content)  # type: ignore[attr-defined]
    AreaChange.objects.all().delete()
    for name, data in (("变更.xlsx", book), ("变更.csv", written)):
        done = import_changes(
            by=SYSTEM, from_vintage="2020", to_vintage="2021", data=data, name=name
        )
        assert (done.faults, done.added) == ((), 8 if name.endswith("x") else 0)


def test_upload_previews_then_registers(vintages: None) -> None:
    open_accounts(Area.objects.get(vintage="2022", code="990102"))
    client = signed_in("guihua")
    assert client.get("/manage/area-changes/").status_code == 200
    pair = {"from": "2020", "to": "2021"}
    file = SimpleUploadedFile("变更.csv", TABLE.encode())
    shown = client.post("/manage/area-changes/", pair | {"table": file})
    assert "共 8 条" in shown.content.decode()
    assert not AreaChange.objects.exists()
    sent = pair | {"upload": shown.context["upload"], "wish": "import"}
    assert client.post("/manage/area-changes/", sent).status_code == 302
    assert AreaChange.objects.count() == 8
    assert Client().get("/manage/area-changes/").status_code == 302


def test_the_interface_gives_changes_and_codes(changes: None) -> None:
    asked = {"from_vintage": "2020", "to_vintage": "2021"}
    found = Client().get("/api/v1/areas/changes", asked | {"code": "990102007"}).json()
    assert [item["kind"] for item in found["items"]] == ["ended"]
    codes = {"codes": "990102001,990102007", "from_vintage": "2020", "to_vintage": "2022"}
    assert Client().get("/api/v1/areas/codes", codes).json() == {
        "codes": {"990102001": ["990102010", "990102011"], "990102007": []}
    }
    assert Client().get("/api/v1/areas/codes", codes | {"to_vintage": "1900"}).status_code == 404
