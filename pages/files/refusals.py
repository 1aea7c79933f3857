"""Define the messages for refused files, by error code."""

import posixpath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "not_what_it_says": _(
        "This file is not of the type %(ending)s, although its name says so. Save it again in "
        "the program it was made with."
    ),
    "markup": _(
        "This file contains HTML or a script. Files with this kind of name can contain only "
        "plain text."
    ),
    "macros": _("This file contains macros, which could be harmful. Save it without macros."),
    "rtf": _(
        "RTF files keep the author’s name and the information that cameras store in photos. "
        "Save this one as DOCX or PDF and upload that file."
    ),
    "unreadable": _(
        "This file is damaged or password-protected. Save it again without a password and "
        "upload that file."
    ),
    "holds_more": _(
        "This file contains “%(name)s” and may reveal details about people and places that we "
        "cannot remove. Take that part out, or save the document as a PDF."
    ),
    "commented": _(
        "This document contains comments or tracked changes with the names of the people who "
        "made them. Accept or reject the changes, delete the comments, and upload the document "
        "again."
    ),
    "signed": _(
        "This PDF is signed, and removing the author’s details would invalidate the signature. "
        "Upload the document without the signature."
    ),
    "unusable_picture": _(
        "This image is damaged or of a type that cannot be displayed. Open it in an image "
        "editor, save it as JPEG or PNG, and upload that file."
    ),
}


class FileRefusedError(ValidationError):
    """A refused file; `code` is a key of `SENTENCES`."""

    def __init__(self, code: str, **params: str):
        super().__init__(SENTENCES[code], code=code, params=params)


def holds_more(name: str) -> FileRefusedError:
    """Return the error for an unsupported part of a document or file in an archive."""
    return FileRefusedError("holds_more", name=posixpath.basename(name.rstrip("/")) or name)
