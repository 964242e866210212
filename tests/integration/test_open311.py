"""The documented calls of Open311 GeoReport v2, in their order, held against the schemas."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from django.test import Client

from integration import grid_world
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.models import Organisation, day_of_today
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.people.token_actions import make_token
from lantu.apps.places.models import Area
from lantu.apps.tracking.cases.models import Case

pytestmark = pytest.mark.django_db
BASE = "/open311/v2/"
SCHEMAS = Path(__file__).parents[3] / "shared/data/standards/open311"


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> Area:
    return grid_world.make(monkeypatch)


@pytest.fixture
def key(county: Area) -> str:
    _, secret = make_token(
        by=SYSTEM, organisation=Organisation.objects.get(name="城市管理局"), name="热线",
        role=Role.REPORTER, may=[Permission.OPEN_CASE],
        until=day_of_today() + timedelta(days=9),
    )  # fmt: skip
    return secret


def _hold(name: str, entries: Any) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip(f"the published schemas are not at {SCHEMAS}")
    schema = jsonschema_rs.Draft4Validator(
        json.loads((SCHEMAS / name).read_text()), validate_formats=True
    )
    for entry in entries:
        schema.validate(entry)


def _json(path: str, **asks: str) -> Any:
    answer = Client().get(BASE + path, asks)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_documented_calls_in_their_order(key: str) -> None:
    services = _json("services.json")
    _hold("service.json", services)
    lamp = next(entry for entry in services if entry["service_name"] == "路灯")
    definition = _json(f"services/{lamp['service_code']}.json")
    _hold("service-definition.json", [definition])
    community = Area.objects.get(code="990102001001")
    form = {
        "api_key": key, "jurisdiction_id": "990102", "service_code": lamp["service_code"],
        "lat": "35.021", "long": "110.021", "address_id": community.code,
        "description": "路灯整夜不亮", "first_name": "小溪", "last_name": "章",
        "phone": "13800001234", "attribute[address]": "柳堤路口",
    }  # fmt: skip
    made = Client().post(BASE + "requests.json", form)
    assert made.status_code == 201, made.content
    (receipt,) = made.json()
    number = receipt["service_request_id"]
    assert "13800001234" not in json.dumps(Case.objects.latest("pk").data)
    (one,) = _json(f"requests/{number}.json")
    _hold("request.json", [one])
    assert (one["status"], one["service_code"]) == ("open", lamp["service_code"])
    (token,) = _json(f"tokens/{number}.json")
    assert token == {"service_request_id": number, "token": number}
    listed = _json("requests.json", service_code=lamp["service_code"], status="open")
    _hold("request.json", listed)
    assert number in {entry["service_request_id"] for entry in listed}
    updates = _json("servicerequestupdates.json")
    assert number in {entry["service_request_id"] for entry in updates}


def test_the_same_in_xml(county: Area) -> None:
    for path, root, entry in (
        ("services.xml", "services", "service"),
        ("requests.xml", "service_requests", "request"),
        ("servicerequestupdates.xml", "service_request_updates", "request_update"),
        ("discovery.xml", "discovery", ""),
    ):
        answer = Client().get(BASE + path)
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        found = ElementTree.fromstring(answer.content)
        assert found.tag == root
        assert not entry or found[0].tag == entry


def test_pages_and_several_numbers(county: Area) -> None:
    both = [_json("requests.json", page=str(n), page_size="2") for n in (1, 2)]
    numbers = [entry["service_request_id"] for page in both for entry in page]
    assert len(set(numbers)) == 4
    asked = _json("requests.json", service_request_id=",".join(numbers[:3]))
    assert {entry["service_request_id"] for entry in asked} == set(numbers[:3])


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("requests/0.json", 404),
        ("requests/9999999999999999.xml", 404),
        ("services/none.json", 404),
        ("requests.json?status=waiting", 400),
        ("requests.xml?start_date=yesterday", 400),
        ("requests.json?service_code=none", 404),
    ],
)
def test_errors_have_the_form_that_was_asked_for(county: Area, path: str, status: int) -> None:
    answer = Client().get(BASE + path)
    assert answer.status_code == status
    if ".json" in path:
        assert answer.json()[0]["code"] == status
    else:
        assert ElementTree.fromstring(answer.content).findtext("error/code") == str(status)


def test_a_report_needs_a_key_a_service_and_a_place(key: str) -> None:
    post = Client().post
    given = {"service_code": "P0116", "address_id": "990102001001", "description": "x"}
    assert post(BASE + "requests.json", given).status_code == 403
    assert post(BASE + "requests.json", given | {"api_key": "wrong"}).status_code == 403
    assert post(BASE + "requests.json", {"api_key": key}).status_code == 400
    nowhere = given | {"api_key": key, "address_id": "000"}
    assert post(BASE + "requests.json", nowhere).status_code == 400
    assert post(BASE + "services.json", {}).status_code == 405
