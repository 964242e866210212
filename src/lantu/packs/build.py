"""From the checked words of pack.yaml to the frozen values of the engines.

Every name that is used exists already (`references` has seen to it). Refuses to decide: what the
author left out stays empty or takes the schema's own default.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lantu.engines.cases.process import (
    Fork,
    Limit,
    Measure,
    Process,
    State,
    StateKind,
    Transition,
)
from lantu.engines.cases.rounds import Round
from lantu.engines.registers.amounts import read_amount
from lantu.engines.registers.conditions import Bound, Condition, Join, Op, Operand, Rule
from lantu.engines.registers.dates import read_date
from lantu.engines.registers.fields import MEASURED, Field, Kind, Record, Register, Retention
from lantu.engines.registers.ladders import Ladder, Tier
from lantu.kernel.workdays import Unit
from lantu.packs.schema import PackFile
from lantu.packs.schema_processes import LimitPart, ProcessPart, StatePart
from lantu.packs.schema_registers import (
    ConditionRow,
    Conditions,
    FieldPart,
    LadderPart,
    RegisterPart,
    TablePart,
)
from lantu.packs.snapshot import (
    FieldNote,
    PackProcess,
    PackRegister,
    PackRound,
    PackTable,
    View,
)
from lantu.packs.words import Column

UNITS = {unit.label.removeprefix("个"): unit for unit in Unit}
"""How tables write a unit: 工作日, 天, 小时."""
_FIRST_OF = {
    Column.AREA: Kind.AREA,
    Column.ORGANISATION: Kind.ORGANISATION,
    Column.OWNER: Kind.PERSON,
    Column.AMOUNT: Kind.MONEY,
    Column.DATE: Kind.DATE,
    Column.POINT: Kind.POINT,
}
"""Fixed columns that, unless said, show the first field of a kind."""


@dataclass(frozen=True)
class Builder:
    """Builds the parts of one pack. tables: rows by table, read before."""

    file: PackFile
    tables: Mapping[str, PackTable]

    def register(self, name: str, part: RegisterPart) -> PackRegister:
        """A register with its views and ladder."""
        register = Register(
            name=name,
            title=part.title,
            fields=tuple(self._field(n, f) for n, f in part.fields.items()),
            key=part.key or "",
            purpose=part.purpose or "",
            retention=Retention(
                since=part.retention.since,
                years=part.retention.years,
                days=part.retention.days,
                erases=part.retention.erases,
                source=part.retention.source or "",
            )
            if part.retention
            else None,
        )
        return PackRegister(
            register=register,
            notes={n: _note(f, part.owner) for n, f in part.fields.items()},
            columns=_columns(register, part.columns),
            ladder=_ladder(name, part.ladder, register) if part.ladder else None,
            views={
                n: View(name=n, title=v.title, rule=rule_of(v.where, register))
                for n, v in part.views.items()
            },
            checks=part.checks,
        )

    def _field(self, name: str, part: FieldPart) -> Field:
        return field_of(name, part, self._options(part))

    def _options(self, part: FieldPart) -> tuple[str, ...]:
        if part.options_from is None:
            return part.options
        rows = self.tables[part.options_from.table].rows
        words = (row.get(part.options_from.column) for row in rows)
        return tuple(dict.fromkeys(str(word) for word in words if word is not None))

    def limit(self, name: str, register: str) -> Limit:
        """The limit of that name for cases about records of `register`."""
        part = self.file.limits[name]
        if not part.by:
            return Limit(part.amount, part.unit)
        field = self.file.registers[register].fields[part.by]
        assert field.options_from is not None  # seen to by `references`
        rows = self.tables[field.options_from.table].rows
        column = field.options_from.column
        return Limit(
            part.amount,
            part.unit,
            part.by,
            {str(row[column]): _row_limit(part, row) for row in rows if row.get(column)},
        )

    def process(self, name: str, part: ProcessPart) -> PackProcess:
        """A process; its version is set when the snapshot's digest is known."""
        home = part.register_name
        process = Process(
            name=name,
            title=part.title,
            start=part.start,
            states=tuple(self._state(n, s, home) for n, s in part.states.items()),
            transitions=tuple(
                Transition(
                    origin=origin,
                    to=step.to,
                    action=action,
                    title=step.title,
                    who=step.who,
                    needs=step.needs,
                    asks=step.asks,
                    papers=step.papers,
                    flow=step.flow,
                )
                for origin, state in part.states.items()
                for action, step in state.steps.items()
            ),
            measures=tuple(
                Measure(kind=kind, **{**m.model_dump(), "to": m.to or ""})
                for kind, m in part.measures.items()
            ),
            limit=self.limit(part.limit, home) if part.limit else None,
            version=self.file.version,
        )
        return PackProcess(
            process=process,
            register=home,
            category=part.category or "",
            duties=part.duties or "",
            source=part.source or "",
        )

    def _state(self, name: str, part: StatePart, register: str) -> State:
        fork = None
        if part.fork:
            given = part.fork.model_dump()
            fork = Fork(**{**given, "otherwise": part.fork.otherwise or ""})
        return State(
            name=name,
            title=part.title,
            kind=StateKind.FORK if fork and part.kind is StateKind.OPEN else part.kind,
            duty=part.duty or "",
            own=part.own,
            limit=self.limit(part.limit, register) if part.limit else None,
            fork=fork,
            milestone=part.milestone,
        )

    def round(self, name: str) -> PackRound:
        """A round over a register."""
        part = self.file.rounds[name]
        return PackRound(
            round=Round(
                name=name,
                title=part.title,
                process=part.process,
                every=part.every,
                limit=self.limit(part.limit, part.register_name),
                opens_after=part.opens_after,
                remind=part.remind,
            ),
            register=part.register_name,
            view=part.view or "",
            responsible=part.responsible,
        )


def field_of(name: str, part: FieldPart, options: tuple[str, ...]) -> Field:
    """A field of a register or a column of a table."""
    return Field(
        name=name,
        title=part.title,
        kind=part.kind,
        unit=part.unit or "",
        required=part.required,
        unique=part.unique,
        index=part.index,
        many=part.many,
        sensitive=part.sensitive,
        options=options,
        register=part.register_name or "",
        least=part.least,
        most=part.most,
    )


def table_columns(name: str, part: TablePart) -> Register:
    """The columns of a table as a register."""
    fields = tuple(field_of(n, f, f.options) for n, f in part.columns.items())
    return Register(name=name, title=part.title, fields=fields, key=part.key)


def rule_of(part: Conditions | None, register: Register) -> Rule | None:
    """The rule that conditions make on a register."""
    if part is None:
        return None
    rows = part.all if part.all is not None else part.any or ()
    join = Join.ALL if part.all is not None else Join.ANY
    return Rule(tuple(_condition(row, register) for row in rows), join)


def _condition(row: ConditionRow, register: Register) -> Condition:
    field = register.by_name.get(row.field)
    return Condition(
        field=row.field,
        op=row.op,
        value=_operand(row, field) if field else row.value,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source or "",
    )


def _operand(row: ConditionRow, field: Field) -> Operand:
    """The typed value; what cannot be typed stays text, which `check_rule` then names."""
    given = row.value
    if isinstance(given, tuple):
        return tuple(_value(part, field) for part in given)
    if row.op is Op.EMPTY:
        return {"true": True, "false": False}.get(given.lower(), given)
    if row.op in (Op.BEFORE, Op.WITHIN_DAYS):
        try:
            return int(given)
        except ValueError:
            return read_date(given) or given
    return _value(given, field)


def _value(given: str, field: Field) -> Bound:
    if field.kind in MEASURED:
        value = read_amount(given, field.counted_in).value
        return given if value is None else value
    return (read_date(given) or given) if field.kind is Kind.DATE else given


def _row_limit(part: LimitPart, row: Record) -> Limit:
    amount = row.get(part.amount_column or "")
    if amount is None:
        return Limit(part.amount, part.unit)
    unit = UNITS.get(str(row.get(part.unit_column or "")), part.unit)
    return Limit(int(str(amount)), unit)


def _note(part: FieldPart, owner: str) -> FieldNote:
    return FieldNote(
        owner=part.owner or owner,
        note=part.note or "",
        public=part.public,
        blur=part.blur,
        function=part.function or "",
    )


def _columns(register: Register, given: Mapping[Column, str]) -> Mapping[Column, str]:
    found = dict(given)
    for column, kind in _FIRST_OF.items():
        first = next((f.name for f in register.fields if f.kind is kind and not f.many), None)
        if column not in found and first:
            found[column] = first
    photo = next((f.name for f in register.fields if f.kind is Kind.FILE), None)
    if photo:
        found.setdefault(Column.PHOTO, photo)
    text = next((f.name for f in register.fields if f.kind is Kind.TEXT), register.fields[0].name)
    found.setdefault(Column.TITLE, register.key or text)
    return {column: found[column] for column in Column if column in found}


def _ladder(name: str, part: LadderPart, register: Register) -> Ladder:
    tiers = []
    for tier, body in part.tiers.items():
        entry = rule_of(body.entry, register)
        assert entry is not None  # the schema asks for it
        stay = rule_of(body.stay, register)
        tiers.append(Tier(name=tier, title=body.title, entry=entry, stay=stay))
    return Ladder(name=name, title=part.title, tiers=tuple(tiers), stepwise=part.stepwise)
