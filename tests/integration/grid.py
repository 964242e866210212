"""A small deployment that runs the pack of grid governance: areas, units, people, duty list."""

from dataclasses import dataclass
from pathlib import Path

import lantu.packs
from lantu.apps.people.actions import Place, create_account, grant_role, import_areas
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.models import Organisation
from lantu.apps.people.organisation_actions import Particulars, keep_organisation
from lantu.apps.people.permissions import Role
from lantu.apps.people.place_actions import load_calendar
from lantu.apps.places.models import Area, AreaKind
from lantu.apps.tracking.enabling.actions import enable_pack
from lantu.packs.load import load_folder
from lantu.packs.snapshot import Pack

PACKS = Path(lantu.packs.__file__).parent
HANDLING = "grid_governance.handling"
AREAS = """code,name,level,parent
99,虚省,province,
9901,青川市,city,99
990102,云溪区,county,9901
990102001,溪口街道,street,990102
990102001001,桥头社区,community,990102001
990102001002,柳岸社区,community,990102001
990102002,山前街道,street,990102
990102002001,石坡社区,community,990102002
"""
GRIDS = {
    "990102001001001": "990102001001",
    "990102001001002": "990102001001",
    "990102001002001": "990102001002",
    "990102002001001": "990102002001",
}
PLACE = "113.82,34.03"


def pack(name: str = "grid_governance") -> Pack:
    """A pack that comes with the software."""
    loaded = load_folder(PACKS / name)
    assert loaded.pack is not None, [str(fault) for fault in loaded.faults]
    return loaded.pack


@dataclass
class Deployment:
    """People by name; units by name; paths of areas by code."""

    people: dict[str, Actor]
    units: dict[str, Organisation]
    paths: dict[str, str]


def lay_areas() -> dict[str, str]:
    """The areas with their grids, and a calendar; paths by code."""
    assert import_areas(by=SYSTEM, vintage="2026", data=AREAS.encode()) == ()
    for code, parent in GRIDS.items():
        above = Area.objects.get(code=parent, vintage="2026")
        Area.objects.create(
            code=code, vintage="2026", name=f"第{code[-2:]}网格", kind=AreaKind.GRID,
            hierarchy="grid", parent=above, path=f"{above.path}{code}/",
        )  # fmt: skip
    load_calendar(by=SYSTEM, source="test", off={}, work={})
    return dict(Area.objects.filter(vintage="2026").values_list("code", "path"))


def person(name: str, role: Role, unit: Organisation | None = None, area: str = "") -> Actor:
    user = create_account(by=SYSTEM, username=name, display_name=name, password="some-word-here")
    place = Place(unit, Area.objects.get(path=area) if area else None)
    grant_role(by=SYSTEM, user=user, role=role, place=place)
    user.refresh_from_db()
    return user.actor()


def deploy() -> Deployment:
    """Two streets, a command centre that keeps the pack, two units that handle."""
    paths = lay_areas()
    county = Area.objects.get(path=paths["990102"])
    units = {
        name: keep_organisation(by=SYSTEM, given=Particulars(name, area=county))
        for name in ("网格中心", "市政所", "环卫所")
    }
    enable_pack(by=SYSTEM, pack=pack(), keeper=units["网格中心"])
    at = paths["990102"]
    people = {
        "网格员": person("网格员", Role.GRID_WORKER, None, paths["990102001001001"]),
        "邻网格员": person("邻网格员", Role.GRID_WORKER, None, paths["990102002001001"]),
        "受理员": person("受理员", Role.HANDLER, units["网格中心"], at),
        "派遣员": person("派遣员", Role.REVIEWER, units["网格中心"], at),
        "市政": person("市政", Role.HANDLER, units["市政所"], at),
        "环卫": person("环卫", Role.HANDLER, units["环卫所"], at),
        "领导": person("领导", Role.LEADER, None, at),
        "规划科": person("规划科", Role.PLAN_OFFICER),
    }
    return Deployment(people, units, paths)


def report(paths: dict[str, str], **more: object) -> dict[str, object]:
    """The values of an ordinary report."""
    return {
        "subject": "桥头路口井盖破损", "channel": "网格员", "area": paths["990102001001001"],
        "place": PLACE, "reported_on": "2026-05-06", **more,
    }  # fmt: skip
