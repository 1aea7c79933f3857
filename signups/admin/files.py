"""The list as a file, with the active filter and search.

The file is the same in every admin language: a column header is the question as worded on the
source page, followed by its key, "Full name [full_name]"; answers are the keys of choices. Programs
find columns by key; the command that decrypts sensitive answers needs the column Reference.
"""

import io
from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.generic import View

from signups.admin import audit
from signups.admin.base import SignUpFormMixin
from signups.admin.export import csv_lines, write_workbook
from signups.admin.selection import Selection
from signups.form.answers import exported
from signups.models import Submission

FIXED = ("Code", "Status", "People", "Language", "Signed up", "Reference")
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportView(SignUpFormMixin, View):
    """A CSV file."""

    permission_required = "export"
    http_method_names = ["get"]
    ending = "csv"

    def get(self, request, *args, **kwargs):
        selection = Selection(self.sign_up_page, self.questions, request)
        data = {**selection.trace, "rows": len(selection.keys), "format": self.ending}
        audit.note(self.sign_up_page, "signups.export", request.user, **data)
        response = self.file(self.header(), self.rows(selection))
        day = timezone.localdate(timezone=self.zone).isoformat()
        name = f"{self.sign_up_page.slug}-{day}.{self.ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store, private"
        return response

    def header(self) -> list[str]:
        return [*FIXED, *(f"{item.label} [{item.key}]" for item in self.questions)]

    def rows(self, selection: Selection) -> Iterator[list[str]]:
        for submission in selection.rows():
            yield [
                submission.spaced_code,
                submission.status,
                str(submission.places),
                submission.language,
                submission.created_at.astimezone(self.zone).isoformat(timespec="seconds"),
                str(submission.reference),
                *(self._answer(submission, item.key) for item in self.questions),
            ]

    @staticmethod
    def _answer(submission: Submission, key: str) -> str:
        return submission.sealed.get(key) or exported(submission.answers.get(key))

    def file(self, header: list[str], rows: Iterator[list[str]]) -> HttpResponseBase:
        return StreamingHttpResponse(
            csv_lines(header, rows), content_type="text/csv; charset=utf-8"
        )


class WorkbookView(ExportView):
    ending = "xlsx"

    def file(self, header, rows):
        out = io.BytesIO()
        write_workbook(out, header, rows)
        return HttpResponse(out.getvalue(), content_type=WORKBOOK_TYPE)
