"""Every example of tests/spec/lint: the planted fault is found, the right text is left alone."""

import pytest

from lantu.engines.plan.areas import Area
from lantu.engines.plan.lint import CHECKS, lint
from lantu.engines.plan.readers import read
from spec.lint_pages import CLEAN, Example, examples
from spec.lint_reference import FOLDER, pages

AREAS = (
    Area("990001001", "青石街道", "street", "990001"),
    Area("990001001001", "柳园社区", "community", "990001001"),
)


def places(file: tuple[str, str], code: str) -> list[str]:
    """The words at the places that `code` finds in the file; of a table row, cells joined by |."""
    name, text = file
    document = read(name, text.encode())
    found = lint(document, AREAS, select=[code])
    words = [document.text[f.span.start : f.span.end] if f.span else "" for f in found]
    return [" | ".join(word.split("\t")) if "\t" in word else word for word in words]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.code)
def test_example(example: Example) -> None:
    assert sorted(places(example.wrong, example.code)) == sorted(example.finds)
    assert places(example.right, example.code) == []


def test_every_code_has_an_example() -> None:
    assert [example.code for example in examples()] == sorted(CHECKS)


def test_nothing_in_a_clean_plan() -> None:
    found = lint(read(CLEAN.name, CLEAN.read_bytes()), AREAS)
    assert [(f.code, f.message) for f in found] == []


def test_reference_is_up_to_date() -> None:
    written = {page.name: page.read_text(encoding="utf-8") for page in FOLDER.glob("*.md")}
    assert written == pages(), "run `python -m spec.lint_reference` in tests/"
