"""The demonstration: a plan compiled and loaded, areas, and one account for each role.

Again and again without harm: what is there already stays as it is.
"""

from hashlib import sha256

from lantu.apps.people.actions import import_areas
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.place_actions import load_known_calendar
from lantu.apps.places.models import Area
from lantu.apps.registry.actions import load_version, open_plan, register_plan
from lantu.apps.registry.models import Plan, PlanVersion
from lantu.demo.accounts import open_accounts
from lantu.engines.plan.areas import read_areas
from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.package import Package
from lantu.engines.plan.readers import read
from lantu.kernel.errors import Invalid

VINTAGE = "2024"


def fill(name: str, plan: bytes, register: bytes | None) -> PlanVersion:
    """The version that shows the document `plan`, called `name`, in the open deployment.

    register: of areas, as CSV. Invalid when a document cannot be used.
    """
    package = compile_document(read(name, plan), read_areas(register) if register else ())
    if register and (faults := import_areas(by=SYSTEM, vintage=VINTAGE, data=register)):
        raise Invalid("demo.areas", f"区划表有 {len(faults)} 处错误。", faults[0].message)
    load_known_calendar(by=SYSTEM)
    open_accounts(_area(package))
    version = _load(package)
    seal_all()
    return version


def _load(package: Package) -> PlanVersion:
    key = plan_key(package)
    plan = Plan.objects.filter(key=key).first()
    if plan is None:
        plan = register_plan(by=SYSTEM, key=key, package=package, area=_area(package))
    open_plan(by=SYSTEM, plan=plan)
    return load_version(by=SYSTEM, plan=plan, package=package)


def plan_key(package: Package) -> str:
    """The plan's name in URLs: area code, kind, first year, as far as they are known.

    An area has many special plans and other papers, so their title tells them apart.
    """
    area = _area(package)
    alone = package.kind in ("outline", "annual", "report") and package.period
    title = package.title or package.source.name
    parts = (
        area.code if area else "",
        package.kind,
        str(package.period.first_year) if package.period else "",
        "" if alone else sha256(title.encode()).hexdigest()[:6],
    )
    return "-".join(part for part in parts if part)


def _area(package: Package) -> Area | None:
    return Area.objects.filter(vintage=VINTAGE, name=package.area_name or "").first()
