"""Pack files into a ZIP, and unpack uploaded ones within limits."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from django.utils.text import slugify
from django.utils.translation import gettext as _

from translations.engine.exchange.document import BrokenFileError

MEGABYTE = 1024 * 1024
MOST_IN_FILE, MOST_UNPACKED, MOST_FILES = MEGABYTE, 20 * MEGABYTE, 500
NAMES = (".po", ".xlf", ".xliff")


def names_for(items: Iterable[tuple[str, str, str]], ending: str) -> list[str]:
    """Return a unique path for each (language, type, title): "es/standardpage/about-us.po".

    The paths have only unaccented letters, digits and hyphens, which every system can unpack.
    """
    taken: set[str] = set()
    names = []
    for language, kind, title in items:
        stem = f"{slugify(language)}/{slugify(kind)}/{slugify(title)[:60].strip('-') or 'text'}"
        name, number = stem, 2
        while name in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name)
        names.append(f"{name}.{ending}")
    return names


def pack(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of the given (name, content) pairs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return buffer.getvalue()


def unpack(content: bytes) -> Iterator[tuple[str, bytes | BrokenFileError]]:
    """Yield each file of a ZIP with its content, or with the reason why it was not unpacked.

    Raises `BrokenFileError` if this is not a ZIP or has too many files. The declared sizes are not
    trusted: unpacking stops at the limit.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BrokenFileError(_("This is not a valid ZIP file.")) from error
    infos = [
        info
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith("__MACOSX/")
    ]
    if len(infos) > MOST_FILES:
        raise BrokenFileError(_("This ZIP contains too many files."))
    left = MOST_UNPACKED
    for info in infos:
        try:
            data = _unpacked(archive, info, min(left, MOST_IN_FILE))
        except BrokenFileError as error:
            yield info.filename, error
        else:
            left -= len(data)
            yield info.filename, data


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in info.filename:
        raise BrokenFileError(_("The name of this file points outside the ZIP."))
    if not info.filename.lower().endswith(NAMES):
        raise BrokenFileError(_("Only .po, .xlf, and .xliff files are accepted."))
    try:
        with archive.open(info) as file:
            data = file.read(most + 1)
    except (
        zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
        zlib.error,
    ) as error:  # fmt: skip
        raise BrokenFileError(_("This file cannot be unpacked.")) from error
    if len(data) > most:
        raise BrokenFileError(_("This file is too large."))
    return data
