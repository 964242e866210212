"""The demonstration of parallel approval: four bureaus, a window, ten projects on their way.

Everything is invented and says that it is a demonstration. A deployment that has such cases already
is left as it is.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from lantu.apps.people.actions import Place, create_account, grant_role
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.demonstration import PASSWORD
from lantu.apps.people.models import Organisation, User, day_of_today
from lantu.apps.people.organisation_actions import Particulars, keep_organisation
from lantu.apps.people.permissions import Role
from lantu.apps.places.models import Area, AreaKind
from lantu.apps.tracking.cases.actions import Act, open_case, step
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.enabling.actions import enable_pack
from lantu.apps.tracking.records.actions import add_record
from lantu.demo.days import standing_at as on_day
from lantu.engines.cases.case import EventKind
from lantu.engines.cases.process import MeasureKind
from lantu.packs.shelf import take

PACK, PROCESS = "project_approval", "project_approval.approval"
CENTRE = "政务服务和大数据管理局"
BUREAUS = (
    ("planning", "规划用地审查", "自然资源和规划局", "ziran"),
    ("ecology", "环境影响审查", "生态环境局", "shengtai"),
    ("emergency", "安全条件审查", "应急管理局", "yingji"),
    ("fire", "消防设计审查", "住房和城乡建设局", "zhujian"),
)
"""Branch, post on the duty list, bureau, account."""
PROJECTS = (
    ("精密零件厂房", "社会投资工业", "施工许可"), ("社区养老服务中心", "政府投资", "工程建设许可"),
    ("冷链仓储一期", "社会投资工业", "立项用地规划许可"), ("第三小学扩建", "政府投资", "施工许可"),
    ("滨河商务楼", "社会投资民用", "工程建设许可"), ("污水泵站改造", "政府投资", "施工许可"),
    ("纺织车间技改", "社会投资工业", "竣工验收"), ("停车楼", "社会投资民用", "施工许可"),
    ("农贸市场重建", "政府投资", "立项用地规划许可"), ("电子元件厂房", "社会投资工业", "施工许可"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cast:
    """window takes in, lead decides, leader approves; bureaus: branch -> who handles it."""

    window: Actor
    lead: Actor
    leader: Actor
    bureaus: dict[str, Actor]


def fill_approvals(area: Area) -> int:
    """How many projects were taken in; none where there are any."""
    streets = list(Area.objects.under(area.path).filter(kind=AreaKind.STREET).order_by("code"))
    if not streets or Case.objects.filter(process=PROCESS).exists():
        return 0
    centre = _unit(CENTRE, area)
    enable_pack(by=SYSTEM, pack=take(PACK), keeper=centre)
    cast = _cast(centre, area)
    today = day_of_today()
    chance = random.Random(11)
    for number, (name, kind, stage) in enumerate(PROJECTS):
        day = today - timedelta(days=40 - 4 * number)
        street = chance.choice(streets)
        values: dict[str, object] = {
            "project_name": f"（演示）{name}", "kind": kind, "stage": stage, "area": street.path,
            "applicant": f"（演示）{name}建设单位", "submitted_on": day.isoformat(),
            "investment": str(chance.randrange(8, 300) * 100), "contact_name": "张三",
            "contact_phone": "13800000000",
        }  # fmt: skip
        with on_day(day):
            case = open_case(by=cast.window, process=PROCESS, values=values).case
        _life(cast, case, number, day, today)
    return len(PROJECTS)


def _unit(name: str, area: Area) -> Organisation:
    found = Organisation.objects.filter(name=name, valid_to=None).first()
    return found or keep_organisation(by=SYSTEM, given=Particulars(name, area=area))


def _cast(centre: Organisation, area: Area) -> Cast:
    for name, role in (("chengban", Role.HANDLER), ("shenhe", Role.REVIEWER)):
        user = User.objects.get(username=name)
        grant_role(by=SYSTEM, user=user, role=role, place=Place(organisation=centre, area=area))
    bureaus = {}
    for branch, post, bureau, username in BUREAUS:
        unit = _unit(bureau, area)
        user = create_account(by=SYSTEM, username=username, display_name=bureau, password=PASSWORD)
        grant_role(
            by=SYSTEM, user=user, role=Role.HANDLER, place=Place(organisation=unit, area=area)
        )
        duty = {"area": area.path, "role": post, "organisation": str(unit.pk)}
        add_record(by=SYSTEM, register=f"{PACK}.units", values=duty)
        bureaus[branch] = User.objects.get(username=username).actor()
    people = {n: User.objects.get(username=n).actor() for n in ("chengban", "shenhe", "lingdao")}
    return Cast(people["chengban"], people["shenhe"], people["lingdao"], bureaus)


def _reply(branch: str) -> Act:
    said = {f"{branch}_result": "同意", f"{branch}_text": "（演示）符合要求。"}
    return Act(action=f"{branch}_reply", branch=f"main/{branch}", values=said)


def _life(cast: Cast, case: Case, number: int, day: date, today: date) -> None:
    """As far as the days allow; each project stops somewhere else."""
    ask = Act(action="fire_ask", branch="main/fire", reason="（演示）图纸不全",
              values={"missing_text": "（演示）消防设计图"})  # fmt: skip
    drop = Act(kind=EventKind.MEASURE, action=MeasureKind.VOID, branch="main/emergency",
               reason="（演示）本项目不需要这项审查")  # fmt: skip
    sent = Act(action="deliver", values={"delivered_on": day.isoformat()})
    path: list[tuple[int, Actor, Act]] = [(2, cast.window, Act(action="accept"))]
    if number % 3 == 1:
        path += [(1, cast.bureaus["fire"], ask)]
    if number % 3 == 2:
        path += [(1, cast.lead, drop)]
    path += [(3, cast.bureaus["planning"], _reply("planning")),
             (5, cast.bureaus["ecology"], _reply("ecology"))]  # fmt: skip
    if number % 3 == 0:
        path += [(2, cast.bureaus["emergency"], _reply("emergency")),
                 (1, cast.bureaus["fire"], _reply("fire")),
                 (1, cast.lead, Act(action="permit", values={"decision_text": "（演示）准予。"})),
                 (2, cast.window, sent)]  # fmt: skip
    for days, who, act in path:
        day += timedelta(days=days)
        if day > today:
            return
        with on_day(day):
            case = step(by=who, case=case.pk, seen=case.row_version, what=act)
            if act is drop and number % 2:  # the others still wait for the leader
                grant = Act(kind=EventKind.GRANT, branch=act.branch, request=case.row_version)
                case = step(by=cast.leader, case=case.pk, seen=case.row_version, what=grant)
