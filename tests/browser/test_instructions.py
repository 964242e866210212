"""Written instructions in the browser: entered on a phone, answered by the unit, judged."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_access import AXE, CONTRAST, RUN, WCAG

PAGES = ("/instructions/?view=all", "/instructions/2/", "/instructions/3/", "/instructions/new/")
WORDS = "（演示）请发改局下周一前报一份清单。"


def _paper() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (300, 400), "#f4f1e8").save(written, "JPEG")
    return written.getvalue()


def test_from_the_paper_on_a_phone_to_its_end(open_page: OpenPage) -> None:
    page = open_page("/instructions/", width=390, user="lianluo")
    page.locator(".act-bar a").click()
    expect(page.locator("h1")).to_have_text("作批示")
    page.fill("#text", WORDS)
    photo = {"name": "批示.jpg", "mimeType": "image/jpeg", "buffer": _paper()}
    page.set_input_files("#photo", files=[photo])
    page.select_option("#lead", label="发展和改革局")
    page.select_option("#limit", "3")
    page.get_by_role("button", name="发出批示").click()
    expect(page.locator("blockquote")).to_have_text(WORDS)
    expect(page.locator(".instruction img")).to_be_visible()
    assert page.locator(".instruction img").evaluate("image => image.naturalWidth") == 300
    address = page.evaluate("location.pathname")

    unit = open_page(address, user="tianbao")
    unit.fill("#reply-text", "清单已报送。")
    unit.get_by_role("button", name="报送办理情况").click()
    expect(unit.locator(".timeline li").first).to_contain_text("清单已报送。")

    leader = open_page(address, user="lingdao")
    expect(leader.locator(".said")).to_contain_text("清单已报送。")
    leader.locator("[data-choose=return]").click()
    expect(leader.locator("[data-step=return]")).to_be_visible()
    expect(leader.locator("[data-step=accept]")).to_be_hidden()
    leader.locator("[data-choose=accept]").click()
    leader.locator("[data-step=accept] .button-main").click()
    expect(leader.locator(".title .status")).to_have_text("已办结")
    assert leader.locator("#act").count() == 0


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: run npm ci")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_violation_of_wcag(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page("/", width=width, dark=dark, user="lianluo")
    found = []
    for path in PAGES:
        page.goto(path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = page.evaluate(RUN, CONTRAST if dark else WCAG)
        found += [f"{path} {violation}" for violation in violations]
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
    assert found == []
