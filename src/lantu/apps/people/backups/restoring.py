"""Puts a backup back, into an empty place only, after all of it has been checked.

Files first, then the database: at no time does a row speak of a file that is not there.
"""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

from lantu import __version__
from lantu.apps.people.backups import postgresql
from lantu.apps.people.backups.manifest import Manifest, read_manifest, sha256_of
from lantu.apps.people.files.places import place, put
from lantu.kernel.errors import Conflict, Invalid


def restore(source: Path) -> Manifest:
    """Invalid when the backup is not whole; Conflict when something is there already."""
    manifest = read_manifest(source)
    _must_fit(manifest)
    _must_be_whole(source, manifest)
    _must_be_empty()
    for file in _files(source):
        put(place(file.name), file.read_bytes())
    if manifest.engine == "postgresql":
        postgresql.put_back(manifest.database(source))
    else:
        _put_sqlite(manifest.database(source), Path(connection.settings_dict["NAME"]))
    return manifest


def _files(source: Path) -> list[Path]:
    return sorted(path for path in (source / "files").glob("*/*/*") if path.is_file())


def _must_fit(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise Invalid(
            "people.backup.engine",
            f"备份来自 {manifest.engine}，这里是 {connection.vendor}。",
            "请用 DATABASE_URL 换成同一种数据库后再恢复。",
        )
    if _numbers(manifest.lantu) > _numbers(__version__):
        raise Invalid(
            "people.backup.newer",
            f"备份由较新的版本 {manifest.lantu} 生成，这里是 {__version__}。",
            "请先升级 lantu 再恢复。",
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _must_be_whole(source: Path, manifest: Manifest) -> None:
    database = manifest.database(source)
    files = _files(source)
    damaged = [path.name for path in files if sha256_of(path) != path.name]
    if not database.is_file() or sha256_of(database) != manifest.database_sha256:
        damaged.append(database.name)
    if damaged or len(files) != manifest.files:
        raise Invalid(
            "people.backup.damaged",
            f"备份 {source} 不完整：应有 {manifest.files} 个文件，实有 {len(files)} 个，"
            f"损坏 {len(damaged)} 个。",
            f"请换一份备份。{('第一个损坏的是 ' + damaged[0]) if damaged else ''}",
        )


def _must_be_empty() -> None:
    standing = (
        Path(connection.settings_dict["NAME"]).exists()
        if connection.vendor == "sqlite"
        else bool(connection.introspection.table_names())
    )
    if standing:
        raise Conflict(
            "people.backup.not_empty",
            "这里已有数据库，不能覆盖。",
            f"请停止服务，把 {settings.HOME} 下的数据库移走（PostgreSQL 换一个空库）再恢复。",
        )


def _put_sqlite(source: Path, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, target)
