"""Export the list of sign-ups as a file: pure functions of plain data.

Both formats hold the same answers. Every cell is text; none is read as a formula.
"""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

from pages.spreadsheets import mark_as_text, readable_xml, safe_cell
from signups.privacy.sealing import is_sealed

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel garbles accented letters
# Excel reads _x0041_ in a workbook as the letter A, unless its first underscore is escaped too.
CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
LONGEST_IN_WORKBOOK = 32_767
TOO_LONG = "(too long for a workbook: it is in the CSV file)"
SHEET = "Sign-ups"


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a CSV file (UTF-8 with BOM, RFC 4180), every cell made safe."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    for row in itertools.chain([header], rows):
        writer.writerow([safe_cell(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def workbook_text(value: str) -> str:
    """Return a text as a workbook can hold it: without characters that XML forbids.

    A forbidden character becomes "�". Text that is too long for a cell is never cut off: half an
    answer, or half an encrypted one, would look complete.
    """
    text = readable_xml(value)
    if not is_sealed(text):  # these must not change, and no program reads them as escapes
        text = CODED.sub("_x005F_", text)
    return text if len(text) <= LONGEST_IN_WORKBOOK else TOO_LONG


def put_text(cell: Cell, value: str) -> None:
    cell.value = workbook_text(value)
    mark_as_text(cell)


def write_workbook(out: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write an XLSX file with one sheet in which every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for row in itertools.chain([header], rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet)
            put_text(cell, value)
            cells.append(cell)
        sheet.append(cells)
    book.save(out)
