"""Packs at hand and in use, and what a version would change before it is brought into use.

The faults of records are shown to whoever may read records; others see how many there are.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.permissions import Permission
from lantu.apps.people.queries import organisations
from lantu.apps.tracking.enabling.actions import disable_pack
from lantu.apps.tracking.enabling.adopting import adopt_pack, keeper_named
from lantu.apps.tracking.enabling.foreseeing import Foreseen, foresee
from lantu.apps.tracking.enabling.queries import enabled_packs
from lantu.apps.web.pages import number as whole
from lantu.apps.web.pages import page
from lantu.kernel.errors import Conflict, Invalid, LantuError
from lantu.packs.shelf import load_shelf, take
from lantu.packs.snapshot import Pack


@dataclass(frozen=True, slots=True)
class Line:
    """A pack. version: at hand, "" where it has faults; now: in use, "" for none."""

    name: str
    title: str
    version: str
    source: str
    now: str
    enabled: bool
    keeper: str
    errors: int

    @property
    def is_new(self) -> bool:
        return self.errors == 0 and (not self.enabled or self.now != self.version)


@page(Permission.ENABLE_PACK)
def packs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every pack at hand, and whether it is in use."""
    return render(request, "lantu/packs/versions.html", {"lines": _lines()})


def _lines() -> list[Line]:
    used = {line.name: line for line in enabled_packs()}
    found = []
    for name, loaded in load_shelf([settings.HOME / "packs"]).items():
        pack, row = loaded.pack, used.get(name)
        errors = sum(fault.is_error for fault in loaded.faults)
        title = pack.title if pack else row.title if row else name
        found.append(
            Line(
                name, title, pack.version if pack else "", pack.source.number if pack else "",
                row.version if row else "", bool(row and row.enabled),
                row.keeper.name if row and row.keeper else "", errors,
            )
        )  # fmt: skip
    return found


@page(Permission.ENABLE_PACK, methods=("GET", "HEAD", "POST"))
def pack_version(request: HttpRequest, actor: Actor, pack: str) -> HttpResponse:
    """What the version at hand would change; sent, it is brought into use."""
    found = take(pack, [settings.HOME / "packs"])
    fault: LantuError | None = None
    if request.method == "POST":
        try:
            _adopt(request, actor, found)
        except (Invalid, Conflict) as error:
            fault = error
        else:
            return redirect("pack-version", pack=pack)
    return _shown(request, actor, foresee(found), fault)


def _adopt(request: HttpRequest, actor: Actor, pack: Pack) -> None:
    if request.POST.get("off"):
        disable_pack(by=actor, name=pack.name)
        return
    if request.POST.get("pin") != pack.pin:
        raise Conflict(
            "web.pack.version", _("系统包的内容刚刚变了。"), _("请看过现在的改动，再启用。")
        )
    unit = whole(request.POST.get("keeper"))
    adopt_pack(
        by=actor, pack=pack, keeper=keeper_named(unit) if unit else None,
        migrate=request.POST.get("migrate") == "1",
    )  # fmt: skip


def _shown(
    request: HttpRequest, actor: Actor, found: Foreseen, fault: LantuError | None
) -> HttpResponse:
    row = next((line for line in enabled_packs() if line.name == found.pack.name), None)
    context = {
        "found": found, "pack_": found.pack, "fault": fault, "units": organisations(actor),
        "keeper": row.keeper if row else None,
        "faults": found.faults if actor.may(Permission.READ_RECORDS) else (),
    }  # fmt: skip
    status = {Invalid: 400, Conflict: 409}.get(type(fault), 200) if fault else 200
    return render(request, "lantu/packs/version.html", context, status=status)
