"""Mangled plans: the compiler may find less, but it never crashes and never misquotes."""

import re
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lantu.engines.plan.compile import compile_document
from lantu.engines.plan.package import LISTS, Package, from_files, to_files
from lantu.engines.plan.readers import read
from lantu.kernel.errors import LantuError
from spec.documents import examples, pages

PLANS = [(e.format, e.text) for page in pages() for e in examples(page)]
WITHOUT_CONTENTS = [t for f, t in PLANS if f == "txt" and "\n第二章" in t and "\n目" not in t]
HEADING = re.compile(r"^第.{1,2}[章节] ", re.MULTILINE)
NOISE = [
    "\t",
    "\n",
    "\n\n",
    "　",
    " ",
    "、",
    "。",
    "“",
    "％",
    "2030",
    "第",
    "专栏",
    "|",
    "[",
    "\u200b",
]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]
FILLER = "各有关方面要密切配合，形成合力。\n"

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, bytes]:
    """(format, bytes): a page's plan, cut, with noise between its characters, lines moved."""
    format_, text = draw(st.sampled_from(PLANS))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    text = text[start:end] if draw(st.booleans()) else text
    for spot in draw(st.lists(st.integers(0, len(text)), max_size=6)):
        text = text[:spot] + draw(st.sampled_from(NOISE)) + text[spot:]
    lines = text.split("\n")
    for _ in range(draw(st.integers(0, 3))):
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(["", *lines[:3]])))
    data = "\n".join(lines).encode(draw(st.sampled_from(ENCODINGS)))
    if draw(st.booleans()):
        return format_, data
    half = len(data) // 2
    return format_, data[:half] + data[half:].decode("utf-8", "replace").encode("gb18030")


def compile_text(text: str) -> Package:
    return compile_document(read("plan.txt", text.encode()))


def compile_or_refuse(format_: str, data: bytes) -> Package | None:
    """The package; None when the compiler says that this is no plan."""
    with suppress(LantuError):
        return compile_document(read(f"plan.{format_}", data))
    return None


def ids(package: Package, name: str) -> list[str]:
    return [item.id for item in getattr(package, name)]


@few
@given(mangled())
def test_a_mangled_plan_is_quoted_faithfully_or_refused(plan: tuple[str, bytes]) -> None:
    package = compile_or_refuse(*plan)
    for item in (item for name in LISTS for item in getattr(package, name, ())):
        start, end = getattr(item, "heading_span", item.span)
        assert 0 <= start <= end <= len(package.text)
        assert item.quote == package.text[start:end]


@few
@given(mangled())
def test_ids_are_unique_and_lead_somewhere(plan: tuple[str, bytes]) -> None:
    package = compile_or_refuse(*plan)
    items = [item for name in LISTS for item in getattr(package, name, ())]
    known = {item.id for item in items}
    assert len(known) == len(items)
    for item in items:
        for field in ("section", "table_id", "from_", "to"):
            assert getattr(item, field, None) in {None, *known}


@few
@given(mangled())
def test_the_files_hold_the_whole_package(plan: tuple[str, bytes]) -> None:
    package = compile_or_refuse(*plan)
    if package is not None:
        files = to_files(package)
        assert to_files(from_files(files)) == files


@few
@given(st.sampled_from(WITHOUT_CONTENTS), st.data())
def test_words_before_a_heading_change_no_other_id(text: str, data: st.DataObject) -> None:
    spot = data.draw(st.sampled_from([m.start() for m in HEADING.finditer(text)]))
    before, after = compile_text(text), compile_text(text[:spot] + FILLER + text[spot:])
    for name in ("facts", "targets", "projects", "programmes", "systems", "indicators", "tasks"):
        assert set(ids(before, name)) <= set(ids(after, name)), name


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_no_promise(newline: str) -> None:
    for text in WITHOUT_CONTENTS:
        one, other = compile_text(text), compile_text(text.replace("\n", newline))
        for name in ("facts", "targets", "projects", "systems"):
            assert ids(one, name) == ids(other, name)


def test_the_same_plan_gives_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys, hashlib; from lantu.engines.plan.compile import compile_document; "
        "from lantu.engines.plan.package import to_files; "
        "from lantu.engines.plan.readers import read; "
        "files = to_files(compile_document(read('plan.txt', sys.stdin.buffer.read()))); "
        "print({n: hashlib.sha256(b).hexdigest() for n, b in sorted(files.items())})"
    )
    plan = "\n".join(WITHOUT_CONTENTS).encode()
    runs = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=plan,
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
