"""What an instruction must say before it is written; nothing is written here.

Refuses empty words, units that the leader does not direct, days that have gone, subjects that the
one who enters does not see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.models import File
from lantu.apps.people.models import Organisation, day_of_today, valid_on
from lantu.apps.people.permissions import Role
from lantu.apps.registry.models import Appearance, PlanVersion, Promise
from lantu.apps.tracking.cases.models import Case
from lantu.apps.tracking.grounds import calendar
from lantu.kernel.errors import Forbidden, Invalid, NotFound
from lantu.kernel.workdays import Unit, midnight

WORDS = 4000
"""Most characters of an instruction, a reply, a reason."""
DAYS = 250
"""Most working days of a limit: about a year."""


@dataclass(frozen=True, slots=True)
class Until:
    """The limit as it is chosen: working days from today, or a day. Exactly one of them."""

    workdays: int | None = None
    day: date | None = None


def words_of(given: str, code: str, title: str, fix: str) -> str:
    """The words as they were typed, without blanks around. Invalid when there are none."""
    words = given.strip()
    if not words:
        raise Invalid(code, title, fix)
    if len(words) > WORDS:
        raise Invalid(
            "tracking.instruction.long",
            f"文字超过 {WORDS} 字。",
            "请压缩，或写成文件作为附件。",
        )
    return words


def due_day(until: Until) -> tuple[date, bool]:
    """The last day, and whether it is provisional. Invalid: none, gone, or beyond a year."""
    today = day_of_today()
    if until.workdays is not None:
        if not 1 <= until.workdays <= DAYS:
            raise _no_limit(f"{until.workdays} 个工作日不能作期限。")
        found = calendar().due(midnight(today), until.workdays, Unit.WORKING_DAYS)
        assert found is not None  # without pauses there is always a day
        return found.day, found.provisional
    if until.day is None:
        raise _no_limit("没有写明办理期限。")
    if until.day < today:
        raise _no_limit(f"办理期限 {until.day} 已经过去。")
    return until.day, False


def _no_limit(title: str) -> Invalid:
    return Invalid(
        "tracking.instruction.due",
        title,
        f"请选择工作日数（1 到 {DAYS}），或填写今天及以后的日期。",
    )


def must_be_written(day: date) -> None:
    """Invalid when the paper would be of tomorrow."""
    if day > day_of_today():
        raise Invalid(
            "tracking.instruction.written",
            f"批示日期 {day} 还没有到。",
            "请填写领导写下批示的日期。",
        )


def leader_for(by: Actor, on_behalf_of: Actor | None) -> Actor:
    """Whose instruction it is: the one who is served, else `by`. Forbidden when that is no leader.

    `acting` has seen to it that a secretary serves the one she names.
    """
    leader = on_behalf_of or by
    if leader.user is None or Role.LEADER not in leader.roles:
        raise Forbidden(
            "tracking.instruction.no_leader",
            f"{leader.name}不是领导，不能作出批示。",
            "联络员请选择代哪位领导录入；领导请用自己的账号登录。",
        )
    return leader


def units_for(leader: Actor, lead: int, helping: Iterable[int]) -> tuple[Organisation, ...]:
    """The lead unit and those that help. Invalid: not standing, not directed, named twice."""
    wanted = list(dict.fromkeys((lead, *helping)))
    standing = Organisation.objects.filter(valid_on(day_of_today()), pk__in=wanted)
    found = {row.pk: row for row in standing.select_related("area")}
    if lead not in found or len(found) < len(wanted):
        raise Invalid(
            "tracking.instruction.unit",
            "没有选择主办单位，或所选单位已撤销。",
            "请从单位清单中选择一个主办单位，协办单位可以不选。",
        )
    strange = [row for row in found.values() if not _directs(leader, row)]
    if strange:
        raise Invalid(
            "tracking.instruction.foreign_unit",
            f"{strange[0]}不在{leader.name}所任的区域。",
            "请选择所任区域内的单位，或请上级领导批示。",
        )
    return tuple(found[pk] for pk in wanted)


def directed_by(leader: Actor) -> tuple[Organisation, ...]:
    """Standing organisations that the leader may address, by name."""
    rows = Organisation.objects.filter(valid_on(day_of_today())).select_related("area")
    return tuple(row for row in rows.order_by("name") if _directs(leader, row))


def _directs(leader: Actor, unit: Organisation) -> bool:
    """Units without an area are nobody else's: any leader may address them."""
    paths = [post.area_paths for post in leader.posts if post.role is Role.LEADER]
    if None in paths or unit.area is None:
        return True
    return any(unit.area.path.startswith(path) for held in paths for path in held or ())


def subject_for(
    by: Actor, promise: int | None, case: int | None
) -> tuple[Promise | None, Case | None]:
    """The promise or case as `by` sees it. NotFound when he may not know of it; Invalid: both."""
    if promise is not None and case is not None:
        raise Invalid(
            "tracking.instruction.subjects",
            "一件批示只能针对一项承诺或一个案件。",
            "请分两件批示录入。",
        )
    if case is not None:
        row = Case.objects.visible_to(by).filter(pk=case).first()
        if row is None:
            raise NotFound("tracking.case.missing", "没有这个案件。", "请从案件清单进入。")
        return None, row
    if promise is None:
        return None, None
    seen = Appearance.objects.filter(
        promise=promise, version__in=PlanVersion.objects.visible_to(by)
    ).select_related("promise")
    found = seen.first()
    if found is None:
        raise NotFound(
            "tracking.instruction.promise", "没有这项承诺。", "请从承诺页点“作批示”进入。"
        )
    return found.promise, None


def files_for(keys: Iterable[str]) -> tuple[File, ...]:
    """The files that were handed in. Invalid when one was not."""
    wanted = list(dict.fromkeys(key for key in keys if key))
    found = {file.sha256: file for file in File.objects.filter(sha256__in=wanted)}
    missing = [key for key in wanted if key not in found]
    if missing:
        raise Invalid(
            "tracking.file.missing",
            f"有 {len(missing)} 个文件没有上传成功。",
            "请重新上传后再提交。",
        )
    return tuple(found[key] for key in wanted)
