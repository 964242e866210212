"""What can be done to organisations, and the reform that passes their duties on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc as uscc_code
from stdnum.exceptions import ValidationError

from lantu.apps.people.acting import Deed, acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.versions import renew
from lantu.apps.people.holdings import held_by
from lantu.apps.people.models import Membership, Organisation, Succession
from lantu.apps.people.permissions import Permission
from lantu.apps.places.models import Area
from lantu.kernel.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of an organisation; "" and None: not known."""

    name: str
    short_name: str = ""
    uscc: str = ""
    contact: str = ""
    area: Area | None = None
    parent: Organisation | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Reform:
    """What a reform moves: numbers by kind of row (its Chinese name), and persons by account."""

    rows: Mapping[str, int]
    memberships: int
    tokens: int


def checked_uscc(given: str) -> str:
    """The unified social credit code without spaces, in capitals; "" stays "".

    >>> checked_uscc("1141 1000 0057 4713 8b")
    '11411000005747138B'

    Invalid when a character or the check digit is wrong.
    """
    if not given.strip():
        return ""
    try:
        return str(uscc_code.validate(given.strip().upper()))
    except ValidationError as error:
        raise Invalid(
            "people.uscc",
            f"统一社会信用代码“{given.strip()[:30]}”不对。",
            "应为 18 位数字和大写字母（没有 I、O、S、V、Z），最后一位是校验码；请对照证照更正。",
        ) from error


def keep_organisation(
    *,
    by: Actor,
    given: Particulars,
    organisation: Organisation | None = None,
    seen: int | None = None,
) -> Organisation:
    """A new organisation, or `organisation` as given.

    Conflict: name or code is taken, or somebody has changed the row since version `seen`.
    """
    uscc = checked_uscc(given.uscc)
    if not given.name.strip() or len(given.name) > 100:
        raise Invalid("people.organisation.name", "没有单位名称。", "请填写不超过 100 字的全称。")
    with acting(Permission.KEEP_ORGANISATIONS, by=by) as deed:
        row = Organisation()
        if organisation is not None:
            row = Organisation.objects.select_for_update().get(pk=organisation.pk)
            renew(row, seen)
        standing = Organisation.objects.filter(valid_to=None).exclude(pk=row.pk)
        if standing.filter(name=given.name.strip()).exists():
            raise Conflict(
                "people.organisation.taken", f"{given.name} 已在目录中。", "请用已有的那一个。"
            )
        if uscc and standing.filter(uscc=uscc).exists():
            raise Conflict("people.uscc.taken", f"代码 {uscc} 已属于另一单位。", "请核对代码。")
        row.name, row.short_name = given.name.strip(), given.short_name.strip()[:40]
        row.uscc, row.contact = uscc, given.contact.strip()[:100]
        row.area, row.parent = given.area, given.parent
        row.valid_from = given.since or row.valid_from
        _not_its_own_parent(row)
        row.save()
        deed.record(row, name=row.name, uscc=row.uscc)
    return row


def _not_its_own_parent(row: Organisation) -> None:
    above, steps = row.parent, 0
    while above is not None and steps < 50:
        if above.pk == row.pk:
            raise Invalid("people.organisation.parent", "上级单位绕回自己。", "请更正上级单位。")
        above, steps = above.parent, steps + 1


def preview_reform(*, by: Actor, old: Organisation) -> Reform:
    """What `reform` would move, nothing changed."""
    by.must(Permission.KEEP_ORGANISATIONS)
    rows = {str(held.title): found.count() for _, held, found in held_by(old.pk)}
    return Reform(rows, _held(old).count(), _tokens(old).count())


def reform(
    *,
    by: Actor,
    old: Organisation,
    new: Organisation,
    day: date,
    document: str,
    seen: int | None = None,
) -> Succession:
    """Dissolve `old` from `day`: its open promises and cases, and its people, pass to `new`.

    What is finished stays with the old name. Tokens of the old end. Conflict: already dissolved, or
    changed since version `seen`.
    """
    if old.pk == new.pk or not document.strip():
        raise Invalid(
            "people.reform",
            "机构改革没有写明新单位或文号。",
            "请选择另一个单位并填写文件名和文号。",
        )
    with acting(Permission.KEEP_ORGANISATIONS, by=by) as deed:
        old = Organisation.objects.select_for_update().get(pk=old.pk)
        if old.valid_to is not None or new.valid_to is not None:
            raise Conflict("people.reform.ended", "其中一个单位已撤销。", "请刷新页面再看。")
        renew(old, seen)
        moved = _pass_on(old, new, deed)
        moved["people.membership"] = _pass_people(old, new, day, deed)
        moved["people.apitoken"] = _tokens(old).update(valid_to=day)
        old.valid_to = day
        old.save()
        deed.record(old, dissolved=str(day))
        row = Succession.objects.create(
            old=old, new=new, day=day, document=document.strip()[:200], moved=moved
        )
        deed.record(row, old=old.name, new=new.name, day=str(day), moved=moved)
    return row


def _pass_on(old: Organisation, new: Organisation, deed: Deed) -> dict[str, int]:
    moved = {}
    for model, held, rows in held_by(old.pk):
        chosen = list(rows.select_for_update())
        for row in chosen:
            deed.record(row, owner=new.name, instead_of=old.name)
        model._default_manager.filter(pk__in=[row.pk for row in chosen]).update(
            **{held.organisation: new}
        )
        moved[model._meta.label_lower] = len(chosen)
    return moved


def _pass_people(old: Organisation, new: Organisation, day: date, deed: Deed) -> int:
    """Memberships end with the old organisation and begin in the new one."""
    passed = list(_held(old))
    for held in passed:
        begun = Membership.objects.create(
            user=held.user, role=held.role, organisation=new, area=held.area,
            hierarchy=held.hierarchy, serves=held.serves, valid_from=day, valid_to=held.valid_to,
        )  # fmt: skip
        renew(held)
        held.valid_to = day
        held.save()
        deed.record(begun, user=held.user_id, role=held.role, instead_of=held.pk)
        deed.record(held, ended=str(day))
    return len(passed)


def _held(old: Organisation):  # type: ignore[no-untyped-def]
    return Membership.objects.filter(organisation=old, valid_to=None)


def _tokens(old: Organisation):  # type: ignore[no-untyped-def]
    return old.tokens.filter(valid_to=None, revoked_at=None)
