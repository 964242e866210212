"""A deployment of the example plan as a demonstration, made once and served on a free port."""

import fcntl
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
LANTU = (sys.executable, "-m", "lantu")
TODAY = "2024-03-31"
PATIENCE = 60
"""Seconds that the server may take to answer."""


def make_home(home: Path) -> None:
    """The example plan as a demonstration in `home`, once for every process that asks."""
    with (home.parent / "home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / ".made").exists():
            done = subprocess.run(
                [*LANTU, "demo", "--home", str(home), "--no-serve"],
                cwd=ROOT, env=environment(), capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
            (home / ".made").touch()


def environment() -> dict[str, str]:
    """That of the machine without what it says of deployments; the demonstration's day."""
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
        [*LANTU, "serve", "--home", str(home), "--port", str(port)], cwd=ROOT, env=environment()
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


_SIGNED_IN: dict[tuple[str, str], list[Any]] = {}
"""Cookies by server and account: one address may sign in only so often within a minute."""


def sign_in(page: Page, user: str) -> None:
    """As a person does, the first time; then with the session that this gave."""
    page.goto("/sign-in/")
    known = _SIGNED_IN.get((_origin(page), user))
    if known:
        page.context.add_cookies(known)
        page.goto("/")
        if page.locator("form[action*=sign-out]").count():
            return
        page.goto("/sign-in/")
    page.fill("#id_username", user)
    page.fill("#id_password", "lantu-demo")
    page.press("#id_password", "Enter")
    page.wait_for_url("**/")
    if "/second-factor/" in page.url:
        page.fill("#id_code", page.inner_text("aside code"))
        page.press("#id_code", "Enter")
        page.wait_for_url(lambda address: "/second-factor/" not in address)
    _SIGNED_IN[_origin(page), user] = [
        cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"
    ]


def _origin(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])
