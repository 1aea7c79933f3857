"""Check and clean documents on upload, and check them again when they are served."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.documents.forms import BaseDocumentForm
from wagtail.documents.models import AbstractDocument

from pages import compat
from pages.compat_views import upstream
from pages.edit_conflicts import EditConflictMixin
from pages.files.cleaning import clean, ending_of, is_pdf
from pages.files.pictures import CleanFile, replace_content


# ------------------------------------------------------------------ uploading
class DocumentForm(EditConflictMixin, BaseDocumentForm):
    """Wagtail's document form, which also cleans the file. Every way to upload uses it."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            file.seek(0)
            # In place: Wagtail may keep the uploaded file object.
            replace_content(file, clean(file.read(), ending_of(file.name)))
        return file

    def add_error(self, field: str | None, error: Any) -> None:
        """Report only one error per file: the model adds that a refused one has no extension."""
        if field is None and "file" in self.errors and hasattr(error, "error_dict"):
            error.error_dict.pop("file", None)
        super().add_error(field, error)


def clean_before_saving(sender: Any, instance: AbstractDocument, **kwargs: Any) -> None:
    """Signal handler: clean a document before it is stored, unless a form has done so.

    Raises ValidationError for what the form would refuse.
    """
    if not instance.file or compat.is_stored(instance.file) or kwargs.get("raw"):
        return
    file = instance.file.file
    if getattr(file, "is_clean", False):
        return
    file.seek(0)
    name = instance.file.name
    instance.file = CleanFile(clean(file.read(), ending_of(name)), name=name)
    compat.note_document(instance)


# ------------------------------------------------------------------ serving
def note(document: AbstractDocument, request: HttpRequest) -> None:
    """Wagtail hook: remember the document that is about to be served, for `serve`."""
    request.document = document  # type: ignore[attr-defined]


def serve(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Serve a document as Wagtail does, but as a download.

    A real PDF may be shown inline, because people read them on phones. A sandbox would block
    Chromium's viewer, and browsers never treat a PDF as a web page.
    """
    response = upstream.serve(request, document_id, document_filename)
    document = getattr(request, "document", None)
    if document is None or response.status_code != 200:
        return response
    if document.content_disposition == "inline":
        with document.open_file() as file:
            start = file.read(8)
            file.seek(0)
        if is_pdf(start):
            return response
        response["Content-Type"] = "application/octet-stream"
        response["Content-Disposition"] = "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
