"""What somebody is told about a file that is not taken, each with its code."""

import posixpath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "not_what_it_says": _(
        "This is not a file of the kind %(ending)s, although its name says so. Save it once more "
        "in the program that it comes from."
    ),
    "markup": _("This file holds HTML or a script. Only plain text is taken under this name."),
    "macros": _("This file holds macros, which could do harm. Save it without them."),
    "rtf": _(
        "An RTF file keeps the name of its author and what cameras write into pictures. Save it "
        "as DOCX or PDF, and upload that file."
    ),
    "unreadable": _(
        "This file cannot be read to its end, or is protected with a password. Save it once more "
        "without one, and upload that file."
    ),
    "holds_more": _(
        "This file holds “%(name)s”, which may tell of people and places and cannot be cleaned. "
        "Take it out, or save the document as PDF."
    ),
    "commented": _(
        "This document holds comments or tracked changes, with the names of those who made them. "
        "Accept or reject the changes, delete the comments, and upload it again."
    ),
    "signed": _(
        "This PDF is signed, and the signature would not hold once the data about its author is "
        "taken out. Upload the document without the signature."
    ),
    "unusable_picture": _(
        "This picture cannot be read to its end, or is of a kind that cannot be shown. Open it in "
        "a program for pictures, save it once more as JPEG or PNG, and upload that file."
    ),
}


class FileRefusedError(ValidationError):
    """A file that is not taken, with the reason `code` of `SENTENCES`."""

    def __init__(self, code: str, **params: str):
        super().__init__(SENTENCES[code], code=code, params=params)


def holds_more(name: str) -> FileRefusedError:
    """Return what is said of a part of a document, or of a file in an archive."""
    return FileRefusedError("holds_more", name=posixpath.basename(name.rstrip("/")) or name)
