"""Tables as Excel workbooks.

Cells that a spreadsheet would take for a formula are written as text with a leading apostrophe, so
that nothing that somebody typed into a plan runs on the reader's machine.
"""

import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Value = str | int | float | None
_BAD = PatternFill("solid", fgColor="F6DADA")


def neutral(value: Value) -> Value:
    """The value as a cell that does nothing.

    >>> neutral("=1+1")
    "'=1+1"
    >>> neutral(-1)
    -1
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def workbook(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[int]
) -> bytes:
    """One sheet with a frozen, bold header. widths: of the columns, in characters."""
    return workbook_of([(title, header, rows, widths)])


Table = tuple[str, Sequence[str], Iterable[Sequence[Value]], Sequence[int]]
"""Title, header, rows, widths of a sheet."""


def workbook_of(tables: Iterable[Table]) -> bytes:
    """Several such sheets."""
    book = Workbook(write_only=True)
    for table in tables:
        _sheet(book, *table)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(
    book: Workbook,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    widths: Sequence[int],
) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    heads = [WriteOnlyCell(sheet, value=name) for name in header]
    for head in heads:
        head.font = Font(bold=True)
        head.alignment = Alignment(vertical="center")
    sheet.append(heads)
    for row in rows:
        sheet.append([neutral(value) for value in row])


def return_sheet(
    title: str,
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[Value], Mapping[int, str]]],
    fault: str,
) -> bytes:
    """The rows that could not be taken, to be corrected and sent again under the same header.

    rows: (line of the sheet as it was sent, cells, column -> what is wrong with its cell; -1: with
    the row). The words stand in the cell's comment and, for those who print, in a last column.
    fault: its heading.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.column_dimensions[get_column_letter(len(header) + 1)].width = 60
    sheet.append([*header, fault])
    for line, cells, faults in rows:
        made = [WriteOnlyCell(sheet, value=neutral(cell)) for cell in cells[: len(header)]]
        made += [WriteOnlyCell(sheet, value="") for _ in range(len(header) - len(made))]
        for at, words in faults.items():
            if 0 <= at < len(made):
                made[at].fill, made[at].comment = _BAD, Comment(words, "Lantu")
        made.append(WriteOnlyCell(sheet, value=neutral(f"{line}: " + " ".join(faults.values()))))
        sheet.append(made)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
