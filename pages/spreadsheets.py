"""Export CSV and XLSX tables in which no program runs a formula.

CSV cannot distinguish text from formulas, so an apostrophe is put before anything that looks like
one. In a workbook the cell is typed as text and holds exactly what was entered.
"""

import re
from functools import cache

from openpyxl.cell import Cell
from openpyxl.styles.numbers import FORMAT_TEXT

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Characters that XML 1.0, and so a workbook, cannot contain.
NOT_IN_XML = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(value: str) -> str:
    """Return a text for a CSV cell, with an apostrophe if it looks like a formula."""
    text = value.replace("\0", "")
    if text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA_STARTS):
        return f"'{text}"
    return text


def readable_xml(value: str) -> str:
    """Return a text with "�" for each character that a workbook cannot hold."""
    return NOT_IN_XML.sub("\ufffd", value.replace("\0", ""))


def mark_as_text(cell: Cell) -> None:
    """Make a cell a text cell, which it stays after editing."""
    cell.data_type = "s"  # not "f": "=1" is text, and so is "#N/A", which looks like an error
    cell.number_format = FORMAT_TEXT


@cache
def protect_every_export() -> None:
    """Make all exports of Wagtail's lists and reports write safe cells; called once at startup.

    They contain page titles and user names, and a name may start with "@" or "-".
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
