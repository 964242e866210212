"""The documented calls of Open311 GeoReport v2, in their order, held against the schemas."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema_rs
import pytest
from django.test import Client
from PIL import Image

from integration import grid_world
from integration.grid import PACKS
from integration.grid_world import photo
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.files.actions import keep_file
from lantu.apps.people.models import Organisation, day_of_today
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.people.token_actions import make_token
from lantu.apps.places.models import Area
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.enabling import snapshots
from lantu.apps.tracking.enabling.actions import enable_pack
from lantu.apps.tracking.enabling.models import PackVersion
from lantu.packs.load import load_files, load_folder

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
    assert entries
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
        "phone": "13800001234", "address_string": "柳堤路口", "media": photo(),
    }  # fmt: skip
    made = Client().post(BASE + "requests.json", form)
    assert made.status_code == 201, made.content
    (receipt,) = made.json()
    number = receipt["service_request_id"]
    data = Case.objects.latest("pk").data
    assert "13800001234" not in json.dumps(data)
    assert (data["subject"], data["address"], len(data["before"])) == (
        "路灯整夜不亮",
        "柳堤路口",
        1,
    )
    (one,) = _json(f"requests/{number}.json")
    _hold("request.json", [one])
    assert (one["status"], one["service_code"]) == ("open", lamp["service_code"])
    assert (one["description"], one["lat"], one["media_url"]) == ("", None, None)
    assert one["address"] == "柳堤社区"
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


def _open_fields(monkeypatch: pytest.MonkeyPatch, *names: str, blur: int = 0) -> None:
    """As if the pack had opened these fields: the pack's own file, changed and enabled."""
    row = PackVersion.objects.get(name="grid_governance")
    text = row.files["pack.yaml"]
    for name in names:
        old = next(line for line in text.splitlines() if line.startswith(f"      {name}: {{"))
        more = f", blur: {blur}" if name == "place" and blur else ""
        text = text.replace(old, old[:-1] + f", public: true{more}}}")
    loaded = load_files({**row.files, "pack.yaml": text.replace('version: "1.1"', 'version: "9"')})
    assert loaded.pack is not None, [str(fault) for fault in loaded.faults]
    keeper = Organisation.objects.get(name="城市管理局")
    enable_pack(by=SYSTEM, pack=loaded.pack, keeper=keeper)
    snapshots.forget()


def _camera_photo() -> io.BytesIO:
    """A picture whose EXIF says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-NAME"
    exif.get_ifd(0x8825)[1] = "N"
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "#aa5533").save(written, "JPEG", exif=exif)
    written.seek(0)
    written.name = "a.jpg"
    return written


def test_fields_that_the_pack_opens_are_shown_and_no_more(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open_fields(monkeypatch, "subject", "place", "before", blur=500)
    form = {
        "api_key": key, "service_code": "P0116", "address_id": "990102001001",
        "lat": "34.030100", "long": "113.820100", "description": "灯杆\n倾斜",
        "address_string": "柳堤路 12 号", "last_name": "章", "media": _camera_photo(),
    }  # fmt: skip
    made = Client().post(BASE + "requests.json", form)
    assert made.status_code == 201, made.content
    number = made.json()[0]["service_request_id"]
    (one,) = _json(f"requests/{number}.json")
    _hold("request.json", [one])
    assert one["description"] == "灯杆 倾斜"
    assert one["address"] == "柳堤社区"
    near = abs(one["lat"] - 34.0301) * 111_320, abs(one["long"] - 113.8201) * 92_300
    assert 1 < max(near) <= 251
    picture = Client().get(one["media_url"])
    assert picture.headers["Content-Type"] == "image/jpeg"
    body = b"".join(picture.streaming_content)  # type: ignore[attr-defined]
    assert b"CAMERA-NAME" not in body
    assert not Image.open(io.BytesIO(body)).getexif()
    assert Client().get(one["media_url"].replace("/1.jpg", "/2.jpg")).status_code == 404


def test_a_report_fills_in_nothing_but_what_the_service_asks(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a picture of somebody else would be public to whoever knows its digest."""
    _open_fields(monkeypatch, "before")
    secret = keep_file(by=SYSTEM, name="a.jpg", data=_camera_photo().read())
    form = {"api_key": key, "service_code": "P0116", "address_id": "990102001001",
            "description": "x", "attribute[before]": secret.sha256,
            "attribute[measure_taken]": "已处理"}  # fmt: skip
    made = Client().post(BASE + "requests.json", form)
    assert made.status_code == 201, made.content
    number = made.json()[0]["service_request_id"]
    assert Client().get(f"{BASE}media/{number}/1.jpg").status_code == 404
    data = Case.objects.get(pk=int(number[8:])).data
    assert not data.keys() & {"before", "measure_taken"}


def test_updates_are_those_of_the_asked_service(county: Area) -> None:
    listed = _json("requests.json", status="open,closed")
    code = next(entry["service_code"] for entry in listed if entry["service_code"])
    every = {entry["service_request_id"] for entry in _json("servicerequestupdates.json")}
    some = _json("servicerequestupdates.json", service_code=code)
    numbers = {e["service_request_id"] for e in listed if e["service_code"] == code}
    assert some
    assert {entry["service_request_id"] for entry in some} == numbers & every < every


def test_a_picture_that_is_not_public_has_no_address(key: str) -> None:
    form = {"api_key": key, "service_code": "P0116", "address_id": "990102001001",
            "media": _camera_photo()}  # fmt: skip
    number = Client().post(BASE + "requests.json", form).json()[0]["service_request_id"]
    assert Client().get(f"{BASE}media/{number}/1.jpg").status_code == 404


def test_what_is_no_picture_is_refused(key: str) -> None:
    page = io.BytesIO(b"<script>alert(1)</script>")
    page.name = "a.jpg"
    form = {"api_key": key, "service_code": "P0116", "address_id": "990102001001", "media": page}
    answer = Client().post(BASE + "requests.json", form)
    assert answer.status_code == 400
    assert answer.json()[0]["code"] == 400


def test_services_stand_in_their_groups_with_words_to_find_them(county: Area) -> None:
    services = _json("services.json", jurisdiction_id="990102")
    lamp = next(entry for entry in services if entry["service_name"] == "路灯")
    assert lamp["group"] == "公用设施"
    assert lamp["keywords"] == "部件,公用设施,网格治理"
    assert len({entry["service_code"] for entry in services}) == len(services)


def test_a_jurisdiction_is_an_area(key: str) -> None:
    inside = _json("requests.json", jurisdiction_id="990102")
    assert inside
    street = _json("requests.json", jurisdiction_id="990102001")
    assert len(street) <= len(inside)
    empty = Area.objects.exclude(path__under=Area.objects.get(code="990102").path).filter(
        kind="county"
    )
    assert all(_json("requests.json", jurisdiction_id=area.code) == [] for area in empty)
    for path in ("services.json", "requests.json", "servicerequestupdates.xml"):
        assert Client().get(BASE + path, {"jurisdiction_id": "000000"}).status_code == 404
    form = {"api_key": key, "service_code": "P0116", "jurisdiction_id": "000000",
            "lat": "34", "long": "113"}  # fmt: skip
    assert Client().post(BASE + "requests.json", form).status_code == 404


def test_several_services_and_both_statuses(county: Area) -> None:
    every = _json("requests.json", status="open,closed")
    codes = sorted({entry["service_code"] for entry in every if entry["service_code"]})
    assert codes
    some = _json("requests.json", service_code=",".join(codes[:2]))
    assert {entry["service_code"] for entry in some} == set(codes[:2])
    closed = _json("requests.json", status="closed")
    assert all(entry["status"] == "closed" for entry in closed)
    assert len(closed) + len(_json("requests.json", status="open")) == len(every)


def test_a_second_pack_is_offered_without_a_word_of_code(key: str) -> None:
    loaded = load_folder(PACKS / "_template")
    assert loaded.pack is not None
    text = loaded.pack.files["pack.yaml"] + "  - {page: public, of: visits}\n"
    changed = load_files({**loaded.pack.files, "pack.yaml": text}).pack
    assert changed is not None
    keeper = Organisation.objects.get(name="城市管理局")
    enable_pack(by=SYSTEM, pack=changed, keeper=keeper)
    snapshots.forget()
    services = _json("services.json")
    assert any(entry["keywords"] == changed.title for entry in services)
    for entry in services:
        if entry["metadata"]:
            _hold("service-definition.json", [_json(f"services/{entry['service_code']}.json")])
