"""The reference page is up to date, and the tutorial works when somebody does what it says."""

import re
from pathlib import Path

from lantu.packs.checking import check_folder
from lantu.packs.shelf import new_pack
from packs.reference import PAGE, SCHEMA, reference, schema
from packs.test_wrong import sections

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorials" / "first-pack.md"
STEP = re.compile(r"<!-- (?P<deed>\w+) ?(?P<what>\S*) -->\n```\w+\n(?P<text>.*?)```", re.S)


def test_the_reference_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == reference(), "run in tests/: python -m packs.reference"
    assert SCHEMA.read_text("utf-8") == schema()


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    folder = new_pack("book_drift", "图书漂流", tmp_path)
    pack = folder / "pack.yaml"
    assert check_folder(folder).faults == ()
    old, deeds = "", []
    for step in STEP.finditer(TUTORIAL.read_text("utf-8")):
        deed, what, words = step["deed"], step["what"], step["text"]
        deeds.append(deed)
        text = pack.read_text("utf-8")
        if deed == "from":
            assert text.count(words) == 1, words
            old = words
        elif deed == "to":
            pack.write_text(text.replace(old, words), "utf-8")
        elif deed == "section":
            pack.write_text(text.replace(sections(text)[what], f"{words}\n"), "utf-8")
        elif deed == "file":
            (folder / what).write_text(words, "utf-8")
        elif deed == "says":
            said = [fault.finding.message for fault in check_folder(folder).faults]
            assert words.strip() in said, said
        else:
            assert deed == "clean"
            assert [str(fault) for fault in check_folder(folder).faults] == []
    assert deeds.count("from") == deeds.count("to") == 4
    assert (deeds.count("section"), deeds[-1]) == (5, "clean")
    loaded = check_folder(folder).pack
    assert loaded is not None
    assert loaded.title == "图书漂流"
