"""Everybody can use it: axe-core on every page, light and dark, wide and phone; no side scroll."""

from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
"""All that a dark page can do worse than the same page in light."""

RUN = """only => axe.run(document, {runOnly: only}).then(found => found.violations.map(v =>
    v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")))"""
PAGES = (
    "/", "{plan}?promise=30&kind=target", "{plan}promises/?kind=indicator", "{plan}promises/30/",
    "{plan}systems/?family=smart_ops",
    "/plans/", "/search/?q=养老", "/sign-in/", "/styleguide/",
)  # fmt: skip


@pytest.mark.skipif(not AXE.exists(), reason="no axe-core: run npm ci")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_violation_of_wcag(open_page: OpenPage, plan: str, width: int, dark: bool) -> None:
    page = open_page("/", width=width, dark=dark)
    found = []
    for path in PAGES:
        page.goto(path.format(plan=plan))
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = page.evaluate(RUN, CONTRAST if dark else WCAG)
        found += [f"{path} {violation}" for violation in violations]
    assert found == []


def test_no_violation_on_the_wall(open_page: OpenPage) -> None:
    page = open_page("/wall/", width=1920)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, WCAG) == []


def test_phone_never_scrolls_sideways(open_page: OpenPage, plan: str) -> None:
    page = open_page("/", width=390)
    for path in PAGES:
        page.goto(path.format(plan=plan))
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
        page.locator("[data-toggle=type]").evaluate("button => button.click()")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, f"{path}, large type"
        page.locator("[data-toggle=type]").evaluate("button => button.click()")


def test_skip_link_is_first(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
