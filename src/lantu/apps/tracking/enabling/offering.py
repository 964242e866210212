"""Which processes take reports from outside, what a first report says, what a public one is asked.

All of it is found in the declaration: a pack offers a process by a page `public` of it or of its
register. Refuses nothing; whether somebody may report is asked where the report is written.
"""

from dataclasses import dataclass

from lantu.apps.tracking.enabling.models import EnabledPack
from lantu.apps.tracking.enabling.snapshots import Pinned, pinned
from lantu.engines.registers.fields import Kind
from lantu.packs.snapshot import Pack, PackProcess, PackRegister
from lantu.packs.words import Column, PageKind

OUTSIDE = ("居民", "公众", "群众")
"""What a pack may call a report from outside, the likeliest first."""
_INSIDE = frozenset({Kind.DATE, Kind.ORGANISATION, Kind.PERSON, Kind.REFERENCE})
"""Kinds that nobody outside is asked for, unless the register cannot do without."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A process that everybody may report to. home: the register of what is reported."""

    pin: Pinned
    found: PackProcess
    home: PackRegister

    @property
    def kind(self) -> str:
        return self.pin.kind(self.found.process.name)


def offers() -> tuple[Offer, ...]:
    """Of all packs in use, the earliest enabled first: what came first keeps its plain codes."""
    rows = EnabledPack.objects.filter(enabled=True).order_by("pk")
    pins = [pinned(version) for version in rows.values_list("version", flat=True)]
    return tuple(
        Offer(pin, found, pin.pack.register(found.register))
        for pin in pins
        for found in pin.pack.processes.values()
        if is_offered(pin.pack, found)
    )


def is_offered(pack: Pack, found: PackProcess) -> bool:
    """Whether the pack has a public page for the process or its register."""
    names = (found.register, found.process.name)
    return any(page.page is PageKind.PUBLIC and page.of in names for page in pack.pages)


def asked_first(home: PackRegister, found: PackProcess) -> tuple[str, ...]:
    """Fields of the first form: whatever no step and no measure asks for later, and the picture."""
    process = found.process
    later = {name for step in process.transitions for name in (*step.needs, *step.asks)}
    later |= {name for measure in process.measures for name in measure.needs}
    later.discard(home.columns.get(Column.PHOTO, ""))
    return tuple(f.name for f in home.register.fields if f.required or f.name not in later)


def asked_outside(home: PackRegister, found: PackProcess) -> tuple[str, ...]:
    """Of these, what somebody outside is asked: no days, no offices, not the source."""
    by_name = home.register.by_name
    return tuple(
        name
        for name in asked_first(home, found)
        if name != found.source
        and not home.notes[name].function
        and not (by_name[name].kind in _INSIDE and not _must(home, name))
    )


def _must(home: PackRegister, name: str) -> bool:
    field = home.register.by_name[name]
    return field.required and field.kind is not Kind.DATE


def known_outside(home: PackRegister, found: PackProcess, today: str) -> dict[str, object]:
    """What need not be asked: the day, and that it comes from outside."""
    known: dict[str, object] = {
        f.name: today for f in home.register.fields if f.kind is Kind.DATE and f.required
    }
    options = home.register.by_name[found.source].options if found.source else ()
    word = next((word for word in OUTSIDE if word in options), None)
    return known | ({found.source: word} if word else {})
