"""Rows that two people may have open at once: each change counts up the row's version.

    with acting(..., by=actor) as deed:
        renew(row, seen=form_version)
        row.title = ...
        row.save()
        deed.record(row, title=...)

`lantu verify` names rows whose version no event explains: changes that went round the actions.
"""

from django.db import models

from lantu.apps.people.audit.models import AuditEvent
from lantu.kernel.errors import Conflict


class Versioned(models.Model):
    """row_version: 1 when it is made, one more with every change."""

    row_version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def renew(row: Versioned, seen: int | None = None) -> None:
    """Lock the row and give it its next version, to be saved with the change.

    seen: the version that the person had before him. Conflict when it is not the newest: the
    error's data tells both versions, and who made the newer one when.
    """
    model = type(row)
    standing = model._default_manager.select_for_update().get(pk=row.pk).row_version
    if seen is not None and seen != standing:
        raise _conflict(row, seen, standing)
    row.row_version = standing + 1


def _conflict(row: Versioned, seen: int, standing: int) -> Conflict:
    last = AuditEvent.objects.filter(
        object_kind=row._meta.label_lower, object_id=str(row.pk), object_version=standing
    ).last()
    who = last.actor_name if last else ""
    return Conflict(
        "people.changed_meanwhile",
        f"您打开的是第 {seen} 版，{who or '他人'}已改到第 {standing} 版。",
        "请对照最新内容，把您的改动补上后再保存。",
        {"seen": seen, "now": standing, "by": who, "at": last.at.isoformat() if last else ""},
    )
