"""A list of the desk as a CSV or XLSX file, in which no cell is read as a formula."""

import re

from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
WHITE_STARTS = ("\t", "\r", "\n")
# What XML 1.0 has no place for, so that no workbook can hold it.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(value):
    """Return a text that no spreadsheet reads as a formula; what is no text stays as it is."""
    if not isinstance(value, str):
        return value
    text = NOT_IN_XML.sub("", value)
    if text.startswith(WHITE_STARTS) or text.lstrip().startswith(FORMULA_STARTS):
        return f"'{text}"
    return text


class SafeSpreadsheet(SpreadsheetExportMixin):
    """Wagtail's export with safe cells, and the day in the name of the file."""

    def to_row_dict(self, item):
        return {
            name: safe_cell("" if value is None else value)
            for name, value in super().to_row_dict(item).items()
        }

    def get_filename(self):
        return f"{self.export_filename}-{timezone.localdate().isoformat()}"
