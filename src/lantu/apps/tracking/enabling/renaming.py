"""Old and new names of one thing: what cases and records under older versions of a pack show.

Cases and records keep the version that they began under; a list has the columns of the version in
use. A migration says what a field was called before; where none leads there, names are taken to
mean the same.
"""

from collections.abc import Mapping
from functools import lru_cache

from lantu.apps.tracking.enabling.snapshots import last_used, pinned, split, versions_of
from lantu.engines.cases.process import StateKind
from lantu.kernel.errors import NotFound
from lantu.packs.migrating import former_names
from lantu.packs.snapshot import Pack


def former_name(kind: str, version: int, field: str) -> str:
    """What `field` of the version in use was called in `version`. kind: `pack.process` or
    `pack.register`."""
    pack, name = split(kind)
    now = last_used(pack).id
    return field if now == version else _names(now, version, name).get(field, field)


@lru_cache(maxsize=512)
def _names(now: int, then: int, of: str) -> Mapping[str, str]:
    pack, before = pinned(now).pack, pinned(then).pack
    names: dict[str, str] = {}
    for part in _parts(pack, of):
        try:
            names |= former_names(pack, before.version, part)
        except NotFound:
            continue  # nobody declared a way: names mean what they say
    return names


def _parts(pack: Pack, of: str) -> tuple[str, ...]:
    """The register of a process as well: a field may be renamed in either declaration."""
    process = pack.processes.get(of)
    return (process.register, of) if process else (of,)


def former_states(kind: str) -> dict[str, str]:
    """Open states that older versions have and the version in use has not: name -> title."""
    pack, name = split(kind)
    now = last_used(pack).pack.processes.get(name)
    known = {s.name for s in now.process.states if s.kind is StateKind.OPEN} if now else set()
    found: dict[str, str] = {}
    for pin in versions_of(pack):
        process = pin.pack.processes.get(name)
        for state in process.process.states if process else ():
            if state.kind is StateKind.OPEN and state.name not in known:
                found.setdefault(state.name, state.title)
    return found


def former_options(kind: str, field: str) -> tuple[str, ...]:
    """Choices of a field that older versions offered and the version in use does not."""
    pack, name = split(kind)
    found: dict[str, None] = {}
    for pin in versions_of(pack):
        process = pin.pack.processes.get(name)
        home = pin.pack.registers.get(process.register if process else name)
        known = home.register.by_name.get(former_name(kind, pin.id, field)) if home else None
        found |= dict.fromkeys(known.options if known else ())
    return tuple(found)
