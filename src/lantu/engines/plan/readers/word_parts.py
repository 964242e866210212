"""The parts of a .docx that hold words, as XML trees: document, styles, numbering, notes.

Refuses document types and entities, parts that unpack to more than the limit, and damaged zips
and XML. python-docx is not used: it hides insertions, content controls, text boxes and notes, which
is most of what has to be read, and sets no limits.
"""

import posixpath
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from lantu.engines.plan.readers.refusals import MOST_BYTES, refuse

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_W_USUAL = W.strip("{}").encode()
_MOST_RATIO = 250
"""Unpacked bytes for one packed byte. Word's XML with a long empty table reaches about 60."""
_SMALL = 1024 * 1024
"""Parts up to this size may have any ratio."""

_PARSE_ERRORS = (etree.XMLSyntaxError, ValueError)
_ZIP_ERRORS = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Parts:
    """Roots of the parts; None for one that the file does not have."""

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None


def open_parts(data: bytes) -> Parts:
    """The parts of the .docx in `data`.

    Raises `Invalid`: plan.read.corrupt, plan.read.bomb, plan.read.encrypted.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _Package(archive).parts()
    except RuntimeError as error:
        refuse("encrypted", error)
    except _ZIP_ERRORS as error:
        refuse("corrupt", error)


class _Package:
    """An open zip, and how much may still be unpacked from it."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._left = MOST_BYTES

    def parts(self) -> Parts:
        main = self._targets("").get("officeDocument", "word/document.xml")
        document = self._part(main)
        if document is None:
            refuse("corrupt")
        targets = self._targets(main)
        names = ("styles", "numbering", "footnotes", "endnotes")
        return Parts(document, *(self._part(targets.get(name, "")) for name in names))

    def _targets(self, source: str) -> dict[str, str]:
        """Last word of the relation's type -> part name, for the parts that `source` points at."""
        folder, name = posixpath.split(source)
        relations = self._part(posixpath.join(folder, "_rels", f"{name}.rels"))
        targets: dict[str, str] = {}
        for relation in relations if relations is not None else ():
            kind = relation.get("Type", "").rpartition("/")[2]
            path = posixpath.join("/", folder, relation.get("Target", ""))
            targets.setdefault(kind, posixpath.normpath(path).lstrip("/"))
        return targets

    def _part(self, name: str) -> etree._Element | None:
        if name not in self._names:
            return None
        info = self._archive.getinfo(name)
        self._left -= info.file_size
        swollen = info.file_size > max(_SMALL, _MOST_RATIO * info.compress_size)
        if self._left < 0 or swollen:
            refuse("bomb")
        return _parse(self._archive.read(name))


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.replace(_W_STRICT, _W_USUAL), parser)
    except _PARSE_ERRORS as error:
        refuse("bomb" if b"<!DOCTYPE" in data else "corrupt", error)
    if root.getroottree().docinfo.internalDTD is not None:
        refuse("bomb")
    return root
