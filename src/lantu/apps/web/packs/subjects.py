"""What a page of a pack is about: a register, or the cases of a process, and the pages around it.

A register that a process works on shows its cases; any other shows its records. Refuses a name that
the pack does not have.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from lantu.apps.tracking.enabling.snapshots import Pinned, last_used, pinned
from lantu.engines.registers.fields import Field, Register
from lantu.packs.snapshot import Pack, PackProcess, PackRegister, Page
from lantu.packs.words import PageKind


@dataclass(frozen=True, slots=True)
class Subject:
    """process: None for a plain register. kind: `pack.name` of the rows."""

    pin: Pinned
    of: str
    register: PackRegister
    process: PackProcess | None

    @property
    def pack(self) -> Pack:
        return self.pin.pack

    @property
    def kind(self) -> str:
        name = self.process.process.name if self.process else self.register.register.name
        return self.pin.kind(name)

    @property
    def title(self) -> str:
        return self.process.process.title if self.process else self.register.register.title

    @property
    def fields(self) -> tuple[Field, ...]:
        return self.register.register.fields


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to another page of the pack."""

    title: str
    address: str


def subject(pack: str, of: str) -> Subject:
    """NotFound when the pack was never enabled, or has neither register nor process of that name.

    A pack that was switched off is still read; actions refuse to make anything new by it."""
    pin = last_used(pack)
    process = pin.pack.processes.get(of) or working_on(pin.pack, of)
    name = process.register if process else of
    return Subject(pin, of, pin.pack.register(name), process)


def subject_under(version: int, pack: str, register: str) -> Subject:
    """A register as it was in the version that a record stands under."""
    pin = pinned(version)
    return Subject(pin, register, pin.pack.register(register), None)


def working_on(pack: Pack, register: str) -> PackProcess | None:
    """The process whose cases are the rows of a register."""
    return next((p for p in pack.processes.values() if p.register == register), None)


ROUTES = {
    PageKind.LIST: "pack-list",
    PageKind.FORM: "pack-form",
    PageKind.IMPORT: "pack-import",
    PageKind.BOARD: "pack-board",
    PageKind.MAP: "pack-map",
    PageKind.LEAGUE: "pack-league",
    PageKind.CHART: "pack-chart",
}
"""Pages with an address of their own; inbox and cases are reached from everywhere."""


def tabs(pack: Pack) -> tuple[Tab, ...]:
    """The pages that the pack declares, in its order; forms and imports are buttons, not tabs."""
    home = Tab(_("概况"), reverse("pack", args=[pack.name]))
    return (home, *_tabs(pack))


def _tabs(pack: Pack) -> Iterator[Tab]:
    for page in pack.pages:
        if page.page in ROUTES and page.page not in (PageKind.FORM, PageKind.IMPORT):
            yield Tab(title_of(pack, page), address_of(pack, page))
    if pack.rounds:
        yield Tab(_("轮次"), reverse("pack-rounds", args=[pack.name]))


def address_of(pack: Pack, page: Page) -> str:
    """Where a declared page is."""
    address = reverse(ROUTES[page.page], args=[pack.name, page.of])
    asks = page.page in (PageKind.LEAGUE, PageKind.CHART) and page.by
    return f"{address}?by={page.by}" if asks else address


def title_of(pack: Pack, page: Page) -> str:
    """Its own title, else the register's or process's with the kind of page."""
    known = subject_title(pack, page.of)
    if page.title not in ("", known):
        return page.title
    return known if page.page is PageKind.LIST else f"{known}{page.page.label}"


def subject_title(pack: Pack, of: str) -> str:
    """What people call a register or a process."""
    if of in pack.processes:
        return pack.processes[of].process.title
    return pack.registers[of].register.title


def declared(pack: Pack, kind: PageKind, of: str) -> Page | None:
    """The first declaration of a kind of page for a register or process, by either name."""
    process = pack.processes.get(of) or working_on(pack, of)
    names = {of, process.register, process.process.name} if process else {of}
    return next((p for p in pack.pages if p.page is kind and p.of in names), None)


def register_of(pin: Pinned, process: str) -> Register:
    """The register whose fields a case of `process` has."""
    return pin.pack.register(pin.pack.process(process).register).register
