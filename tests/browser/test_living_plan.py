"""The living plan: card, keys, filters, folding, margin notes, phone, print."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

FIRST = ".promise[id]"


def test_card_opens_beside_the_text(open_page: OpenPage, plan: str) -> None:
    page = open_page(plan)
    link = page.locator(FIRST).first
    number = link.get_attribute("data-promise")
    link.click()
    card = page.locator("#dossier")
    expect(card.locator(".head")).to_contain_text(f"P-{int(number or 0):04d}")
    expect(card.locator(".how")).to_contain_text("SHA-256")
    expect(page.locator(f'.promise[data-promise="{number}"]').first).to_have_attribute(
        "aria-current", "true"
    )
    assert f"promise={number}" in page.url
    page.reload()
    expect(card.locator(".head")).to_contain_text(f"P-{int(number or 0):04d}")


def test_keys_walk_search_and_close(open_page: OpenPage, plan: str) -> None:
    page = open_page(plan)
    card = page.locator("#dossier")
    page.keyboard.press("j")
    expect(card).to_have_attribute("data-open", "")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    page.keyboard.press("Escape")
    expect(card).not_to_have_attribute("data-open", "")
    assert "promise=" not in page.url
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_filters_leave_only_what_is_asked_for(open_page: OpenPage, plan: str) -> None:
    page = open_page(plan)
    everything = page.locator(FIRST).count()
    page.locator("label.toggle", has_text="项目").click()
    page.wait_for_url("**kind=project**")
    projects = page.locator(FIRST).count()
    assert 0 < projects < everything
    paragraphs = page.locator(".para p").count()
    page.locator("label.toggle", has_text="只看承诺").click()
    page.wait_for_url("**only=1**")
    assert page.locator(".para p").count() < paragraphs
    page.locator(".toolbar a", has_text="全文").click()
    page.wait_for_url(lambda url: "kind" not in url)
    assert page.locator(FIRST).count() == everything


def test_outline_leads_and_follows(open_page: OpenPage, plan: str) -> None:
    page = open_page(plan)
    link = page.locator("#outline a").nth(5)
    link.click()
    expect(page.locator(link.get_attribute("href") or "#none")).to_be_in_viewport()
    page.mouse.wheel(0, 1500)
    expect(page.locator("#outline [aria-current]")).to_have_count(1)


def test_names_lead_to_all_promises_that_name_them(open_page: OpenPage, plan: str) -> None:
    page = open_page(plan)
    row = page.locator("#dossier .plain-list .row").first
    count = int(row.locator("span").inner_text())
    row.locator("a").click()
    expect(page.locator(".lede b")).to_have_text(str(count))


def test_margin_notes_are_for_those_who_may(open_page: OpenPage, plan: str) -> None:
    visitor = open_page(plan)
    assert visitor.locator("input[name=findings]").count() == 0
    officer = open_page(plan, user="guihua")
    officer.locator("label.toggle", has_text="校核意见").click()
    officer.wait_for_url("**findings=1**")
    label = officer.locator("label.toggle", has_text="校核意见").inner_text()
    assert officer.locator(".finding").count() == int(re.sub(r"\D", "", label))


def test_phone_folds_and_card_is_a_sheet(open_page: OpenPage, plan: str) -> None:
    page = open_page(plan, width=390)
    outline, card = page.locator("#outline"), page.locator("#dossier")
    expect(outline).to_be_hidden()
    expect(page.locator("#filters")).to_be_hidden()
    page.locator("[data-fold=outline]").click()
    expect(outline).to_be_visible()
    outline.locator("a").nth(3).click()
    expect(outline).to_be_hidden()
    expect(card).to_be_hidden()
    page.locator(FIRST).nth(4).click()
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] == 0
    assert box["width"] == 390
    assert box["y"] > 844 * 0.35
    page.locator("[data-close]").click()
    expect(card).to_be_hidden()


def test_print_is_ink_on_white_with_lines_that_differ(open_page: OpenPage, plan: str) -> None:
    page = open_page(f"{plan}?kind=target&only=1", dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for gone in (".masthead", ".nav", ".outline", ".toolbar", ".dossier"):
        expect(page.locator(gone)).to_be_hidden()
    style = page.locator(FIRST).first.evaluate("e => getComputedStyle(e).textDecorationStyle")
    assert style == "wavy"
    assert len(page.pdf(format="A4")) > 50_000
