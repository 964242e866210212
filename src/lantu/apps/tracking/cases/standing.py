"""Which of a process's roles an account holds for one case: post × area × organisation.

The engine knows roles only; here posts of people become roles. Refuses a post whose area does not
hold the case, and a post of another organisation where the pack asks for the case's own.
"""

from collections.abc import Iterable, Iterator

from lantu.apps.people.actor import Actor as Person
from lantu.apps.people.actor import Post
from lantu.apps.people.permissions import Role
from lantu.apps.tracking.cases.models import Case as CaseRow
from lantu.apps.tracking.enabling.snapshots import keeper_of
from lantu.apps.tracking.grounds import Ground, above
from lantu.engines.cases.case import Actor, Case
from lantu.engines.cases.process import REPORTER, SYSTEM
from lantu.packs.snapshot import Pack, PackRole
from lantu.packs.words import Which

SOFTWARE = Actor("系统", frozenset({SYSTEM}))


def acting_as(person: Person, pack: Pack, row: CaseRow, case: Case | None) -> Actor:
    """The engine's actor: every role that `person` holds for this case."""
    roles = set(_held(person, pack, row, case))
    if Role.SYSTEM in person.roles:
        roles.add(SYSTEM)
    if person.user is not None and row.reporter_id == person.user:
        roles.add(REPORTER)
    return Actor(person.name, frozenset(roles), _organisation(person, case))


def _held(person: Person, pack: Pack, row: CaseRow, case: Case | None) -> Iterator[str]:
    grounds = above(row.area_path)
    assigned = _assigned(row, case)
    for role in pack.roles.values():
        for post in person.posts:
            if (
                post.role.value == role.post.value
                and _holds(post, role, grounds)
                and _fits(post, role, pack.name, row, assigned)
            ):
                yield role.name
                break


def _holds(post: Post, role: PackRole, grounds: Iterable[Ground]) -> bool:
    """Whether the post's area holds the case, at the level that the role asks for."""
    if post.area_paths is None:
        return True
    return any(
        ground.path in post.area_paths and role.level in (None, ground.kind) for ground in grounds
    )


def _fits(post: Post, role: PackRole, pack: str, row: CaseRow, assigned: frozenset[int]) -> bool:
    match role.organisation:
        case Which.ANY:
            return True
        case Which.ASSIGNED:
            return post.organisation in assigned
        case Which.KEEPER:
            return post.organisation is not None and post.organisation == keeper_of(pack)
        case Which.RESPONSIBLE:
            return post.organisation is not None and post.organisation == _responsible(row)


def _responsible(row: CaseRow) -> int | None:
    return row.record.organisation_id if row.record is not None else row.organisation_id


def _assigned(row: CaseRow, case: Case | None) -> frozenset[int]:
    held = [branch.stage.organisation for branch in case.branches] if case else []
    found = {int(organisation) for organisation in held if organisation}
    return frozenset(found | ({row.organisation_id} if row.organisation_id else set()))


def _organisation(person: Person, case: Case | None) -> str:
    """Of several organisations, one that holds a branch now."""
    own = [str(post.organisation) for post in person.posts if post.organisation is not None]
    held = [branch.stage.organisation for branch in case.branches] if case else []
    return next((name for name in own if name in held), own[0] if own else "")


def ladder(pack: Pack, path: str) -> tuple[str, ...]:
    """The areas that a case can rise through, smallest first: up to the highest level that the
    pack gives work to, or the county."""
    grounds = above(path)
    wanted = {str(role.level) for role in pack.roles.values() if role.level} or {"county"}
    tops = [place for place, ground in enumerate(grounds) if ground.kind in wanted]
    return tuple(ground.path for ground in grounds[: tops[-1] + 1 if tops else len(grounds)])
