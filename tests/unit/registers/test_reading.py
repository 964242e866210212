"""Rows as offices type them, read into typed values or into faults that say what to do."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.engines.registers.amounts import read_amount
from lantu.engines.registers.dates import read_date
from lantu.engines.registers.fields import Field, Kind, Mask, Point, Register, Value
from lantu.engines.registers.masking import mask, masked
from lantu.engines.registers.reading import read_row, repeated

FIRMS = Register(
    name="firms",
    title="企业登记簿",
    key="name",
    fields=(
        Field(name="name", title="企业名称", required=True),
        Field(name="code", title="信用代码", kind=Kind.USCC, unique=True),
        Field(name="sales", title="营业收入", kind=Kind.MONEY, unit="万元", least=Decimal(0)),
        Field(name="staff", title="职工人数", kind=Kind.NUMBER, unit="人", most=Decimal(10**6)),
        Field(name="founded", title="成立日期", kind=Kind.DATE),
        Field(name="kind", title="类型", kind=Kind.CHOICE, options=("制造业", "服务业", "农业")),
        Field(name="street", title="所在街道", kind=Kind.AREA),
        Field(name="units", title="责任单位", kind=Kind.ORGANISATION, many=True),
        Field(name="place", title="位置", kind=Kind.POINT),
        Field(name="licence", title="执照扫描件", kind=Kind.FILE),
        Field(name="contact", title="联系人", sensitive=Mask.NAME),
        Field(name="phone", title="联系电话", sensitive=Mask.PHONE),
        Field(name="person", title="法人身份证号", kind=Kind.ID_NUMBER),
    ),
)
PLACES = {
    "area": {"云溪街道": ["411099001000"], "东关": ["411099002000", "411099003000"]},
    "organisation": {"城管局": ["u1"], "环卫所": ["u2"]},
}


def test_a_row_as_an_office_types_it() -> None:
    reading = read_row(
        FIRMS,
        {
            "企业名称": " 青川县云溪机械厂 ",
            "信用代码": "91350100m000100y43",
            "营业收入": "１．２亿元",
            "职工人数": "三百二十人",
            "成立日期": "二〇〇八年六月三日",
            "类型": "制造业",
            "所在街道": "云溪街道",
            "责任单位": "城管局、环卫所、城管局",
            "位置": "34.03，113.82",
            "联系人": "欧阳小川",
            "联系电话": 13812345678.0,
        },
        PLACES,
    )
    assert reading.findings == ()
    assert reading.values == {
        "name": "青川县云溪机械厂",
        "code": "91350100M000100Y43",
        "sales": Decimal(12000),
        "staff": Decimal(320),
        "founded": date(2008, 6, 3),
        "kind": "制造业",
        "street": "411099001000",
        "units": ("u1", "u2"),
        "place": Point(113.82, 34.03),
        "licence": None,
        "contact": "欧阳小川",
        "phone": "13812345678",
        "person": None,
    }


@pytest.mark.parametrize(
    ("field", "cell", "wrong", "fix"),
    [
        ("sales", "-3", "比允许的0万元小", "核对"),
        ("sales", "约三千", "不是一个数", "以万元计"),
        ("sales", "30人", "单位是“人”", "以万元计"),
        ("staff", "2000000", "大", "核对"),
        ("founded", "2026年3月", "不是一个完整的日期", "年月日"),
        ("founded", "26.3.5", "不是一个完整的日期", "年月日"),
        ("founded", "2026-02-30", "不是一个完整的日期", "年月日"),
        ("kind", "制造", "不在可选项中", "是不是“制造业”？"),
        ("kind", "其他", "不在可选项中", "请从中选一"),
        ("street", "云溪街办", "没有登记过", "是不是“云溪街道”？"),
        ("street", "东关", "同名的有 2 个", "411099002000、411099003000"),
        ("place", "113.82", "不是一对经纬度", "经度,纬度"),
        ("place", "2.35,48.86", "不在中国范围内", "73 至 136"),
        ("licence", "执照.jpg", "不是已上传的文件", "上传"),
        ("code", "91350100M000100Y44", "校验位", "证照"),
    ],
)
def test_a_fault_names_field_value_and_remedy(field: str, cell: str, wrong: str, fix: str) -> None:
    reading = read_row(FIRMS, {"name": "甲厂", field: cell}, PLACES)
    (finding,) = reading.findings
    assert finding.place == field
    assert FIRMS.by_name[field].title in finding.message
    assert cell in finding.message
    assert wrong in finding.message
    assert fix in (finding.fix or "")
    assert reading.values[field] is None
    assert not reading.is_usable


def test_every_fault_of_a_row_is_told_at_once() -> None:
    reading = read_row(FIRMS, {"营业收入": "abc", "成立日期": "?", "营业收人": "3"}, PLACES)
    assert sorted(f.place or "" for f in reading.findings) == [
        "founded",
        "name",
        "sales",
        "营业收人",
    ]
    column = next(f for f in reading.findings if f.place == "营业收人")
    assert column.fix == "是不是“营业收入”？"


def test_a_faulty_identity_number_is_not_repeated_in_the_message() -> None:
    reading = read_row(FIRMS, {"name": "甲厂", "person": "411002199003071235"})
    assert "1990" not in reading.findings[0].message


def test_a_unique_value_may_stand_once() -> None:
    rows: list[dict[str, Value]] = [
        {"code": "A"},
        {"code": "B"},
        {"code": "A"},
        {"code": None},
        {"code": None},
    ]
    assert list(repeated(FIRMS, rows, {"code": frozenset({"B"})})) == [1, 2]


def test_sensitive_values_are_masked() -> None:
    shown = masked(
        FIRMS, {"name": "甲厂", "contact": "欧阳小川", "phone": "13812345678",
                "person": "411002199003071236", "other": "x"}
    )  # fmt: skip
    assert shown == {
        "name": "甲厂", "contact": "欧***", "phone": "138****5678",
        "person": "411***********1236", "other": "x",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "how", "shown"),
    [
        ("13812", Mask.PHONE, "*****"),
        ("青川县云溪街道东关路8号", Mask.ADDRESS, "青川县云溪街******"),
        ("任何内容", Mask.HIDDEN, "＊＊＊"),
        ("", Mask.NAME, ""),
    ],
)
def test_masks(value: str, how: Mask, shown: str) -> None:
    assert mask(value, how) == shown


@pytest.mark.parametrize(
    "raw",
    [
        "2026-3-5", "2026/03/05", "2026.3.5", "20260305", "2026年3月5日", "2026 年 3 月 5 日",
        "２０２６年０３月０５日", "二〇二六年三月五日", "二O二六年三月五日", "2026-03-05 00:00:00",
        "46086", 46086, 46086.0, date(2026, 3, 5), datetime.fromisoformat("2026-03-05T09:30:00"),
    ],
)  # fmt: skip
def test_forms_of_one_date(raw: object) -> None:
    assert read_date(raw) == date(2026, 3, 5)


@pytest.mark.parametrize("raw", ["", "3月5日", "2026", "99999", "2026-13-01", "今天", "2026-3-5晚"])
def test_what_is_no_date(raw: str) -> None:
    assert read_date(raw) is None


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("302", "万元", "302"),
        ("302万元", "元", "3020000"),
        ("302.5万", "万元", "302.5"),
        ("15000元", "万元", "1.5"),
        ("1,234.5", "元", "1234.5"),
        ("12 %", "%", "12"),
        ("3个百分点", "百分点", "3"),
        ("3.2公里", "千米", "3.2"),
        ("500㎡", "平方米", "500"),
        ("2.5万平方米", "平方米", "25000"),
        ("三百二十户", "户", "320"),
        ("3千元", "元", "3000"),
        (Decimal("1E+3"), "元", "1000"),
        (0.5, "%", "0.5"),
    ],
)
def test_amounts_in_the_unit_of_the_field(raw: object, unit: str, value: str) -> None:
    assert read_amount(raw, unit).value == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "unit"),
    [("3百分点", "%"), ("5亩", "平方米"), ("很多", "元"), (float("nan"), "元"), ("", "元")],
)
def test_amounts_that_are_refused(raw: object, unit: str) -> None:
    amount = read_amount(raw, unit)
    assert amount.value is None
    assert amount.fault


@given(
    st.dictionaries(
        st.sampled_from([f.title for f in FIRMS.fields]),
        st.text() | st.floats() | st.booleans() | st.integers(),
    )
)
def test_no_row_crashes_the_reader(row: dict[str, object]) -> None:
    reading = read_row(FIRMS, row, PLACES)
    assert set(reading.values) == set(FIRMS.by_name)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_a_written_amount_reads_back(value: Decimal, unit: str) -> None:
    assert read_amount(f"{value:,f}{unit}", unit).value == value
