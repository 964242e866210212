"""The services of Open311: the categories of every process that takes reports from outside.

A service code is the key of the category in the pack's table, else its words. When two processes
have the same code, the pack that was enabled first keeps it, and the other's stands behind the
name of its process; the long form is understood for each. Groups are found from the table's choice
columns before the name: 部件 → 公用设施 → 路灯.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lantu.apps.places.queries import place_of_code
from lantu.apps.tracking.cases.queries.published import Wanted
from lantu.apps.tracking.enabling.offering import Offer, asked_outside, offers
from lantu.engines.registers.fields import Field, Kind
from lantu.formats.open311 import Attribute, Definition, Option, Service
from lantu.kernel.errors import NotFound
from lantu.packs.snapshot import PackTable
from lantu.packs.words import Column

CARRIED = (
    Column.TITLE, Column.AREA, Column.POINT, Column.ADDRESS, Column.PHOTO,
    Column.REPORTER, Column.PHONE, Column.EMAIL, Column.REPLY,
)  # fmt: skip
"""What the standard's own arguments say, or what is not for the reporter."""
_TYPES = {Kind.NUMBER: "number", Kind.MONEY: "number", Kind.DATE: "datetime"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A service, with the process and the category behind it. levels: from the widest group."""

    code: str
    name: str
    levels: tuple[str, ...]
    offer: Offer
    category: str

    @property
    def full(self) -> str:
        return f"{self.offer.kind}.{self.code.rpartition('.')[2]}"


def kept() -> tuple[Kept, ...]:
    """Every service, in the order of its pack's table."""
    found: dict[str, Kept] = {}
    for offer in offers():
        for code, name, levels in _categories(offer):
            single = Kept(code, name, levels, offer, name)
            unique = Kept(single.full, name, levels, offer, name) if code in found else single
            found[unique.code] = unique
    return tuple(found.values())


def _categories(offer: Offer) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(code, name, groups from the widest) of each category; a process without has one."""
    field = offer.home.register.by_name.get(offer.found.category)
    if field is None or not field.options:
        yield offer.found.process.name, offer.found.process.title, ()
        return
    for table in offer.pin.pack.tables.values():
        if column := _naming(table, field.options):
            yield from _rows(table, column)
            return
    for option in field.options:
        yield option, option, ()


def _naming(table: PackTable, options: tuple[str, ...]) -> str:
    """The column that the options were taken from; "" when it is another table."""
    for column in table.columns.fields:
        if tuple(dict.fromkeys(str(row.get(column.name)) for row in table.rows)) == options:
            return column.name
    return ""


def _rows(table: PackTable, column: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    names = [field.name for field in table.columns.fields]
    before = [
        field.name
        for field in table.columns.fields[: names.index(column)]
        if field.kind is Kind.CHOICE
    ]
    for row in table.rows:
        levels = tuple(str(row[level]) for level in before if row.get(level))
        yield str(row[table.columns.key]), str(row[column]), levels


def services() -> Iterator[Service]:
    """As the standard lists them."""
    for one in kept():
        yield Service(
            service_code=one.code,
            service_name=one.name,
            description=" · ".join((one.offer.found.process.title, *one.levels)),
            group=one.levels[-1] if one.levels else one.offer.pin.pack.title,
            keywords=",".join(dict.fromkeys((*one.levels, one.offer.pin.pack.title))),
            metadata=bool(asked(one.offer)),
        )


def service(code: str) -> Kept:
    """NotFound for a code that is none."""
    found = next((one for one in kept() if code in (one.code, one.full)), None)
    if found is None:
        raise NotFound(
            "open311.service", f"没有 service_code {code}。", "请先读取 services 的清单。"
        )
    return found


def definition(code: str) -> Definition:
    """What is asked beside place, words and pictures; what the register needs is required."""
    one = service(code)
    return Definition(
        service_code=one.code,
        attributes=tuple(
            _attribute(one.offer, field, order) for order, field in enumerate(asked(one.offer), 1)
        ),
    )


def asked(offer: Offer) -> list[Field]:
    """The attributes of a service: nothing else of its register is taken from outside."""
    carried = {offer.home.columns[c] for c in CARRIED if c in offer.home.columns}
    carried |= {offer.found.category, *_address(offer)}
    fields = map(offer.home.register.by_name.__getitem__, asked_outside(offer.home, offer.found))
    return [
        field
        for field in fields
        if field.name not in carried and not field.sensitive and field.kind is not Kind.FILE
    ]


def _address(offer: Offer) -> tuple[str, ...]:
    """Only a declared address takes address_string; without one it is an attribute like others."""
    named = offer.home.columns.get(Column.ADDRESS)
    return (named,) if named else ()


def _attribute(offer: Offer, field: Field, order: int) -> Attribute:
    note = offer.home.notes[field.name].note
    datatype = _TYPES.get(field.kind, "string")
    if field.options:
        datatype = "multivaluelist" if field.many else "singlevaluelist"
    return Attribute(
        variable=True,
        code=field.name,
        datatype=datatype,
        required=field.required,
        datatype_description=note or (f"单位：{field.counted_in}" if field.counted_in else ""),
        order=order,
        description=field.title,
        values=tuple(Option(key=option, name=option) for option in field.options),
    )


def wanted(jurisdiction: str, codes: tuple[str, ...] = ()) -> Wanted:
    """The public cases of a jurisdiction ("" for all) and of services (none for all)."""
    within = jurisdiction_path(jurisdiction)
    asked: dict[str, tuple[str, ...]] = {}
    for one in map(service, codes):
        whole = one.offer.found.category == ""
        asked[one.offer.kind] = () if whole else (*asked.get(one.offer.kind, ()), one.category)
    if not codes:
        asked = {offer.kind: () for offer in offers()}
    return Wanted(processes=asked, within=within)


def jurisdiction_path(code: str) -> str:
    """A jurisdiction is an area, by its code. NotFound for a code that is none."""
    path = place_of_code(code) if code else ""
    if code and not path:
        raise NotFound(
            "open311.jurisdiction",
            f"没有 jurisdiction_id {code}。",
            "它是区划代码，如县区的六位代码；也可以不写。",
        )
    return path
