"""Writes docs/reference/packs.md and pack.schema.json from the schema: every key with its meaning.

Run `python -m packs.reference` in tests/ after changing the schema; a test compares both files with
it. The example at the end is the template, which the tests check.
"""

import json
import types
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from lantu.packs.labels import LABELS
from lantu.packs.schema import PackFile
from lantu.packs.shelf import TEMPLATE
from lantu.packs.words import LATER, Word

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
PAGE, SCHEMA = FOLDER / "packs.md", FOLDER / "pack.schema.json"

INTRODUCTION = """# 系统包

*由 `tests/packs/reference.py` 生成，请勿手改。入门：[第一个系统包](../tutorials/first-pack.md)。*

一个系统包是一个文件夹：

| 文件 | 内容 |
|---|---|
| `pack.yaml` | 声明，写法见下 |
| `tables/名称.csv` | 表：第一行是列的名称或标题，UTF-8 |
| `examples/*.yaml` | 例子：记录、案件、承接；检查时逐个试一遍 |
| `rules.py` | 条件写不下的判断：有名称的纯函数 `(record, today) -> Outcome(result, reasons)` |
| `README.md` | 给人看的说明 |

- 名称用小写字母、数字和下划线，以字母开头；给人看的词写在 `title` 里。
- 只写名称、数、日期、出处和引用，不写算式、程序和查询语句。
- 不在下表里的键一律不收；`lantu packs check 文件夹` 列出全部问题，每个都有文件和行号。
- 时限只在 `limits` 里写一次，别处引用它的名称，文书里写 `{limit.名称}`。
- 版本和内容的摘要合为一个版本号，记在每条记录、每个案件上；改版后旧案按旧版办完。

给编辑器用的模式是 [pack.schema.json](pack.schema.json)：在 `pack.yaml` 第一行写
`# yaml-language-server: $schema=路径/pack.schema.json`，边写边提示。
"""


def reference() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *_tables(), *_words(), _later(), _example()]
    return "\n".join(parts).rstrip() + "\n"


def schema() -> str:
    """The JSON Schema for editors."""
    plain = PackFile.model_json_schema(by_alias=True)
    plain["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    plain["title"] = "Lantu pack.yaml"
    _loosen(plain)
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _loosen(part: Any) -> None:
    """Words may look like numbers to an editor: version: 1.0, value: 20."""
    if isinstance(part, list):
        for value in part:
            _loosen(value)
    elif isinstance(part, dict):
        for value in part.values():
            _loosen(value)
        if part.get("type") == "string" and part.get("minLength") == 1:
            part["type"] = ["string", "number", "boolean"]


def models(kind: Any = PackFile) -> Iterator[type[BaseModel]]:
    """Every model, outer ones first."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    else:
        for arm in get_args(kind):
            yield from models(arm)


def _tables() -> Iterator[str]:
    for model in dict.fromkeys(models()):
        yield f"\n## {_title(model)}\n\n| 键 | 必写 | 内容 | 意思 |\n|---|---|---|---|"
        for name, field in model.model_fields.items():
            must = "是" if field.is_required() else ""
            cells = (f"`{field.alias or name}`", must, _shape(field.annotation), _meaning(field))
            yield f"| {' | '.join(cells)} |"


def _title(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip()


def _meaning(field: FieldInfo) -> str:
    default = field.default
    if field.is_required() or default in (None, False, (), {}, 0):
        return field.description or ""
    shown = "、".join(map(str, default)) if isinstance(default, tuple) else str(default)
    return f"{field.description}；不写就是 `{shown}`"


def _shape(kind: Any) -> str:
    """What stands there, as a person says it."""
    if get_origin(kind) in (Union, types.UnionType):
        return " 或 ".join(_shape(arm) for arm in get_args(kind) if arm is not type(None))
    if get_origin(kind) is tuple:
        return f"一列{_shape(get_args(kind)[0])}"
    if get_origin(kind) is dict:
        return f"{_shape(get_args(kind)[0])}: {_shape(get_args(kind)[1])}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return f"[{_title(kind).split('：')[0]}](#{_anchor(kind)})"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    names = {str: "文字", bool: "true 或 false", int: "整数"}
    if kind in names:
        return names[kind]
    shown = str(kind)
    if "StringConstraints" in shown:
        return "文字" if "pattern=None" in shown else "名称"
    return "日期" if "date" in shown else "数"


def _anchor(model: type[BaseModel]) -> str:
    """As GitHub and most others make it from the heading."""
    kept = (c for c in _title(model).lower() if c.isalnum() or c in " -_")
    return "".join(kept).replace(" ", "-")


def _words() -> Iterator[str]:
    yield "\n## 可选的词\n"
    for kind in dict.fromkeys(_enums()):
        yield f"### {kind.__name__}\n\n| 词 | 意思 |\n|---|---|"
        labels = LABELS.get(kind) or {word.value: word.label for word in kind}  # type: ignore[attr-defined]
        yield "\n".join(f"| `{word.value}` | {labels[word.value]} |" for word in kind) + "\n"


def _enums() -> Iterator[type[StrEnum]]:
    for model in dict.fromkeys(models()):
        for field in model.model_fields.values():
            yield from _enums_in(field.annotation)


def _enums_in(kind: Any) -> Iterator[type[StrEnum]]:
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not Word:
        yield kind
    for arm in get_args(kind):
        yield from _enums_in(arm)


def _later() -> str:
    rows = "、".join(f"`{key}`（{word}）" for key, word in LATER.items())
    return f"## 以后才有的键\n\n{rows}：等相应的引擎做好；现在写了会被指出来。\n"


def _example() -> str:
    text = (TEMPLATE / "pack.yaml").read_text("utf-8").rstrip()
    return f"## 例子\n\n`lantu packs new` 复制的就是它：\n\n```yaml\n{text}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), "utf-8")
    SCHEMA.write_text(schema(), "utf-8")
