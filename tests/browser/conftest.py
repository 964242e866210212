"""A served demonstration of the example plan, and pages in the machine's Chromium.

The deployment is made once for all processes of a run; every process serves it on its own port.
Each page fails its test when it logged an error or asked another host for anything.
"""

import fcntl
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from browser import chromium

ROOT = Path(__file__).parents[2]
LANTU = (sys.executable, "-m", "lantu")
TODAY = "2024-03-31"
PATIENCE = 60
"""Seconds that the server may take to answer."""

OpenPage = Callable[..., Page]


def make_home(home: Path) -> None:
    """The example plan as a demonstration in `home`, once for every process that asks."""
    with (home.parent / "home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / ".made").exists():
            done = subprocess.run(
                [*LANTU, "demo", "--home", str(home), "--no-serve"],
                cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
            (home / ".made").touch()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LANTU_")}
    kept.pop("DATABASE_URL", None)
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return kept | {"LANTU_DEMO": "1", "LANTU_TODAY": TODAY}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(home: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The running server and its address, once it answers."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        [*LANTU, "serve", "--home", str(home), "--port", str(port)], cwd=ROOT, env=_environment()
    )
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urlopen(f"{address}/sign-in/", timeout=5).close()
            return process, address
        except (URLError, OSError):
            time.sleep(0.1)
    process.terminate()
    raise AssertionError(f"the server did not answer within {PATIENCE} seconds")


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


def sign_in(page: Page, user: str) -> None:
    page.goto("/sign-in/")
    page.fill("#id_username", user)
    page.fill("#id_password", "lantu-demo")
    page.press("#id_password", "Enter")
    page.wait_for_url("**/")


@pytest.fixture
def plan(open_page: OpenPage) -> str:
    """Address of the example plan's living plan."""
    page = open_page("/")
    return str(page.get_attribute(".nav li:nth-child(2) a", "href"))
