"""The demonstration of grid governance: grids, a centre, duty lists and some two hundred cases.

Everything is invented from the names of the communities and a fixed seed, and says that it is a
demonstration. Refuses nothing; a deployment that has cases already is left as it is.
"""

import io
import random
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image, ImageDraw

from lantu.apps.people.actions import Place, grant_role, import_areas
from lantu.apps.people.actor import SYSTEM, Actor
from lantu.apps.people.files.actions import keep_file
from lantu.apps.people.models import Organisation, User, day_of_today
from lantu.apps.people.organisation_actions import Particulars, keep_organisation
from lantu.apps.people.permissions import Role
from lantu.apps.places.models import Area, AreaKind, Hierarchy
from lantu.apps.places.register import Told
from lantu.apps.tracking.cases.actions import Act, open_case, step
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.enabling.actions import enable_pack
from lantu.demo.days import standing_at
from lantu.demo.outlines import ACROSS, HIGH, HOME, WIDE, draw_outlines
from lantu.demo.patrols import fill_patrols
from lantu.packs.shelf import take
from lantu.packs.snapshot import Pack

PACK, PROCESS = "grid_governance", "grid_governance.handling"
CASES = 200
DAYS = 90
"""Days before today over which the cases are spread."""
CENTRE, HANDLER = "网格化服务管理中心", "城市管理局"
SHOWN = 24
"""Communities that the cases are spread over."""
_ROADS = ("学府路", "文明街", "滨河路", "长青路", "和平巷", "新建街", "迎春路", "广场东路")
_WRONG = ("破损", "缺失", "堵塞", "被占用", "影响通行", "需要清理", "存在安全隐患")


_on = standing_at


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts. centre takes in and dispatches, unit handles, worker reports and checks."""

    acceptor: Actor
    dispatcher: Actor
    handler: Actor
    worker: Actor
    unit: Organisation


def fill_grid(area: Area, vintage: str) -> int:
    """How many cases were made; none where there are any, or where there is no community."""
    communities = list(
        Area.objects.under(area.path).filter(kind=AreaKind.COMMUNITY).order_by("code")[:SHOWN]
    )
    if not communities or Case.objects.exists():
        return 0
    grids = _grids(communities, vintage)
    draw_outlines(communities, vintage)
    centre = keep_organisation(by=SYSTEM, given=Particulars(CENTRE, area=area))
    unit = keep_organisation(by=SYSTEM, given=Particulars(HANDLER, area=area))
    pack = take(PACK)
    today = day_of_today()
    with standing_at(today - timedelta(days=DAYS)):
        enable_pack(by=SYSTEM, pack=pack, keeper=centre)
    cast = _cast(centre, unit, area, grids)
    photos = [_photo(cast.worker, word) for word in ("处置前", "处置后", "核查")]
    chance = random.Random(7)
    days = sorted(today - timedelta(days=chance.randrange(DAYS)) for _ in range(CASES))
    for number, day in enumerate(days):
        _case(pack, cast, photos, chance, grids, number, day, today)
    fill_patrols(area, CENTRE)
    return CASES


def _grids(communities: list[Area], vintage: str) -> list[Area]:
    rows = ["code,name,parent"]
    rows += [f"{area.code}001,{area.name}第一网格,{area.code}" for area in communities]
    faults = import_areas(
        by=SYSTEM, vintage=vintage, data="\n".join(rows).encode(), name="grids.csv",
        told=Told(hierarchy=Hierarchy.GRID),
    )  # fmt: skip
    assert not faults, faults[0].message  # the codes of communities are unique
    return list(Area.objects.filter(vintage=vintage, kind=AreaKind.GRID).order_by("code"))


def _cast(centre: Organisation, unit: Organisation, area: Area, grids: list[Area]) -> Cast:
    """Posts for the demonstration's accounts, beside those that they have."""
    posts = (
        ("chengban", Role.HANDLER, Place(organisation=centre, area=area)),
        ("shenhe", Role.REVIEWER, Place(organisation=centre, area=area)),
        ("chuzhi", Role.HANDLER, Place(organisation=unit, area=area)),
        *(("wangge", Role.GRID_WORKER, Place(area=grid)) for grid in grids),
    )
    for name, role, place in posts:
        grant_role(by=SYSTEM, user=User.objects.get(username=name), role=role, place=place)
    actors = {name: User.objects.get(username=name).actor() for name, _, _ in posts}
    return Cast(actors["chengban"], actors["shenhe"], actors["chuzhi"], actors["wangge"], unit)


def _photo(by: Actor, words: str) -> str:
    """A drawn picture that says what a photo would show; its digest."""
    picture = Image.new("RGB", (480, 360), "#e6e4dd")
    pen = ImageDraw.Draw(picture)
    shade = {"处置前": "#9a4a3a", "处置后": "#3a7a5a"}.get(words, "#3a5a8a")
    pen.rectangle((40, 200, 440, 330), fill=shade)
    pen.line((0, 200, 480, 200), fill="#77746c", width=3)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return keep_file(by=by, name=f"{words}.png", data=written.getvalue()).sha256


def _case(
    pack: Pack, cast: Cast, photos: list[str], chance: random.Random, grids: list[Area],
    number: int, day: date, today: date,
) -> None:  # fmt: skip
    """One life: a third is solved on the spot, the rest goes as far as its days allow."""
    place = chance.randrange(len(grids))
    row = chance.choice(pack.tables["classes"].rows)
    channel = chance.choices(("网格员", "居民", "热线"), (6, 3, 1))[0]
    road, wrong = chance.choice(_ROADS), chance.choice(_WRONG)
    before, after, check = photos
    values: dict[str, object] = {
        "subject": f"（演示）{road}{chance.randrange(1, 99)}号附近{row['name']}{wrong}",
        "channel": channel, "area": grids[place].path, "address": f"{road}附近",
        "reported_on": day.isoformat(), "before": before,
        "place": f"{HOME[0] + place % ACROSS * WIDE + chance.random() * 0.006:.6f},"
                 f"{HOME[1] + place // ACROSS * HIGH + chance.random() * 0.005:.6f}",
    }  # fmt: skip
    kind = {"small_class": row["name"]}
    solved = Act(action="self_close", values=kind | {"before": before, "after": after})
    with standing_at(day):
        if channel == "网格员" and chance.random() < 0.5:
            open_case(by=cast.worker, process=PROCESS, values=values | kind, then=solved)
            return
        case = open_case(by=cast.worker, process=PROCESS, values=values).case
    path = [
        (0, cast.acceptor, Act(action="file", values=kind)),
        (0, cast.dispatcher, Act(action="dispatch", values={"unit": str(cast.unit.pk)})),
        (chance.choice((1, 2, 3, 9)), cast.handler,
         Act(action="reply", values={"after": after, "measure_taken": "已到场处理并恢复原状。"})),
        (0, cast.dispatcher, Act(action="forward")),
        (1, cast.worker, Act(action="close", values={"check_photo": check})),
    ]  # fmt: skip
    stops = chance.randrange(len(path)) if (today - day).days < 12 or number % 29 == 0 else 9
    for act in path[:stops]:
        day += timedelta(days=act[0])
        if day > today:
            return
        with standing_at(day):
            case = step(by=act[1], case=case.pk, seen=case.row_version, what=act[2])
