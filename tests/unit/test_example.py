"""The example's Word file is what its source says."""

import zipfile
from io import BytesIO
from pathlib import Path

from examples.make_docx import make

EXAMPLE = Path(__file__).parents[2] / "examples/weidu"


def test_word_file_is_made_from_its_source() -> None:
    made = make((EXAMPLE / "plan.md").read_text(encoding="utf-8"))
    kept = (EXAMPLE / "plan.docx").read_bytes()
    with zipfile.ZipFile(BytesIO(made)) as new, zipfile.ZipFile(BytesIO(kept)) as old:
        assert new.read("word/document.xml") == old.read("word/document.xml"), (
            "run: python examples/make_docx.py examples/weidu"
        )


def test_first_page_says_that_it_is_a_digest() -> None:
    source = (EXAMPLE / "plan.md").read_text(encoding="utf-8")
    assert "不是官方文本" in source[:200]
    assert 10_000 <= len(source) <= 15_000
