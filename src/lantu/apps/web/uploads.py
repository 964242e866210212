"""Files between two steps of a form: kept for a day under LANTU_HOME/uploads, for one account only.

What is to stay belongs to `people.files`; nothing here outlives its form.
"""

import secrets
import time
from pathlib import Path

from django.conf import settings

from lantu.apps.people.actor import Actor
from lantu.kernel.errors import Invalid, NotFound

LARGEST = 80 * 2**20
_DAY = 86_400


def keep(actor: Actor, name: str, data: bytes) -> str:
    """The token by which `take` gives it back. Invalid when it is too large."""
    if len(data) > LARGEST:
        raise Invalid(
            "web.upload.size", "文件超过 80 MB。", "请分成几个文件，或用命令 lantu areas 导入。"
        )
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _DAY:
            old.unlink(missing_ok=True)
    token = secrets.token_hex(16)
    path = folder / f"{actor.user}-{token}"
    path.write_bytes(Path(name).name.encode()[:200] + b"\n" + data)
    return token


def take(actor: Actor, token: str) -> tuple[str, bytes]:
    """Name and bytes. NotFound when it is another account's, or gone."""
    path = _path(actor, token)
    if not path.is_file():
        raise NotFound("web.upload.gone", "上传的文件已不在。", "请重新选择文件上传。")
    name, _, data = path.read_bytes().partition(b"\n")
    return name.decode(errors="replace"), data


def drop(actor: Actor, token: str) -> None:
    _path(actor, token).unlink(missing_ok=True)


def _path(actor: Actor, token: str) -> Path:
    safe = token if token.isascii() and token.isalnum() else "none"
    return _folder() / f"{actor.user}-{safe[:64]}"


def _folder() -> Path:
    folder: Path = settings.HOME / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
