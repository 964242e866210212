"""Every name that a part of a pack uses is declared: fields, roles, states, limits, papers …

Runs before anything is built, so that building needs no doubt. Refuses an unknown name and shows
the nearest one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lantu.engines.cases.process import REPORTER, MeasureKind
from lantu.engines.registers.fields import Kind
from lantu.packs.duties import DUTY_FIELDS
from lantu.packs.faults import Fault, Place
from lantu.packs.schema import PackFile
from lantu.packs.schema_processes import LimitPart, ProcessPart, RoundPart
from lantu.packs.schema_registers import FieldPart, RegisterPart
from lantu.packs.words import OF_RECORDS, Column
from lantu.packs.yaml_lines import Path

_ANSWERS = ("solved", "satisfaction")
"""What feedback holds besides the fields of the register."""
_KINDS = {
    Column.AREA: Kind.AREA,
    Column.ORGANISATION: Kind.ORGANISATION,
    Column.OWNER: Kind.PERSON,
    Column.DUE: Kind.DATE,
    Column.AMOUNT: Kind.MONEY,
    Column.DATE: Kind.DATE,
    Column.POINT: Kind.POINT,
    Column.ADDRESS: Kind.TEXT,
    Column.PHOTO: Kind.FILE,
    Column.REPLY: Kind.TEXT,
    Column.REPORTER: Kind.TEXT,
    Column.PHONE: Kind.TEXT,
    Column.EMAIL: Kind.TEXT,
}


@dataclass(frozen=True)
class References:
    """The names of one pack. functions: those of rules.py."""

    file: PackFile
    place: Place
    functions: tuple[str, ...]

    def check(self) -> Iterator[Fault]:
        """Every name that is not there."""
        for name, table in self.file.tables.items():
            path: Path = ("tables", name)
            yield from self._one((*path, "key"), table.key, "列", table.columns)
            for column, part in table.columns.items():
                yield from self._column((*path, "columns", column), part)
        for name, register in self.file.registers.items():
            yield from self._register(("registers", name), register)
        for name, process in self.file.processes.items():
            yield from self._process(("processes", name), process)
        for name, round_ in self.file.rounds.items():
            yield from self._round(("rounds", name), round_)
        yield from self._indicators()
        yield from self._pages()
        yield from self._migrations()

    def _one(
        self, path: Path, name: str | None, what: str, known: Iterable[str]
    ) -> Iterator[Fault]:
        if name is not None and name not in (names := tuple(known)):
            yield self.place.unknown(path, name, what, names)

    def _many(
        self, path: Path, names: Iterable[str], what: str, known: Iterable[str]
    ) -> Iterator[Fault]:
        listed = tuple(known)
        for number, name in enumerate(names):
            yield from self._one((*path, number), name, what, listed)

    def _column(self, path: Path, part: FieldPart) -> Iterator[Fault]:
        """A table holds plain values; what looks elsewhere belongs to registers."""
        for key in ("options_from", "register", "function", "sensitive"):
            if getattr(part, {"register": "register_name"}.get(key, key)) is not None:
                yield self.place.wrong((*path, key), f"表里的列不能写“{key}”", "请删去这一行")

    def _register(self, path: Path, part: RegisterPart) -> Iterator[Fault]:
        fields = part.fields
        yield from self._one((*path, "key"), part.key, "栏目", fields)
        yield from self._many((*path, "checks"), part.checks, "函数（rules.py）", self.functions)
        for column, name in part.columns.items():
            place = (*path, "columns", column.value)
            yield from self._one(place, name, "栏目", fields)
            wanted = _KINDS.get(column)
            if name in fields and wanted and fields[name].kind is not wanted:
                yield self.place.wrong(
                    place,
                    f"固定列“{column.label}”要用 {wanted} 类型的栏目，“{name}”不是",
                    "请换一个栏目，或改它的 kind",
                )
        for name, field in fields.items():
            yield from self._field((*path, "fields", name), field)

    def _field(self, path: Path, part: FieldPart) -> Iterator[Fault]:
        yield from self._one((*path, "register"), part.register_name, "登记簿", self.file.registers)
        yield from self._one((*path, "function"), part.function, "函数（rules.py）", self.functions)
        if part.options_from is None:
            return
        place, table = (*path, "options_from"), part.options_from.table
        yield from self._one((*place, "table"), table, "表", self.file.tables)
        if table in self.file.tables:
            columns = self.file.tables[table].columns
            yield from self._one((*place, "column"), part.options_from.column, "列", columns)
        if part.options:
            yield self.place.wrong(place, "选项写了两处", "options 和 options_from 只留一个")

    def _process(self, path: Path, part: ProcessPart) -> Iterator[Fault]:
        yield from self._one((*path, "register"), part.register_name, "登记簿", self.file.registers)
        if part.register_name not in self.file.registers:
            return
        fields = self.file.registers[part.register_name].fields
        yield from self._one((*path, "category"), part.category, "栏目", fields)
        yield from self._one((*path, "source"), part.source, "栏目", fields)
        yield from self._duties((*path, "duties"), part.duties)
        yield from self._limit((*path, "limit"), part.limit, part.register_name)
        for name, state in part.states.items():
            place = (*path, "states", name)
            yield from self._one((*place, "duty"), state.duty, "岗位", self._roles())
            yield from self._limit((*place, "limit"), state.limit, part.register_name)
            for action, step in state.steps.items():
                inner = (*place, "steps", action)
                yield from self._one((*inner, "to"), step.to, "环节", part.states)
                yield from self._who(inner, step.who, (), step.papers)
                yield from self._many((*inner, "needs"), step.needs, "栏目", fields)
                yield from self._many((*inner, "asks"), step.asks, "栏目", fields)
        for kind, measure in part.measures.items():
            inner = (*path, "measures", kind.value)
            yield from self._one((*inner, "to"), measure.to, "环节", part.states)
            yield from self._who(inner, measure.who, measure.approve, measure.papers)
            known = (*fields, *_ANSWERS) if kind is MeasureKind.FEEDBACK else tuple(fields)
            yield from self._many((*inner, "needs"), measure.needs, "栏目", known)
            yield from self._many((*inner, "states"), measure.states, "环节", part.states)

    def _duties(self, path: Path, name: str | None) -> Iterator[Fault]:
        yield from self._one(path, name, "登记簿", self.file.registers)
        if name not in self.file.registers:
            return
        fields = self.file.registers[name].fields
        for field, kind in DUTY_FIELDS.items():
            if field not in fields or fields[field].kind is not kind:
                wrong = f"值班表“{name}”缺少 {kind} 类型的栏目“{field}”"
                yield self.place.wrong(path, wrong, f"请在它的 fields 里写上 {field}")

    def _roles(self) -> tuple[str, ...]:
        return (*self.file.roles, REPORTER)

    def _who(
        self, path: Path, who: Iterable[str], approve: Iterable[str], papers: Iterable[str]
    ) -> Iterator[Fault]:
        yield from self._many((*path, "who"), who, "岗位", self._roles())
        yield from self._many((*path, "approve"), approve, "岗位", self._roles())
        yield from self._many((*path, "papers"), papers, "文书", self.file.documents)

    def _limit(self, path: Path, name: str | None, register: str) -> Iterator[Fault]:
        yield from self._one(path, name, "时限", self.file.limits)
        part = self.file.limits.get(name or "")
        if part is not None and part.by is not None:
            yield from self._classed(("limits", str(name)), part, register)

    def _classed(self, path: Path, part: LimitPart, register: str) -> Iterator[Fault]:
        """A limit by category: field, its table, and the columns with the amounts."""
        fields = self.file.registers[register].fields
        yield from self._one((*path, "by"), part.by, "栏目", fields)
        field = fields.get(part.by or "")
        if field is None:
            return
        if field.options_from is None or field.options_from.table not in self.file.tables:
            yield self.place.wrong(
                (*path, "by"), f"“{part.by}”的选项不是取自一张表", "请给它写 options_from"
            )
            return
        columns = self.file.tables[field.options_from.table].columns
        for key in ("amount_column", "unit_column"):
            name = getattr(part, key)
            if name is None:
                yield self.place.wrong(path, f"按类别的时限缺少“{key}”", f"请写明 {key} 是哪一列")
            yield from self._one((*path, key), name, "列", columns)

    def _round(self, path: Path, part: RoundPart) -> Iterator[Fault]:
        yield from self._one((*path, "process"), part.process, "流程", self.file.processes)
        yield from self._one((*path, "register"), part.register_name, "登记簿", self.file.registers)
        if part.register_name not in self.file.registers:
            return
        register = self.file.registers[part.register_name]
        yield from self._one((*path, "view"), part.view, "部分（views）", register.views)
        yield from self._one((*path, "responsible"), part.responsible, "栏目", register.fields)
        yield from self._limit((*path, "limit"), part.limit, part.register_name)
        field = register.fields.get(part.responsible)
        if field is not None and field.kind is not Kind.ORGANISATION:
            yield self.place.wrong(
                (*path, "responsible"),
                f"“{part.responsible}”不是单位",
                "请写 kind 为 organisation 的栏目",
            )

    def _fields_of(self, name: str) -> tuple[str, ...]:
        """The fields of a register, or of the register of a process."""
        if name in self.file.processes:
            name = self.file.processes[name].register_name
        return tuple(self.file.registers[name].fields) if name in self.file.registers else ()

    def _homes(self) -> tuple[str, ...]:
        return (*self.file.registers, *self.file.processes)

    def _indicators(self) -> Iterator[Fault]:
        for name, part in self.file.indicators.items():
            path: Path = ("indicators", name)
            records = part.figure in OF_RECORDS
            known = self.file.registers if records else self.file.processes
            yield from self._one((*path, "of"), part.of, "登记簿" if records else "流程", known)
            if part.of in known:
                yield from self._one((*path, "field"), part.field, "栏目", self._fields_of(part.of))

    def _pages(self) -> Iterator[Fault]:
        for number, part in enumerate(self.file.pages):
            path: Path = ("pages", number)
            yield from self._one((*path, "of"), part.of, "登记簿或流程", self._homes())
            if part.of in self._homes():
                fields = self._fields_of(part.of)
                yield from self._one((*path, "by"), part.by, "栏目", fields)
                yield from self._many((*path, "columns"), part.columns, "栏目", fields)

    def _migrations(self) -> Iterator[Fault]:
        """Only the last migration leads to names that must still be there."""
        for number, part in enumerate(self.file.migrations):
            path: Path = ("migrations", number)
            yield from self._one((*path, "of"), part.of, "登记簿或流程", self._homes())
            if part.after != self.file.version or part.of not in self._homes():
                continue
            fields = self._fields_of(part.of)
            for old, new in part.fields.items():
                yield from self._one((*path, "fields", old), new, "栏目", fields)
            for name in part.defaults:
                yield from self._one((*path, "defaults", name), name, "栏目", fields)
            process = self.file.processes.get(part.of)
            for old, new in part.states.items():
                known = process.states if process else ()
                yield from self._one((*path, "states", old), new, "环节", known)
