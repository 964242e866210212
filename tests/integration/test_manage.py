"""Pages to manage accounts, organisations, tokens and areas; "my area"."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from integration.test_people import VALID, WORD, office, person
from lantu.apps.people.actions import Place
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.demonstration import KEY, current_code
from lantu.apps.people.models import ApiToken, Organisation, User, day_of_today
from lantu.apps.people.permissions import ADMINISTRATORS, Role
from lantu.apps.people.second_factor_actions import bind_known_device
from lantu.apps.places.models import Area, ImportLayout, Shape
from lantu.apps.registry.models import PlanVersion, Promise

pytestmark = pytest.mark.django_db
NAMES = {Role.SYSTEM_ADMIN: "xitong", Role.SECURITY_ADMIN: "anquan", Role.AUDITOR: "shenji"}


def client_of(role: Role, place: Place | None = None) -> Client:
    name = NAMES.get(role, role.value)
    user = person(name, role, place=place)
    client = Client()
    client.post("/sign-in/", {"username": name, "password": WORD})
    if role in ADMINISTRATORS:
        bind_known_device(by=SYSTEM, user=user, key=KEY)
        client.post("/second-factor/", {"code": current_code(name)})
    return client


def test_a_system_administrator_opens_and_closes_an_account() -> None:
    client = client_of(Role.SYSTEM_ADMIN)
    made = client.post("/manage/accounts/", {"username": "zhang", "name": "张三", "password": WORD})
    user = User.objects.get(username="zhang")
    assert made.headers["Location"] == f"/manage/accounts/{user.pk}/"
    again = client.post("/manage/accounts/", {"username": "zhang", "name": "x", "password": WORD})
    assert again.status_code == 400
    assert "已有" in again.content.decode()
    address = f"/manage/accounts/{user.pk}/"
    for wish in ("close", "open", "out", "release"):
        assert client.post(address, {"wish": wish}).status_code == 302
    assert client.post(address, {"wish": "password", "password": "weak"}).status_code == 400
    assert client.post(address, {"wish": "grant", "role": "leader"}).status_code == 403
    assert client.post(address, {"wish": "nothing"}).status_code == 400
    sheet = load_workbook(io.BytesIO(client.get("/manage/accounts.xlsx").content)).active
    assert sheet is not None
    assert "zhang" in [row[0].value for row in sheet.iter_rows()]


def test_a_security_administrator_grants_and_ends_a_role() -> None:
    client = client_of(Role.SECURITY_ADMIN)
    user, bureau = person("zhang"), office("云溪区水利局")
    address = f"/manage/accounts/{user.pk}/"
    grant = {"wish": "grant", "role": "reporter", "organisation": bureau.pk}
    assert client.post(address, grant | {"since": "someday"}).status_code == 400
    assert client.post(address, grant | {"organisation": ""}).status_code == 400
    assert client.post(address, grant).status_code == 302
    held = user.memberships.get()
    assert "填报员" in client.get(address).content.decode()
    assert client.post(address, {"wish": "end", "post": held.pk}).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == day_of_today()


def test_an_organisation_is_registered_corrected_and_reformed() -> None:
    client = client_of(Role.SYSTEM_ADMIN)
    assert client.post("/organisations/", {"name": "甲局", "uscc": "wrong"}).status_code == 400
    client.post("/organisations/", {"name": "甲局", "uscc": VALID[0], "contact": "李四"})
    client.post("/organisations/", {"name": "乙局"})
    old, new = Organisation.objects.order_by("pk")
    address = f"/organisations/{old.pk}/"
    client.post(address, {"wish": "change", "name": "甲管理局", "uscc": VALID[0]})
    terms = {"new": new.pk, "day": "2026-01-01", "document": "云编〔2026〕1号"}
    preview = client.post(address, terms | {"wish": "preview"}).content.decode()
    assert all(f"{word} 0；" in preview for word in ("待办", "承诺", "批示", "协办单位"))
    assert client.post(address, terms | {"wish": "reform"}).status_code == 302
    assert "前身" in client.get(f"/organisations/{new.pk}/").content.decode()
    assert Client().post("/organisations/", {"name": "丙局"}).status_code == 403


def test_the_public_sees_organisations_without_their_contact() -> None:
    office("甲局", contact="李四 13800000000")
    row = Organisation.objects.get()
    inside = client_of(Role.LEADER)
    for address in ("/organisations/", f"/organisations/{row.pk}/"):
        assert "13800000000" not in Client().get(address).content.decode()
    assert "13800000000" in inside.get(f"/organisations/{row.pk}/").content.decode()


def test_a_token_is_made_shown_once_and_revoked() -> None:
    bureau = office("云溪区水利局")
    client = client_of(Role.ORGANISATION_ADMIN, Place(organisation=bureau))
    terms = {
        "name": "平台", "organisation": bureau.pk, "role": "reporter",
        "may": ["registry.read_plans"], "until": "2026-12-31",
    }  # fmt: skip
    page = client.post("/manage/tokens/", terms).content.decode()
    assert "lantu_" in page
    assert "lantu_" not in client.get("/manage/tokens/").content.decode()
    client.post("/manage/tokens/", {"revoke": ApiToken.objects.get().pk})
    assert ApiToken.objects.get().revoked_at is not None


def test_a_table_is_uploaded_confirmed_and_imported() -> None:
    client = client_of(Role.PLAN_OFFICER)
    body = "某市区划一览\n码,全称\n99,青川省\n9901,青川市\n".encode()
    first = client.post(
        "/manage/areas/",
        {"vintage": "2025", "sender": "统计局", "table": SimpleUploadedFile("a.csv", body)},
    )
    page = first.content.decode()
    token = page.split('name="upload" value="')[1].split('"')[0]
    assert "认不出" in page
    confirm = {"vintage": "2025", "sender": "统计局", "upload": token, "header": "1", "row": "2"}
    half = confirm | {"column-code": "0", "wish": "import"}
    assert client.post("/manage/areas/", half).status_code == 400
    assert not Area.objects.exists()
    assert client.post("/manage/areas/", half | {"column-name": "1"}).status_code == 302
    assert Area.objects.count() == 2
    assert ImportLayout.objects.get().columns == {"code": 0, "name": 1}
    assert client.post("/manage/areas/", confirm).status_code == 404


def test_areas_are_found_and_browsed(version: PlanVersion) -> None:
    visitor = Client()
    assert "云溪区" in visitor.get("/areas/search/?q=yxq").content.decode()
    assert "青川省" in visitor.get("/areas/").content.decode()
    assert "溪口街道" in visitor.get("/areas/2025/990102/").content.decode()
    assert visitor.get("/areas/2025/98/").status_code == 404


def test_my_area_shows_what_names_it(version: PlanVersion) -> None:
    street = Area.objects.get(code="990102001")
    page = client_of(Role.GRID_WORKER, Place(area=street)).get("/my-area/").content.decode()
    assert "溪口街道" in page
    assert "溪口湿地公园" in page
    chosen = Client().get(f"/my-area/?area={street.pk}").content.decode()
    assert "溪口湿地公园" in chosen
    county = Client().get(f"/my-area/?area={street.parent_id}").content.decode()
    assert "溪口湿地公园" in county
    assert Promise.objects.exists()
    assert Client().get("/my-area/?area=999999").status_code == 404
    assert Client().get("/my-area/?q=xk").status_code == 200
    assert Client().get("/my-area/outlines.json").json()["features"] == []


def test_my_area_hides_closed_plans(version: PlanVersion) -> None:
    street = Area.objects.get(code="990102001")
    version.plan.public = False
    version.plan.save()
    assert "溪口湿地公园" not in Client().get(f"/my-area/?area={street.pk}").content.decode()


def test_my_area_draws_outlines_where_they_are_known(version: PlanVersion) -> None:
    area = Area.objects.get(code="990102")
    square = [[113.8, 34.0], [113.9, 34.0], [113.9, 34.1], [113.8, 34.0]]
    Shape.objects.create(
        area=area, declared="wgs84", geometry={"type": "Polygon", "coordinates": [square]}
    )
    page = Client().get(f"/my-area/?area={area.pk}").content.decode()
    assert '<path d="M0.0 ' in page
    assert "<title>云溪区</title>" in page
    found = Client().get(f"/my-area/outlines.json?area={area.pk}").json()
    assert found["features"][0]["properties"]["code"] == "990102"
