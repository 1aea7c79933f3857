"""Whether a picture file has other parts than those that draw it: found without drawing it."""

from typing import Literal

from django.core.files.base import ContentFile

from pages.files import embedded, pictures
from pages.files.drawing import has_metadata

WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
AVIF_BOXES = {b"ftyp", b"meta", b"moov", b"mdat", b"free"}


def is_clean(content: bytes) -> bool:
    """Return whether a picture is as `pictures.rewrite` writes it: drawing it again costs quality.

    That is: nothing but what draws it, up to the end of the file. Raises UnusablePictureError
    for what is no picture.
    """
    try:
        if content.startswith(embedded.JPEG):
            return embedded.jpeg(content) == content and b"ICC_PROFILE\0" not in content
        if content.startswith(embedded.PNG):
            return embedded.without_metadata(content) == content and content[24] <= 8  # bits
    except ValueError:  # cut off, or with something between its parts
        return False
    try:
        if has_metadata(ContentFile(content)):
            return False
    except Exception as error:  # what decoders raise for broken files is anything
        raise pictures.UnusablePictureError(str(error)) from error
    if content[8:12] == b"WEBP":
        return _parts(content, 12, 8, "little") <= WEBP_CHUNKS
    if content[4:8] == b"ftyp":
        return _parts(content, 0, 0, "big") <= AVIF_BOXES
    return pictures.rewrite(content) == content  # a GIF, which loses nothing


def _parts(content: bytes, start: int, header: int, order: Literal["little", "big"]) -> set[bytes]:
    """Return the names of the parts of a WebP file (RIFF) or an AVIF file (ISO 14496-12).

    What lies behind the last one counts as a part without a name.
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
