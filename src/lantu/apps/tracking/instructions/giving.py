"""Who may give in whose name, and whom they may address: what the form of an instruction offers."""

from datetime import date

from lantu.apps.people.actor import Actor
from lantu.apps.people.models import User
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.tracking.instructions.checking import Until, directed_by, due_day
from lantu.apps.tracking.instructions.models import leaders_of
from lantu.kernel.errors import NotFound


def leaders_to_give_for(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Account and name of each leader in whose name the actor may give, himself first."""
    if not actor.may(Permission.GIVE_INSTRUCTION):
        return ()
    users = User.objects.filter(pk__in=leaders_of(actor), is_active=True)
    found = sorted(users, key=lambda user: (user.pk != actor.user, user.pk))
    return tuple((user.pk, str(user)) for user in found if Role.LEADER in user.actor().roles)


def leader_behind(actor: Actor, leader: int) -> Actor | None:
    """The leader as an actor to act on behalf of; None when it is the actor himself.

    The action refuses one whom the actor does not serve. NotFound when there is no such account.
    """
    if leader == actor.user:
        return None
    found = User.objects.filter(pk=leader, is_active=True).first()
    if found is None:
        raise NotFound("people.account.missing", "没有这个账号。", "请选择清单中的领导。")
    return found.actor()


def units_to_address(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Standing units within reach of a leader in whose name the actor may give."""
    found: dict[int, str] = {}
    for leader, _name in leaders_to_give_for(actor):
        behind = leader_behind(actor, leader) or actor
        found |= {unit.pk: unit.name for unit in directed_by(behind)}
    return tuple(sorted(found.items(), key=lambda unit: unit[1]))


LIMITS = (3, 5, 10, 20)
"""Working days that a form offers."""


def limits() -> tuple[tuple[int, date, bool], ...]:
    """Working days, the day that they end on from today, and whether it is provisional."""
    return tuple((days, *due_day(Until(workdays=days))) for days in LIMITS)
