"""A package is the same after its files, and its files the same after it."""

import json

import pytest

from lantu.engines.plan.package import LISTS, from_files, to_files
from lantu.kernel.errors import Invalid
from tests.unit.plan.small import PLAN, compiled


def test_round_trip_is_exact() -> None:
    package = compiled()
    files = to_files(package)
    again = from_files(files)
    assert again == package
    assert to_files(again) == files


def test_same_input_gives_same_bytes() -> None:
    assert to_files(compiled()) == to_files(compiled())


def test_every_quote_is_its_span() -> None:
    package = compiled()
    for name in LISTS:
        for item in getattr(package, name):
            expected = item.heading_span if name == "outline" else item.span
            assert item.quote == expected.of(package.text), (name, item)


def test_an_edit_elsewhere_changes_no_id() -> None:
    before = compiled()
    edited = PLAN.replace("## 第二章", "## 第二章 新增\n\n统筹推进各项工作。\n\n## 第三章")
    after = compiled(edited)
    for name in ("indicators", "targets", "projects", "systems"):
        assert [i.id for i in getattr(before, name)] == [i.id for i in getattr(after, name)], name


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: plan.pop("targets"),
        lambda plan: plan.update(schema="lantu-plan/9"),
        lambda plan: plan["targets"][0].pop("subject"),
        lambda plan: plan["targets"][0].update(quote="别的话"),
        lambda plan: plan.update(period=[1, 2]),
    ],
)
def test_a_spoiled_package_is_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    files = to_files(compiled())
    plan = json.loads(files["plan.json"])
    spoil(plan)
    with pytest.raises(Invalid) as refused:
        from_files(files | {"plan.json": json.dumps(plan).encode()})
    assert refused.value.code == "plan.package.unreadable"
    assert "lantu compile" in refused.value.detail
