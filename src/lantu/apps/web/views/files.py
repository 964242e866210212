"""Files and their thumbnails. Who may read one is asked of the rows that cite it."""

from pathlib import Path
from urllib.parse import quote

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.reading import Reading, readable, thumbnail_of
from lantu.apps.people.permissions import Permission
from lantu.apps.web.pages import page
from lantu.kernel.errors import Unavailable

SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types that the browser shows in its own window; all others are handed over as files."""


@page(Permission.READ_PLANS)
def content(request: HttpRequest, actor: Actor, sha256: str) -> HttpResponseBase:
    found = readable(actor, sha256)
    return _send(found, found.path, found.media_type)


@page(Permission.READ_PLANS)
def small(request: HttpRequest, actor: Actor, sha256: str) -> HttpResponseBase:
    found = readable(actor, sha256)
    return _send(found, thumbnail_of(found), "image/webp")


def _send(found: Reading, path: Path, media_type: str) -> HttpResponseBase:
    """Never interpreted as anything but its type, never run, kept by this browser alone."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unavailable(
            "web.file.gone", _("文件暂时不能读取。"), _("请告诉系统管理员运行 lantu check。")
        ) from error
    how = "inline" if media_type in SHOWN else "attachment"
    return FileResponse(
        file,
        content_type=media_type,
        headers={
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(found.name)}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=3600",
            "X-Content-Type-Options": "nosniff",
        },
    )
