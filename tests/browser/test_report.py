"""A resident's report on a phone: position, picture, a lost connection, following, too many."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from browser.conftest import OpenPage

FORM = "/report/grid_governance/reports/"


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "photo.jpg"
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "#335577").save(written, "JPEG")
    path.write_bytes(written.getvalue())
    return str(path)


def _fill(page: Page, subject: str) -> None:
    page.fill("#f-subject", subject)
    page.select_option("#f-area", index=1)
    page.fill("#f-address", "桥头第二盏")


def test_what_was_typed_outlives_a_lost_connection(open_page: OpenPage, photo: str) -> None:
    page = open_page(FORM, width=390)
    _fill(page, "路灯整夜不亮")
    page.context.set_offline(True)
    page.click("form.report .button-main")
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page).to_have_url(page.url)
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.goto(FORM)
    expect(page.locator("[data-draft-notice]")).to_be_visible()
    expect(page.locator("#f-subject")).to_have_value("路灯整夜不亮")
    expect(page.locator("#f-address")).to_have_value("桥头第二盏")
    page.set_input_files("#f-before", photo)
    page.click("form.report .button-main")
    code = page.locator(".receipt").inner_text()
    assert len(code.replace("-", "")) * 5 >= 60
    page.goto(FORM)
    expect(page.locator("#f-subject")).to_have_value("")


def test_where_i_am_is_found_and_the_case_can_be_urged(open_page: OpenPage) -> None:
    page = open_page(FORM, width=390)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 113.8201, "latitude": 34.0301, "accuracy": 20})
    _fill(page, "垃圾没人收")
    page.click("[data-locate]")
    expect(page.locator("#f-place")).to_have_value("113.820100,34.030100")
    page.click("form.report .button-main")
    page.click("text=现在查看")
    expect(page.locator(".facts").last).to_contain_text("垃圾没人收")
    page.click("button:text-is('催办')")
    expect(page.locator("[role=status].notice")).to_contain_text("已收到")


def test_nothing_is_wider_than_a_phone(open_page: OpenPage) -> None:
    for address in (FORM, "/follow/"):
        page = open_page(address, width=390)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        for box in page.locator("form.report button, form.report .input, form.report select").all():
            if box.is_visible():
                found = box.bounding_box()
                assert found is not None
                assert found["height"] >= 24
