"""Who may read a file: whoever may see one of the rows that cite it.

The register of citing kinds is `SCOPED_BY`: a model that says how it is scoped may cite files, and
its scope decides. A row of any other model opens nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.models import File, FileCitation
from lantu.apps.people.files.pictures import bare, thumbnail
from lantu.apps.people.files.places import bare_place, place, put, thumbnail_place
from lantu.apps.people.files.sniffing import PICTURES
from lantu.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that the actor may read. name: as the row that the actor sees calls it."""

    sha256: str
    name: str
    media_type: str
    size: int
    path: Path

    @property
    def is_picture(self) -> bool:
        return self.media_type in PICTURES


def readable(actor: Actor, sha256: str) -> Reading:
    """NotFound when there is none, or the actor may not know of it."""
    citations = FileCitation.objects.filter(file__sha256=sha256).select_related("file")
    for citation in citations.order_by("pk"):
        if _sees(actor, citation.object_kind, citation.object_id):
            return _reading(citation.file, citation.name)
    raise NotFound("people.file.missing", "没有这个文件。", "请从引用它的页面进入。")


def must_be_citable(actor: Actor, keys: Iterable[str]) -> None:
    """NotFound when one of the files is another's: cited, and not by a row that the actor sees.

    For programs, which name a file by its digest: to know that is not to have had the file.
    """
    cited = FileCitation.objects.filter(file__sha256__in=set(keys))
    for sha256 in cited.values_list("file__sha256", flat=True).distinct():
        readable(actor, sha256)


def _sees(actor: Actor, kind: str, key: str) -> bool:
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return False
    if not hasattr(model, "SCOPED_BY"):
        return False
    rows = model._default_manager.visible_to(actor)
    return bool(rows.filter(pk=key).exists())


def cited_by(kind: str, key: str) -> tuple[Reading, ...]:
    """The files of a row that the caller has found within its scope."""
    rows = FileCitation.objects.filter(object_kind=kind, object_id=key).select_related("file")
    return tuple(_reading(row.file, row.name) for row in rows.order_by("pk"))


def _reading(file: File, name: str) -> Reading:
    return Reading(file.sha256, name, file.media_type, file.size, place(file.sha256))


def thumbnail_of(reading: Reading) -> Path:
    """The small picture, drawn the first time it is asked for. NotFound when it is no picture."""
    if not reading.is_picture:
        raise NotFound("people.file.no_picture", "这个文件没有缩略图。", "请下载后打开。")
    path = thumbnail_place(reading.sha256)
    if not path.is_file():
        put(path, thumbnail(reading.path.read_bytes()))
    return path


def pictures_among(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `keys` that are pictures, in their order; the caller may show them."""
    rows = File.objects.filter(sha256__in=keys, media_type__in=PICTURES)
    known = set(rows.values_list("sha256", flat=True))
    return tuple(key for key in keys if key in known)


def bare_picture(sha256: str) -> Path:
    """A picture as everybody may see it, drawn the first time it is asked for.

    The caller has found that everybody may see it.
    """
    path = bare_place(sha256)
    if not path.is_file():
        put(path, bare(place(sha256).read_bytes()))
    return path
