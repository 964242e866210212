"""The organisations and accounts of the demonstration, one account for each role.

Again and again without harm: an account that is there stays as it is.
"""

from lantu.apps.people.actions import Place, create_account, grant_role
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.demonstration import ACCOUNTS, KEY, PASSWORD
from lantu.apps.people.models import Organisation, User
from lantu.apps.people.organisation_actions import Particulars, keep_organisation
from lantu.apps.people.permissions import ADMINISTRATORS, ROLES, Role
from lantu.apps.people.second_factor_actions import bind_known_device
from lantu.apps.places.models import Area, AreaKind
from lantu.apps.registry.models import Name

BUREAU = "发展和改革局"


def open_accounts(area: Area | None) -> None:
    """area: of the plan; without one the roles that need an area are left out."""
    bureau = _organisation(BUREAU, area)
    street = _street(area) if area else None
    if street:
        _organisation(f"{street.name}办事处", street)
    for account in ACCOUNTS:
        if User.objects.filter(username=account.username).exists():
            continue
        place = _place(account.role, bureau, area, street)
        if place is None:
            continue
        user = create_account(
            by=SYSTEM,
            username=account.username,
            display_name=str(account.role.label),
            password=PASSWORD,
        )
        grant_role(by=SYSTEM, user=user, role=account.role, place=place)
        if account.role in ADMINISTRATORS:
            bind_known_device(by=SYSTEM, user=user, key=KEY)


def _street(area: Area) -> Area | None:
    """The one that the plan names most often, itself or what lies in it."""
    streets = Area.objects.under(area.path).filter(kind=AreaKind.STREET).order_by("code")
    named = list(Name.objects.values_list("area__path", flat=True).exclude(area=None))
    return max(streets, key=lambda s: sum(path.startswith(s.path) for path in named), default=None)


def _organisation(name: str, area: Area | None) -> Organisation:
    found = Organisation.objects.filter(name=name, valid_to=None).first()
    return found or keep_organisation(by=SYSTEM, given=Particulars(name, area=area))


def _place(
    role: Role, bureau: Organisation, area: Area | None, street: Area | None
) -> Place | None:
    """None when the demonstration lacks what the role needs."""
    needs = ROLES[role].needs
    if "area" in needs:
        return Place(area=street) if street else None
    if "organisation" in needs:
        return Place(organisation=bureau)
    if "leader" in needs:
        return Place(serves=User.objects.get(username="lingdao"))
    return Place()
