"""Makes small .docx files from WordprocessingML, so that a test shows the XML that it is about."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def docx(body: str, **parts: str) -> bytes:
    """A .docx whose body is `body`; `styles`, `numbering`, `footnotes` are the insides of parts."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations({name: f"{name}.xml" for name in parts}),
    }
    files |= {f"word/{name}.xml": _part(name, inside) for name, inside in parts.items()}
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip with these members."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def p(words: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(words)}</w:p>"


def r(words: str) -> str:
    """A run."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def tc(*paragraphs: str, properties: str = "") -> str:
    """A cell of paragraphs."""
    inside = "".join(p(words) for words in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tbl(*rows: str) -> str:
    """A table of rows, each the cells of `tc`."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def _part(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMESPACES}>{inside}</w:{name}>'


def _relations(targets: Mapping[str, str]) -> str:
    rows = (
        f'<Relationship Id="r{n}" Type="{_KINDS}{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return _RELATIONS + "".join(rows) + "</Relationships>"
