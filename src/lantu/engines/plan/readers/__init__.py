"""Readers: the bytes of a plan document in, its text and blocks out.

Takes .docx, .txt, .html and .md, told apart by content. Refuses everything else, and what is
empty, damaged, locked or too large, with `Invalid` that says what to do. Whether the text is a
plan at all is for `compile` to say.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from lantu.engines.plan.document import Block, Document
from lantu.engines.plan.readers.decoding import decode
from lantu.engines.plan.readers.docx import read_docx
from lantu.engines.plan.readers.html import read_html
from lantu.engines.plan.readers.md import read_md
from lantu.engines.plan.readers.refusals import MOST_BYTES, refuse
from lantu.engines.plan.readers.sniffing import is_docx, text_format
from lantu.engines.plan.readers.txt import read_txt
from lantu.kernel.findings import Finding

__all__ = ["read"]


def read(name: str, data: bytes) -> Document:
    """The document in `data`. `name`: as the user called the file; its ending is only a hint.

    >>> read("规划.txt", "第一章 总则".encode()).text
    '第一章 总则'

    Raises `Invalid` with a code `plan.read.*` (see `refusals`).
    """
    if not data.strip():
        refuse("empty")
    if len(data) > MOST_BYTES:
        refuse("too_large")
    format_, text, blocks, findings = _read(name, data)
    if not any(block.span.of(text).strip() for block in blocks):
        refuse("empty")
    return Document(name, format_, sha256(data).hexdigest(), text, tuple(blocks), findings)


def _read(name: str, data: bytes) -> tuple[str, str, Sequence[Block], tuple[Finding, ...]]:
    if is_docx(data):
        composed = read_docx(data)
        return "docx", composed.text, composed.blocks, ()
    text, findings = decode(data)
    format_ = text_format(name, text)
    if format_ == "txt":
        return format_, text, read_txt(text), findings
    composed = read_html(text) if format_ == "html" else read_md(text)
    placeless = tuple(replace(finding, span=None) for finding in findings)
    return format_, composed.text, composed.blocks, placeless
