"""A backup under load: the database first, as of one moment, then the files that it speaks of.

Files are written before the rows that cite them and never changed, so every file of that moment is
still there, and files that came later are left out. The backup appears whole, by a rename.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from lantu import __version__
from lantu.apps.people.audit.models import AuditBatch
from lantu.apps.people.backups import postgresql
from lantu.apps.people.backups.manifest import DATABASES, Manifest, sha256_of
from lantu.apps.people.files.models import File
from lantu.apps.people.files.places import place
from lantu.kernel.errors import Conflict, Unavailable
from lantu.kernel.findings import Finding, Severity


def back_up(target: Path) -> tuple[Manifest, tuple[Finding, ...]]:
    """The backup's manifest, and the files that were damaged or missing before it was made."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Conflict(
            "people.backup.occupied", f"{target} 已有内容。", "请给一个新的文件夹名，例如加上日期。"
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        manifest, faults = _fill(fresh)
        if target.exists():
            target.rmdir()
        fresh.rename(target)
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest, faults


def _unwritable(target: Path, error: OSError) -> Unavailable:
    return Unavailable(
        "people.backup.unwritable",
        f"备份不能写到 {target}。",
        f"请检查权限和磁盘空间。系统答复：{error.strerror}。",
    )


def _fill(folder: Path) -> tuple[Manifest, tuple[Finding, ...]]:
    made_at = timezone.now()
    database = folder / DATABASES[connection.vendor]
    with _one_moment(database):
        files = dict(File.objects.values_list("sha256", "size"))
        newest = AuditBatch.objects.order_by("number").last()
    faults = tuple(
        fault for digest in sorted(files) if (fault := _copy(digest, folder / "files")) is not None
    )
    manifest = Manifest(
        lantu=__version__,
        engine=connection.vendor,
        made_at=made_at.isoformat(),
        database_sha256=sha256_of(database),
        files=len(files) - len(faults),
        size=sum(files.values()),
        batch=newest.number if newest else 0,
        digest=newest.digest if newest else "",
    )
    manifest.write(folder)
    return manifest, faults


@contextmanager
def _one_moment(database: Path) -> Iterator[None]:
    """Write the snapshot; the block reads the live database as the snapshot has it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            postgresql.dump(database, cursor.fetchone()[0])
            yield
        return
    live = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(database)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    with _reading_from(database):
        yield


@contextmanager
def _reading_from(database: Path) -> Iterator[None]:
    live = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live


def _copy(digest: str, files: Path) -> Finding | None:
    """Copy one file and look at it on the way; a fault when it is not what its name says."""
    source, target = place(digest), place(digest, files)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        return _fault("people.file.lost", digest, "不在磁盘上")
    if sha256_of(target) != digest:
        target.unlink()
        return _fault("people.file.damaged", digest, "的内容已变")
    return None


def _fault(code: str, digest: str, what: str) -> Finding:
    return Finding(
        code,
        Severity.ERROR,
        f"文件 {digest[:12]}… {what}。",
        fix="从更早的备份取回，放到 LANTU_HOME/files 下同名的位置。",
        place=digest,
    )
