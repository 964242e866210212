"""Three invented instructions of the demonstration's leader: late, waiting for him, and done.

Each says that it is a demonstration. A deployment that has instructions already is left as it is.
"""

import io
from datetime import date, timedelta
from math import sin

from PIL import Image, ImageDraw

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.actions import keep_file
from lantu.apps.people.models import Organisation, User, day_of_today
from lantu.apps.registry.models import PlanVersion
from lantu.apps.registry.words import PromiseKind
from lantu.apps.tracking.cases.models import CaseTask
from lantu.apps.tracking.instructions import actions
from lantu.apps.tracking.instructions.actions import Given, give_instruction
from lantu.apps.tracking.instructions.checking import Until
from lantu.apps.tracking.instructions.models import Instruction
from lantu.apps.tracking.instructions.words import Urgency
from lantu.demo.accounts import BUREAU
from lantu.demo.grid import CENTRE, HANDLER
from lantu.demo.grid import _on as on

PAPER = (600, 800)
"""Of the drawn paper, in pixels."""
INK = "#1d2f57"


def fill_instructions(version: PlanVersion) -> int:
    """How many were made; none without the units that grid governance brings."""
    units = Organisation.objects.filter(name__in=(BUREAU, CENTRE, HANDLER), valid_to=None)
    if Instruction.objects.exists() or units.count() < 3:
        return 0
    today = day_of_today()
    _done(today)
    _late(today, version)
    _waiting(today)
    return Instruction.objects.count()


def _actor(name: str) -> Actor:
    return User.objects.get(username=name).actor()


def _unit(name: str) -> int:
    return Organisation.objects.get(name=name, valid_to=None).pk


def _late(today: date, version: PlanVersion) -> None:
    """About a promise, entered by the secretary from the paper; the limit has passed."""
    day = today - timedelta(days=20)
    projects = version.appearances.filter(first=True, promise__kind=PromiseKind.PROJECT)
    row = (projects if projects.exists() else version.appearances).order_by("start").first()
    with on(day):
        made = give_instruction(
            by=_actor("lianluo"),
            on_behalf_of=_actor("lingdao"),
            given=Given(
                text="（演示）这一项请发改局牵头，把现在的进度、卡在哪里、谁来推动写清楚，十天内报我。",
                lead=_unit(BUREAU),
                until=Until(day=today - timedelta(days=10)),
                written_on=day - timedelta(days=1),
                urgency=Urgency.URGENT,
                promise=row.promise_id if row else None,
                photos=(_paper(_actor("lianluo")),),
            ),
        )
    with on(today - timedelta(days=8)):
        actions.urge(
            by=_actor("lianluo"), on_behalf_of=_actor("lingdao"), instruction=made.pk, seen=1,
            text="（演示）已过期限，请两日内报送。",
        )  # fmt: skip


def _waiting(today: date) -> None:
    """About a case; the unit has replied, the leader has not yet looked."""
    day = today - timedelta(days=6)
    unit = _unit(HANDLER)
    task = CaseTask.objects.filter(organisation=unit).order_by("due", "pk").first()
    with on(day):
        made = give_instruction(
            by=_actor("lingdao"),
            given=Given(
                text="（演示）群众反映多次，请城管局到现场看一看，网格中心配合，把同类问题一并排查。",
                lead=unit,
                helping=(_unit(CENTRE),),
                until=Until(workdays=10),
                written_on=day,
                case=task.case_id if task else None,
            ),
        )
    with on(today - timedelta(days=2)):
        actions.assist(
            by=_actor("chengban"), instruction=made.pk, seen=1,
            text="（演示）已从近三个月的上报中列出同类问题十一处。",
        )  # fmt: skip
    with on(today - timedelta(days=1)):
        actions.reply(
            by=_actor("chuzhi"), instruction=made.pk, seen=2,
            text="（演示）十一处已全部到场，九处当日恢复，两处待配件，下周三前完成。",
        )  # fmt: skip


def _done(today: date) -> None:
    """A general one: replied, returned once, replied again, accepted."""
    with on(day := today - timedelta(days=45)):
        made = give_instruction(
            by=_actor("lingdao"),
            given=Given(
                text="（演示）请网格中心报一份一季度受理和办结情况的分析，重点说逾期的原因。",
                lead=_unit(CENTRE),
                until=Until(day=today - timedelta(days=30)),
                written_on=day,
            ),
        )
    with on(today - timedelta(days=33)):
        actions.reply(
            by=_actor("chengban"), instruction=made.pk, seen=1, text="（演示）分析已报送，共四页。"
        )
    with on(today - timedelta(days=32)):
        actions.send_back(
            by=_actor("lianluo"), on_behalf_of=_actor("lingdao"), instruction=made.pk, seen=2,
            reason="（演示）没有说清逾期的原因，请分街道列出。",
            until=Until(day=today - timedelta(days=25)),
        )  # fmt: skip
    with on(today - timedelta(days=27)):
        actions.reply(
            by=_actor("chengban"), instruction=made.pk, seen=3,
            text="（演示）已分街道列出逾期件数和原因，并附整改时间。",
        )  # fmt: skip
    with on(today - timedelta(days=26)):
        actions.accept(
            by=_actor("lingdao"), instruction=made.pk, seen=4, text="（演示）可以，按此抓落实。"
        )


def _paper(by: Actor) -> str:
    """A drawn sheet with strokes where words would stand; its digest."""
    picture = Image.new("RGB", PAPER, "#f4f1e8")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 70, 540, 78), fill="#b5342b")
    for line in range(9):
        pen.line(
            (80, 330 + line * 44, 520 - line % 3 * 60, 330 + line * 44), fill="#77746c", width=6
        )
    for row in range(3):  # a wave where handwriting would stand: it says nothing
        right = 500 - row * 70
        wave = [(x, 130 + row * 62 + 16 * sin(x / 7 + row)) for x in range(90, right, 2)]
        pen.line(wave, fill=INK, width=4)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return keep_file(by=by, name="批示原件.jpg", data=written.getvalue()).sha256
