"""Handing in files and citing them. The bytes are on disk before any row speaks of them.

file = keep_file(by=actor, name="批示.jpg", data=data)      # no transaction is open here
with acting(...) as deed:
    row = ...
    cite(deed, file, row, name="批示.jpg")
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from lantu.apps.people.acting import Deed
from lantu.apps.people.actor import Actor
from lantu.apps.people.duties import Duty, doing
from lantu.apps.people.files.models import File, FileCitation
from lantu.apps.people.files.pictures import must_be_a_picture
from lantu.apps.people.files.places import bare_place, folder, place, put, thumbnail_place
from lantu.apps.people.files.sniffing import PICTURES, media_type
from lantu.kernel.errors import Invalid

UNCITED_FOR = timedelta(days=2)
"""How long a file may wait for the row that cites it."""


def keep_file(*, by: Actor, name: str, data: bytes) -> File:
    """The file of these bytes; the one that is there when somebody handed them in before.

    Call it before the action's transaction: disks are slow, and writers wait for one another.
    """
    _must_fit(name, data)
    kind = media_type(name, data)
    if kind in PICTURES:
        must_be_a_picture(name, data)
    digest = hashlib.sha256(data).hexdigest()
    put(place(digest), data)
    with doing(Duty.HAND_IN_FILE, by=by) as deed:
        file, fresh = File.objects.get_or_create(
            sha256=digest, defaults={"size": len(data), "media_type": kind}
        )
        if fresh:
            deed.record(file, sha256=digest, size=len(data))
    put(place(digest), data)  # again: clear_uncited may have been at work in between
    return file


def _must_fit(name: str, data: bytes) -> None:
    if not data:
        raise Invalid("people.file.empty", f"“{name}”是空的。", "请检查文件后重新选择。")
    most = settings.FILE_LIMIT
    if len(data) > most * 2**20:
        raise Invalid(
            "people.file.size",
            f"“{name}”有 {len(data) / 2**20:.0f} MB，最多 {most} MB。",
            "请压缩图片、拆分文件，或请系统管理员调整 LANTU_FILE_LIMIT。",
        )


def cite(deed: Deed, file: File, row: models.Model, *, name: str) -> None:
    """`row` shows `file` under `name`: part of the action that writes the row.

    Its model must be scoped, or nobody could ever read the file.
    """
    if not hasattr(row, "SCOPED_BY"):
        raise TypeError(f"{row._meta.label} has no SCOPED_BY: its files could not be read")
    kind, key = row._meta.label_lower, str(row.pk)
    FileCitation.objects.get_or_create(
        file=file, object_kind=kind, object_id=key, defaults={"name": name[-200:]}
    )
    deed.note(row, file=file.sha256)


def clear_uncited(*, by: Actor) -> int:
    """Remove files that nothing has cited for two days, and halves that a power cut left."""
    late = timezone.now() - UNCITED_FOR
    gone = 0
    with doing(Duty.REMOVE_FILE, by=by) as deed:
        for file in File.objects.filter(citations=None, stored_at__lt=late).select_for_update(
            of=("self",)
        ):
            deed.record(file, sha256=file.sha256)
            file.delete()
            place(file.sha256).unlink(missing_ok=True)
            thumbnail_place(file.sha256).unlink(missing_ok=True)
            bare_place(file.sha256).unlink(missing_ok=True)
            gone += 1
    for part in folder().glob("*/*/*.part"):
        if part.stat().st_mtime < late.timestamp():
            part.unlink(missing_ok=True)
    return gone
