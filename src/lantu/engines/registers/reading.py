"""Raw rows (a form, a line of a sheet) turned into typed values, fault by fault.

Every cell is tried; each fault is a finding that names field, value and what to do. Refuses to
guess: a cell that could mean two things keeps its fault and gets no value.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from lantu.engines.registers import codes
from lantu.engines.registers.amounts import read_amount
from lantu.engines.registers.dates import read_date
from lantu.engines.registers.fields import Field, Kind, Point, Record, Register, Value
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.numerals import narrow

Directories = Mapping[str, Mapping[str, Sequence[str]]]
"""directory -> what people write (name or key) -> the keys it can mean."""

EMPTY_WORDS = frozenset({"", "-", "—", "——", "/", "无", "暂无", "空", "N/A", "n/a", "null", "None"})
"""What people put into a cell that has nothing to say, when the cell is not free text."""

_SEPARATORS = re.compile(r"[、；;\n]+")
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Reading:
    """values: every field of the register, None where nothing usable was given.
    findings: `place` is the field's name; an error means the row cannot be kept as it is.
    """

    values: Record
    findings: tuple[Finding, ...]

    @property
    def is_usable(self) -> bool:
        """Whether no finding is an error."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


class _Fault(Exception):
    """(what is wrong, what to do)."""


def read_row(
    register: Register, raw: Mapping[str, object], directories: Directories | None = None
) -> Reading:
    """The typed values of one row, keyed by field name.

    raw: cells by field name or title, as strings or as the sheet typed them. directories: what
    areas, organisations, persons and references may be called; a kind without a directory is taken
    as written.
    """
    titles = {field.title: field.name for field in register.fields}
    cells = {titles.get(name.strip(), name.strip()): cell for name, cell in raw.items()}
    values: dict[str, Value] = {}
    findings = [_unknown(name, register) for name in cells if name not in register.by_name]
    for field in register.fields:
        try:
            values[field.name] = read_cell(field, cells.get(field.name), directories or {})
        except _Fault as fault:
            values[field.name] = None
            findings.append(_finding(field, cells.get(field.name), *fault.args))
            continue
        if field.required and values[field.name] is None:
            findings.append(_missing(field))
    return Reading(values, tuple(findings))


def repeated(
    register: Register, rows: Iterable[Record], taken: Mapping[str, frozenset[Value]] | None = None
) -> dict[int, tuple[Finding, ...]]:
    """Row number (from 0) -> findings for values of unique fields that stood before it.

    taken: values that stored records have, by field.
    """
    seen = {f.name: set((taken or {}).get(f.name, ())) for f in register.fields if f.unique}
    found: dict[int, tuple[Finding, ...]] = {}
    for place, row in enumerate(rows):
        for name, values in seen.items():
            value = row.get(name)
            if value in values:
                found[place] = (*found.get(place, ()), _taken(register.by_name[name], value))
            elif value is not None:
                values.add(value)
    return found


def read_cell(field: Field, cell: object, directories: Directories) -> Value:
    """The typed value of one cell; raises the module's fault, which `read_row` turns into words."""
    if cell is None:
        return None
    text = unicodedata.normalize("NFC", str(cell)).strip()
    if not text or (field.kind is not Kind.TEXT and text in EMPTY_WORDS):
        return None
    if not field.many:
        return _one(field, cell if not isinstance(cell, str) else text, directories)
    parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    return tuple(str(_one(field, part, directories)) for part in dict.fromkeys(parts))


def _one(field: Field, cell: object, directories: Directories) -> Value:
    reader = _READERS.get(field.kind)
    return reader(field, cell) if reader else _looked_up(field, str(cell), directories)


def _text(field: Field, cell: object) -> Value:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a sheet gives 411002 as 411002.0
    return str(cell)


def _number(field: Field, cell: object) -> Value:
    unit = field.counted_in
    amount = read_amount(cell, unit)
    if amount.value is None:
        raise _Fault(amount.fault, f"请填写以{unit}计的数，例如 12.5" if unit else "请填写一个数")
    for bound, low in ((field.least, True), (field.most, False)):
        if bound is not None and (amount.value < bound if low else amount.value > bound):
            word = "小" if low else "大"
            raise _Fault(f"比允许的{bound}{unit}{word}", "请核对数值和单位")
    return amount.value


def _date(field: Field, cell: object) -> Value:
    day = read_date(cell)
    if day is None:
        raise _Fault("不是一个完整的日期", "请写明年月日，例如 2026-03-05")
    return day


def _choice(field: Field, cell: object) -> Value:
    text = narrow(str(cell))
    for option in field.options:
        if narrow(option).casefold() == text.casefold():
            return option
    near = get_close_matches(str(cell), field.options, 1, 0.5)
    options = "、".join(field.options)
    raise _Fault("不在可选项中", f"是不是“{near[0]}”？" if near else f"请从中选一：{options}")


def _code(check: Callable[[str], codes.Code]) -> Callable[[Field, object], Value]:
    def read(field: Field, cell: object) -> Value:
        code = check(str(_text(field, cell)))
        if code.fault:
            raise _Fault(code.fault, "请对照证照原件重新填写")
        return code.text

    return read


def _point(field: Field, cell: object) -> Value:
    """In either order: China lies between 73° and 136° east, 3° and 54° north."""
    pair = [float(part) for part in _NUMBERS.findall(narrow(str(cell)))]
    if len(pair) != 2:
        raise _Fault("不是一对经纬度", "请按“经度,纬度”填写，例如 113.82,34.03")
    lon, lat = max(pair), min(pair)
    if not (73 <= lon <= 136 and 3 <= lat <= 54):
        raise _Fault("不在中国范围内", "请核对经度（73 至 136）和纬度（3 至 54）")
    return Point(lon, lat)


def _file(field: Field, cell: object) -> Value:
    if not _SHA256.fullmatch(str(cell)):
        raise _Fault("不是已上传的文件", "请先上传文件，再保存这一条")
    return str(cell)


def _looked_up(field: Field, text: str, directories: Directories) -> Value:
    directory = directories.get(field.directory)
    if directory is None:
        return text
    keys = directory.get(text, ())
    if len(keys) == 1:
        return keys[0]
    if keys:
        raise _Fault(f"同名的有 {len(keys)} 个", f"请改填代码：{'、'.join(keys)}")
    near = get_close_matches(text, directory, 1, 0.6)
    raise _Fault("没有登记过", f"是不是“{near[0]}”？" if near else "请核对名称，或先登记再引用")


_READERS: Mapping[Kind, Callable[[Field, object], Value]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.USCC: _code(codes.social_credit_code),
    Kind.PROJECT_CODE: _code(codes.project_code),
    Kind.ID_NUMBER: _code(codes.identity_number),
    Kind.POINT: _point,
    Kind.FILE: _file,
}


def _finding(field: Field, cell: object, wrong: str, remedy: str) -> Finding:
    shown = "（内容不显示）" if field.sensitive or field.kind is Kind.ID_NUMBER else f"“{cell}”"
    return Finding(
        "registers.value",
        Severity.ERROR,
        f"{field.title}{shown}：{wrong}。",
        fix=f"{remedy}。" if not remedy.endswith("？") else remedy,
        place=field.name,
    )


def _missing(field: Field) -> Finding:
    return Finding(
        "registers.missing",
        Severity.ERROR,
        f"{field.title}没有填写。",
        fix=f"请补填{field.title}。",
        place=field.name,
    )


def _unknown(name: str, register: Register) -> Finding:
    near = get_close_matches(name, [field.title for field in register.fields], 1, 0.6)
    return Finding(
        "registers.column",
        Severity.WARNING,
        f"“{name}”不是{register.title}的栏目，这一列没有读入。",
        fix=f"是不是“{near[0]}”？" if near else "请在导入时指定它对应哪一栏，或删去这一列。",
        place=name,
    )


def _taken(field: Field, value: Value) -> Finding:
    shown = "" if field.sensitive else f"“{value}”"
    return Finding(
        "registers.repeated",
        Severity.ERROR,
        f"{field.title}{shown}已经有了，不能重复。",
        fix="请核对是否同一对象；是则更新原记录。",
        place=field.name,
    )
