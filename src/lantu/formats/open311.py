"""Open311 GeoReport v2: services, requests, tokens and updates as JSON and XML, and forms read.

Values in, bytes out; a form in, a submission or an `Invalid` out. What a service or a request means
to a deployment is not known here. Moments are aware datetimes; positions are WGS-84 degrees.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree

from lantu.kernel.errors import Invalid

SPAN = timedelta(days=90)
"""The longest span of one query, and the span of a query that names none."""
MOST = 1000
"""Requests in one answer."""
DESCRIPTION = 4000
"""Characters that a description may have."""


class Form(StrEnum):
    """How an answer is written."""

    JSON = "json"
    XML = "xml"

    @property
    def media_type(self) -> str:
        return {"json": "application/json", "xml": "text/xml"}[self] + "; charset=utf-8"


class Shape(StrEnum):
    """What an answer lists; in XML the name of its root."""

    SERVICES = "services"
    REQUESTS = "service_requests"
    UPDATES = "service_request_updates"
    ERRORS = "errors"


_ENTRY = {
    "services": "service", "service_requests": "request", "errors": "error",
    "service_request_updates": "request_update", "attributes": "attribute", "values": "value",
    "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
"""XML: the list's element -> the element of an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A kind of request. metadata: whether it has a definition of its own."""

    service_code: str
    service_name: str
    description: str = ""
    metadata: bool = False
    type: str = "realtime"
    keywords: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice of a list."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A field of a service. datatype: string, number, datetime, text, singlevaluelist, …"""

    variable: bool
    code: str
    datatype: str
    required: bool
    datatype_description: str = ""
    order: int
    description: str
    values: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """The fields of a service."""

    service_code: str
    attributes: tuple[Attribute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as everybody may see it. status: open or closed."""

    service_request_id: str
    status: str
    status_notes: str
    service_name: str
    service_code: str
    description: str
    agency_responsible: str
    service_notice: str | None = None
    requested_datetime: datetime
    updated_datetime: datetime
    expected_datetime: datetime | None
    address: str
    address_id: str
    zipcode: str | None = None
    lat: float | None
    long: float | None
    media_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The answer to a submission: the number at once."""

    service_request_id: str
    service_notice: str = ""
    account_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """Which request a token stands for."""

    service_request_id: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One step in the life of a request, for those who keep a copy of it."""

    update_id: str
    service_request_id: str
    status: str
    updated_datetime: datetime
    description: str
    media_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """code: as of HTTP."""

    code: int
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What somebody reports. attributes: by code, each with one value or several."""

    service_code: str
    description: str
    lat: float | None
    long: float | None
    address: str
    address_id: str
    email: str
    first_name: str
    last_name: str
    phone: str
    media_url: str
    jurisdiction_id: str = ""
    attributes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which requests are asked for. numbers: when given, dates do not matter."""

    numbers: tuple[str, ...]
    services: tuple[str, ...]
    statuses: tuple[str, ...]
    start: datetime
    end: datetime
    page: int
    page_size: int


Entry = Service | Request | Receipt | Token | Update | Error


def write(shape: Shape, entries: Iterable[Entry], form: Form) -> bytes:
    """A list of entries.

    >>> write(Shape.ERRORS, [Error(code=404, description="none")], Form.JSON)
    b'[{"code": 404, "description": "none"}]'
    """
    plain = [_plain(entry) for entry in entries]
    return _json(plain) if form is Form.JSON else _xml(shape.value, plain)


def write_definition(definition: Definition, form: Form) -> bytes:
    """The definition of one service, which stands in no list."""
    plain = _plain(definition)
    return _json(plain) if form is Form.JSON else _xml("service_definition", plain)


def read_submission(given: Mapping[str, str]) -> Submission:
    """A posted form. Invalid when it names no service or no place, or is too long."""
    lat, long = _degrees(given, "lat", 90), _degrees(given, "long", 180)
    if (lat is None) != (long is None):
        raise _refuse("lat 和 long 要一起给出")
    address = given.get("address_string", "").strip()
    if lat is None and not address and not given.get("address_id"):
        raise _refuse("没有位置：请给出 lat 和 long、address_string 或 address_id")
    if len(given.get("description", "")) > DESCRIPTION:
        raise _refuse(f"description 超过 {DESCRIPTION} 字")
    return Submission(
        service_code=_needed(given, "service_code"),
        description=given.get("description", "").strip(),
        lat=lat,
        long=long,
        address=address,
        address_id=given.get("address_id", "").strip(),
        email=given.get("email", "").strip(),
        first_name=given.get("first_name", "").strip(),
        last_name=given.get("last_name", "").strip(),
        phone=given.get("phone", "").strip(),
        media_url=given.get("media_url", "").strip(),
        jurisdiction_id=given.get("jurisdiction_id", "").strip(),
        attributes={},
    )


_ATTRIBUTE = re.compile(r"attribute\[([^\]]+)\](?:\[\])?")


def read_attributes(given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """`attribute[code]=value` and `attribute[code][]=value` of a form, by code.

    >>> read_attributes({"attribute[LANE]": ["2"], "phone": ["1"]})
    {'LANE': ('2',)}
    """
    return {
        named[1]: tuple(values)
        for name, values in given.items()
        if (named := _ATTRIBUTE.fullmatch(name))
    }


def read_query(given: Mapping[str, str], now: datetime) -> Query:
    """The arguments of a query; without dates the last 90 days, and never more than 90."""
    end = _moment(given, "end_date")
    start = _moment(given, "start_date")
    if end is None:
        end = now if start is None else min(now, start + SPAN)
    start = max(start or end - SPAN, end - SPAN)
    if start > end:
        raise _refuse("start_date 晚于 end_date")
    statuses = _listed(given, "status")
    if unknown := set(statuses) - {"open", "closed"}:
        raise _refuse(f"status 只能是 open 或 closed，不能是 {'、'.join(sorted(unknown))}")
    return Query(
        numbers=_listed(given, "service_request_id"),
        services=_listed(given, "service_code"),
        statuses=statuses,
        start=start,
        end=end,
        page=_whole(given, "page", 1, 1_000_000),
        page_size=_whole(given, "page_size", 100, MOST),
    )


def _listed(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _needed(given: Mapping[str, str], name: str) -> str:
    if not (value := given.get(name, "").strip()):
        raise _refuse(f"没有给出 {name}")
    return value


def _whole(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = given.get(name, "")
    if text and not (text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 9):
        raise _refuse(f"{name} 要是大于零的整数")
    return min(int(text), most) if text else usual


def _degrees(given: Mapping[str, str], name: str, most: int) -> float | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[-+]?\d{1,3}(\.\d{1,20})?", text) or abs(float(text)) > most:
        raise _refuse(f"{name} 不是度数")
    return float(text)


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    """W3C dates and times; a form turns the + of an offset into a space."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r" (\d\d:\d\d)$", r"+\1", text))
    except ValueError as error:
        raise _refuse(f"{name} 不是时间，请按 2026-03-01T08:00:00+08:00 的样子填写") from error
    if moment.tzinfo is None:
        raise _refuse(f"{name} 没有写明时区，请在末尾加 Z 或 +08:00")
    return moment


def _refuse(what: str) -> Invalid:
    return Invalid("open311.request", f"{what}。", "各参数见 Open311 GeoReport v2 的说明。")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _json(plain: Any) -> bytes:
    return json.dumps(plain, ensure_ascii=False).encode()


def _xml(name: str, plain: Any) -> bytes:
    root = _element(name, plain)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry."""


def _element(name: str, plain: Any) -> ElementTree.Element:
    made = ElementTree.Element(name)
    if isinstance(plain, list):
        made.extend(_element(_ENTRY[name], part) for part in plain)
    elif isinstance(plain, dict):
        made.extend(_element(key, part) for key, part in plain.items())
    elif isinstance(plain, bool):
        made.text = "true" if plain else "false"
    elif plain is not None:
        made.text = _UNWRITABLE.sub("", str(plain))
    return made


def write_discovery(address: str, kind: str, form: Form) -> bytes:
    """Where the interface is. kind: production or test."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": address,
        "type": kind,
        "formats": ["text/xml", "application/json"],
    }
    plain = {"contact": "", "key_service": "", "endpoints": [endpoint]}
    return _json(plain) if form is Form.JSON else _xml("discovery", plain)
