"""Bringing a version of a pack into use: enabled, and its records moved along the declared way.

All of it or nothing. Refuses while the new version would not take one of the records, and names
each. Open cases are left alone: they end under the version that they began under.
"""

from django.db import IntegrityError, transaction

from lantu.apps.people.acting import Deed, acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.models import Organisation
from lantu.apps.people.permissions import Permission
from lantu.apps.tracking.enabling.actions import enable_pack
from lantu.apps.tracking.enabling.foreseeing import Foreseen, Part, foresee, moved, parts_of
from lantu.apps.tracking.enabling.models import EnabledPack
from lantu.apps.tracking.enabling.snapshots import forget, pinned
from lantu.apps.tracking.records.storing import Entry, set_columns, write
from lantu.engines.registers.fields import Value
from lantu.kernel.errors import Conflict, Invalid, NotFound
from lantu.packs.snapshot import Pack


def keeper_named(unit: int | str) -> Organisation:
    """An organisation by id or by its full name. NotFound when there is none."""
    known = Organisation.objects.filter(valid_to=None)
    wanted = {"pk": unit} if isinstance(unit, int) else {"name": unit}
    found: Organisation | None = known.filter(**wanted).first()
    if found is None:
        raise NotFound(
            "tracking.pack.keeper",
            f"没有单位“{unit}”。",
            "请写单位目录里的全称，或先登记单位。",
        )
    return found


def adopt_pack(
    *, by: Actor, pack: Pack, keeper: Organisation | None = None, migrate: bool = True
) -> EnabledPack:
    """Enable `pack` and move the records of older versions to it. migrate: False leaves them.

    Invalid with `data["faults"]` when a record cannot move; then nothing is changed.
    """
    by.must(Permission.ENABLE_PACK)
    try:
        with transaction.atomic():
            row = enable_pack(by=by, pack=pack, keeper=keeper)
            if migrate:
                _migrate(by, pack, row)
    except IntegrityError as error:
        raise Conflict(
            "tracking.pack.repeated",
            "迁移后有两条记录在不许重复的栏目里相同，没有改动任何内容。",
            "请核对并改正重复的记录，再启用。",
        ) from error
    finally:
        forget()  # of what was rolled back as well
    return row


def _migrate(by: Actor, pack: Pack, row: EnabledPack) -> None:
    known = foresee(pack)
    if known.wrong:
        raise _refusal(by, known)
    with acting(Permission.ENABLE_PACK, by=by, what="tracking.migrate_records") as deed:
        for part in parts_of(pack):
            if not part.why:
                _move(deed, by, pack, row, part)


def _move(deed: Deed, by: Actor, pack: Pack, row: EnabledPack, part: Part) -> None:
    home = pinned(row.version_id).pack.register(part.register)
    reason = f"系统包由 {part.before} 版迁移到 {pack.version} 版。"
    for batch in moved(pack, part, lock=True):
        entries = []
        for record, after in batch:
            changed: dict[str, Value] = {d.field: after.values.get(d.field) for d in after.changes}
            record.row_version += 1
            record.pack_id = row.version_id
            unit = record.organisation_id
            set_columns(record, home, after.values)
            record.organisation_id = record.organisation_id or unit
            entries.append(Entry(record, changed, reason))
        write(deed, home, entries, by)


def _refusal(by: Actor, known: Foreseen) -> Invalid:
    """What a record says is told to those only who may read records."""
    told = known.faults if by.may(Permission.READ_RECORDS) else ()
    example = f"例如“{told[0].key}”：{told[0].finding.message}" if told else ""
    return Invalid(
        "tracking.pack.records",
        f"有 {known.wrong} 条记录不合 {known.pack.version} 版的要求，没有改动任何内容。",
        f"{example}请先改正这些记录，或在 pack.yaml 的 migrations "
        "里用 defaults 写明旧记录填什么；也可以只启用、不迁移。",
        {"faults": [(w.record, w.key, w.finding.message, w.finding.fix) for w in told]},
    )
