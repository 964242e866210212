"""Open311 answers hold to the published schemas; forms are read or refused with a reason."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest

from lantu.formats import open311
from lantu.formats.open311 import (
    Attribute,
    Definition,
    Error,
    Form,
    Option,
    Receipt,
    Request,
    Service,
    Shape,
    Token,
    Update,
)
from lantu.kernel.errors import Invalid

SCHEMAS = Path(__file__).parents[4] / "shared/data/standards/open311"
BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
SERVICE = Service(service_code="P0116", service_name="路灯", metadata=True, group="公用设施")
REQUEST = Request(
    service_request_id="2026030200000001", status="open", status_notes="任务处理",
    service_name="路灯", service_code="P0116", description="路灯不亮\x08",
    agency_responsible="市政管理中心", requested_datetime=NOW, updated_datetime=NOW,
    expected_datetime=None, address="东关大街 8 号", address_id="990102001", lat=33.5,
    long=113.25, media_url=None,
)  # fmt: skip
DEFINITION = Definition(
    service_code="P0116",
    attributes=(
        Attribute(
            variable=True, code="lane", datatype="singlevaluelist", required=False, order=1,
            description="车道", values=(Option(key="1", name="机动车道"),),
        ),
    ),
)  # fmt: skip


def _must_hold(name: str, given: Any) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip(f"the published schemas are not at {SCHEMAS}")
    schema = json.loads((SCHEMAS / name).read_text())
    jsonschema_rs.Draft4Validator(schema, validate_formats=True).validate(given)


def test_json_holds_to_the_schemas() -> None:
    services = json.loads(open311.write(Shape.SERVICES, [SERVICE], Form.JSON))
    requests = json.loads(open311.write(Shape.REQUESTS, [REQUEST], Form.JSON))
    for service in services:
        _must_hold("service.json", service)
    for request in requests:
        _must_hold("request.json", request)
    _must_hold(
        "service-definition.json", json.loads(open311.write_definition(DEFINITION, Form.JSON))
    )


def test_xml_has_the_elements_of_the_standard() -> None:
    root = ElementTree.fromstring(open311.write(Shape.REQUESTS, [REQUEST], Form.XML))
    assert root.tag == "service_requests"
    assert root[0].tag == "request"
    assert root.findtext("request/description") == "路灯不亮"
    assert root.findtext("request/requested_datetime") == "2026-03-02T09:00:00+08:00"
    assert root.findtext("request/expected_datetime") == ""
    services = ElementTree.fromstring(open311.write(Shape.SERVICES, [SERVICE], Form.XML))
    assert services.findtext("service/metadata") == "true"
    definition = ElementTree.fromstring(open311.write_definition(DEFINITION, Form.XML))
    assert definition.tag == "service_definition"
    assert definition.findtext("attributes/attribute/values/value/key") == "1"
    errors = open311.write(Shape.ERRORS, [Error(code=404, description="无")], Form.XML)
    assert ElementTree.fromstring(errors).findtext("error/code") == "404"
    updates = open311.write(
        Shape.UPDATES,
        [Update(update_id="9", service_request_id="1", status="open", updated_datetime=NOW,
                description="任务派遣")],
        Form.XML,
    )  # fmt: skip
    assert ElementTree.fromstring(updates).findtext("request_update/update_id") == "9"


def test_receipts_and_tokens() -> None:
    receipt = json.loads(
        open311.write(Shape.REQUESTS, [Receipt(service_request_id="1")], Form.JSON)
    )
    assert receipt == [{"service_request_id": "1", "service_notice": "", "account_id": None}]
    token = open311.write(Shape.REQUESTS, [Token(service_request_id="1", token="t")], Form.XML)
    assert ElementTree.fromstring(token).findtext("request/token") == "t"


GOOD = {"service_code": "P0116", "lat": "33.5", "long": "113.25", "description": "路灯不亮"}


def test_a_submission_is_read() -> None:
    found = open311.read_submission(GOOD | {"address_string": " 东关大街 "})
    assert (found.service_code, found.lat, found.long) == ("P0116", 33.5, 113.25)
    assert found.address == "东关大街"
    attributes = {"attribute[lane]": ["1"], "attribute[kind][]": ["a", "b"], "lat": ["1"]}
    assert open311.read_attributes(attributes) == {"lane": ("1",), "kind": ("a", "b")}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"service_code": ""}, "service_code"),
        ({"lat": ""}, "long"),
        ({"lat": "", "long": ""}, "位置"),
        ({"lat": "north"}, "lat"),
        ({"long": "200"}, "long"),
        ({"description": "字" * 4001}, "description"),
    ],
)
def test_a_submission_that_cannot_be_used(change: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid, match=named):
        open311.read_submission(GOOD | change)


def test_a_query_spans_ninety_days_at_most() -> None:
    usual = open311.read_query({}, NOW)
    assert usual.end - usual.start == open311.SPAN
    long = open311.read_query(
        {"start_date": "2025-01-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, NOW
    )
    assert long.end - long.start == open311.SPAN
    early = open311.read_query({"start_date": "2025-01-01T00:00:00Z"}, NOW)
    assert early.end - early.start == open311.SPAN
    space = open311.read_query({"start_date": "2026-03-01T00:00:00 08:00"}, NOW)
    assert space.start == datetime(2026, 3, 1, tzinfo=BEIJING)
    asked = open311.read_query({"status": "open, closed", "service_code": "a,b"}, NOW)
    assert (asked.statuses, asked.services) == (("open", "closed"), ("a", "b"))


@pytest.mark.parametrize(
    "given",
    [
        {"status": "pending"},
        {"start_date": "yesterday"},
        {"start_date": "2026-03-01T00:00:00"},
        {"start_date": "2026-03-03T00:00:00Z", "end_date": "2026-03-01T00:00:00Z"},
        {"page": "0"},
        {"page_size": "x"},
    ],
)
def test_a_query_that_cannot_be_answered(given: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        open311.read_query(given, NOW)
