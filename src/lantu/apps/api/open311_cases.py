"""Cases of a process as Open311 requests, its categories as services, submissions as reports.

Everything is taken from the pack's declaration: which field is the category, the place, the words.
"""

from collections.abc import Iterator, Mapping

from django.utils import timezone

from lantu.apps.people.actor import Actor
from lantu.apps.places.queries import choosable
from lantu.apps.tracking.cases.actions import open_case
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.cases.queries.published import Published
from lantu.apps.tracking.enabling.snapshots import process_of
from lantu.apps.tracking.moments import moment
from lantu.engines.registers.fields import Field, Kind, Register
from lantu.formats.open311 import Attribute, Definition, Option, Request, Service, Submission
from lantu.kernel.errors import Invalid, NotFound
from lantu.packs.snapshot import Pack, PackProcess, PackRegister
from lantu.packs.words import Column

RESIDENT = ("居民", "公众", "群众")
"""What a pack may call a report that comes from outside, the likeliest first."""


def _home(process: str) -> tuple[Pack, PackProcess, PackRegister]:
    pin, found = process_of(process)
    return pin.pack, found, pin.pack.register(found.register)


def _rows(process: str) -> Iterator[tuple[str, str, str]]:
    """(code, name, group) of every category: from the pack's table when there is one."""
    pack, found, home = _home(process)
    options = home.register.by_name[found.category].options if found.category else ()
    known = set(options)
    for table in pack.tables.values():
        rows = [row for row in table.rows if row.get("name") in known]
        if rows and table.columns.key:
            for row in rows:
                yield str(row[table.columns.key]), str(row["name"]), str(row.get("major") or "")
            return
    yield from ((option, option, "") for option in options)


def services(process: str) -> Iterator[Service]:
    """One service for each category."""
    for code, name, group in _rows(process):
        yield Service(service_code=code, service_name=name, group=group, metadata=True)


def service_of(process: str, code: str) -> str:
    """The category of a service code. NotFound for a code that is none."""
    found = next((name for known, name, _ in _rows(process) if known == code), None)
    if found is None:
        raise NotFound(
            "open311.service", f"没有 service_code {code}。", "请先读取 services 的清单。"
        )
    return found


def definition_of(process: str, code: str) -> Definition:
    """What can be said with a report beside place and description."""
    service_of(process, code)
    _pack, _found, home = _home(process)
    asked = [f for f in home.register.fields if _is_asked(home, f)]
    return Definition(
        service_code=code,
        attributes=tuple(_attribute(field, order) for order, field in enumerate(asked, 1)),
    )


def _is_asked(home: PackRegister, field: Field) -> bool:
    """Open words that describe the place: what the standard's own arguments do not carry."""
    return field.kind is Kind.TEXT and field.name == "address" and not field.sensitive


def _attribute(field: Field, order: int) -> Attribute:
    return Attribute(
        variable=True, code=field.name, datatype="string", required=False, order=order,
        description=field.title, values=tuple(Option(key=o, name=o) for o in field.options),
    )  # fmt: skip


def shown(case: Published) -> Request:
    """A public case as a request; status_notes is its stage."""
    codes = {name: code for code, name, _ in _rows(case.process)}
    return Request(
        service_request_id=case.number,
        status="closed" if case.outcome else "open",
        status_notes=case.outcome or case.state,
        service_name=case.category,
        service_code=codes.get(case.category, ""),
        description=case.title,
        agency_responsible=case.organisation,
        requested_datetime=timezone.localtime(case.opened_at),
        updated_datetime=timezone.localtime(case.changed_at),
        expected_datetime=timezone.localtime(case.due) if case.due else None,
        address=case.area,
        address_id=case.area_path.rstrip("/").rpartition("/")[2],
        lat=case.place[1] if case.place else None,
        long=case.place[0] if case.place else None,
        media_url=None,
    )


def open_from(
    actor: Actor, process: str, given: Submission, attributes: Mapping[str, tuple[str, ...]]
) -> Case:
    """The case of a submission. Invalid when the pack needs what it does not say."""
    _pack, found, home = _home(process)
    register, columns = home.register, home.columns
    values: dict[str, object] = {
        name: "、".join(said) for name, said in attributes.items() if name in register.by_name
    }
    category = service_of(process, given.service_code)
    if found.category:
        values[found.category] = category
    words = given.description or category
    values[columns.get(Column.TITLE) or register.key] = words.splitlines()[0][:300]
    values[columns[Column.AREA]] = _area(actor, given.address_id)
    if Column.DATE in columns:
        values[columns[Column.DATE]] = timezone.localtime(moment()).date().isoformat()
    if Column.POINT in columns and given.lat is not None:
        values[columns[Column.POINT]] = f"{given.long},{given.lat}"
    values |= _who(register, found, given)
    if "address" in register.by_name and given.address:
        values["address"] = given.address[:200]
    return open_case(by=actor, process=process, values=values).case


def _who(register: Register, found: PackProcess, given: Submission) -> dict[str, object]:
    """Who reported, where the register keeps it."""
    said: dict[str, object] = {}
    options = register.by_name[found.source].options if found.source else ()
    outside = next((word for word in RESIDENT if word in options), None)
    if outside:
        said[found.source] = outside
    name = f"{given.last_name}{given.first_name}"
    for field, words in (("reporter_name", name), ("reporter_phone", given.phone)):
        if field in register.by_name and words:
            said[field] = words[:60]
    return said


def _area(actor: Actor, address_id: str) -> str:
    """The area of an address_id (its code), else the area that the token is for."""
    held = {path for post in actor.posts for path in post.area_paths or ()}
    if address_id:
        rows = choosable(None, ("street", "community", "grid"), 100_000)
        path = next((p for p, _n, _g in rows if p.rstrip("/").endswith(f"/{address_id}")), "")
        if path:
            return path
        raise Invalid("open311.address_id", "没有这个 address_id。", "它是区划代码，如社区的代码。")
    if not held:
        raise Invalid(
            "open311.place", "没有说明在哪个社区。", "请给出 address_id：社区或网格的区划代码。"
        )
    return min(held, key=lambda path: (-len(path), path))
