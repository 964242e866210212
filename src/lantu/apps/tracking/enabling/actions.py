"""Switching packs on and off, and deciding which pack runs a promised system."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import Actor
from lantu.apps.people.audit.versions import renew
from lantu.apps.people.models import Organisation
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.models import System
from lantu.apps.tracking.enabling.linking import count_activity, derive_states, relink, set_link
from lantu.apps.tracking.enabling.models import EnabledPack, PackVersion, SystemLink
from lantu.apps.tracking.enabling.snapshots import forget
from lantu.apps.tracking.moments import moment
from lantu.kernel.errors import Conflict, NotFound
from lantu.packs.shelf import load_shelf
from lantu.packs.snapshot import Pack


def enable_pack(*, by: Actor, pack: Pack, keeper: Organisation | None = None) -> EnabledPack:
    """New records and cases are made by this version; what began under another ends under it.

    keeper: the organisation in charge; None leaves the one that is there. Conflict when the version
    is known with another content: a change needs a new version.
    """
    with acting(Permission.ENABLE_PACK, by=by) as deed:
        version, _ = PackVersion.objects.get_or_create(
            name=pack.name,
            version=pack.version,
            defaults={"digest": pack.digest, "files": dict(pack.files)},
        )
        if version.digest != pack.digest:
            raise Conflict(
                "tracking.pack.changed",
                f"{pack.title} {pack.version} 版的内容与已启用过的不同。",
                "请把 pack.yaml 的 version 加一，再启用；在办的案件仍按原来的版本办完。",
            )
        row, added = EnabledPack.objects.get_or_create(
            name=pack.name, defaults={"version": version, "keeper": keeper, "since": moment()}
        )
        keeper_id = keeper.pk if keeper else row.keeper_id
        wanted = (version.pk, True, keeper_id)
        if not added and (row.version_id, row.enabled, row.keeper_id) == wanted:
            return row
        if not added:
            renew(row)
            row.version, row.enabled, row.keeper_id = version, True, keeper_id
            row.save()
        deed.record(row, version=pack.version, digest=pack.digest, keeper=keeper_id)
        derive_states(deed)
    forget()
    return row


def disable_pack(*, by: Actor, name: str) -> None:
    """Nothing new is made by the pack; what is there stays and can be finished."""
    with acting(Permission.ENABLE_PACK, by=by, what="tracking.disable_pack") as deed:
        row = EnabledPack.objects.filter(name=name, enabled=True).first()
        if row is None:
            raise Conflict("tracking.pack.off", f"系统包 {name} 没有启用。", "请刷新页面再看。")
        renew(row)
        row.enabled = False
        row.save()
        deed.record(row, enabled=False)
        derive_states(deed)
    forget()


def link_systems(*, by: Actor, packs: Iterable[Pack] | None = None) -> int:
    """Ask the words of packs which of them serves each promised system, and derive its state.

    packs: without them every one at hand, enabled or not: a system shows which pack could run it.
    What a person chose stays. The number of systems whose pack changed.
    """
    packs = packs_at_hand() if packs is None else packs
    with acting(Permission.LINK_SYSTEM, by=by, what="tracking.link_systems") as deed:
        changed = relink(deed, packs)
        count_activity(moment())
        derive_states(deed)
    return changed


def packs_at_hand() -> list[Pack]:
    """Those of the software and of the deployment, without the ones that have faults."""
    found = load_shelf([Path(settings.HOME) / "packs"])
    return [loaded.pack for loaded in found.values() if loaded.pack]


def choose_pack(*, by: Actor, promise: int, pack: str, why: str = "") -> SystemLink:
    """Say by hand which pack runs a system; "" for none. It is not asked about again."""
    with acting(Permission.LINK_SYSTEM, by=by) as deed:
        system = System.objects.select_related("promise").filter(pk=promise).first()
        if system is None:
            raise NotFound("tracking.system.missing", "没有这个系统。", "请从系统清单进入。")
        said = why.strip() or f"由{by.name}选定"
        row = set_link(deed, system, pack, said, by_hand=True)
        derive_states(deed)
    return row
