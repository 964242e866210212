"""Properties of the schema as a whole, tried on the pack that uses every key once."""

import copy
import pathlib
import tomllib
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest
import yaml
from pydantic import BaseModel

from lantu.packs.load import load_files
from lantu.packs.schema import PackFile
from lantu.packs.words import Post
from packs.test_wrong import RIGHT, load

Path = tuple[str | int, ...]
ROLES = pathlib.Path(__file__).parents[2] / "src/lantu/apps/people/roles.toml"
DATA = yaml.load(RIGHT, Loader=yaml.BaseLoader)


def models(kind: Any = PackFile) -> dict[str, type[BaseModel]]:
    """Every model of the schema, by name."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found = {kind.__name__: kind}
        for field in kind.model_fields.values():
            found |= models(field.annotation)
        return found
    return {name: model for arm in get_args(kind) for name, model in models(arm).items()}


def parts(data: Any, kind: Any, path: Path = ()) -> Iterator[tuple[Path, type[BaseModel], Any]]:
    """Every part of `data` that a model describes: path, model, the part."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield path, kind, data
        for name, field in kind.model_fields.items():
            key = field.alias or name
            if key in data:
                yield from parts(data[key], field.annotation, (*path, key))
    elif isinstance(data, dict) and get_origin(kind) is dict:
        for key, value in data.items():
            yield from parts(value, get_args(kind)[1], (*path, key))
    elif isinstance(data, list) and get_origin(kind) is tuple:
        for number, value in enumerate(data):
            yield from parts(value, get_args(kind)[0], (*path, number))
    elif get_args(kind):
        arms = [arm for arm in get_args(kind) if models(arm)]
        for arm in arms[:1]:
            yield from parts(data, arm, path)


PARTS = list(parts(DATA, PackFile))


def changed(path: Path, change: Any) -> Any:
    data = copy.deepcopy(DATA)
    place = data
    for step in path:
        place = place[step]
    change(place)
    return load(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))


def test_the_right_pack_uses_every_key_of_every_model() -> None:
    used: dict[str, set[str]] = {}
    for _, model, data in PARTS:
        used.setdefault(model.__name__, set()).update(data)
    for name, model in models().items():
        keys = {field.alias or key for key, field in model.model_fields.items()}
        assert keys <= used[name], (name, keys - used[name])


def called(case: Any) -> str:
    """The name of a case in the report."""
    return ".".join(map(str, case)) if isinstance(case, tuple) else str(case)


@pytest.mark.parametrize("path", [path for path, _, _ in PARTS], ids=called)
def test_no_part_takes_a_key_that_is_not_in_the_schema(path: Path) -> None:
    loaded = changed(path, lambda part: part.update(colour="red"))
    assert loaded.pack is None
    assert ["colour" in str(fault) for fault in loaded.faults] == [True]


REQUIRED = [
    (path, field.alias or name)
    for path, model, _ in PARTS
    for name, field in model.model_fields.items()
    if field.is_required()
]


@pytest.mark.parametrize(("path", "key"), REQUIRED, ids=called)
def test_what_must_be_there_is_asked_for_with_its_meaning(path: Path, key: str) -> None:
    loaded = changed(path, lambda part: part.pop(key))
    assert loaded.pack is None
    told = [f for f in loaded.faults if f.finding.message.startswith(f"缺少“{key}”（")]
    assert told, [str(f) for f in loaded.faults]


def test_every_key_has_a_meaning_in_chinese() -> None:
    for model in models().values():
        assert model.__doc__
        for name, field in model.model_fields.items():
            assert field.description, (model, name)


def test_posts_are_the_roles_of_the_deployment() -> None:

    cards = tomllib.loads(ROLES.read_text("utf-8"))
    assert {post.value: post.label for post in Post} == {
        name: card["title"]
        for name, card in cards.items()
        if not card.get("administers") and name != "public"
    }


def test_the_digest_is_of_the_meaning() -> None:
    pack = load(RIGHT).pack
    commented = load(f"# 说明\n{RIGHT}\n\n").pack
    other = load(RIGHT.replace("amount: 15", "amount: 16")).pack
    assert pack is not None
    assert commented is not None
    assert other is not None
    assert pack.pin == commented.pin
    assert hash(pack) == hash(commented)
    assert pack.digest != other.digest
    again = load_files(pack.files).pack
    assert again == pack
