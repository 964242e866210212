"""Register, search, promise, systems, overview, wall, style guide: what a visitor does there."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage


def test_search_finds_words_and_marks_them(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type("养老 服务")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator("mark").first).to_be_visible()
    assert {word.strip() for word in page.locator("mark").all_inner_texts()} <= {"养老", "服务"}
    page.locator("tbody th a").first.click()
    expect(page.locator(".in-context .promise")).to_be_visible()


def test_search_without_a_hit_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page("/search/?q=没有这样的词句")
    expect(page.locator(".empty")).to_contain_text("换一个说法")


def test_register_filters_sorts_and_goes_on(open_page: OpenPage, plan: str) -> None:
    page = open_page(f"{plan}promises/")
    rows = page.locator("tbody tr:not(.more-row)")
    assert rows.count() == 100
    page.locator(".more-row a").click()
    expect(rows).to_have_count(200)
    assert len(set(page.locator("tbody td:first-child.none").all_inner_texts())) == 200
    page.locator("th a.sort", has_text="编号").click()
    page.locator("th a.sort", has_text="编号").click()
    numbers = page.locator("tbody td:first-child.none").all_inner_texts()
    assert numbers == sorted(numbers, reverse=True)
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    page.select_option("select[name=kind]", "indicator")
    page.wait_for_url("**kind=indicator**")
    assert set(page.locator("tbody td:nth-child(2)").all_inner_texts()) == {"指标"}
    page.goto(f"{plan}promises/")
    page.fill(".filters input[name=q]", "养老")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=%E5%85%BB%E8%80%81**")
    assert all("养老" in title for title in page.locator("tbody th > a").all_inner_texts())
    page.locator("tbody .source summary").first.click()
    expect(page.locator("tbody .source .quote").first).to_be_visible()


def test_promise_page_says_how_we_know(open_page: OpenPage, plan: str) -> None:
    page = open_page(f"{plan}promises/")
    page.locator("tbody th > a").nth(20).click()
    panel = page.locator(".panel")
    for words in ("何以得知", "SHA-256", "蓝图编译器 0", "推断"):
        expect(panel).to_contain_text(words)
    here = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != here)
    page.keyboard.press("k")
    page.wait_for_url(here)


def test_overview_draws_its_chart_from_the_table(open_page: OpenPage) -> None:
    page = open_page("/")
    bars = page.locator(".chart-figure svg")
    expect(bars).to_be_visible()
    colours = page.locator(".chart-figure svg path").count()
    assert colours > page.locator("#by-kind tbody tr").count()
    page.locator("#by-kind .fig").first.click()
    page.wait_for_url("**section=**")
    figure = page.locator(".filters .note")
    expect(figure).to_be_visible()


def test_figures_of_the_overview_are_those_of_the_register(open_page: OpenPage) -> None:
    page = open_page("/")
    figures = page.locator("#by-kind .fig")
    for at in range(0, figures.count(), 20):
        count, address = figures.nth(at).inner_text(), figures.nth(at).get_attribute("href")
        page.goto(str(address))
        expect(page.locator(".filters .note")).to_contain_text(f"共 {count} 项")
        page.goto("/")


@pytest.mark.parametrize("kind", ["light", "dark"])
def test_theme_and_type_are_remembered(open_page: OpenPage, kind: str) -> None:
    page = open_page("/", dark=kind == "dark")
    page.locator("[data-toggle=theme]").click()
    page.locator("[data-toggle=type]").click()
    page.goto("/plans/")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "light" if kind == "dark" else "dark")
    expect(root).to_have_attribute("data-type", "large")


def test_wall_shows_every_promise_and_never_scrolls(open_page: OpenPage) -> None:
    page = open_page("/wall/", width=1920)
    total = sum(
        int(words) for words in page.locator(".field-row .num span:last-child").all_inner_texts()
    )
    assert page.locator(".marks use").count() == total
    size = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert size == [1920, 1080]
    inner = ".wall-grid > section"
    assert page.locator(inner).evaluate_all(
        "all => all.every(e => e.scrollHeight <= e.clientHeight + 1)"
    )


def test_wall_fits_smaller_screens(open_page: OpenPage) -> None:
    page = open_page("/wall/", width=1440)
    box = page.locator("body").bounding_box()
    assert box is not None
    assert box["width"] <= 1440
    assert box["height"] <= 900


def test_english_all_through(open_page: OpenPage, plan: str) -> None:
    page = open_page("/")
    page.locator("button[name=language]").click()
    page.wait_for_load_state()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for path in ("/", "/plans/", "/search/", f"{plan}promises/", f"{plan}systems/"):
        page.goto(path)
        labels = page.locator(".nav a, .filters label > :first-child, .table thead th, .button, h1")
        for words in labels.all_inner_texts():
            plain = words.split("\n")[0]
            assert not any("一" <= letter <= "鿿" for letter in plain) or plain == "中文", plain


def test_unknown_pages_help_in_both_languages(open_page: OpenPage, plan: str) -> None:
    for language, words in (("zh-hans", "没有这个规划版本"), ("en", "There is no such version")):
        page = open_page("/plans/", language=language)
        answer = page.request.get(
            f"{plan[:-2]}99/", headers={"Cookie": f"django_language={language}"}
        )
        assert answer.status == 404
        assert words in answer.text()
