"""What is refused around the schema: YAML, tables, rules.py, examples; with file and line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lantu.packs.checking import check_folder
from lantu.packs.load import load_files
from lantu.packs.yaml_lines import read_yaml
from packs.test_wrong import FILES, RIGHT, RULES


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("pack: a\npack: b\n", 2, "“pack”在第 1 行已经写过"),
        ("a:\n\tb: 1\n", 2, "制表符"),
        ("a: b: c\n", 1, "多余的冒号"),
        ("a: [1, 2\nb: 3\n", 2, "没有配对"),
        ("a: 1\n  b: 2\nc: 3\n", 2, "缩进"),
        ('a: "没有结束\n', 2, "引号没有配对"),
        ("a: &x 1\nb: *x\n", 1, "引用记号"),
        ("a: !!python/name:os.system\n", 1, "类型记号"),
        ("a: 1\n---\nb: 2\n", 2, "两份内容"),
        ("[a, b]: c\n", 1, "冒号前面不是一个词"),
        ("a: " + "[" * 5000 + "]" * 5000, 1, "套得太深"),
        ("a: \x07\n", 1, "不能用的字符"),
    ],
)
def test_yaml_that_cannot_be_read(text: str, line: int, words: str) -> None:
    fault = load_files({"pack.yaml": text}).faults[0]
    assert (fault.line, words in fault.finding.message) == (line, True), fault


def test_texts_stay_as_they_were_written() -> None:
    read = read_yaml("a: 1.0\nb: 0101\nc: no\nd: 2026-03-01\ne:\nf: ''\n")
    assert read.data == {"a": "1.0", "b": "0101", "c": "no", "d": "2026-03-01", "e": None, "f": ""}


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    loaded = load_files({"pack.yaml": text})
    assert loaded.pack is None
    assert loaded.faults


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        (None, 1, "没有文件 tables/kinds.csv"),
        ("name,amount,unit\n", 1, "表里没有内容"),
        ("name,unit\n雨水,小时\n", 1, "缺少“时限”一列"),
        ("name,amount,unit\n雨水,两天半,小时\n", 2, "时限“两天半”"),
        ("name,amount,unit\n雨水,2,小时\n雨水,3,小时\n", 3, "“雨水”在第 2 行已经写过"),
        ("name,amount,unit\n雨水,2,小时,多\n", 2, "格子比表头多"),
        ("name,amount,unit\n雨水,2,星期\n", 2, "单位“星期”"),
        ("name,amount,unit\n雨水,99,小时\n", 2, "比允许的30大"),
        ("name,amount,unit\n,2,小时\n", 2, "类别没有填写"),
    ],
)
def test_a_wrong_table(table: str | None, line: int, words: str) -> None:
    files = {"pack.yaml": RIGHT, "rules.py": RULES}
    loaded = load_files(files if table is None else files | {"tables/kinds.csv": table})
    assert loaded.pack is None
    told = [(f.file, f.line) for f in loaded.faults if words in f.finding.message]
    assert ("tables/kinds.csv", line) in told, [str(f) for f in loaded.faults]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("import os", "不能用 os"),
        ("from pathlib import Path", "不能用 pathlib"),
        ("TODAY = date.today()", "不能用 today"),
        ("X = open('a')", "不能用 open"),
        ("X = ().__class__", "不能用 __class__"),
        ("class Rule: pass", "简单的函数"),
        ("for x in (): pass", "只能有函数和常量"),
        ("def odd(record):\n    'Odd.'", "参数不对"),
        ("def bare(record, today):\n    return None", "没有说明"),
        ("def (", "不是能读懂的程序"),
    ],
)
def test_functions_that_are_not_pure(line: str, words: str) -> None:
    loaded = load_files({"pack.yaml": RIGHT, **FILES, "rules.py": f"{RULES}\n{line}\n"})
    assert loaded.pack is None
    told = [f for f in loaded.faults if words in f.finding.message]
    assert told, [str(f) for f in loaded.faults]
    assert told[0].file == "rules.py"
    assert told[0].line > RULES.count("\n")


EXAMPLE = """\
records:
  - title: 一条
    register: covers
    values: {code: A1, grade: 很好}
stories:
  - title: 走不通
    process: repair
    steps:
      - {by: desk, action: send}
    ends: open
  - title: 没有办结
    process: repair
    steps: []
    ends: closed
links:
  - {name: 井盖台账, kind: register, linked: false}
  - {name: 酒瓶台账, kind: register, linked: true}
"""


def test_an_example_that_does_not_come_out(tmp_path: Path) -> None:
    folder = tmp_path / "right"
    (folder / "tables").mkdir(parents=True)
    (folder / "examples").mkdir()
    for name, text in {"pack.yaml": RIGHT, **FILES, "examples/a.yaml": EXAMPLE}.items():
        (folder / name).write_text(text, "utf-8")
    faults = check_folder(folder).faults
    assert [(f.file, f.line) for f in faults] == [
        ("examples/a.yaml", line) for line in (4, 9, 14, 16, 17)
    ]
    words = ("不在可选项中", "请填写：unit", "最后是 open", "不应承接", "应承接而没有承接")
    assert all(w in f.finding.message for w, f in zip(words, faults, strict=True))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("every: quarter", "every: week", "比一期（7 天）还长"),
        ("remind: [3, 0]", "remind: [30, 0]", "截止前 30 天催报时，这一轮还没有开始"),
        ("  - {page: import, of: covers}\n", "", "登记不进去就永远没有对象"),
    ],
)
def test_rounds_that_have_no_time_or_nobody_in_them(old: str, new: str, words: str) -> None:
    assert old in RIGHT
    loaded = load_files({"pack.yaml": RIGHT.replace(old, new), **FILES})
    assert loaded.pack is not None
    assert any(words in fault.finding.message for fault in loaded.faults), loaded.faults
