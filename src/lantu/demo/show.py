"""The demonstration: a plan compiled and loaded, areas, and one account for each role.

Again and again without harm: what is there already stays as it is.
"""

from lantu.apps.people.actions import import_areas
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.audit.sealing import seal_all
from lantu.apps.people.models import day_of_today
from lantu.apps.people.place_actions import load_known_calendar
from lantu.apps.registry.actions import load_version, open_plan, register_plan
from lantu.apps.registry.deciding import plan_key
from lantu.apps.registry.models import Plan, PlanVersion
from lantu.apps.registry.reading import area_of, read_plan
from lantu.apps.tracking.enabling.actions import link_systems
from lantu.apps.tracking.jobs import count
from lantu.demo.accounts import open_accounts
from lantu.demo.approvals import fill_approvals
from lantu.demo.grid import fill_grid
from lantu.demo.instructions import fill_instructions
from lantu.engines.plan.areas import read_areas
from lantu.engines.plan.package import Package
from lantu.kernel.errors import Invalid

VINTAGE = "2024"


def fill(name: str, plan: bytes, register: bytes | None) -> PlanVersion:
    """The version that shows the document `plan`, called `name`, in the open deployment.

    register: of areas, as CSV. Invalid when a document cannot be used.
    """
    package = read_plan(name, plan, read_areas(register) if register else ())
    if register and (faults := import_areas(by=SYSTEM, vintage=VINTAGE, data=register)):
        raise Invalid("demo.areas", f"区划表有 {len(faults)} 处错误。", faults[0].message)
    load_known_calendar(by=SYSTEM)
    version = _load(package, plan)
    area = area_of(package)
    open_accounts(area)
    if area is not None and fill_grid(area, VINTAGE) + fill_approvals(area):
        fill_instructions(version)
        count(day_of_today())
    link_systems(by=SYSTEM)
    seal_all()
    return version


def _load(package: Package, document: bytes) -> PlanVersion:
    area = area_of(package)
    key = plan_key(package, area)
    plan = Plan.objects.filter(key=key).first()
    if plan is None:
        plan = register_plan(by=SYSTEM, key=key, package=package, area=area)
    open_plan(by=SYSTEM, plan=plan)
    newest = plan.versions.order_by("number").last()
    read = plan.versions.filter(document_sha256=package.source.sha256)
    if newest and newest.document_sha256 != package.source.sha256 and read.exists():
        return newest  # somebody has registered a later document since
    return load_version(by=SYSTEM, plan=plan, package=package, document=document)
