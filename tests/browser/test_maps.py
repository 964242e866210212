"""Live maps in software WebGL: cases, outlines, a picked point; without WebGL the drawing stays."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import chromium
from tests.browser.conftest import OpenPage
from tests.browser.demonstration import sign_in
from tests.browser.test_access import AXE, RUN, WCAG

MAP = "/systems/grid_governance/reports/map/"
FORM = "/systems/grid_governance/reports/new/"
HAS_WEBGL = "Boolean(document.createElement('canvas').getContext('webgl2'))"
WITHOUT = "HTMLCanvasElement.prototype.getContext = () => null"
"""A browser without WebGL, as far as a page can tell."""
LIVE = "figure[data-live=on] canvas"


@pytest.fixture(scope="module")
def drawing(browser: Browser) -> Iterator[Browser]:
    """A Chromium that draws WebGL by itself."""
    path = chromium.find()
    assert path is not None  # `browser` has found it
    launched = browser.browser_type.launch(executable_path=path, args=list(chromium.WEBGL))
    page = launched.new_page()
    has = page.evaluate(HAS_WEBGL)
    page.close()
    if not has:
        launched.close()
        pytest.skip("this Chromium has no software WebGL")
    yield launched
    launched.close()


@pytest.fixture
def live(drawing: Browser, server: str) -> Iterator[Page]:
    context = drawing.new_context(
        base_url=server, locale="zh-CN", reduced_motion="reduce", permissions=["geolocation"],
        geolocation={"longitude": 110.0412, "latitude": 35.0305, "accuracy": 180},
    )  # fmt: skip
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((server, "blob:", "data:")) else
            faults.append(f"asked {r.url}"))  # fmt: skip
    yield page
    context.close()
    assert faults == []


def _until(page: Page, expression: str) -> None:
    """Polled from outside: the page's policy lets no text be run as a script inside it."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {expression}")


def test_cases_are_points_with_cards(live: Page) -> None:
    sign_in(live, "chengban")
    live.goto(MAP)
    expect(live.locator(LIVE)).to_be_visible(timeout=30_000)
    expect(live.locator("[data-drawn]")).to_be_hidden()
    spots = live.locator(".map-spot")
    expect(spots.first).to_be_visible()
    listed = live.locator(".plain-list li").count()
    assert spots.count() == listed
    assert live.locator("[data-told]").inner_text() == f"视野内 {listed} 件"
    marks = {spot.get_attribute("data-status"): spot.locator("use").get_attribute("href")
             for spot in spots.all()}  # fmt: skip
    assert all(mark == f"#m-{status}" for status, mark in marks.items()), "shape follows status"
    spots.last.press("Enter")
    opened = live.locator(".map-card a").first
    expect(opened).to_have_attribute("href", re.compile(r"^/cases/\d+/$"))
    with live.expect_response(lambda r: "map.json?box=" in r.url):
        live.locator(".maplibregl-ctrl-zoom-in").click()


def test_many_cases_are_counted_by_the_server(live: Page) -> None:
    """What the server answers for a million cases, answered here for the page's sake."""
    sign_in(live, "chengban")
    many = '{"points": [], "clusters": [{"lon": 110.03, "lat": 35.03, "n": 4100}], "total": 4100}'
    live.route("**/map.json*", lambda route: route.fulfill(json=None, body=many,
               content_type="application/json"))  # fmt: skip
    live.goto(MAP)
    cluster = live.locator(".map-cluster")
    expect(cluster).to_have_attribute("aria-label", "4100 件，点开放大", timeout=30_000)
    before = live.evaluate("document.querySelector('figure[data-map]').lantuMap.getZoom()")
    cluster.click()
    _until(live, f"document.querySelector('figure[data-map]').lantuMap.getZoom() > {before + 1.9}")


def test_outlines_lead_to_their_area(live: Page) -> None:
    sign_in(live, "guihua")
    live.goto("/areas/?q=魏都区")
    live.goto(str(live.locator("#areas-found a").first.get_attribute("href")))
    live.click("text=规划里的这里")
    canvas = live.locator(LIVE)
    expect(canvas).to_be_visible(timeout=30_000)
    _until(
        live,
        "document.querySelector('figure[data-map]').lantuMap"
        ".queryRenderedFeatures({layers: ['fill']}).length > 1",
    )
    heading = live.locator("h1").inner_text()
    box = canvas.bounding_box()
    assert box is not None
    with live.expect_navigation():
        live.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert live.locator("h1").inner_text() != heading


def test_a_point_is_picked_inside_the_community(live: Page) -> None:
    live.set_viewport_size({"width": 390, "height": 844})
    sign_in(live, "wangge")
    live.goto(FORM)
    live.click("[data-locate]")
    told = live.locator("[data-located]")
    expect(told).to_have_text("已定位，但误差约 ± 180 米，请在图上核对，或重新定位。")
    expect(live.locator("#f-place")).to_have_value("110.041200,35.030500")
    live.click("details[data-picking] summary")
    expect(live.locator("[data-pick-told]")).to_have_text("先选社区，图上会显示它的边界。")
    live.select_option("#f-area", index=1)
    canvas = live.locator(".pick-map canvas")
    expect(canvas).to_be_visible(timeout=30_000)
    _until(
        live,
        "document.querySelector('.pick-map').lantuMap"
        ".queryRenderedFeatures({layers: ['fill']}).length > 0",
    )
    live.click("[data-pick-centre]")
    lon, lat = map(float, live.locator("#f-place").input_value().split(","))
    assert (lon, lat) != (110.0412, 35.0305)
    assert 110.018 < lon < 110.03
    assert 35.018 < lat < 35.03


def test_without_webgl_the_drawing_stays_and_takes_the_point(open_page: OpenPage) -> None:
    page = open_page(MAP, user="chengban")
    page.context.add_init_script(WITHOUT)
    page.goto(MAP)
    assert not page.evaluate(HAS_WEBGL)
    expect(page.locator("svg.sheet-map")).to_be_visible()
    assert page.locator("svg.sheet-map a").count() == page.locator(".plain-list li").count()
    assert page.locator("figure[data-live]").count() == 0
    page = open_page(FORM, width=390, user="wangge")
    page.context.add_init_script(WITHOUT)
    page.goto(FORM)
    page.select_option("#f-area", index=1)
    page.click("details[data-picking] summary")
    page.locator(".pick-map svg").click(position={"x": 120, "y": 90})
    lon, lat = map(float, page.locator("#f-place").input_value().split(","))
    assert 110 < lon < 110.1
    assert 35 < lat < 35.1


def test_the_bundle_loads_only_where_there_is_a_map(open_page: OpenPage) -> None:
    page = open_page("/", user="wangge")
    assert page.locator("script[src*=maps]").count() == 0
    page.goto(FORM)
    assert page.locator("script[src*=maps]").count() == 0, "only when a point is to be picked"
    page.goto(MAP)
    assert page.locator("script[src*=maps]").count() == 1


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: run npm ci")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_of_wcag_on_maps(live: Page, scheme: Literal["light", "dark"]) -> None:
    live.emulate_media(color_scheme=scheme)
    sign_in(live, "guihua")
    found = []
    for path in (MAP, "/areas/changes/", "/manage/area-changes/"):
        live.goto(path)
        if path == MAP:
            expect(live.locator(".map-spot").first).to_be_visible(timeout=30_000)
            live.locator(".map-spot").last.press("Enter")
            expect(live.locator(".map-card")).to_be_visible()
        live.evaluate(AXE.read_text(encoding="utf-8"))
        found += [f"{path} {violation}" for violation in live.evaluate(RUN, WCAG)]
    # Points lie where the cases are, over each other too: the list beside the map is the target
    # that the criterion asks for instead.
    assert [fault for fault in found if 'target-size: <a class="map-spot' not in fault] == []
