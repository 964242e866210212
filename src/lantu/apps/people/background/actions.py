"""What a person does with a row that was given up: try it again, or let it be."""

from django.utils import timezone

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.background.models import OutboxRow
from lantu.apps.people.permissions import Permission
from lantu.kernel.errors import Conflict


def settle_dead(*, by: Actor, row: int, again: bool) -> None:
    """again: due now, with all its attempts before it. Else it counts as done, its error kept."""
    with acting(Permission.KEEP_BACKGROUND, by=by) as deed:
        dead = OutboxRow.objects.dead().filter(pk=row).first()
        if dead is None:
            raise Conflict("people.outbox.not_dead", "这一件已不在失败清单里。", "请刷新页面再看。")
        now = timezone.now()
        if again:
            dead.dead_at, dead.attempts, dead.due_at = None, 0, now
        else:
            dead.done_at = now
        dead.save()
        deed.record(dead, again=again, was=dead.kind)
