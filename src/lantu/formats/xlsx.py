"""Tables as Excel workbooks.

Cells that a spreadsheet would take for a formula are written as text with a leading apostrophe, so
that nothing that somebody typed into a plan runs on the reader's machine.
"""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Value = str | int | float | None


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
    book = Workbook(write_only=True)
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
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
