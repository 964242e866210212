"""What a file is, by its content and never by what its name or its sender says.

Only what offices exchange is accepted: programs, scripts, web pages and macros are not on the list.
"""

import io
import zipfile

from lantu.kernel.errors import Invalid

OPENXML = "application/vnd.openxmlformats-officedocument."
STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
INSIDE_ZIP: tuple[tuple[str, str], ...] = (
    ("word/document.xml", OPENXML + "wordprocessingml.document"),
    ("xl/workbook.xml", OPENXML + "spreadsheetml.sheet"),
    ("ppt/presentation.xml", OPENXML + "presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)
INSIDE_OLE: tuple[tuple[str, str], ...] = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
)
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    OPENXML + "wordprocessingml.document": ("docx",),
    OPENXML + "spreadsheetml.sheet": ("xlsx",),
    OPENXML + "presentationml.presentation": ("pptx",),
    "application/ofd": ("ofd",),
    "application/msword": ("doc", "wps"),
    "application/vnd.ms-excel": ("xls", "et"),
    "text/plain": ("txt", "csv", "md", "geojson", "json"),
}
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def media_type(name: str, data: bytes) -> str:
    """The type of `data`. Invalid when it is not accepted, or the name says another type."""
    found = _by_content(data)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if found is None:
        raise Invalid(
            "people.file.kind",
            f"不接收“{name}”这种文件。",
            "请交 PDF、OFD、Word、Excel、图片或纯文本；带宏的文件请另存为不带宏的。",
        )
    if ending not in ENDINGS[found]:
        raise Invalid(
            "people.file.name",
            f"“{name}”的内容是 {found}，与文件名不符。",
            f"请把文件名的结尾改为 .{ENDINGS[found][0]}，或检查是否选错了文件。",
        )
    return found


def _by_content(data: bytes) -> str | None:
    for start, kind in STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(data)
    return "text/plain" if _is_text(data) else None


def _in_zip(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for member, kind in INSIDE_ZIP if member in names), None)


def _in_ole(data: bytes) -> str | None:
    """Old office files are told apart by the names in their directory; macros keep one too."""
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        return None
    return next((kind for name, kind in INSIDE_OLE if name.encode("utf-16-le") in data), None)


def _is_text(data: bytes) -> bool:
    if b"\x00" in data or data.lstrip()[:1] == b"<" or data.startswith(b"#!"):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
