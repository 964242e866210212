"""Maps: outlines, cases by box under scope, tiles only from the configured host."""

import json

import pytest
from django.test import Client
from pytest_django import Settings

from integration import grid_world
from integration.grid_world import signed_in
from integration.packages import AREAS
from lantu.apps.people.actions import import_areas
from lantu.apps.people.actor import SYSTEM
from lantu.apps.places.models import Area
from lantu.apps.places.outlines import outlines_at, outlines_within
from lantu.apps.tracking.cases.models import Case
from lantu.apps.web.middleware import policy
from lantu.demo.outlines import around

pytestmark = pytest.mark.django_db
HOME = "/systems/grid_governance/"
SQUARE = [[[113.8, 34.0], [113.9, 34.0], [113.9, 34.1], [113.8, 34.0]]]


def draw(code: str, name: str) -> None:
    feature = {
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert import_areas(by=SYSTEM, vintage="2025", data=data, name="a.geojson") == ()


@pytest.fixture
def areas() -> None:

    assert import_areas(by=SYSTEM, vintage="2025", data=AREAS.encode()) == ()
    draw("990102", "云溪区")


def test_outlines_of_an_area_and_of_what_it_lies_in(areas: None) -> None:
    street = Area.objects.get(code="990102001")
    county = Area.objects.get(code="990102")
    (found,) = outlines_at(street.path)
    assert (found.name, found.own) == ("云溪区", False)
    assert outlines_at(county.path)[0].own
    assert outlines_within(frozenset({street.path})) == ()
    assert [o.code for o in outlines_within(None)] == ["990102"]
    assert outlines_at("2025/none/") == ()


def test_outlines_are_geojson_with_the_review_number(areas: None, settings: Settings) -> None:
    settings.MAP_REVIEW = "GS(2024)0000号"
    street = Area.objects.get(code="990102001")
    found = Client().get(f"/areas/outlines.json?path={street.path}").json()
    assert found["review_number"] == "GS(2024)0000号"
    assert found["features"][0]["geometry"]["coordinates"] == SQUARE
    page = Client().get(f"/my-area/?area={street.pk}").content.decode()
    assert "GS(2024)0000号" in page
    assert 'data-map="areas"' in page
    sheet = Client().get(f"/areas/sheet/?path={street.path}").content.decode()
    assert "data-pick" in sheet
    assert "svg" not in Client().get("/areas/sheet/?path=2025/x/").content.decode()


def test_cases_by_box_are_those_in_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    grid_world.make(monkeypatch)
    data = f"{HOME}reports/map.json"
    client = signed_in("chengban")
    everywhere = client.get(f"{data}?box=73,3,136,54").json()
    assert everywhere["total"] == len(everywhere["points"])
    assert client.get(f"{data}?box=0,0,1,1").json() == {"points": [], "clusters": [], "total": 0}
    for box in ("", "1,2,3", "x,y,z,w", "nan,0,1,1", "9,9,8,8"):
        assert client.get(f"{data}?box={box}").status_code == 400, box
    assert Client().get(f"{data}?box=73,3,136,54").status_code == 302


@pytest.mark.parametrize("name", ["chengban", "chuzhi", "wangge", "lingdao", "danwei"])
def test_a_map_shows_what_the_pages_of_its_cases_show(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    grid_world.make(monkeypatch, cases=30)
    client = signed_in(name)
    for query in ("?box=73,3,136,54", "?ended=1"):
        answer = client.get(f"{HOME}reports/map.json{query}")
        if answer.status_code == 403:
            assert client.get(f"{HOME}reports/map/").status_code == 403
            continue
        points = {point["address"] for point in answer.json()["points"]}
        for case in Case.objects.values_list("pk", flat=True):
            address = f"/cases/{case}/"
            seen = client.get(address).status_code == 200
            assert seen or address not in points, f"{name} {query} {address}"
        if name == "chengban":
            assert points


def test_only_the_configured_host_gives_tiles(settings: Settings) -> None:
    bare = Client().get("/sign-in/").headers["Content-Security-Policy"]
    assert bare == policy()
    assert "http" not in bare
    settings.MAP_TILES = ["https://tiles.example/{z}/{x}/{y}.png?tk=k"]
    told = Client().get("/sign-in/").headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://tiles.example;" in told
    assert "connect-src 'self' https://tiles.example;" in told
    assert "script-src 'self';" in told


def test_sides_that_cells_share_are_no_boundary() -> None:
    assert len(around([0, 1, 6, 7])[0]) == 9
    assert len(around([0, 2])) == 2
