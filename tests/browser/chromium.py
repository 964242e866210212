"""Finds the machine's own Chromium; Playwright's download is never asked for.

Order: $CHROMIUM, the usual names on PATH, the macOS applications; then, as root on a machine with
apt, it is installed. `find` says None when there is none, `REASON` what to do.
"""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WEBGL = (
    *(a for a in ARGUMENTS if a != "--disable-gpu"),
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
)  # fmt: skip
"""Arguments with which Chromium draws WebGL by itself, for maps."""
REASON = "no Chromium: install one, or name it in the environment variable CHROMIUM"


def find() -> str | None:
    """Path of a Chromium, installed when that is possible."""
    return _there() or _installed()


def _there() -> str | None:
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named)
    on_path = (shutil.which(name) for name in NAMES)
    applications = (path for path in APPLICATIONS if Path(path).exists())
    return next((path for path in (*on_path, *applications) if path), None)


def _installed() -> str | None:
    if os.environ.get("CHROMIUM") or os.geteuid() or not shutil.which("apt-get"):
        return None
    quiet = {"check": False, "capture_output": True, "timeout": 600}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], **quiet)  # type: ignore[call-overload]
    return _there()
