"""YAML as texts, lists and maps, with the line of every key and value.

PyYAML's node graph carries the marks that its plain loader throws away. All scalars stay text: the
schema says what each means, so `1.0`, `0101`, `no` and `2026-03-01` never turn into something else
on the way. Refuses keys said twice, anchors, tags and more than one document.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Plain = str | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]
"""Keys and places (from 0) that lead to a value."""

_DEEPEST = 40
_NOTHING = frozenset({"", "~", "null"})


@dataclass
class Text:
    """data: the document. lines: path -> line from 1. faults: (line, what is wrong, what to do)."""

    data: Plain = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[tuple[int, str, str]] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it that is there."""
        return line_of(self.lines, path)


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of the longest known beginning of `path`."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def read_yaml(text: str) -> Text:
    """The document in `text`; what cannot be read becomes a fault, never an exception."""
    found = Text()
    try:
        found.faults += list(_unwanted(text))
        node = None if found.faults else yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        found.faults.append(_misspelt(error))
        return found
    except yaml.YAMLError as error:
        found.faults.append((1, f"含有不能用的字符（{error}）", "请删去这个字符"))
        return found
    if node is not None:
        found.data = _value(node, (), found)
    return found


def _unwanted(text: str) -> Iterator[tuple[int, str, str]]:
    documents = depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            yield line, "一层套一层，套得太深", "请核对方括号和缩进"
            return
        if documents > 1:
            yield line, "一个文件里有两份内容（---）", "请拆成两个文件"
            return
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield line, "用了引用记号 & 或 *", "请把内容直接写出来；文字以 & 或 * 开头时加引号"
        elif tag := getattr(event, "tag", None):
            yield line, f"用了类型记号 {tag}", "请删去它；文字以 ! 开头时加引号"


def _misspelt(error: yaml.MarkedYAMLError) -> tuple[int, str, str]:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = str(error.problem)
    if "\\t" in problem or "tab" in problem:
        return line, "行首用了制表符（Tab）", "缩进请用空格"
    if "mapping values are not allowed" in problem:
        return line, "这一行有多余的冒号，或缩进不齐", "同一层的各行请左对齐；文字里有冒号时加引号"
    if "expected ',' or" in problem:
        return line, "方括号或花括号没有配对，或漏了逗号", "请补上 ] 或 }，各项之间用英文逗号"
    if "expected <block end>" in problem:
        return line, "缩进不齐", "同一层的各行请左对齐"
    if "could not find expected ':'" in problem:
        return line, "少了冒号", "请写成“名称: 内容”，英文冒号后空一格"
    if "found unexpected end of stream" in problem:
        return line, "引号没有配对", "请补上另一个引号"
    return line, f"不是能读懂的写法（{problem}）", "请对照 docs/reference/packs.md 的例子"


def _value(node: Node, path: Path, found: Text) -> Plain:
    found.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, MappingNode):
        return _map(node, path, found)
    if isinstance(node, SequenceNode):
        return [_value(part, (*path, place), found) for place, part in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    plain = node.style is None
    return None if plain and node.value in _NOTHING else str(node.value)


def _map(node: MappingNode, path: Path, found: Text) -> Plain:
    data: dict[str, Plain] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            found.faults.append((line, "冒号前面不是一个词", "请写成“名称: 内容”"))
            continue
        name = str(key.value)
        if name in data:
            first = found.lines[(*path, name)]
            found.faults.append((line, f"“{name}”在第 {first} 行已经写过", "请合并或删去一处"))
            continue
        found.lines[(*path, name)] = line
        data[name] = _value(value, (*path, name), found)
    return data
