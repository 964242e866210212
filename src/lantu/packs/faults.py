"""Faults of a pack: file, line, what is wrong, what to do, in words for who never programmed.

The answers of pydantic are turned into these; names that nobody knows come with the nearest one
that is known. Refuses to show a fault without its line.
"""

import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from lantu.kernel.findings import Finding, Severity
from lantu.packs.labels import listed, meanings, meant
from lantu.packs.words import LATER
from lantu.packs.yaml_lines import Path, line_of

_NEAR = 60
"""Likeness in percent from which a known name is proposed."""
_MOST = 12
"""Known names that a message lists."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding with its file (from the pack's folder) and line (from 1)."""

    file: str
    line: int
    finding: Finding

    @property
    def is_error(self) -> bool:
        """Whether the pack cannot be used with it."""
        return self.finding.severity is Severity.ERROR

    def __str__(self) -> str:
        fix = f"{self.finding.fix}" if self.finding.fix else ""
        return f"{self.file}:{self.line} {self.finding.message}{fix}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where faults are found: a file and its lines by path."""

    file: str
    lines: Mapping[Path, int]

    def fault(self, path: Path, finding: Finding) -> Fault:
        """`finding` at `path`."""
        return Fault(self.file, line_of(self.lines, path), finding)

    def wrong(self, path: Path, wrong: str, remedy: str) -> Fault:
        """A rule of packs is broken."""
        finding = Finding(
            "packs.rule", Severity.ERROR, f"{wrong}。", fix=f"{remedy}。", place=dotted(path)
        )
        return self.fault(path, finding)

    def doubt(self, path: Path, wrong: str, remedy: str) -> Fault:
        """It works, but somebody should look."""
        finding = Finding(
            "packs.doubt", Severity.WARNING, f"{wrong}。", fix=f"{remedy}。", place=dotted(path)
        )
        return self.fault(path, finding)

    def unknown(self, path: Path, name: str, what: str, known: Iterable[str]) -> Fault:
        """`name` stands for no `what` that is declared."""
        finding = Finding(
            "packs.reference",
            Severity.ERROR,
            f"没有名为“{name}”的{what}。",
            fix=nearest(name, tuple(known)),
            place=dotted(path),
        )
        return self.fault(path, finding)


def dotted(path: Path) -> str:
    """A path as one word: processes.handling.states.filed."""
    return ".".join(str(part) for part in path)


def nearest(name: str, known: Sequence[str]) -> str:
    """What to write instead of `name`.

    >>> nearest("titel", ("title", "version"))
    '是不是“title”？可用：title、version。'
    """
    if not known:
        return "这里还没有可用的名称，请先写出来。"
    near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=_NEAR)
    listed = "、".join(known[:_MOST]) + ("等" if len(known) > _MOST else "")
    return (f"是不是“{near[0]}”？" if near else "") + f"可用：{listed}。"


def misread(file: str, line: int, wrong: str, remedy: str) -> Fault:
    """The YAML cannot be read."""
    return Fault(file, line, Finding("packs.yaml", Severity.ERROR, f"{wrong}。", fix=f"{remedy}。"))


def from_schema(error: ValidationError, model: type[BaseModel], place: Place) -> Iterator[Fault]:
    """Each fault that the schema found, once for a path.

    A list is also called too short when its parts are wrong: that is left out.
    """
    found: dict[Path, ErrorDetails] = {}
    for detail in error.errors(include_url=False):
        found.setdefault(_own_path(detail, place.lines), detail)
    for path, detail in found.items():
        inner = any(other[: len(path)] == path for other in found if other != path)
        if not (inner and detail["type"].startswith("too_")):
            yield place.fault(path, _finding(detail, path, model))


def _own_path(detail: ErrorDetails, lines: Mapping[Path, int]) -> Path:
    """The path of the author, without what pydantic adds (arms of a choice, [key])."""
    path: Path = ()
    for part in detail["loc"]:
        if (*path, part) not in lines:
            return (*path, part) if detail["type"] == "missing" else path
        path = (*path, part)
    return path


def _finding(detail: ErrorDetails, path: Path, model: type[BaseModel]) -> Finding:
    kind, given = detail["type"], detail["input"]
    word = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return _unknown_key(path, model)
    if kind == "missing" or given is None:
        return _absent(path, model)
    options = re.findall(r"'([^']+)'", str(detail.get("ctx", {}).get("expected", "")))
    if kind in ("enum", "literal_error"):
        shown = word if detail["loc"][-1] == "[key]" else str(given)
        wrong, remedy = f"“{shown}”不在可选的词里", _choose(shown, options)
    elif kind == "string_pattern_mismatch":
        shown = word if detail["loc"][-1] == "[key]" else str(given)
        wrong, remedy = f"“{shown}”不能作名称", "名称以小写字母开头，只用小写字母、数字和下划线。"
    else:
        wrong, remedy = _misshapen(kind, given, word)
    return Finding("packs.value", Severity.ERROR, f"{wrong}。", fix=remedy, place=dotted(path))


def _choose(given: str, options: list[str]) -> str:
    """Whoever wrote the Chinese of a word is told the word; the others see the list, with what
    each word means."""
    if word := meant(given, options):
        return f"请写 {word}。"
    if not meanings(options):
        return nearest(given, options)
    near = process.extractOne(given, options, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return (f"是不是“{near[0]}”？" if near else "") + f"可用：{listed(options)}。"


_SHAPES = {
    "date": ("不是日期", "请写成 2026-03-01 的样子。"),
    "int": ("不是整数", "请写整数，例如 5，不带单位。"),
    "decimal": ("不是数", "请写数，例如 12.5，不带单位。"),
    "bool": ("不是 true 或 false", "是请写 true，否请写 false。"),
    "tuple": ("应是一列", "请写成 [甲, 乙]，或每行一个、以“- ”开头。"),
    "dict": ("应是“名称: 内容”", "请在下一行缩进两格，逐行写“名称: 内容”。"),
    "model": ("应是“名称: 内容”", "请在下一行缩进两格，逐行写“名称: 内容”。"),
    "string": ("应是一段文字", "请写一段文字，不要写成列或“名称: 内容”。"),
    "too": ("内容太少", "请至少补写一项。"),
    "greater": ("太小", "请写更大的数，并核对单位。"),
    "less": ("太大", "请写更小的数，并核对单位。"),
}
"""First word of pydantic's kind of error -> what is wrong, what to do."""


def _misshapen(kind: str, given: object, word: str) -> tuple[str, str]:
    wrong, remedy = _SHAPES.get(
        kind.split("_")[0], ("写法不对", "请对照 docs/reference/packs.md。")
    )
    shown = f"“{word}”的内容“{given}”" if isinstance(given, str) else f"“{word}”"
    return f"{shown}{wrong}", remedy


def _unknown_key(path: Path, model: type[BaseModel]) -> Finding:
    word = str(path[-1])
    if len(path) == 1 and word in LATER:
        return Finding(
            "packs.later",
            Severity.ERROR,
            f"“{word}”（{LATER[word]}）还不能用：它要等相应的引擎做好，以后的版本才有。",
            fix="请先删去这一段；现在能用的是登记簿、流程、轮次、文书、指标和页面。",
            place=dotted(path),
        )
    return Finding(
        "packs.key",
        Severity.ERROR,
        f"这里不能写“{word}”。",
        fix=nearest(word, tuple(_keys(path[:-1], model))),
        place=dotted(path),
    )


def _absent(path: Path, model: type[BaseModel]) -> Finding:
    word = str(path[-1]) if path else "pack"
    meaning = _keys(path[:-1], model).get(word) if path else "整个文件"
    return Finding(
        "packs.missing",
        Severity.ERROR,
        f"缺少“{word}”" + (f"（{meaning}）。" if meaning else "，或没有写内容。"),
        fix=f"请补上一行“{word}: …”。",
        place=dotted(path),
    )


def _keys(path: Path, model: type[BaseModel]) -> dict[str, str]:
    """The keys that may stand at `path`, with their meaning."""
    kind: Any = model
    for part in path:
        kind = _inside(_bare(kind), part)
    kind = _bare(kind)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {}
    return {f.alias or name: f.description or "" for name, f in kind.model_fields.items()}


def _inside(kind: Any, part: str | int) -> Any:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        named = {f.alias or name: f.annotation for name, f in kind.model_fields.items()}
        return named.get(str(part))
    arguments = get_args(kind)
    return (arguments[1] if get_origin(kind) is dict else arguments[0]) if arguments else None


def _bare(kind: Any) -> Any:
    """A type without its None."""
    if get_origin(kind) in (Union, types.UnionType):
        return next((arm for arm in get_args(kind) if arm is not type(None)), kind)
    return kind
