"""Every rule of packs has a wrong example that is refused at its line, in the expected words.

A file in wrong/ holds sections that replace those of right.yaml. A line that must be refused ends
with `# ✗ words`; words behind `|` must stand in what to do. No other line may be refused.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from lantu.packs.load import Loaded, load_files

HERE = Path(__file__).parent
WRONG = sorted((HERE / "wrong").glob("*.yaml"))
RIGHT = (HERE / "right.yaml").read_text("utf-8")
TABLES = {"tables/kinds.csv": "name,amount,unit\n雨水,2,工作日\n燃气,4,小时\n"}
RULES = '''"""Rules of the test pack."""
from datetime import date
from lantu.engines.registers.fields import Record
from lantu.packs.snapshot import Outcome


def plausible(record: Record, today: date) -> Outcome:
    """A cover has a code."""
    return Outcome(bool(record.get("code")), ("有编号",))


def years_used(record: Record, today: date) -> Outcome:
    """Years since it was laid."""
    return Outcome(None, ())
'''
FILES = {**TABLES, "rules.py": RULES}


class Expected(NamedTuple):
    line: int
    words: str
    remedy: str


def sections(text: str) -> dict[str, str]:
    """Top-level key -> its lines."""
    parts = re.split(r"(?m)^(?=[A-Za-z_]+:)", text)
    return {part.split(":", 1)[0]: part for part in parts if ":" in part and part[0] != "#"}


def expectations(text: str) -> list[Expected]:
    """What the ✗ marks of a file say."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        for mark in line.split("✗")[1:]:
            words, _, remedy = mark.partition("|")
            found.append(Expected(number, words.strip(), remedy.strip()))
    return found


def load(text: str) -> Loaded:
    return load_files({"pack.yaml": text, **FILES})


def test_the_right_pack_has_no_fault() -> None:
    loaded = load(RIGHT)
    assert [str(fault) for fault in loaded.faults] == []
    assert loaded.pack is not None


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_refused_at_its_line_in_the_expected_words(path: Path) -> None:
    text = "".join((sections(RIGHT) | sections(path.read_text("utf-8"))).values())
    loaded = load(text)
    assert loaded.pack is None
    faults = [fault for fault in loaded.faults if fault.is_error]
    left = list(faults)
    for line, words, remedy in expectations(text):
        told = [f for f in left if f.line == line and words in f.finding.message]
        assert told, (
            line,
            words,
            [str(f) for f in faults if f.line == line] or list(map(str, faults)),
        )
        assert remedy in (told[0].finding.fix or ""), (line, told[0])
        left.remove(told[0])
    assert [str(fault) for fault in left] == []
    for fault in faults:
        assert fault.finding.fix, fault
        assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", str(fault)), f"English: {fault}"
