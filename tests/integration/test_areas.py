"""Importing an area register: every row or none, and the fault of each row."""

import pytest

from integration.packages import AREAS
from lantu.apps.people.actions import import_areas
from lantu.apps.people.actor import PUBLIC, SYSTEM
from lantu.apps.people.models import AuditEvent
from lantu.apps.places.models import Area
from lantu.apps.places.register import read_areas
from lantu.kernel.errors import Forbidden


@pytest.mark.django_db
def test_areas_are_a_tree_and_a_second_import_changes_nothing() -> None:
    for _ in range(2):
        assert import_areas(by=SYSTEM, vintage="2025", data=AREAS.encode()) == ()
    street = Area.objects.get(code="990102001")
    assert street.path == "99/9901/990102/990102001/"
    assert street.parent is not None
    assert street.parent.name == "云溪区"
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_one_fault_stops_all_rows() -> None:
    data = AREAS + "990103,溪北区,street,9901\n990104,,county,9902\n"
    faults = import_areas(by=SYSTEM, vintage="2025", data=data.encode())
    assert [fault.message[:5] for fault in faults] == ["第 6 行", "第 7 行", "第 7 行"]
    assert all(fault.fix for fault in faults)
    assert not Area.objects.exists()


@pytest.mark.django_db
def test_the_public_imports_nothing() -> None:
    with pytest.raises(Forbidden):
        import_areas(by=PUBLIC, vintage="2025", data=AREAS.encode())


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"code,name\n1,2\n", b"code,name,level,parent\n", b"\x00" * 9]
)
def test_what_is_no_register_is_one_fault(data: bytes) -> None:
    rows, faults = read_areas(data)
    assert rows == ()
    assert len(faults) == 1


def test_a_register_saved_by_a_chinese_spreadsheet_is_read() -> None:
    rows, faults = read_areas(AREAS.encode("gb18030"))
    assert faults == ()
    assert rows[0].name == "青川省"


@pytest.mark.parametrize("row", ["99,x,province,99", "9901,x,city,9901", "99,x,province"])
def test_strange_rows_do_not_crash(row: str) -> None:
    read_areas(f"code,name,level,parent\n{row}\n{row},,,,\n".encode())
