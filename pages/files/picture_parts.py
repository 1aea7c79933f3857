"""Keep the parts of image files that draw the image, not those that reveal place or author.

JPEG and PNG files are filtered by an allowlist of parts: no pixel is lost.
"""

import re
from typing import Literal

from django.core.files.base import ContentFile

from pages.files import pictures
from pages.files.drawing import has_metadata

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
#: Vector drawings without camera pixels, and fonts: kept unchanged.
KEPT = ("emf", "wmf", "svm", "ttf", "otf", "odttf", "fntdata")
PICTURES = ("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "avif")
PNG_CHUNKS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
AVIF_BOXES = {b"ftyp", b"meta", b"moov", b"mdat", b"free"}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def without_metadata(content: bytes) -> bytes:
    """Return an image from a document without hidden data and without rotating it.

    Raises ValueError if it is not an image.
    """
    if content.startswith(JPEG):
        return jpeg(content)
    if content.startswith(PNG):
        return _png(content)
    return pictures.rewrite(content, as_it_lies=True)


def jpeg(content: bytes) -> bytes:
    """Return a JPEG (ITU-T T.81) with only its pixels and color information."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content):
        marker = content[at + 1]
        if content[at] != 0xFF:
            raise ValueError("no marker")
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:  # pixel data follows, up to the next marker
            found = _NEXT_MARKER.search(content, end)
            end = found.start() if found else len(content)
        segment = content[at:end]
        if segment[4:9] == b"JFIF\0":  # drop its thumbnail
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
    """Return a JPEG 2000 file (ISO 15444-1) with only drawing boxes; a bare stream unchanged."""
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


# ------------------------------------------------------------------ detecting metadata
def rewritten(content: bytes) -> bytes:
    """Return an image without metadata; a clean one unchanged, as `pictures.rewrite` costs quality.

    Raises UnusablePictureError if it is not an image.
    """
    return content if is_clean(content) else pictures.rewrite(content)


def is_clean(content: bytes) -> bool:
    """Return whether an image is clean; if so, rewriting it would only cost quality.

    Clean means that the file has only parts that draw it. Raises UnusablePictureError if it is not
    an image.
    """
    try:
        if content.startswith(JPEG):
            return jpeg(content) == content and b"ICC_PROFILE\0" not in content
        if content.startswith(PNG):
            return without_metadata(content) == content and content[24] <= 8  # bits per channel
    except ValueError:  # truncated, or with data between its parts
        return False
    try:
        if has_metadata(ContentFile(content)):
            return False
    except Exception as error:  # decoders raise all kinds of errors for broken files
        raise pictures.UnusablePictureError(str(error)) from error
    if content[8:12] == b"WEBP":
        return _parts(content, 12, 8, "little") <= WEBP_CHUNKS
    if content[4:8] == b"ftyp":
        return _parts(content, 0, 0, "big") <= AVIF_BOXES
    return pictures.rewrite(content) == content  # a GIF, which is rewritten without loss


def _parts(content: bytes, start: int, header: int, order: Literal["little", "big"]) -> set[bytes]:
    """Return the names of the parts of a WebP file (RIFF) or an AVIF file (ISO 14496-12).

    Data after the last part counts as a part with an empty name.
    """
    names, at = set(), start
    while at + 8 <= len(content):
        name = content[at : at + 4] if header else content[at + 4 : at + 8]
        size = content[at + 4 : at + 8] if header else content[at : at + 4]
        length = int.from_bytes(size, order) + header
        names.add(name)
        if length < 8:
            break
        at += length + length % 2 * bool(header)
    return names if at == len(content) else names | {b""}
