"""Where the bytes of a file stand, and how they get there whole or not at all.

A file is written under another name, forced to disk and renamed: a reader never sees half of one,
and a power cut leaves at most a stray `.part`, which the nightly job clears.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from lantu.kernel.errors import Unavailable


def folder() -> Path:
    """All files of the deployment."""
    return Path(settings.HOME) / "files"


def place(sha256: str, root: Path | None = None) -> Path:
    """Two levels of folders, so that no folder grows too large."""
    return (root or folder()) / sha256[:2] / sha256[2:4] / sha256


def thumbnail_place(sha256: str) -> Path:
    """Thumbnails can be made again at any time; backups leave them out."""
    return Path(settings.HOME) / "thumbnails" / sha256[:2] / f"{sha256}.webp"


def bare_place(sha256: str) -> Path:
    """Beside the thumbnails: the picture as everybody may see it."""
    return thumbnail_place(sha256).with_suffix(".jpg")


def put(path: Path, data: bytes) -> None:
    """Write `data` to `path`, durably; what is there already stays. Unavailable: disk refuses."""
    if path.is_file() and path.stat().st_size == len(data):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        _keep_name(path.parent)
    except OSError as error:
        raise Unavailable(
            "people.file.unwritable",
            "文件没有存下来。",
            f"请检查 {path.parent} 的权限和磁盘空间后再试。系统答复：{error.strerror}。",
        ) from error


def _keep_name(parent: Path) -> None:
    """The folder's entry has to reach the disk as well."""
    handle = os.open(parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
