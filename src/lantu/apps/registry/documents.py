"""Plan documents as bytes on disk, addressed by their SHA-256.

`unconfirmed/` holds what somebody has sent and not yet confirmed, with the package read from it;
what a version cites stands with all other files. Nothing here asks who may; actions and pages do.
"""

import re
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from lantu.apps.people.files.places import place, put
from lantu.engines.plan.package import Package, from_files, to_files
from lantu.kernel.errors import NotFound

WAIT = 7 * 86_400
"""Seconds for which an upload waits to be confirmed."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that waits to be confirmed, and what the compiler read in it."""

    sha256: str
    data: bytes
    package: Package


def hold(data: bytes, package: Package) -> str:
    """Keep a document until it is confirmed, and drop those that nobody came back for; its digest.

    A newer upload of the same bytes takes the place of the older.
    """
    digest = sha256(data).hexdigest()
    uploads = _home()
    _sweep(uploads)
    _write(uploads / digest, {"document": data} | to_files(package))
    return digest


def held(digest: str) -> Upload:
    """The upload. NotFound when it was never sent, was confirmed, or has waited too long."""
    folder = _home() / digest
    if not _DIGEST.fullmatch(digest) or not folder.is_dir():
        raise NotFound(
            "registry.upload.missing",
            "没有这份待登记的文件。",
            "它可能已经登记，或上传后超过七天没有确认；请重新上传。",
        )
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return Upload(digest, files.pop("document"), from_files(files))


def discard(digest: str) -> None:
    """Forget an upload; again and again without harm."""
    if _DIGEST.fullmatch(digest):
        shutil.rmtree(_home() / digest, ignore_errors=True)


def keep(data: bytes) -> None:
    """Write the document of a version where files stand, before a row speaks of it."""
    put(place(sha256(data).hexdigest()), data)


def kept(digest: str) -> bytes | None:
    """The document of a version; None when the version was loaded without it."""
    path = place(digest)
    return path.read_bytes() if path.is_file() else None


def _home() -> Path:
    folder = Path(settings.HOME) / "unconfirmed"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """All files or none: written beside the place, then renamed into it."""
    fresh = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    except FileExistsError:
        pass  # somebody else has just written the same bytes
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _sweep(uploads: Path) -> None:
    oldest = time.time() - WAIT
    for folder in uploads.iterdir():
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
