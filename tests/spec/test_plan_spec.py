"""Runs the pages of `tests/spec/plan` against the compiler: one test per expectation."""

import json
from functools import cache
from typing import Any

import pytest

from lantu.engines.plan.areas import read_areas
from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.package import to_files
from lantu.engines.plan.readers import read
from spec.documents import Absent, Example, Expected, examples, pages
from spec.matching import faults, pair

EXAMPLES = {example.name: example for page in pages() for example in examples(page)}
CHECKS = [
    pytest.param(example, check, id=f"{example.page}:{check.line}")
    for example in EXAMPLES.values()
    for check in example.checks
]
EDITED = [pytest.param(e, id=e.name) for e in EXAMPLES.values() if e.edits]


@cache
def compiled(name: str, text: str) -> tuple[dict[str, Any], str]:
    """plan.json and text.txt of an example's plan."""
    areas = "\n".join(EXAMPLES[name].areas)
    register = read_areas(areas.encode()) if areas else ()
    files = to_files(compile_document(read(name, text.encode()), register))
    return json.loads(files["plan.json"]), files["text.txt"].decode()


@pytest.mark.parametrize(("example", "check"), CHECKS)
def test_the_package_says_what_the_page_says(example: Example, check: Expected | Absent) -> None:
    wrong = faults(check, *compiled(example.name, example.text))
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("example", EDITED)
def test_an_edit_elsewhere_changes_no_id(example: Example) -> None:
    edited = example.text
    for old, new in example.edits:
        assert edited.count(old) == 1, f"{old!r} must stand once in the plan"
        edited = edited.replace(old, new)
    for check in example.checks:
        if isinstance(check, Expected):
            before = _ids(check, example.name, example.text)
            assert _ids(check, example.name, edited) == before


@pytest.mark.parametrize("example", [pytest.param(e, id=e.name) for e in EXAMPLES.values()])
def test_every_quote_is_the_words_at_its_span(example: Example) -> None:
    plan, text = compiled(example.name, example.text)
    for entries in plan.values():
        for item in entries if isinstance(entries, list) else ():
            start, end = item.get("heading_span", item["span"])
            assert item["quote"] == text[start:end]


def _ids(check: Expected, name: str, text: str) -> dict[int, str]:
    return {line: item["id"] for line, item in pair(check, *compiled(name, text)).items()}
