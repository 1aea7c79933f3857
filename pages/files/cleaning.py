"""Check that documents match their file type, and remove hidden personal data.

Hidden data tells who wrote a document, when, where and with which software. An allowlist per type
says what stays: of the document properties only title and language, which screen readers use.
Personal data that cannot be removed without changing the content (comments, tracked changes,
attached files, embedded objects) is refused with a message.
"""

import io
import re
import struct
import zipfile

from django.core.exceptions import ValidationError

from pages.files import office, picture_parts
from pages.files.pdf import clean_pdf
from pages.files.refusals import FileRefusedError, holds_more

LONGEST_DIRECTORY = 2 * 1024 * 1024  # bytes, of a ZIP file: about 20,000 names
OFFICE = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/"}
#: System files that are removed from archives.
DROPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
#: Markup that makes browsers that guess treat a text as a web page or a script.
MARKUP = re.compile(
    r"<(?:!doctype|\?xml|\?php|base|body|div|embed|form|frameset|head|html|iframe|img|link|meta|"
    r"object|script|style|svg|table)(?![\w-])",
    re.IGNORECASE,
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def clean(content: bytes, ending: str) -> bytes:
    """Return a document without personal data; `ending` is its lowercase file extension.

    Raises `FileRefusedError` if that is impossible or the content does not match `ending`. Types
    that may not be uploaded (WAGTAILDOCS_EXTENSIONS) are returned unchanged.
    """
    try:
        check(content, ending)
        match ending:
            case "pdf":
                return clean_pdf(content)
            case "docx" | "pptx" | "xlsx":
                return office.clean_open_xml(content)
            case "odt":
                return office.rewritten(content, office.open_document_part)
            case "zip":
                return office.rewritten(content, _member)
            case "rtf":
                raise FileRefusedError("rtf")
    except ValidationError:
        raise
    except Exception as error:  # parsers raise all kinds of errors for broken files
        raise FileRefusedError("unreadable") from error
    return content


def ending_of(name: str) -> str:
    """Return the lowercase file extension of a name, without the dot."""
    return name.rpartition(".")[2].lower()


def is_pdf(start: bytes) -> bool:
    """Return whether the first bytes of a file are those of a PDF (ISO 32000)."""
    return bool(re.match(rb"%PDF-[12]\.\d", start))


def _member(name: str, content: bytes) -> bytes | None:
    if any(part in name for part in DROPPED):
        return None
    ending = ending_of(name)
    if ending in picture_parts.PICTURES:
        return picture_parts.rewritten(content)
    if ending in ("csv", "txt", "pdf", "docx", "pptx", "xlsx", "odt"):
        return clean(content, ending)
    raise holds_more(name)


def check(content: bytes, ending: str) -> None:
    """Raise `FileRefusedError` unless the content matches the extension `ending`."""
    match ending:
        case "pdf":
            good = is_pdf(content)
        case "rtf":
            good = content.startswith(rb"{\rtf")
        case "csv" | "txt":
            good = _is_text(content)
        case "docx" | "pptx" | "xlsx" | "odt" | "zip":
            good = _is_archive(content, ending)
        case _unknown:
            good = True
    if not good:
        raise FileRefusedError("not_what_it_says", ending=ending.upper())


def _is_text(content: bytes) -> bool:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # written by old spreadsheet programs
    if MARKUP.search(text):
        raise FileRefusedError("markup")
    return not CONTROL.search(text)


def _is_archive(content: bytes, ending: str) -> bool:
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")) or not _directory_is_short(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if ending == "odt":
                if "mimetype" not in names:
                    return False
                with archive.open("mimetype") as kind:
                    return kind.read(100) == b"application/vnd.oasis.opendocument.text"
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return False
    if ending not in OFFICE:
        return True
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefusedError("macros")
    return "[Content_Types].xml" in names and any(n.startswith(OFFICE[ending]) for n in names)


def _directory_is_short(content: bytes) -> bool:
    """Return whether a ZIP file ends with a directory that is small enough to read safely."""
    end = content[-66_000:]
    found = end.rfind(b"PK\x05\x06")
    if found < 0 or len(end) < found + 22:
        return False
    return struct.unpack("<L", end[found + 12 : found + 16])[0] <= LONGEST_DIRECTORY
