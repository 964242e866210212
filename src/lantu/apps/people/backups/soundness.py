"""Whether a deployment is sound: what an administrator would look at, in one list.

It looks and changes nothing. Errors are what must be put right now, warnings what should be.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lantu.apps.people.audit.guarding import unguarded
from lantu.apps.people.audit.models import AuditEvent
from lantu.apps.people.background.models import JobRun, OutboxRow
from lantu.apps.people.backups.manifest import sha256_of
from lantu.apps.people.files.models import File
from lantu.apps.people.files.places import place
from lantu.kernel.findings import Finding, Severity

ROOM = 2 * 2**30
"""Free bytes under which a warning is due."""
QUIET = timedelta(minutes=1)


def examine(now: datetime) -> tuple[Finding, ...]:
    """Everything that is wrong, in the order in which to put it right."""
    behind = list(_behind())
    if behind:
        return tuple(behind)
    return (*_database(), *_guards(), *_files(), *_background(now), *_disk(), *_settings())


def _error(code: str, message: str, fix: str, place: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, fix=fix, place=place or None)


def _warning(code: str, message: str, fix: str) -> Finding:
    return Finding(code, Severity.WARNING, message, fix=fix)


def _behind() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield _error(
            "check.migrations",
            f"数据库结构落后 {len(missing)} 步。",
            "先做备份，再启动 lantu serve，它会升级结构。",
        )


def _database() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = cursor.fetchone()[0]
        cursor.execute("PRAGMA foreign_key_check")
        orphans = len(cursor.fetchall())
    if said != "ok":
        yield _error("check.database", f"数据库文件损坏：{said}。", "停止服务，从备份恢复。")
    if orphans:
        yield _error("check.orphans", f"{orphans} 行引用了不存在的行。", "请与最近的备份对照。")


def _guards() -> Iterator[Finding]:
    for table in unguarded():
        yield _error(
            "check.guard",
            f"表 {table} 缺少只增不改的触发器。",
            "重启服务会补上；查明原因。",
        )


def _files() -> Iterator[Finding]:
    for digest, size in File.objects.order_by("pk").values_list("sha256", "size").iterator():
        path = place(digest)
        if not path.is_file() or path.stat().st_size != size or sha256_of(path) != digest:
            yield _error(
                "check.file", f"文件 {digest[:12]}… 丢失或损坏。", "从备份取回，放回原处。", digest
            )


def _background(now: datetime) -> Iterator[Finding]:
    late = AuditEvent.objects.filter(batch=None, at__lt=now - QUIET).count()
    stuck = OutboxRow.objects.waiting().filter(due_at__lt=now - QUIET).count()
    if late or stuck:
        yield _error(
            "check.worker",
            f"{late} 条审计记录未封存，{stuck} 件后台事项过时未办。",
            "后台进程没有在运行：检查 lantu serve 或 lantu work。",
        )
    dead = OutboxRow.objects.dead().count()
    if dead:
        yield _warning(
            "check.dead", f"{dead} 件后台事项多次失败。", "在“后台任务”页面查看原因，重试或放弃。"
        )
    failed = JobRun.objects.filter(ended_at=None).exclude(error="").count()
    if failed:
        yield _warning("check.jobs", f"{failed} 次定期任务失败。", "在“后台任务”页面查看原因。")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME).free
    if free < ROOM:
        yield _warning(
            "check.disk", f"{settings.HOME} 所在磁盘只剩 {free // 2**20} MB。", "请清理或扩容。"
        )


def _settings() -> Iterator[Finding]:
    home = Path(settings.HOME)
    for name in ("secret.key", "field.key"):
        key = home / name
        if key.is_file() and key.stat().st_mode & 0o077:
            yield _error("check.key", f"{key} 别人也能读。", f"运行 chmod 600 {key}。")
    if settings.DEBUG:
        yield _error("check.debug", "调试页面开着。", "去掉 LANTU_DEBUG。")
    if settings.DEMO:
        yield _warning("check.demo", "演示账号开着。", "正式使用时去掉 LANTU_DEMO。")
    if not settings.HTTPS:
        yield _warning("check.https", "没有用 HTTPS。", "按部署说明配置，设 LANTU_HTTPS=1。")
    if settings.SEAL_HEAD is None:
        yield _warning(
            "check.head", "封存头没有写到机器之外。", "设 LANTU_SEAL_HEAD 为另一台机器上的文件。"
        )
