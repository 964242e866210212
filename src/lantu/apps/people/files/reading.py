"""Who may read a file: whoever may see one of the rows that cite it.

An application says how its rows are looked for, once, when it starts:

    cites("registry.plan", lambda actor, key: plans_of(actor).filter(pk=key).exists())

A kind that nobody has declared opens nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.models import File, FileCitation
from lantu.apps.people.files.pictures import thumbnail
from lantu.apps.people.files.places import place, put, thumbnail_place
from lantu.apps.people.files.sniffing import PICTURES
from lantu.kernel.errors import NotFound

Sees = Callable[[Actor, str], bool]
CITING: dict[str, Sees] = {}


def cites(kind: str, sees: Sees) -> None:
    """Rows of `kind` (a model's label in lower case) cite files; `sees` asks their scope."""
    CITING[kind] = sees


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
    file = File.objects.filter(sha256=sha256).first()
    for citation in file.citations.order_by("pk") if file else ():
        sees = CITING.get(citation.object_kind)
        if file is not None and sees is not None and sees(actor, citation.object_id):
            return _reading(file, citation.name)
    raise NotFound("people.file.missing", "没有这个文件。", "请从引用它的页面进入。")


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
