"""Whom to tell about a case: the people whose turn a task is, and those who may grant a request.

Read from posts of today; part of actions and jobs. Refuses nobody: with nobody in the post, nobody
is told, and the task stands in the lists of those above.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from lantu.apps.people.acting import Deed
from lantu.apps.people.background.channels import tell
from lantu.apps.people.models import Membership, day_of_today, valid_on
from lantu.apps.tracking.cases.models import Case, CaseTask
from lantu.apps.tracking.enabling.snapshots import keeper_of
from lantu.apps.tracking.grounds import above
from lantu.engines.cases.case import Case as Folded
from lantu.engines.cases.measures import measure_of
from lantu.engines.cases.process import MeasureKind, Process
from lantu.packs.snapshot import Pack, PackRole
from lantu.packs.words import Which


def turn_of(task: CaseTask, day: date) -> list[int]:
    """Accounts whose turn a task is: of its unit, else in the post at its area."""
    posts = _posts(day).filter(role=task.post)
    if task.organisation_id is not None:
        return _users(posts.filter(organisation=task.organisation_id))
    if task.post_area:
        return _users(posts.filter(area__path=task.post_area))
    return _users(posts.filter(_over(task.area_path)))


def tell_approvers(
    deed: Deed, pack: Pack, process: Process, row: Case, before: Folded, after: Folded
) -> None:
    """Tell those who may grant what has just been asked for."""
    known = {request.seq for request in before.requests}
    for request in after.requests:
        measure = measure_of(process, MeasureKind(request.action))
        if request.seq in known or measure is None:
            continue
        roles = [pack.roles[name] for name in measure.approve if name in pack.roles]
        users = {user for role in roles for user in _holders(pack, role, row)}
        if users:
            tell(
                deed, sorted(users), source=f"request:{row.pk}:{request.seq}",
                title=f"等待批准{measure.kind.label}：{row.title}"[:200],
                text=f"{row.number}　{request.by.name}：{request.reason}",
            )  # fmt: skip


def _holders(pack: Pack, role: PackRole, row: Case) -> Iterable[int]:
    posts = _posts(day_of_today()).filter(role=role.post.value).filter(_over(row.area_path))
    if role.level is not None:
        posts = posts.filter(Q(area__kind=role.level.value) | Q(area=None))
    if role.organisation is Which.KEEPER:
        posts = posts.filter(organisation=keeper_of(pack.name))
    elif role.organisation is not Which.ANY:
        posts = posts.filter(organisation=row.organisation_id)
    return _users(posts)


def _posts(day: date) -> QuerySet[Membership]:
    return Membership.objects.filter(valid_on(day), user__is_active=True)


def _over(path: str) -> Q:
    """Posts at an area that holds `path`, and those that hold everywhere."""
    return Q(area__path__in=[ground.path for ground in above(path)]) | Q(area=None)


def _users(posts: QuerySet[Membership]) -> list[int]:
    return list(posts.order_by("user").values_list("user", flat=True).distinct())
