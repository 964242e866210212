"""The data dictionary of a pack, and the fields that nobody fills in.

Made from the snapshot, so it cannot lag behind. Refuses to call a field unused that the law, a
process or a figure needs: those are listed with what needs them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lantu.engines.registers.conditions import Rule
from lantu.engines.registers.fields import Field
from lantu.packs.snapshot import Pack, PackRegister


@dataclass(frozen=True, slots=True)
class Entry:
    """One field for a person: what it is, who answers for it, what uses it."""

    register: str
    field: str
    title: str
    kind: str
    unit: str
    marks: tuple[str, ...]
    options: tuple[str, ...]
    owner: str
    note: str
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """A field that fewer than the asked-for share of records fill in. share: from 0 to 1."""

    entry: Entry
    filled: int
    records: int

    @property
    def share(self) -> float:
        """Filled in, of all records."""
        return self.filled / self.records

    @property
    def can_go(self) -> bool:
        """Whether nothing in the pack needs it."""
        return not self.entry.used_by


def dictionary(pack: Pack) -> tuple[Entry, ...]:
    """Every field of every register, in the order of the declaration."""
    return tuple(
        _entry(pack, register, field)
        for register in pack.registers.values()
        for field in register.register.fields
    )


def idle_fields(
    pack: Pack,
    records: Mapping[str, int],
    filled: Mapping[tuple[str, str], int],
    share: float = 0.05,
) -> tuple[Idle, ...]:
    """The fields that at most `share` of the records fill in, the emptiest first.

    records: register -> number of records. filled: (register, field) -> records with a value. A
    register without records says nothing about its fields.
    """
    found = [
        Idle(entry, filled.get((entry.register, entry.field), 0), records[entry.register])
        for entry in dictionary(pack)
        if records.get(entry.register)
    ]
    return tuple(sorted((i for i in found if i.share <= share), key=lambda i: i.share))


def _entry(pack: Pack, register: PackRegister, field: Field) -> Entry:
    note = register.notes[field.name]
    marks = {
        "必填": field.required,
        "唯一": field.unique,
        "索引": field.index,
        "多值": field.many,
        "敏感": field.sensitive is not None,
        "公开": note.public,
        "自动计算": bool(note.function),
    }
    return Entry(
        register=register.register.name,
        field=field.name,
        title=field.title,
        kind=field.kind.value,
        unit=field.counted_in,
        marks=tuple(word for word, is_so in marks.items() if is_so),
        options=field.options,
        owner=note.owner,
        note=note.note,
        used_by=tuple(dict.fromkeys(_uses(pack, register, field.name))),
    )


def _uses(pack: Pack, home: PackRegister, name: str) -> Iterator[str]:
    """What in the pack needs the field."""
    register = home.register
    yield from _uses_of_register(home, name)
    for part in pack.processes.values():
        if part.register == register.name:
            yield from _uses_of_process(pack, part.process.name, name)
    for round_ in pack.rounds.values():
        if round_.register == register.name and round_.responsible == name:
            yield f"轮次“{round_.round.title}”"
    for figure in pack.indicators.values():
        if figure.of == register.name and (figure.field == name or _mentions(figure.where, name)):
            yield f"指标“{figure.title}”"


def _uses_of_register(home: PackRegister, name: str) -> Iterator[str]:
    register = home.register
    if name == register.key:
        yield "记录的名称"
    if register.retention and name in (register.retention.since, *register.retention.erases):
        yield "保存期限"
    for view in home.views.values():
        if _mentions(view.rule, name):
            yield f"分组“{view.title}”"
    for tier in home.ladder.tiers if home.ladder else ():
        if _mentions(tier.entry, name) or _mentions(tier.stay, name):
            yield f"档次“{tier.title}”"


def _uses_of_process(pack: Pack, name: str, field: str) -> Iterator[str]:
    part = pack.process(name)
    process = part.process
    if field in (part.category, part.source):
        yield f"流程“{process.title}”"
    for step in process.transitions:
        if field in (*step.needs, *step.asks):
            yield f"步骤“{step.title}”"
        for paper in step.papers:
            if f"{{{field}}}" in pack.document(paper).body:
                yield f"文书“{pack.document(paper).title}”"
    for measure in process.measures:
        if field in measure.needs:
            yield f"措施“{measure.kind.label}”"
    if any(state.limit and state.limit.by == field for state in process.states):
        yield "按类别的时限"


def _mentions(rule: Rule | None, name: str) -> bool:
    return rule is not None and any(row.field == name for row in rule.rows)
