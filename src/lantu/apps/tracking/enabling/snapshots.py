"""Packs as they were kept: read once a process, however many records and cases point at them."""

import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from lantu.apps.tracking.enabling.models import EnabledPack, PackVersion
from lantu.kernel.errors import NotFound, Unavailable
from lantu.packs.load import load_files
from lantu.packs.snapshot import Pack, PackProcess, PackRegister, PackRound


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pack in one of its versions. id: of its PackVersion."""

    id: int
    pack: Pack

    def kind(self, name: str) -> str:
        """`pack.name`, as rows say it."""
        return f"{self.pack.name}.{name}"


@lru_cache(maxsize=128)
def pinned(version: int) -> Pinned:
    """The pack of a PackVersion. Unavailable when this software cannot read it any more."""
    row = PackVersion.objects.get(pk=version)
    loaded = load_files(row.files, row.name)
    if loaded.pack is None:
        raise Unavailable(
            "tracking.pack.unreadable",
            f"系统包 {row} 读不出来：{loaded.faults[0]}",
            "它是用另一版软件写的；请换回那一版，或按新的写法修改后重新启用。",
        )
    return Pinned(version, loaded.pack)


def forget() -> None:
    """Read again: after a pack was enabled here, and for tests, which roll theirs back."""
    pinned.cache_clear()
    _enabled.cache_clear()
    _keepers.cache_clear()
    _kept.cache_clear()
    _known.cache_clear()


def keeper_of(pack: str) -> int | None:
    """The organisation in charge of a pack; asked for once a minute and process."""
    return _keepers(int(time.time()) // 60).get(pack)


def kept_by(organisations: frozenset[int]) -> tuple[str, ...]:
    """Registers and processes (`pack.name`) that one of the organisations is in charge of."""
    kept = _kept(int(time.time()) // 60)
    return tuple(kind for unit in sorted(organisations) for kind in kept.get(unit, ()))


@lru_cache(maxsize=1)
def _kept(minute: int) -> dict[int, tuple[str, ...]]:
    """Of every version: what began under an older one is still the keeper's."""
    found: dict[int, set[str]] = {}
    for name, unit in _keepers(minute).items():
        if unit is not None:
            kinds = found.setdefault(unit, set())
            for pin in versions_of(name):
                kinds.update(map(pin.kind, (*pin.pack.registers, *pin.pack.processes)))
    return {unit: tuple(sorted(kinds)) for unit, kinds in found.items()}


@lru_cache(maxsize=1)
def _keepers(minute: int) -> dict[str, int | None]:
    return dict(EnabledPack.objects.values_list("name", "keeper"))


def enabled(name: str) -> Pinned:
    """The version in use, asked for once a minute and process. NotFound: not enabled."""
    found = _row(name)
    if found is None or not found[1]:
        raise NotFound(
            "tracking.pack.not_enabled",
            f"系统包 {name} 没有启用。",
            f"请规划科或系统管理员运行 lantu packs enable {name}。",
        )
    return pinned(found[0])


def last_used(name: str) -> Pinned:
    """The version in use, or the one last in use when the pack was switched off: what it made can
    still be read and finished. NotFound: never enabled."""
    found = _row(name)
    return enabled(name) if found is None else pinned(found[0])


def _row(name: str) -> tuple[int, bool] | None:
    """(version, whether it is on) of a pack that is or was enabled."""
    found = _enabled(int(time.time()) // 60).get(name)
    if found is None or not found[1]:  # it may have been enabled within this minute
        _enabled.cache_clear()
        found = _enabled(int(time.time()) // 60).get(name)
    return found


@lru_cache(maxsize=1)
def _enabled(minute: int) -> dict[str, tuple[int, bool]]:
    rows = EnabledPack.objects.values_list("name", "version", "enabled")
    return {name: (version, on) for name, version, on in rows}


def all_enabled() -> tuple[Pinned, ...]:
    """Every version in use, by name."""
    rows = EnabledPack.objects.filter(enabled=True).order_by("name")
    return tuple(pinned(version) for version in rows.values_list("version", flat=True))


def versions_of(name: str) -> tuple[Pinned, ...]:
    """Every version that was ever in use and can be read, the newest first; asked for once a
    minute and process."""
    return _known(name, int(time.time()) // 60)


@lru_cache(maxsize=128)
def _known(name: str, minute: int) -> tuple[Pinned, ...]:
    found = []
    for version in (
        PackVersion.objects.filter(name=name).order_by("-pk").values_list("pk", flat=True)
    ):
        with suppress(Unavailable):
            found.append(pinned(version))
    return tuple(found)


def split(kind: str) -> tuple[str, str]:
    """`pack.name` in its two parts."""
    pack, _, name = kind.partition(".")
    return pack, name


def process_of(kind: str) -> tuple[Pinned, PackProcess]:
    """The process `pack.process` in the version in use."""
    pack, name = split(kind)
    found = enabled(pack)
    return found, found.pack.process(name)


def process_under(version: int, kind: str) -> tuple[Pinned, PackProcess]:
    """The process `pack.process` as it was in the version that a case began under."""
    found = pinned(version)
    return found, found.pack.process(split(kind)[1])


def register_under(version: int, kind: str) -> tuple[Pinned, PackRegister]:
    """The register `pack.register` as it was in the version that a record stands under."""
    found = pinned(version)
    return found, found.pack.register(split(kind)[1])


def process_shown(kind: str) -> tuple[Pinned, PackProcess]:
    """The process `pack.process` as lists and boards show it: of the version `last_used`."""
    pack, name = split(kind)
    found = last_used(pack)
    return found, found.pack.process(name)


def register_shown(kind: str) -> tuple[Pinned, PackRegister]:
    """The register `pack.register` as lists show it: of the version `last_used`."""
    pack, name = split(kind)
    found = last_used(pack)
    return found, found.pack.register(name)


def register_of(kind: str) -> tuple[Pinned, PackRegister]:
    """The register `pack.register` in the version in use."""
    pack, name = split(kind)
    found = enabled(pack)
    return found, found.pack.register(name)


def round_of(kind: str) -> tuple[Pinned, PackRound]:
    """The round `pack.round` in the version in use."""
    pack, name = split(kind)
    found = enabled(pack)
    return found, found.pack.round(name)
