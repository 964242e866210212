"""What can be done to accounts and to the area register. Only actions write."""

from collections.abc import Iterable

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.models import Membership, User
from lantu.apps.people.permissions import Permission, Role
from lantu.apps.places.models import Area
from lantu.apps.places.register import read_areas
from lantu.kernel.errors import Conflict
from lantu.kernel.findings import Finding


def create_account(
    *, by: Actor, username: str, display_name: str, password: str, roles: Iterable[Role]
) -> User:
    """A new account with its roles. Conflict when the name is taken."""
    with acting(Permission.KEEP_ACCOUNTS, by=by) as deed:
        if User.objects.filter(username=username).exists():
            raise Conflict("people.account.taken", f"账号 {username} 已有。", "请换一个账号名。")
        user = User(username=username, display_name=display_name)
        user.set_password(password)
        user.save()
        granted = [Membership(user=user, role=role) for role in roles]
        Membership.objects.bulk_create(granted)
        deed.record(user, username=username, roles=[str(m.role) for m in granted])
    return user


def note_sign_in(*, by: Actor) -> None:
    """Leave in the audit trail that an account was signed in to."""
    with acting(Permission.SIGN_IN, by=by) as deed:
        deed.record(User(pk=by.user))


def import_areas(*, by: Actor, vintage: str, data: bytes) -> tuple[Finding, ...]:
    """Put the register of one vintage in place: every row, or none and the faults by line.

    An area that is there already keeps its row and takes the new name.
    """
    rows, faults = read_areas(data)
    if faults:
        return faults
    with acting(Permission.IMPORT_AREAS, by=by) as deed:
        stored = {area.code: area for area in Area.objects.filter(vintage=vintage)}
        changed = 0
        for row in rows:
            area = stored.setdefault(row.code, Area(vintage=vintage, code=row.code))
            parent = stored[row.parent].pk if row.parent else None
            wanted = (row.name, row.level, row.path, parent)
            if area.pk is None or wanted != (area.name, area.level, area.path, area.parent_id):
                area.name, area.level, area.path, area.parent_id = wanted
                area.save()
                changed += 1
        if changed:
            deed.record(stored[rows[0].code], vintage=vintage, rows=len(rows), changed=changed)
    return ()
