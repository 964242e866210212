"""Taking the trail out of the system is itself in the trail."""

from collections.abc import Mapping

from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.models import AuditBatch
from lantu.apps.people.duties import Duty, doing


def note_export(*, by: Actor, asked: Mapping[str, str]) -> None:
    """Who took out which part, as of which batch."""
    with doing(Duty.EXPORT_AUDIT, by=by) as deed:
        newest = AuditBatch.objects.order_by("number").last() or AuditBatch(number=0)
        deed.record(newest, **asked)
