"""Documents are what their names say, and say nothing of people that nobody sees.

They are looked at and cleaned when they are uploaded, and looked at when they are served.
"""

import re
import struct
import zipfile
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.documents.models import AbstractDocument

from pages import compat
from pages.careful import Careful
from pages.compat_views import upstream
from pages.files import cleaning
from pages.files.pictures import replace_content

BEGINNING = 8 * 1024
LONGEST_DIRECTORY = 2 * 1024 * 1024  # of a ZIP file: about 20,000 names
OFFICE = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
#: What makes a text a web page or a script to a browser that guesses.
MARKUP = re.compile(
    r"<(?:!doctype|\?xml|\?php|base|body|div|embed|form|frameset|head|html|iframe|img|link|meta|"
    r"object|script|style|svg|table)(?![\w-])",
    re.IGNORECASE,
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


# ------------------------------------------------------------------ uploading
class DocumentForm(Careful, BaseDocumentForm):
    """Wagtail's form for documents, which cleans the file. Each way to upload one uses it."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check(file, ending_of(file.name))
            # In its place: Wagtail may keep the file that was sent.
            replace_content(file, cleaning.clean(file.read(), ending_of(file.name), check))
        return file

    def add_error(self, field: str | None, error: Any) -> None:
        """Say one thing about a file: the model then finds that a refused one has no ending."""
        if field is None and "file" in self.errors and hasattr(error, "error_dict"):
            error.error_dict.pop("file", None)
        super().add_error(field, error)


def clean_before_saving(sender: Any, instance: AbstractDocument, **kwargs: Any) -> None:
    """Signal handler: clean what is about to be stored, whoever stores it; a form has done so.

    Raises ValidationError for what would be refused in the form.
    """
    if not instance.file or compat.is_stored(instance.file) or kwargs.get("raw"):
        return
    file = instance.file.file
    if getattr(file, "is_clean", False):
        return
    ending = ending_of(instance.file.name)
    check(file, ending)
    clean = ContentFile(cleaning.clean(file.read(), ending, check), name=instance.file.name)
    clean.is_clean = True  # type: ignore[attr-defined]
    instance.file = clean
    compat.note_document(instance)


def ending_of(name: str) -> str:
    """Return the ending of a file's name in small letters, without the dot."""
    return name.rpartition(".")[2].lower()


def check(file: IO[bytes] | Any, ending: str) -> None:
    """Raise ValidationError unless `file` is what `ending` says. It is left at its beginning.

    Endings that are not known here are none of those that may be uploaded (WAGTAILDOCS_EXTENSIONS).
    """
    file.seek(0)
    start = file.read(BEGINNING)
    try:
        match ending:
            case "pdf":
                good = is_pdf(start)
            case "rtf":
                good = start.startswith(rb"{\rtf")
            case "csv" | "txt":
                good = _check_text(file, start)
            case "docx" | "pptx" | "xlsx" | "odt" | "zip":
                good = _check_zip(file, start, ending)
            case _unknown:
                good = True
    finally:
        file.seek(0)
    if not good:
        raise ValidationError(
            _(
                "This is not a file of the kind %(ending)s, although its name says so. Save it "
                "once more in the program that it comes from."
            ),
            params={"ending": ending.upper()},
            code="not_what_it_says",
        )


def is_pdf(start: bytes) -> bool:
    """Return whether a file that begins like this is a PDF (ISO 32000)."""
    return bool(re.match(rb"%PDF-[12]\.\d", start))


def _check_text(file, start: bytes) -> bool:
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    file.seek(0)
    content = file.read()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # as spreadsheets of old write
    if MARKUP.search(text):
        raise ValidationError(
            _("This file holds HTML or a script. Only plain text is taken under this name."),
            code="markup",
        )
    return not CONTROL.search(text)


def _check_zip(file, start: bytes, ending: str) -> bool:
    if not start.startswith((b"PK\x03\x04", b"PK\x05\x06")) or not _directory_is_short(file):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if ending == "odt":
                return _kind_of(archive) == b"application/vnd.oasis.opendocument.text"
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return False
    if ending not in OFFICE:
        return True
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(
            _("This file holds macros, which could do harm. Save it without them."), code="macros"
        )
    return "[Content_Types].xml" in names and any(n.startswith(OFFICE[ending]) for n in names)


def _kind_of(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open("mimetype") as member:
            return member.read(100)
    except KeyError:
        return b""


def _directory_is_short(file) -> bool:
    """Return whether the directory at the end of a ZIP file is there, and can be read safely."""
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 66_000))
    end = file.read()
    found = end.rfind(b"PK\x05\x06")
    if found < 0 or len(end) < found + 22:
        return False
    return struct.unpack("<L", end[found + 12 : found + 16])[0] <= LONGEST_DIRECTORY


# ------------------------------------------------------------------ serving
def note(document: AbstractDocument, request: HttpRequest) -> None:
    """Hook of Wagtail: keep the document that is about to be served, for `serve`."""
    request.document = document  # type: ignore[attr-defined]


def serve(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Serve a document as Wagtail does, to be kept and not to be shown.

    A PDF that is one may be shown: people read it on their telephones. A sandbox would keep
    Chromium's own viewer from doing so, and a PDF is never taken for a web page.
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
