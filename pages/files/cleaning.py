"""Documents without what nobody sees: who wrote them, when, where and with what.

Of each kind a list says what stays: of the properties of a document its title and its language,
which screen readers use. What names people and cannot be taken out without changing what is said
(comments, tracked changes, attached files, embedded objects) is refused with a sentence.
"""

import io
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.files import embedded, office, pictures
from pages.files.pdf import clean_pdf
from pages.files.picture_parts import is_clean
from pages.files.unclean import refused, unreadable

#: What an archive may hold, beside pictures and documents, and loses: left there by computers.
DROPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
TEXT = ("csv", "txt")


def clean(content: bytes, ending: str, check: Callable[[io.BytesIO, str], None]) -> bytes:
    """Return a document without what it tells of people; `ending` is its kind, in small letters.

    `check` looks at what an archive holds. Raises ValidationError where that cannot be done.
    """
    try:
        match ending:
            case "pdf":
                return clean_pdf(content)
            case "docx" | "pptx" | "xlsx":
                return office.clean_open_xml(content)
            case "odt":
                return office.clean_open_document(content)
            case "zip":
                return office.rewritten(content, lambda name, data: _member(name, data, check))
            case "rtf":
                raise ValidationError(
                    _(
                        "An RTF file keeps the name of its author and what cameras write into "
                        "pictures. Save it as DOCX or PDF, and upload that file."
                    ),
                    code="rtf",
                )
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken file does to those who read it
        raise unreadable() from error
    return content


def _member(name: str, content: bytes, check: Callable[[io.BytesIO, str], None]) -> bytes | None:
    if any(part in name for part in DROPPED):
        return None
    ending = name.rpartition(".")[2].lower()
    if ending in embedded.PICTURES:
        return content if is_clean(content) else pictures.rewrite(content)
    if ending in TEXT or ending in ("pdf", "docx", "pptx", "xlsx", "odt"):
        check(io.BytesIO(content), ending)
        return clean(content, ending, check)
    raise refused(name)
