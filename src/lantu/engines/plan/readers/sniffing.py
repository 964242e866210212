"""Which format a file has, by its content; the name only decides between plain text and Markdown.

Refuses what no reader can read (old Word, PDF, spreadsheets, archives, pictures ...) with words
that say what to convert. Reads no more of a zip than its directory.
"""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lantu.engines.plan.readers.refusals import refuse

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_OLE_STREAMS = (
    ("WordDocument".encode("utf-16-le"), "doc"),
    ("Workbook".encode("utf-16-le"), "sheet"),
    ("PowerPoint Document".encode("utf-16-le"), "slides"),
)
_ZIP_MEMBERS = (
    ("xl/", "sheet"),
    ("ppt/", "slides"),
    ("OFD.xml", "ofd"),
    ("META-INF/manifest.xml", "odt"),
)
_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"MIME-Version:", "mht"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"\xff\xd8\xff", "image"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
)
_WORD_XML = re.compile(
    rb"<\?mso-application\s+progid=\"Word\.Document\"|<pkg:package|<w:wordDocument"
)
_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+|(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_ENDINGS = {"md": "md", "markdown": "md", "html": "html", "htm": "html"}


def is_docx(data: bytes) -> bool:
    """Whether the bytes are a Word document in a zip.

    Raises `Invalid` for every binary format that is recognised and is none.
    """
    if data.startswith(b"PK\x03\x04"):
        return _is_word_zip(data)
    if data.startswith(_OLE):
        _refuse_ole(data)
    if b"%PDF-" in data[:1024]:
        refuse("pdf")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            refuse(kind)
    if _WORD_XML.search(data[:2048]):
        refuse("word_xml")
    if data.startswith((b"PK\x05\x06", b"PK\x07\x08")):
        refuse("archive")
    return False


def text_format(name: str, text: str) -> str:
    """txt, html or md for a file that is text.

    >>> text_format("规划.doc", "<html><body>前言</body></html>"), text_format("规划.md", "# 前言")
    ('html', 'md')
    """
    if _HTML.match(text[:4096]):
        return "html"
    named = _ENDINGS.get(name.rpartition(".")[2].lower(), "txt")
    return "txt" if named == "html" and "</" not in text else named


def _is_word_zip(data: bytes) -> bool:
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        refuse("corrupt", error)
    if any(member.flag_bits & 1 for member in members):
        refuse("encrypted")
    names = [member.filename for member in members]
    if not _any_starts(names, "word/"):
        refuse(next((kind for start, kind in _ZIP_MEMBERS if _any_starts(names, start)), "archive"))
    return True


def _any_starts(names: list[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def _refuse_ole(data: bytes) -> None:
    if _ENCRYPTED_STREAM in data:
        refuse("encrypted")
    for stream, kind in _OLE_STREAMS:
        if stream in data:
            refuse(kind)
    refuse("unsupported")
