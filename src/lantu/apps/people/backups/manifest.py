"""What a backup says of itself, so that it can be checked years later on another machine.

    manifest.json      this
    database.sqlite3   or database.dump (pg_dump, custom format)
    files/…            the files of that moment, addressed by content

Keys are not in it: LANTU_HOME/secret.key and field.key are kept apart from what they open.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from lantu.kernel.errors import Invalid, NotFound

NAME = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Manifest:
    """batch: the newest sealed batch and its digest. files: how many; size: their bytes."""

    lantu: str
    engine: str
    made_at: str
    database_sha256: str
    files: int
    size: int
    batch: int
    digest: str

    def write(self, folder: Path) -> None:
        words = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / NAME).write_text(words + "\n", encoding="utf-8")

    def database(self, folder: Path) -> Path:
        return folder / DATABASES[self.engine]


def read_manifest(folder: Path) -> Manifest:
    """NotFound when `folder` is no backup; Invalid when it is a broken one."""
    try:
        found = Manifest(**json.loads((folder / NAME).read_text(encoding="utf-8")))
        found.database(folder)
    except FileNotFoundError as error:
        raise NotFound(
            "people.backup.missing",
            f"{folder} 不是备份。",
            f"请给出 lantu backup 生成的文件夹，其中有 {NAME}。",
        ) from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Invalid(
            "people.backup.manifest", f"{folder / NAME} 不能读取。", "请换一份完整的备份。"
        ) from error
    return found


def sha256_of(path: Path) -> str:
    """Of a file of any size."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
