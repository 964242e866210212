"""Pages of the served demonstration in the machine's Chromium.

The deployment is made once for all processes of a run; every process serves it on its own port.
Each page fails its test when it logged an error or asked another host for anything.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.demonstration import make_home, serve, sign_in

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    make_home(shared / "browser-home")
    process, address = serve(shared / "browser-home")
    yield address
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.REASON)
    with sync_playwright() as playwright:
        shown = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield shown
        shown.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[OpenPage]:
    """open_page("/", width=390, dark=True, language="en", user="guihua"): the page, loaded."""
    faults: list[str] = []
    contexts = []

    def watch(page: Page) -> None:
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: _same_host(request.url))

    def _same_host(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" != server:
            faults.append(f"asked {url}")

    def opened(path: str, *, user: str = "", language: str = "", **look: Any) -> Page:
        context = browser.new_context(base_url=server, **_look(**look))
        contexts.append(context)
        if language:
            context.add_cookies([{"name": "django_language", "value": language, "url": server}])
        page = context.new_page()
        watch(page)
        if user:
            sign_in(page, user)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _look(*, width: int = 1440, dark: bool = False) -> dict[str, Any]:
    height = {390: 844, 1440: 900, 1920: 1080}[width]
    return {
        "viewport": {"width": width, "height": height},
        "color_scheme": "dark" if dark else "light",
        "reduced_motion": "reduce",
        "locale": "zh-CN",
    }


@pytest.fixture
def plan(open_page: OpenPage) -> str:
    """Address of the example plan's living plan."""
    page = open_page("/")
    return str(page.get_attribute(".nav li:nth-child(2) a", "href"))
