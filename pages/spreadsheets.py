"""Tables to take away, CSV and XLSX, in which no program reads a formula.

In CSV nothing tells a text from a formula, so an apostrophe stands before what looks like one. In
a workbook the cell itself says that it holds a text, which is exactly what was typed.
"""

import re
from functools import cache

from openpyxl.cell import Cell
from openpyxl.styles.numbers import FORMAT_TEXT

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What XML 1.0 has no place for, so that no workbook can hold it.
NOT_IN_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(value: str) -> str:
    """Return a text for a CSV file: an apostrophe stands before what looks like a formula."""
    text = value.replace("\0", "")
    if text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA_STARTS):
        return f"'{text}"
    return text


def readable_xml(value: str) -> str:
    """Return a text with "�" for each character that a workbook cannot hold."""
    return NOT_IN_XML.sub("\ufffd", value.replace("\0", ""))


def mark_as_text(cell: Cell) -> None:
    """Make what is in a cell a text, which it stays after somebody has edited it."""
    cell.data_type = "s"  # not "f": "=1" is a text, and so is "#N/A", which looks like an error
    cell.number_format = FORMAT_TEXT


@cache
def protect_every_export() -> None:
    """Have each export of Wagtail's lists and reports write such cells; called once, at the start.

    Titles of pages and names of users stand in them, and a name may begin with "@" or "-".
    """
    from django.utils.functional import Promise

    from mailing.upstream import replace
    from pages.compat_views import upstream

    exports = upstream.SpreadsheetExportMixin
    value_for, row_for = exports.preprocess_field_value, exports.generate_xlsx_row

    def safe_value_for(self, field, value, export_format):
        found = value_for(self, field, value, export_format)
        if isinstance(found, Promise):
            found = str(found)
        if not isinstance(found, str):
            return found
        return safe_cell(found) if export_format == self.FORMAT_CSV else readable_xml(found)

    def row_of_texts_for(self, worksheet, row_dict, date_format=None):
        for cell in row_for(self, worksheet, row_dict, date_format=date_format):
            if isinstance(cell.value, str):
                mark_as_text(cell)
            yield cell

    replace(exports, "preprocess_field_value", safe_value_for)
    replace(exports, "generate_xlsx_row", row_of_texts_for)
