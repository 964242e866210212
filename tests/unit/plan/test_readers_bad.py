"""Whatever the bytes, the answer is a document or a refusal that says what to do."""

from io import BytesIO
from time import process_time
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lantu.engines.plan.document import Document
from lantu.engines.plan.readers import read
from lantu.engines.plan.readers.refusals import MOST_BYTES, REFUSALS
from lantu.kernel.errors import Invalid
from unit.plan.word_files import docx, p, r, tbl, tc, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
WORD = docx(
    p("第一章 总则")
    + tbl(tc("指标") + tc("目标", properties='<w:gridSpan w:val="2"/>'), tc("1") + tc("2"))
    + f"<w:p><w:ins>{r('茶园')}</w:ins></w:p>"
)


def with_part(name: str, content: str | bytes) -> bytes:
    """The sample document with one part replaced."""
    with ZipFile(BytesIO(WORD)) as archive:
        files: dict[str, str | bytes] = {n: archive.read(n) for n in archive.namelist()}
    return zipped(files | {name: content})


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(2, 40)
)
BAD: list[tuple[str, str, bytes]] = [
    ("empty", "规划.txt", b""),
    ("empty", "规划.txt", "\ufeff \r\n　".encode()),
    ("empty", "规划.docx", docx("")),
    ("empty", "规划.html", b"<html><body><img src='a.png'></body></html>"),
    ("binary", "规划.txt", bytes(range(256)) * 40),
    ("binary", "规划.txt", "云溪区".encode("utf-32")),
    ("doc", "规划.docx", stream("WordDocument")),
    ("encrypted", "规划.docx", stream("EncryptedPackage")),
    ("sheet", "指标.xls", stream("Workbook")),
    ("slides", "汇报.ppt", stream("PowerPoint Document")),
    ("unsupported", "规划.wps", OLE),
    ("pdf", "规划.txt", b"%PDF-1.7\n1 0 obj"),
    ("rtf", "规划.doc", rb"{\rtf1\ansi"),
    ("mht", "规划.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related"),
    ("word_xml", "规划.xml", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'),
    ("image", "规划.docx", b"\x89PNG\r\n\x1a\n" + bytes(20)),
    ("archive", "规划.rar", b"Rar!\x1a\x07\x01\x00"),
    ("archive", "规划.zip", zipped({"规划.txt": "前言"})),
    ("sheet", "规划.docx", zipped({"xl/workbook.xml": "<x/>"})),
    ("slides", "规划.docx", zipped({"ppt/presentation.xml": "<x/>"})),
    ("odt", "规划.odt", zipped({"META-INF/manifest.xml": "<x/>"})),
    ("ofd", "规划.ofd", zipped({"OFD.xml": "<x/>"})),
    ("corrupt", "规划.docx", WORD[: len(WORD) // 2]),
    ("corrupt", "规划.docx", with_part("word/document.xml", "<w:document")),
    ("corrupt", "规划.docx", zipped({"word/styles.xml": "<x/>"})),
    ("bomb", "规划.docx", with_part("word/document.xml", LAUGHS + "]><x>&a39;</x>")),
    ("bomb", "规划.docx", with_part("word/document.xml", "<!DOCTYPE x SYSTEM 'a.dtd' []><x/>")),
    ("bomb", "规划.docx", with_part("word/document.xml", b" " * (MOST_BYTES + 1))),
    ("bomb", "规划.html", b"<html><body>" + b"<div>" * 3000 + b"a"),
    (
        "bomb",
        "规划.html",
        b"<html><table>" + b"<tr><td rowspan=60000 colspan=100>a" * 20 + b"<tr>" * 60_000,
    ),
]


@pytest.mark.parametrize(
    ("kind", "name", "data"), BAD, ids=[f"{n}-{kind}" for n, (kind, _, _) in enumerate(BAD)]
)
def test_refusal(kind: str, name: str, data: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        read(name, data)
    assert caught.value.code == f"plan.read.{kind}"
    assert caught.value.detail


def test_every_refusal_is_tried() -> None:
    tried = {f"plan.read.{kind}" for kind, _, _ in BAD} | {"plan.read.too_large"}
    assert tried == {refusal.code for refusal in REFUSALS}


def test_too_large() -> None:
    with pytest.raises(Invalid) as caught:
        read("规划.txt", b"a" * (MOST_BYTES + 1))
    assert caught.value.code == "plan.read.too_large"


def test_locked_zip() -> None:
    data = bytearray(WORD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    with pytest.raises(Invalid) as caught:
        read("规划.docx", bytes(data))
    assert caught.value.code == "plan.read.encrypted"


def test_deep_nesting_is_refused_or_read() -> None:
    nested = "x"
    for _ in range(90):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    with pytest.raises(Invalid) as caught:
        read("规划.docx", docx(nested))
    assert caught.value.code == "plan.read.corrupt"
    shallow = p("茶园")
    for _ in range(70):
        shallow = f"<w:tbl><w:tr><w:tc>{shallow}</w:tc></w:tr></w:tbl>"
    assert read("规划.docx", docx(shallow)).text == "\t茶园\n"


def attempt(name: str, data: bytes) -> Document | None:
    """What `read` makes of the bytes; only a refusal may stop it."""
    try:
        document = read(name, data)
    except Invalid:
        return None
    for block in document.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(document.text)
        assert all(block.span.holds(cell.span) for cell in block.cells)
    starts = [block.span.start for block in document.blocks]
    assert starts == sorted(starts)
    return document


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("规划.txt", "<!---->" * 580 + "云溪区"),
        ("规划.html", "<html><p>云" + "\n" * 200_000 + "a</p></html>"),
        ("规划.txt", "\t云\n" + "\n" * 200_000 + "溪\n"),
        ("规划.md", "[^a]: 云\n" * 5_000 + "溪"),
    ],
)
def test_no_input_takes_long(name: str, text: str) -> None:
    start = process_time()
    assert attempt(name, text.encode())
    assert process_time() - start < 2


NAMES = st.sampled_from(["规划.txt", "规划.html", "规划.md", "规划.docx", "规划"])
PIECES = st.lists(
    st.sampled_from(
        ["\n", "\r\n", "\r", "\t", "\n\n", "第一章 总则", "专栏1：水网", "[1: 注]",
         "|a|b|\n|-|-|\n", "# ", "<table><tr><td>", "</td>", "<br>", "<html>", "1. ",
         "[footnoteRef:1]", "云溪区建设" * 9]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(NAMES, st.binary(max_size=300))
def test_noise(name: str, data: bytes) -> None:
    attempt(name, data)


@given(NAMES, PIECES, st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.integers(0, 2000))
def test_mangled_text(name: str, text: str, encoding: str, cut: int) -> None:
    attempt(name, text.encode(encoding)[:cut])


@given(PIECES)
def test_plain_text_is_never_changed(text: str) -> None:
    document = attempt("规划.txt", text.encode())
    if document is not None and document.format == "txt":
        assert document.text == text
        covered = "".join(b.span.of(text) for b in document.blocks if b.kind != "footnote")
        assert "".join(covered.split()) == "".join(text.split())


@given(st.lists(st.tuples(PIECES, st.booleans()), max_size=12))
def test_lines_in_two_encodings(lines: list[tuple[str, bool]]) -> None:
    attempt("规划.txt", b"".join(t.encode("gb18030" if gb else "utf-8") for t, gb in lines))


@settings(max_examples=60)
@given(st.integers(0, len(WORD)), st.binary(max_size=6), st.integers(0, 40))
def test_mangled_word_file(at: int, noise: bytes, dropped: int) -> None:
    attempt("规划.docx", WORD[:at] + noise + WORD[at + dropped :])


TAGS = ("p", "r", "t", "tbl", "tr", "tc", "sdt", "ins", "del", "txbxContent", "fldChar", "vMerge")
TREES = st.recursive(
    st.sampled_from(["", "<w:t>茶园</w:t>", "<w:br/>", '<w:gridSpan w:val="-3"/>']),
    lambda inside: st.builds(
        lambda tag, parts: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.sampled_from(TAGS),
        st.lists(inside, max_size=4),
    ),
    max_leaves=25,
)


@settings(max_examples=60)
@given(TREES)
def test_any_arrangement_of_word_elements(body: str) -> None:
    attempt("规划.docx", docx(body))
