"""Files in, one frozen snapshot or all faults out, each with file and line.

`load_folder` reads a folder, `load_files` the texts that a snapshot carries: a pinned version can
be taken out of storage again. Refuses to give a snapshot while one error stands.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path as FilePath
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from lantu.engines.cases.process import Limit
from lantu.kernel.errors import NotFound
from lantu.packs.build import Builder, rule_of, table_columns
from lantu.packs.faults import Fault, Place, from_schema, misread
from lantu.packs.functions import read_functions
from lantu.packs.references import References
from lantu.packs.schema import PackFile
from lantu.packs.sense import check_built, check_sense
from lantu.packs.snapshot import (
    Document,
    Figure,
    Function,
    Migration,
    Pack,
    PackLimit,
    PackProcess,
    PackRegister,
    PackRole,
    PackTable,
    Page,
    Serves,
    Source,
)
from lantu.packs.tables import read_table
from lantu.packs.yaml_lines import read_yaml

T = TypeVar("T")
HOME = FilePath(__file__).parent
"""Packs that come with the software."""
PACK_FILE = "pack.yaml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """pack: None while there is an error. faults: errors and doubts, by file and line."""

    pack: Pack | None
    faults: tuple[Fault, ...]


def folders(home: FilePath = HOME) -> tuple[FilePath, ...]:
    """The folders under `home` that hold a pack, the template left out."""
    found = (path.parent for path in home.glob(f"*/{PACK_FILE}"))
    return tuple(sorted(path for path in found if not path.name.startswith("_")))


def load_folder(folder: FilePath, today: date | None = None) -> Loaded:
    """The pack in `folder`. NotFound when there is none.

    today: for what has run out of date; None leaves that unchecked.
    """
    if not (folder / PACK_FILE).is_file():
        raise NotFound(
            "packs.folder",
            f"{folder} 中没有 {PACK_FILE}。",
            "请给出系统包的文件夹；新建请用 lantu packs new 名称。",
        )
    paths = [folder / PACK_FILE, *sorted(folder.glob("tables/*.csv")), folder / "rules.py"]
    files, faults = {}, []
    for path in (p for p in paths if p.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            files[name] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            faults.append(misread(name, 1, "不是 UTF-8 编码", "请用 UTF-8 编码另存"))
    if faults:
        return Loaded(None, tuple(faults))
    return load_files(files, folder.name.lstrip("_") or folder.name, today)


def load_files(files: Mapping[str, str], folder: str = "", today: date | None = None) -> Loaded:
    """The pack that the texts make. folder: the name that it must have, "" for any."""
    text = read_yaml(files.get(PACK_FILE, ""))
    place = Place(PACK_FILE, text.lines)
    faults = [misread(PACK_FILE, *fault) for fault in text.faults]
    if faults:
        return _answer(None, faults)
    try:
        file = PackFile.model_validate(text.data if text.data is not None else {})
    except ValidationError as error:
        return _answer(None, list(from_schema(error, PackFile, place)))
    tables, faults = _tables(file, files)
    functions, wrong = read_functions(files.get("rules.py", ""), file.pack)
    faults += [misread("rules.py", *fault) for fault in wrong]
    faults += References(file, place, tuple(functions)).check()
    faults += check_sense(file, place, today)
    if folder and folder != file.pack:
        faults.append(
            place.wrong(("pack",), f"名称“{file.pack}”与文件夹“{folder}”不同", "请改成一样")
        )
    if any(fault.is_error for fault in faults):
        return _answer(None, faults)
    builder = Builder(file, tables)
    registers = {n: builder.register(n, part) for n, part in file.registers.items()}
    processes = {n: builder.process(n, part) for n, part in file.processes.items()}
    faults += check_built(file, place, registers, processes)
    return _answer(_Assembly(file, builder, registers, processes, files).pack(functions), faults)


def _answer(pack: Pack | None, faults: list[Fault]) -> Loaded:
    ordered = sorted(faults, key=lambda f: (f.file != PACK_FILE, f.file, f.line))
    return Loaded(None if any(f.is_error for f in ordered) else pack, tuple(ordered))


def _tables(file: PackFile, files: Mapping[str, str]) -> tuple[dict[str, PackTable], list[Fault]]:
    found, faults = {}, []
    for name, part in file.tables.items():
        columns = table_columns(name, part)
        path = f"tables/{name}.csv"
        rows, wrong = read_table(columns, path, files.get(path))
        found[name] = PackTable(columns=columns, rows=rows, source=part.source)
        faults += wrong
    return found, faults


@dataclass(frozen=True)
class _Assembly:
    """Puts the parts together."""

    file: PackFile
    builder: Builder
    registers: dict[str, PackRegister]
    processes: dict[str, PackProcess]
    files: Mapping[str, str]

    def pack(self, functions: Mapping[str, Function]) -> Pack:
        file, digest = self.file, _digest(self.file, self.files)
        pin = f"{file.version}+{digest[:12]}"
        return Pack(
            name=file.pack,
            title=file.title.zh,
            title_en=file.title.en,
            version=file.version,
            layer=file.layer,
            source=Source(title=file.source.title, number=file.source.number, date=file.source.day),
            authored_by=file.authored_by,
            checked_by=file.checked_by,
            review_by=file.review_by,
            serves=tuple(self._serves()),
            roles=_frozen({n: PackRole(name=n, **dict(p)) for n, p in file.roles.items()}),
            limits=_frozen(dict(self._limits())),
            tables=_frozen(dict(self.builder.tables)),
            registers=_frozen(self.registers),
            processes=_frozen({n: _pinned(p, pin) for n, p in self.processes.items()}),
            rounds=_frozen({n: self.builder.round(n) for n in file.rounds}),
            documents=_frozen({n: Document(name=n, **dict(p)) for n, p in file.documents.items()}),
            indicators=_frozen(dict(self._figures())),
            pages=tuple(self._pages()),
            migrations=tuple(self._migrations()),
            digest=digest,
            files=_frozen(dict(self.files)),
            functions=_frozen(dict(functions)),
        )

    def _serves(self) -> Iterator[Serves]:
        for part in self.file.serves:
            yield Serves(
                all=part.all,
                any=part.any,
                none=part.none,
                families=frozenset(part.families),
                kinds=frozenset(part.kinds),
            )

    def _limits(self) -> Iterator[tuple[str, PackLimit]]:
        for name, part in self.file.limits.items():
            yield (
                name,
                PackLimit(
                    name=name,
                    title=part.title,
                    limit=Limit(part.amount, part.unit, part.by or ""),
                    source=part.source,
                    valid_from=part.valid_from,
                    valid_to=part.valid_to,
                ),
            )

    def _figures(self) -> Iterator[tuple[str, Figure]]:
        for name, part in self.file.indicators.items():
            process = self.file.processes.get(part.of)
            home = self.registers[process.register_name if process else part.of]
            yield (
                name,
                Figure(
                    name=name,
                    title=part.title,
                    unit=part.unit,
                    figure=part.figure,
                    of=part.of,
                    field=part.field or "",
                    where=rule_of(part.where, home.register),
                    feeds=part.feeds,
                ),
            )

    def _pages(self) -> Iterator[Page]:
        for part in self.file.pages:
            home = self.processes.get(part.of)
            title = home.process.title if home else self.registers[part.of].register.title
            yield Page(
                page=part.page,
                of=part.of,
                title=part.title or title,
                columns=part.columns,
                by=part.by or "",
            )

    def _migrations(self) -> Iterator[Migration]:
        for part in self.file.migrations:
            yield Migration(
                before=part.before,
                after=part.after,
                of=part.of,
                fields=_frozen(dict(part.fields)),
                states=_frozen(dict(part.states)),
                defaults=_frozen(dict(part.defaults)),
                drop=part.drop,
            )


def _pinned(process: PackProcess, pin: str) -> PackProcess:
    return replace(process, process=replace(process.process, version=pin))


def _frozen(values: dict[str, T]) -> Mapping[str, T]:
    return MappingProxyType(values)


def _digest(file: PackFile, files: Mapping[str, str]) -> str:
    """Of what the pack means: declarations in their order, table rows, functions."""
    meaning = {
        "pack": file.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "files": {name: text.split() for name, text in files.items() if name != PACK_FILE},
    }
    return sha256(json.dumps(meaning, ensure_ascii=False).encode()).hexdigest()
