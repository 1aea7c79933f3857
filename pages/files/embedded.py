"""Pictures inside of documents and archives: what tells of place, camera or author goes.

JPEG and PNG lose no pixel: parts of the file are left out, by a list of those that may stay. They
are not turned, as the document says itself how they lie.
"""

import re

from pages.files import pictures

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
#: Drawings without pixels of a camera, and fonts: kept as they are.
KEPT = ("emf", "wmf", "svm", "ttf", "otf", "odttf", "fntdata")
PICTURES = ("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "avif")
PNG_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def without_metadata(content: bytes) -> bytes:
    """Return a picture without what cannot be seen. Raises ValueError for what is none."""
    if content.startswith(JPEG):
        return jpeg(content)
    if content.startswith(PNG):
        return _png(content)
    return pictures.rewrite(content, as_it_lies=True)


def jpeg(content: bytes) -> bytes:
    """Return a JPEG (ITU-T T.81) with its pixels, and with what their colors need."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content):
        marker = content[at + 1]
        if content[at] != 0xFF:
            raise ValueError("no marker")
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:  # what follows are the pixels, up to the next marker
            found = _NEXT_MARKER.search(content, end)
            end = found.start() if found else len(content)
        segment = content[at:end]
        if segment[4:9] == b"JFIF\0":  # without its thumbnail
            segment = b"\xff\xe0\0\x10" + segment[4:16] + b"\0\0"
        elif marker >= 0xE0 and marker != 0xEE and segment[4:16] != b"ICC_PROFILE\0":
            segment = b""
        kept.append(segment)
        at = end
    return b"".join(kept) + b"\xff\xd9"


def _png(content: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + 12 + length
        if name in PNG_CHUNKS:
            kept.append(content[at:end])
        at = end
        if name == b"IEND":
            return b"".join(kept)
    raise ValueError("cut off")


def jpeg_2000(content: bytes) -> bytes:
    """Return a JPEG 2000 file (ISO 15444-1) with the boxes that draw it; a bare stream as it is."""
    if content[4:8] != b"jP  ":
        return content
    kept, at = [], 0
    while at + 8 <= len(content):
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(content[at + 8 : at + 16])
        end = at + length if length else len(content)
        if end <= at:
            raise ValueError("a box without a length")
        if name in (b"jP  ", b"ftyp", b"jp2h", b"jp2c"):
            kept.append(content[at:end])
        at = end
    return b"".join(kept)
