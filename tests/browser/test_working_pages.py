"""Proofreading, registering and switching plans, as the plan office does it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.test_access import AXE, RUN, WCAG

EXAMPLE = Path(__file__).parents[2] / "examples/weidu/plan.docx"
OFFICER = "guihua"


def test_a_finding_shows_its_place_by_key_and_click(open_page: OpenPage, plan: str) -> None:
    page = open_page(f"{plan}lint/?verdict=all", user=OFFICER)
    page.keyboard.press("j")
    page.keyboard.press("j")
    chosen = page.locator("[data-item][aria-current]")
    expect(chosen).to_have_count(1)
    number = chosen.get_attribute("data-goto")
    expect(page.locator(f'[data-finding="{number}"]').first).to_be_in_viewport()
    page.keyboard.press("x")
    expect(chosen.locator("input[type=checkbox]")).to_be_checked()
    page.locator(".lint-mark").first.click()
    expect(page.locator("[data-item][aria-current]")).to_have_count(1)


def test_a_document_is_read_and_shown_before_it_is_registered(
    open_page: OpenPage, plan: str
) -> None:
    page = open_page("/plans/", user=OFFICER)
    page.click("a[href='/plans/new/']")
    page.set_input_files("input[type=file]", EXAMPLE)
    page.locator("main form .button-main").click()
    expect(page.locator("h1")).to_have_text("核对并登记")
    expect(page.locator("select[name=plan]")).to_have_value(plan.split("/")[2])
    page.locator("button[value=discard]").click()
    expect(page.locator("h1")).to_have_text("登记规划")


def test_the_switch_lists_the_plans(open_page: OpenPage, plan: str) -> None:
    page = open_page(plan)
    page.locator(".plan-switch summary").click()
    expect(page.locator(f".plan-switch a[href='{plan}']")).to_be_visible()


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: run npm ci")
@pytest.mark.parametrize("width", [1440, 390])
def test_no_violation_of_wcag(open_page: OpenPage, plan: str, width: int) -> None:
    page = open_page("/", width=width, user=OFFICER)
    key = plan.split("/")[2]
    found = []
    for path in ("/plans/new/", f"/plans/{key}/versions/", f"{plan}lint/", f"{plan}align/"):
        page.goto(path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found += [f"{path} {violation}" for violation in page.evaluate(RUN, WCAG)]
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
    assert found == []
