"""Remove properties, private program data and annotator names from PDF files (ISO 32000-2)."""

import io
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from pages import compat
from pages.files import picture_parts
from pages.files.refusals import FileRefusedError, holds_more

#: Keys to remove from any object: XMP, private program data, dates, thumbnails.
NEVER = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/CreatorInfo")
#: Keys to remove from annotations: author, dates. (/T of a form field is its name, and stays.)
OF_COMMENTS = ("/T", "/M", "/CreationDate", "/NM")
MOST_UNPACKED = 100 * 1024 * 1024


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF that keeps its pages, tags, links, forms, title and language.

    Rewriting drops what no page uses any more, such as earlier versions.
    """
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileRefusedError("unreadable")
    title = reader.metadata.title if reader.metadata else None
    for each in _objects(reader.root_object):
        _scrub(each)
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    writer.metadata = {"/Title": title} if title else None
    compat.drop_number(writer)  # derived from the time and the path of writing
    output = io.BytesIO()
    writer.write(output)
    if len(PdfReader(output).pages) != len(reader.pages):
        raise FileRefusedError("unreadable")
    return output.getvalue()


def _objects(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """Yield each reachable dictionary and stream, parents before children."""
    known: set[tuple[int, int]] = set()
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            if (each.idnum, each.generation) in known:
                continue
            known.add((each.idnum, each.generation))
            each = each.get_object()
        if isinstance(each, DictionaryObject):
            yield each
            waiting += each.values()
        elif isinstance(each, ArrayObject):
            waiting += each


def _scrub(each: DictionaryObject) -> None:
    kind = each.get("/Type")
    if "/EF" in each:  # an attached file
        raise holds_more(str(each.get("/UF") or each.get("/F") or "PDF"))
    if kind == "/Sig" or (each.get("/FT") == "/Sig" and "/V" in each):
        raise FileRefusedError("signed")
    for key in NEVER:
        each.pop(key, None)
    is_comment = "/Subtype" in each and (kind == "/Annot" or "/Rect" in each)
    if is_comment and each.get("/Subtype") != "/Widget":
        for key in OF_COMMENTS:
            each.pop(key, None)
    if isinstance(each, StreamObject):
        _scrub_picture(each)


def _scrub_picture(stream: StreamObject) -> None:
    filters = stream["/Filter"] if "/Filter" in stream else None  # noqa: SIM401 - follows references
    names = list(filters) if isinstance(filters, ArrayObject) else [filters]
    if names[-1] not in ("/DCTDecode", "/JPXDecode"):
        return
    data = compat.stored_in(stream)
    if len(names) > 1:
        if names[:-1] != ["/FlateDecode"]:
            raise holds_more("JPEG")
        data = zlib.decompressobj().decompress(data, MOST_UNPACKED)
        stream[NameObject("/Filter")] = NameObject(names[-1])
        stream.pop("/DecodeParms", None)
    clean = picture_parts.jpeg if names[-1] == "/DCTDecode" else picture_parts.jpeg_2000
    compat.store_in(stream, clean(data))
