"""Bytes of a text file into characters: byte-order mark, UTF-8, GB18030, or both mixed by line.

Says in a finding what could not be decoded for certain. Refuses binary data.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from enum import StrEnum

from lantu.engines.plan.readers.refusals import refuse
from lantu.kernel.findings import Finding, Severity
from lantu.kernel.spans import Span

_WIDE_MARKS = ((BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))
_REPLACED = "\ufffd"
_HAN = re.compile("[\u4e00-\u9fff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

MOST_REPLACED = 0.05
"""Share of characters that may be unreadable in a file that still counts as text."""
MOST_CONTROL = 0.01
"""Share of control characters likewise."""


class _Encoding(StrEnum):
    UTF8 = "utf-8"
    GB = "gb18030"


def decode(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The characters of `data`, byte-order mark dropped, line ends as they are.

    >>> decode("前言\\r\\n".encode("gb18030"))
    ('前言\\r\\n', ())

    Raises `Invalid` (plan.read.binary) when too much of it is no text.
    """
    text, mixed = _decode(data)
    controls = _CONTROL.findall(text)
    replaced = text.count(_REPLACED)
    if replaced > MOST_REPLACED * len(text) or len(controls) > MOST_CONTROL * len(text):
        refuse("binary")
    findings = [mixed] if mixed else []
    if replaced:
        findings.append(
            Finding(
                "plan.read.undecodable",
                Severity.WARNING,
                f"有 {replaced} 处字符无法识别，显示为 \ufffd。",
                _place(text, _REPLACED),
                "请对照原稿补正这些字，并用 UTF-8 编码保存。",
            )
        )
    if controls:
        findings.append(
            Finding(
                "plan.read.control_characters",
                Severity.WARNING,
                f"有 {len(controls)} 个看不见的控制字符。",
                _place(text, controls[0]),
                "请删去这些字符后重新保存。",
            )
        )
    return text, tuple(findings)


def _decode(data: bytes) -> tuple[str, Finding | None]:
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), None
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return _decode_lines(data)


def _decode_lines(data: bytes) -> tuple[str, Finding | None]:
    """Line by line: 0x0A is never part of a character in UTF-8 or GB18030."""
    lines = [_decode_line(raw) for raw in data.splitlines(keepends=True)]
    text = "".join(words for words, _ in lines)
    count = Counter(encoding for _, encoding in lines if encoding)
    if len(count) < 2:
        return text, None
    (usual, _), (odd, number) = count.most_common()
    start = 0
    for words, encoding in lines:
        if encoding is odd:
            break
        start += len(words)
    mixed = Finding(
        "plan.read.mixed_encoding",
        Severity.WARNING,
        f"文件混用两种编码：多数行是 {usual.value.upper()}，有 {number} 行是 {odd.value.upper()}。",
        Span(start, start + len(words)),
        "请对照原稿检查这些行，并把整个文件另存为 UTF-8。",
    )
    return text, mixed


def _decode_line(raw: bytes) -> tuple[str, _Encoding | None]:
    """The words, and the encoding when the line tells: one of plain ASCII does not.

    A line of UTF-8 with a few broken bytes keeps its Chinese characters; one of GB18030 read as
    UTF-8 has none. So the broken line is UTF-8 when it has more of them than of broken places.
    """
    if raw.isascii():
        return raw.decode("ascii"), None
    try:
        return raw.decode("utf-8"), _Encoding.UTF8
    except UnicodeDecodeError:
        words = raw.decode("utf-8", "replace")
    if len(_HAN.findall(words)) > words.count(_REPLACED):
        return words, _Encoding.UTF8
    return raw.decode("gb18030", "replace"), _Encoding.GB


def _place(text: str, mark: str) -> Span:
    start = text.index(mark)
    return Span(start, start + 1)
