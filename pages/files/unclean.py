"""What somebody is told about a document from which people cannot be taken out."""

import posixpath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def unreadable() -> ValidationError:
    return ValidationError(
        _(
            "This file cannot be read to its end, or is protected with a password. Save it once "
            "more without one, and upload that file."
        ),
        code="unreadable",
    )


def refused(name: str) -> ValidationError:
    """Return what is said of a part of a document, or of a file in an archive."""
    return ValidationError(
        _(
            "This file holds “%(name)s”, which may tell of people and places and cannot be "
            "cleaned. Take it out, or save the document as PDF."
        ),
        params={"name": posixpath.basename(name.rstrip("/")) or name},
        code="holds_more",
    )


def commented() -> ValidationError:
    return ValidationError(
        _(
            "This document holds comments or tracked changes, with the names of those who made "
            "them. Accept or reject the changes, delete the comments, and upload it again."
        ),
        code="commented",
    )


def signed() -> ValidationError:
    return ValidationError(
        _(
            "This PDF is signed, and the signature would not hold once the data about its author "
            "is taken out. Upload the document without the signature."
        ),
        code="signed",
    )
