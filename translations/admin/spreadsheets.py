"""A list of the desk as a CSV or XLSX file."""

from django.utils import timezone

from pages.compat_views import upstream


class DatedSpreadsheet(upstream.SpreadsheetExportMixin):
    """Wagtail's export with the day in the name of the file, and nothing where nothing is known.

    That no cell is read as a formula is seen to for all exports (`pages.spreadsheets`).
    """

    def to_row_dict(self, item):
        return {
            name: "" if value is None else value
            for name, value in super().to_row_dict(item).items()
        }

    def get_filename(self):
        return f"{self.export_filename}-{timezone.localdate().isoformat()}"
