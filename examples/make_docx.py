"""Make the example plan's Word file from its readable source: plan.md beside it -> plan.docx.

    python examples/make_docx.py examples/weidu

The source uses a little Markdown: headings, one pipe table after each 表, a box (专栏) as a line
with a list below. A box becomes a table of one column, as in official plans. The same source gives
the same bytes.
"""

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

DATE = (1980, 1, 1, 0, 0, 0)


def blocks(source: str) -> Iterator[list[str]]:
    """Runs of lines between blank lines."""
    for run in re.split(r"\n\s*\n", source.strip()):
        yield run.splitlines()


def add_lead_paragraph(word: Word, line: str) -> None:
    """A paragraph whose **lead phrase** is bold."""
    paragraph = word.add_paragraph()
    for index, piece in enumerate(re.split(r"\*\*", line)):
        paragraph.add_run(piece).bold = index % 2 == 1


def add_rows(word: Word, lines: list[str]) -> None:
    """A pipe table; a row with words only in its first cell is merged into one."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rows = [row for row in rows if not all(set(cell) <= set("-: ") and cell for cell in row)]
    table = word.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        if row[0] and not any(row[1:]):
            cells[0].merge(cells[-1]).text = row[0]
        else:
            for cell, words in zip(cells, row, strict=True):
                cell.text = words


def add_box(word: Word, title: str, items: list[str]) -> None:
    """A 专栏: a table of one column, title above items."""
    table = word.add_table(rows=2, cols=1, style="Table Grid")
    table.cell(0, 0).text = title
    body = table.cell(1, 0)
    body.text = items[0]
    for item in items[1:]:
        body.add_paragraph(item)


def make(source: str) -> bytes:
    """The Word file of a plan source."""
    word = Document()
    normal = word.styles["Normal"]
    normal.font.size = Pt(12)
    normal.font.name = "SimSun"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "SimSun")
    box_title = ""
    for lines in blocks(source):
        line = lines[0]
        if heading := re.match(r"(#+) (.+)", line):
            level = len(heading[1]) - 1
            added = word.add_heading(heading[2], level)
            if level == 0:
                added.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif line.startswith("|"):
            add_rows(word, lines)
        elif line.startswith("专栏"):
            box_title = line
        elif line.startswith("- "):
            add_box(word, box_title, [entry.removeprefix("- ") for entry in lines])
        else:
            add_lead_paragraph(word, "".join(lines).removeprefix("> "))
    return undated(word)


def undated(word: Word) -> bytes:
    """The file with every entry at one fixed date, so that the bytes depend on the words only."""
    made = io.BytesIO()
    word.save(made)
    fixed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(entry, DATE), old.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "plan.docx").write_bytes(make((folder / "plan.md").read_text(encoding="utf-8")))
